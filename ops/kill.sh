#!/usr/bin/env bash
# Kills a node, its PostgreSQL, or both, N times under load, and checks that every answered command is there once and
# that the peer holds the same stream. The short form of it is one of the tests (Faults/KillTests). When it fails it keeps
# everything (both homes with their databases, both logs, what was being done) and prints where.
set -euo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
# shellcheck source=lib/long-run.sh
. "$root/ops/lib/long-run.sh"

long_run_count '[ROUNDS]' 10 "$@"
long_run_begin
keep="$root/artifacts/kill/$(date -u +%Y%m%dT%H%M%SZ)-$$"
CBM_KILL_ROUNDS="$count" CBM_KILL_KEEP="$keep" long_run_test CbmExchange.Node.Tests Faults.KillTests || {
  result=$?
  if [ -d "$keep" ]; then
    echo "kill: failed; both homes, their databases and logs are kept in $keep (begin with what-failed.txt)." >&2
  else
    echo "kill: failed before a kill; what is printed above is all there is." >&2
  fi
  exit "$result"
}
echo "kill: ok, $count rounds"
