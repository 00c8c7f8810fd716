#!/usr/bin/env bash
# Compares the release rules with a second, simple implementation of them on N random releases, and peer streams of pairs
# of random histories that differ only in what was not released. The short form of both is in the ordinary tests
# (ReleaseModel/TwoOpinionsTests, NonDisclosure/TwinHistoryTests). A disagreement prints the seed that replays it.
set -euo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
# shellcheck source=lib/prerequisites.sh
. "$root/ops/lib/prerequisites.sh"

usage() {
  echo "Usage: ops/nondisclosure.sh [--cases N] [--seed S]" >&2
  exit 2
}

cases=100000
seed=20261122
while [ $# -gt 0 ]; do
  case "$1" in
    --cases) cases="${2:-}" ;;
    --seed) seed="${2:-}" ;;
    *) usage ;;
  esac
  shift 2 || usage
done
case "$cases" in '' | *[!0-9]*) usage ;; esac
case "$seed" in '' | *[!0-9]*) usage ;; esac

prerequisites_demo "$root" || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
export CBM_NONDISCLOSURE_CASES="$cases" CBM_NONDISCLOSURE_SEED="$seed"
compare() {
  dotnet test "$root/tests/$1" -c Release -nodeReuse:false -m:1 -p:UseSharedCompilation=false -nologo \
    --filter "FullyQualifiedName~$2" --logger "console;verbosity=detailed" </dev/null \
    | grep -E "releases in|pairs of|error|CBM_NONDISCLOSURE|Expected|Actual|Passed!|Failed!|^Total|  (Passed|Failed)"
}
compare CbmExchange.Domain.Tests ReleaseModel
compare CbmExchange.Node.Tests NonDisclosure.TwinHistoryTests
