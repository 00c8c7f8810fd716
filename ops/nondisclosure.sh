#!/usr/bin/env bash
# Compares the release rules with a second, simple implementation of them on N random releases, and peer streams of pairs
# of random histories that differ only in what was not released. The short form of both is in the ordinary tests
# (ReleaseModel/TwoOpinionsTests, NonDisclosure/TwinHistoryTests). A disagreement prints the seed that replays it.
set -euo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
# shellcheck source=lib/long-run.sh
. "$root/ops/lib/long-run.sh"

long_run_options '[--cases N] [--seed S]' cases 100000 "$@"
long_run_begin
export CBM_NONDISCLOSURE_CASES="$count" CBM_NONDISCLOSURE_SEED="$seed"
compare() {
  long_run_test "$1" "$2" --logger "console;verbosity=detailed" \
    | grep -E "releases in|pairs of|error|CBM_NONDISCLOSURE|Expected|Actual|Passed!|Failed!|^Total|  (Passed|Failed)"
}
compare CbmExchange.Domain.Tests ReleaseModel
compare CbmExchange.Node.Tests NonDisclosure.TwinHistoryTests
