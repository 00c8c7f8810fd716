#!/usr/bin/env bash
# Kills a node, its PostgreSQL, or both, N times under load, and checks that every answered command is there once and
# that the peer holds the same stream. The short form of it is one of the tests (Faults/KillTests).
set -euo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
# shellcheck source=lib/prerequisites.sh
. "$root/ops/lib/prerequisites.sh"

rounds="${1:-10}"
case "$rounds" in
  '' | *[!0-9]*)
    echo "Usage: ops/kill.sh [ROUNDS]" >&2
    exit 2
    ;;
esac

prerequisites_demo "$root" || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
CBM_KILL_ROUNDS="$rounds" dotnet test "$root/tests/CbmExchange.Node.Tests" -c Release -nodeReuse:false -m:1 \
  -p:UseSharedCompilation=false -nologo --filter "FullyQualifiedName~Faults.KillTests"
echo "kill: ok, $rounds rounds"
