#!/usr/bin/env bash
# What examples/csv_link/README.md promises of the files for both vendors.
#
#   csv_link_test.sh RUN SUDARE
set -euo pipefail

run=$(readlink -f "$1")
SUDARE=$(readlink -f "$2")
export SUDARE
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$run" "$work" >"$work/shown" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
cd "$work"

fail() {
  echo "FAILED: $1" >&2
  exit 1
}

for vendor in payroll-vendor attendance-vendor; do
  iconv -f CP932 -t UTF-8 "$vendor.csv" >"$vendor.utf8" || fail "$vendor.csv isn't Shift_JIS"
  if grep -q '坂本\|髙橋\|中村\|インフルエンザ\|１２３４\|９０１８' "$vendor.utf8"; then fail "$vendor sees a value"; fi
  [ "$(wc -l <"$vendor.utf8")" = 5 ] || fail "$vendor: lines are missing"
  [ "$(grep -c $'\r$' "$vendor.utf8")" = 5 ] || fail "$vendor: line ends are others"
  grep -q '"20260401","HO","480"' "$vendor.utf8" || fail "$vendor: what debugging needs is gone"
  grep -q '番号\[#\]を確認' "$vendor.utf8" || fail "$vendor: the remark isn't scrubbed"
  # The same person has the same token, so that rows can be joined.
  mapfile -t tokens < <(grep '^"00100002"' "$vendor.utf8" | cut -d, -f2)
  [ "${#tokens[@]}" = 2 ] && [ "${tokens[0]}" = "${tokens[1]}" ] || fail "$vendor: tokens of one person differ"
  case ${tokens[0]} in '"name_'*) ;; *) fail "$vendor: no token" ;; esac
done
grep -q '^"00100001","name_[^"]*","20260401","OT","90",,' payroll-vendor.utf8 || fail "payroll's vendor sees the illness"
grep -q '"45","\*"' attendance-vendor.utf8 || fail "the illness isn't redacted"
join=$(comm -12 <(cut -d, -f2 payroll-vendor.utf8 | sort -u) <(cut -d, -f2 attendance-vendor.utf8 | sort -u) | grep name_ || true)
[ -z "$join" ] || fail "the files of both vendors can be joined by name"
echo "both vendors get the file in their form"
