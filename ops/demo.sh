#!/usr/bin/env bash
# Starts three nodes as three processes (the fictional States XA and XB, the secretariat XO), tells a story in the
# terminal and checks each step. Without --once the nodes stay up until Ctrl-C; with it everything is stopped and the
# last line is `demo: ok`. Leaves nothing running, and nothing outside the repository's build folders.
set -uo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
# shellcheck source=lib/prerequisites.sh
. "$root/ops/lib/prerequisites.sh"

once=()
case "${1:-}" in
  "") ;;
  --once) once=(--once) ;;
  *)
    echo "Usage: ops/demo.sh [--once]" >&2
    exit 2
    ;;
esac

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
export DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# No build server may outlive this script.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
# A variable of the caller's own node must not send the story there.
unset CBMX_PROFILE CBMX_NODE CBMEXCHANGE_KEY_PASSPHRASE

work=""

# Ends what the demonstration left behind, should it have been killed: only processes that name its work folder.
stop_leftovers() {
  [ -n "$work" ] || return 0
  local signal waited
  for signal in TERM KILL; do
    [ -n "$(leftovers)" ] || break
    leftovers | xargs -r kill "-$signal" 2>/dev/null
    for waited in 1 2 3 4 5 6 7 8 9 10; do
      [ -n "$(leftovers)" ] || break
      sleep "0.$waited"
    done
  done
  rm -rf "$work"
  work=""
}

leftovers() {
  local process pid
  for process in /proc/[0-9]*; do
    pid="${process#/proc/}"
    if [ "$pid" != "$$" ] && [ "$pid" != "${BASHPID:-}" ] && belongs_to_run "$process"; then
      printf '%s\n' "$pid"
    fi
  done
}

belongs_to_run() {
  case "$(readlink "$1/cwd" 2>/dev/null)" in "$work" | "$work"/*) return 0 ;; esac
  grep -qzF "$work" "$1/cmdline" 2>/dev/null
}

trap stop_leftovers EXIT
# The demonstration hears Ctrl-C itself and stops its nodes in order; this script waits for it.
trap 'interrupted=1' INT TERM

prerequisites_demo "$root" || exit 1

project="$root/ops/demo/CbmExchange.Demo/CbmExchange.Demo.csproj"
echo "Building cbmx, the node and the demonstration (Release) …"
if ! dotnet build "$project" -c Release -nodeReuse:false -p:UseSharedCompilation=false -nologo -v:quiet -tl:off \
  -clp:NoSummary; then
  echo "demo: failed: the build did not succeed." >&2
  exit 1
fi

# Short, because the path of a Unix socket below it may have 107 bytes; open to be crossed, because PostgreSQL runs
# under an account of its own when we are root.
work="$(mktemp -d /tmp/cbm.XXXXXX)" || exit 1
chmod 711 "$work"

dotnet "$root/ops/demo/CbmExchange.Demo/bin/Release/net10.0/CbmExchange.Demo.dll" \
  --root "$root" --work "$work" "${once[@]+"${once[@]}"}" &
demo=$!
interrupted=""
while :; do
  wait "$demo"
  result=$?
  if [ -n "$interrupted" ]; then
    interrupted=""
    kill -TERM "$demo" 2>/dev/null && continue
  fi
  kill -0 "$demo" 2>/dev/null || break
done

stop_leftovers
exit "$result"
