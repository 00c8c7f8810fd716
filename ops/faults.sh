#!/usr/bin/env bash
# Fails every message between a store and its PostgreSQL once, and prints one line per fault: what was asked, at which
# message (> to the server, < from it), what happened to it, what the caller was told, what asking again gave. The short
# form of it is in the tests (Store.Tests/Faults, Node.Tests/Faults/WireFaultTests).
#
#   ops/faults.sh [ROUNDS]    ROUNDS of 256 callers whose writer's connections are cut; 300 by default
set -euo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
# shellcheck source=lib/long-run.sh
. "$root/ops/lib/long-run.sh"

long_run_count '[ROUNDS]' 300 "$@"
long_run_begin
long_run_table faults
export CBM_FAULTS_LONG=1 CBM_FAULTS_ROUNDS="$count" CBM_FAULTS_TABLE="$table"
result=0
long_run_test CbmExchange.Store.Tests Store.Tests.Faults || result=$?
long_run_test CbmExchange.Node.Tests Faults.WireFaultTests || result=$?
printf '%-15s %-32s %-14s %-22s %-22s %s\n' what step fault told 'then' result
sort -s -k1,1 "$table"
if [ "$result" -ne 0 ]; then
  echo "faults: failed; the faults above ended well, the failed one is named further up." >&2
  exit "$result"
fi
echo "faults: ok, $(wc -l <"$table") faults, $count rounds with cut connections; the table is kept in $table"
