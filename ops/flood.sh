#!/usr/bin/env bash
# Floods a node as a stranger, as an admitted peer and as an officer, one attack after the other, and prints beside each
# other how long a release takes to another peer before and during it, what it did, how often it was told
# RESOURCE_EXHAUSTED, and how much memory it cost. The short form is in the tests (Node.Tests/Floods).
#
#   ops/flood.sh [RELEASES]    releases measured during each attack; 50 by default
set -euo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
# shellcheck source=lib/prerequisites.sh
. "$root/ops/lib/prerequisites.sh"

releases="${1:-50}"
case "$releases" in
  '' | 0 | *[!0-9]*)
    echo "Usage: ops/flood.sh [RELEASES]" >&2
    exit 2
    ;;
esac

prerequisites_demo "$root" || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
mkdir -p "$root/artifacts/flood"
table="$root/artifacts/flood/$(date -u +%Y%m%dT%H%M%SZ)-$$.txt"
: >"$table"
result=0
CBM_FLOOD_RELEASES="$releases" CBM_FLOOD_TABLE="$table" dotnet test "$root/tests/CbmExchange.Node.Tests" -c Release \
  -nodeReuse:false -m:1 -p:UseSharedCompilation=false -nologo --filter "FullyQualifiedName~Node.Tests.Floods" ||
  result=$?
cat "$table"
if [ "$result" -ne 0 ]; then
  echo "flood: failed; the attacks above were withstood, the failed one is named further up." >&2
  exit "$result"
fi
echo "flood: ok; the table is kept in $table"
