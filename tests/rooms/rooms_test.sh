#!/usr/bin/env bash
# Each library of the outside is included in its own room only, and the policy library knows nothing of the proxy.
# Prints every line that offends.
#
#   rooms_test.sh FILE_IN_ROOT
set -euo pipefail

root=$(dirname "$(readlink -f "$1")")
[[ -e $root/WORKSPACE && -d $root/policy && -d $root/proxy ]] || {
  echo "FAILED: no source tree at $root" >&2
  exit 1
}

offences=0

# only WHAT PATTERN ALLOWED: lines of the tree that include PATTERN must be in files that match ALLOWED.
# PATTERN and ALLOWED are extended regular expressions, ALLOWED over paths from the root.
only() {
  local tree=$1 what=$2 pattern=$3 allowed=$4 found
  found=$(cd "$tree" && grep -rnE --include='*.h' --include='*.cc' --include='*.cpp' --include='*.c' \
    "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]$pattern" . | sed 's|^\./||' |
    grep -vE "^($allowed)" || true)
  [[ -z $found ]] && return
  while IFS= read -r line; do
    echo "$line: $what" >&2
    offences=$((offences + 1))
  done <<<"$found"
}

check_tree() {
  only "$1" 'pg_query belongs to proxy/sql' '([^">]*/)?pg_query' 'proxy/sql/|tests/proxy/sql/|tests/fuzz/(statement_tree|masking_select|outputs)\.'
  only "$1" 'libpq-fe.h belongs to proxy/backend' '([^">]*/)?(libpq-fe|libpq-events)\.h' \
    'proxy/backend/|tests/proxy/backend/|tests/(support|differential|attack|benchmark)/'
  only "$1" 'gRPC belongs to the doors' '(grpcpp|grpc\+\+|grpc)/|[^">]*\.grpc\.pb\.h' \
    'proxy/rpc/|proxy/cli/|examples/|tests/(e2e|benchmark)/|tests/proxy/(rpc|cli)/|tests/support/proxy_process\.'
  only "$1" 'prometheus-cpp belongs to proxy/metrics' 'prometheus/' 'proxy/metrics/|tests/proxy/metrics/'
  only "$1" 'sqlite3.h belongs to proxy/state' '([^">]*/)?sqlite3(ext)?\.h' 'proxy/state/|tests/proxy/state/'
  only "$1" 'the policy library stands alone: nothing of the proxy' 'proxy/' \
    'proxy/|examples/|tests/|proto/'
  only "$1" 'the policy library is built on the policy schema alone' 'proto/(query|audit|config)' \
    'proxy/|examples/|tests/'
}

# A tree with one offence of each kind, so that a pattern that finds nothing is noticed.
bait=$(mktemp -d)
trap 'rm -rf "$bait"' EXIT
mkdir -p "$bait/policy" "$bait/proxy/query" "$bait/proxy/sql" "$bait/proxy/rpc"
echo '#include "proxy/query/pipeline.h"' >"$bait/policy/a.cc"
echo '#include "proto/audit.pb.h"' >"$bait/policy/b.cc"
echo '#include <libpq-fe.h>' >"$bait/proxy/query/a.cc"
echo '  #  include <pg_query.h>' >"$bait/proxy/query/b.h"
echo '#include "third/pg_query/x.pb.h"' >"$bait/proxy/rpc/c.cc"
echo '#include <grpcpp/grpcpp.h>' >"$bait/proxy/query/d.cc"
echo '#include "proto/query.grpc.pb.h"' >"$bait/proxy/sql/e.cc"
echo '#include <sqlite3.h>' >"$bait/proxy/query/f.cc"
check_tree "$bait" 2>/dev/null
if [[ $offences != 8 ]]; then
  echo "FAILED: the patterns find $offences of 8 planted offences" >&2
  exit 1
fi

offences=0
check_tree "$root"
if [[ $offences != 0 ]]; then
  echo "FAILED: $offences includes are in a room they don't belong to" >&2
  exit 1
fi
echo "rooms are kept apart"
