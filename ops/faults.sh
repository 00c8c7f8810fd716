#!/usr/bin/env bash
# Fails every message between a store and its PostgreSQL once, and prints one line per fault: what was asked, at which
# message (> to the server, < from it), what happened to it, what the caller was told, what asking again gave. The short
# form of it is in the tests (Store.Tests/Faults, Node.Tests/Faults/WireFaultTests).
#
#   ops/faults.sh [ROUNDS]    ROUNDS of 256 callers whose writer's connections are cut; 300 by default
set -euo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
# shellcheck source=lib/prerequisites.sh
. "$root/ops/lib/prerequisites.sh"

rounds="${1:-300}"
case "$rounds" in
  '' | *[!0-9]*)
    echo "Usage: ops/faults.sh [ROUNDS]" >&2
    exit 2
    ;;
esac

prerequisites_demo "$root" || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
mkdir -p "$root/artifacts/faults"
table="$root/artifacts/faults/$(date -u +%Y%m%dT%H%M%SZ)-$$.txt"
: >"$table"
run() {
  CBM_FAULTS_LONG=1 CBM_FAULTS_ROUNDS="$rounds" CBM_FAULTS_TABLE="$table" dotnet test "$root/tests/$1" -c Release \
    -nodeReuse:false -m:1 -p:UseSharedCompilation=false -nologo --filter "$2"
}

result=0
run CbmExchange.Store.Tests "FullyQualifiedName~Store.Tests.Faults" || result=$?
run CbmExchange.Node.Tests "FullyQualifiedName~Faults.WireFaultTests" || result=$?
printf '%-15s %-32s %-14s %-22s %-22s %s\n' what step fault told 'then' result
sort -s -k1,1 "$table"
if [ "$result" -ne 0 ]; then
  echo "faults: failed; the faults above ended well, the failed one is named further up." >&2
  exit "$result"
fi
echo "faults: ok, $(wc -l <"$table") faults, $rounds rounds with cut lanes; the table is kept in $table"
