#!/usr/bin/env bash
# What policy/install installs is enough for an application without Bazel: examples/app_link built with g++ and pkg-config, and
# with CMake, shared and static, against a prefix that was moved; the full headers compile; all mask alike.
#
#   app_link_test.sh PACKAGE_TAR SUDARE EXAMPLE_SOURCES…
set -euo pipefail

package=$(readlink -f "$1") sudare=$(readlink -f "$2") source=$(dirname "$(readlink -f "$3")")
policy=$source/policy.textproto
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/first"
tar -C "$work/first" -xf "$package"
mv "$work/first" "$work/prefix"
prefix=$work/prefix
cd "$work"

fail() {
  echo "FAILED: $1" >&2
  exit 1
}

export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
# shellcheck disable=SC2046
g++ -std=c++17 -Wall -Wextra -Werror "$source/export.cc" $(pkg-config --cflags --libs sudare_policy) \
  -Wl,-rpath,"$prefix/lib" -o with_pkg_config
cmake -S "$source" -B build -DCMAKE_PREFIX_PATH="$prefix" >cmake.log || fail "cmake: $(cat cmake.log)"
cmake --build build >cmake.log || fail "cmake --build: $(cat cmake.log)"

# The header for applications needs nothing but the standard library.
if g++ -std=c++17 -E -I"$prefix/include" -x c++ "$prefix/include/sudare/masker.h" | grep -E '/(absl|google|policy)/' >/dev/null; then
  fail "sudare/masker.h includes more than the standard library"
fi

# The full headers, with a message of the application's own.
protoc -I "$source" -I "$prefix/share/sudare" --cpp_out=. "$source/employee.proto"
# shellcheck disable=SC2046
g++ -std=c++17 -I. -include policy/streams/csv_masker.h "$source/message_export.cc" employee.pb.cc \
  $(pkg-config --cflags --libs sudare_policy_full) -Wl,-rpath,"$prefix/lib" -o message_export

echo 'of the test' >passphrase
chmod 600 passphrase
"$sudare" keys create --file keyring --passphrase-file passphrase >keys.log
cat >employees.csv <<'END'
employee_no,full_name,personal_number,birth_date,note
100001,"山田 太郎",123456789018,1981-04-03,"two
lines"
END
account=partner
"$sudare" mask --policy "$policy" --keyring keyring --passphrase-file passphrase --account $account --table payroll.employees \
  --type birth_date=date <employees.csv >expected.csv 2>mask.log || fail "sudare mask: $(cat mask.log)"
grep -q 'name_' expected.csv || fail "no token in $(cat expected.csv)"
if grep -q '山田\|123456789018\|two' expected.csv; then fail "a value in $(cat expected.csv)"; fi
for program in ./with_pkg_config build/export build/export_static; do
  "$program" "$policy" keyring passphrase $account <employees.csv >shown.csv 2>log || fail "$program: $(cat log)"
  cmp shown.csv expected.csv || fail "$program masks otherwise than sudare mask"
  grep -q 'asked for by \[#\]' log || fail "$program: the log isn't scrubbed: $(cat log)"
  if grep -q '山田' log; then fail "$program: a name in the log"; fi
done
echo 'employee_no: "100001" full_name: "山田 太郎" birth_date: "1981-04-03" personal_number: "123456789018" memo: "x"' |
  ./message_export "$policy" keyring passphrase $account >message || fail "no message is masked"
printf 'employee_no: "100001"\nfull_name: "%s"\nbirth_date: "1981-01-01"\n' "$(grep -o 'name_[A-Za-z0-9_-]*' expected.csv)" |
  cmp - message || fail "the message is masked otherwise than the file: $(cat message)"
ldd build/export_static | grep libsudare && fail "the static program loads the library"
if ldd build/export | grep -E 'libgrpc|libpq|libssl'; then fail "the library loads what it must not"; fi
echo "an application builds against the installed library"
