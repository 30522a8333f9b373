#!/usr/bin/env bash
# Every C++ file is as clang-format would write it.
#
#   format_test.sh FILE_IN_ROOT
set -euo pipefail
cd "$(dirname "$(readlink -f "$1")")"
mapfile -t files < <(find policy proxy tests examples -name '*.cc' -o -name '*.h' | sort)
if [ "${#files[@]}" -lt 100 ]; then
  echo "only ${#files[@]} files found: this is not the source tree" >&2
  exit 1
fi
# A spoiled text must be noticed, or the check checks nothing.
if echo 'int  main( ){return 0 ;}' | clang-format --style=file --dry-run -Werror 2>/dev/null; then
  echo "clang-format finds nothing wrong with a spoiled text" >&2
  exit 1
fi
clang-format --style=file --dry-run -Werror "${files[@]}"
