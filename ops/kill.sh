#!/usr/bin/env bash
# Kills a node, its PostgreSQL, or both, N times under load, and checks that every answered command is there once and
# that the peer holds the same stream. The short form of it is one of the tests (Faults/KillTests). When it fails it keeps
# everything (both homes with their databases, both logs, what was being done) and prints where.
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
keep="$root/artifacts/kill/$(date -u +%Y%m%dT%H%M%SZ)-$$"
CBM_KILL_ROUNDS="$rounds" CBM_KILL_KEEP="$keep" dotnet test "$root/tests/CbmExchange.Node.Tests" -c Release -nodeReuse:false -m:1 \
  -p:UseSharedCompilation=false -nologo --filter "FullyQualifiedName~Faults.KillTests" || {
  result=$?
  if [ -d "$keep" ]; then
    echo "kill: failed; both homes, their databases and logs are kept in $keep (begin with what-failed.txt)." >&2
  else
    echo "kill: failed before a kill; what is printed above is all there is." >&2
  fi
  exit "$result"
}
echo "kill: ok, $rounds rounds"
