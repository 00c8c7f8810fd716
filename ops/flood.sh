#!/usr/bin/env bash
# Floods a node as a stranger, as an admitted peer and as an officer, one attack after the other, and prints beside each
# other how long a release takes to another peer before and during it, what it did, how often it was told
# RESOURCE_EXHAUSTED, and how much memory it cost. The short form is in the tests (Node.Tests/Floods).
#
#   ops/flood.sh [RELEASES]    releases measured during each attack; 50 by default
set -euo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
# shellcheck source=lib/long-run.sh
. "$root/ops/lib/long-run.sh"

long_run_count '[RELEASES]' 50 "$@"
long_run_begin
long_run_table flood
result=0
CBM_FLOOD_RELEASES="$count" CBM_FLOOD_TABLE="$table" long_run_test CbmExchange.Node.Tests Node.Tests.Floods || result=$?
cat "$table"
if [ "$result" -ne 0 ]; then
  echo "flood: failed; the attacks above were withstood, the failed one is named further up." >&2
  exit "$result"
fi
echo "flood: ok; the table is kept in $table"
