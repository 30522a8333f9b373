#!/usr/bin/env bash
# The walkthrough of examples/payroll/run over a small city: every check passes, and nothing is left behind.
set -euo pipefail
root=$(pwd)
folders() { find /tmp -maxdepth 1 -name 'sudare-payroll-*' | wc -l; }
before=$(folders)
output=$(/usr/bin/python3 -B "$(readlink -f "$root/examples/payroll/walkthrough/main.py")" \
  --sudare "$root/proxy/cli/sudare" --generate "$root/examples/payroll/generate" --employees 400) || {
  echo "$output"
  exit 1
}
echo "$output"
[[ $output =~ walkthrough:\ ([0-9]+)\ checks\ passed$ ]]
[ "${BASH_REMATCH[1]}" -ge 60 ]
[ "$(folders)" -le "$before" ]
