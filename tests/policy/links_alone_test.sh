#!/usr/bin/env bash
# The policy library links without gRPC, libpq, TLS and PostgreSQL's parser; of OpenSSL it takes libcrypto. Proved on a linked program: what it loads, what
# it asks the loader for, and that it runs.
set -euo pipefail

app=$1
policy=$2
account=payroll-app
column=payroll.employees.full_name
status=0

fail() {
  echo "FAILED: $1" >&2
  status=1
}

# What counts as foreign, by library and by symbol.
libraries='libgrpc|libgpr|libpq\b|libpq\.|libpg_query|libspdlog|libsqlite|libssl'
symbols='\bPQ[a-z]|\bpg_query|grpc_|4grpc|_ZN?K?4grpc'

# All symbols, kept: grep -q would end nm early.
all_symbols=$(nm "$app")

# The checks themselves must be able to find something.
echo 'libpq.so.5' | grep -Eq "$libraries" || fail "the library pattern finds nothing"
echo 'libssl.so.3' | grep -Eq "$libraries" || fail "the library pattern finds no TLS"
echo 'U PQexec' | grep -Eq "$symbols" || fail "the symbol pattern finds nothing"
echo '_ZN4grpc6Server' | grep -Eq "$symbols" || fail "the symbol pattern finds no C++ name"
grep -q 'sudare6Masker' <<<"$all_symbols" || fail "the program has no Masker in it"
grep -q 'crypto_' <<<"$all_symbols" || fail "the program has no keyring in it"
grep -q 'EVP_EncryptUpdate' <<<"$all_symbols" || fail "the program has no tokens of digits in it"
readelf -d "$app" | grep 'NEEDED.*libcrypto' >/dev/null || fail "it doesn't load libcrypto"

if loaded=$(ldd "$app" | grep -E "$libraries"); then fail "it loads: $loaded"; fi
if needed=$(readelf -d "$app" | grep NEEDED | grep -E "$libraries"); then fail "it needs: $needed"; fi
if used=$(grep -E "$symbols" <<<"$all_symbols"); then fail "it has these symbols: $used"; fi

shown=$(printf '山田 太郎\n' | "$app" "$policy" "$account" "$column")
[[ $shown == emp_* ]] || fail "it doesn't mask: $shown"

[[ $status == 0 ]] && echo "policy links alone"
exit $status
