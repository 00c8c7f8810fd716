#!/usr/bin/env bash
# Runs every test of the solution. The last line, alone: N passed, N failed (, N skipped). Leaves nothing running.
#
# Works from any folder, as root or as an ordinary user, and offline once the packages are there. What counts as failed:
# a failed test, a test project that ran no test or did not finish, a build that did not succeed, and a process or a file
# that tests left behind.
set -uo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# shellcheck source=lib/prerequisites.sh
. "$root/ops/lib/prerequisites.sh"

# A test that says nothing for this long is stopped and named.
hang_limit=5m
# Test projects run at once: as many as the smallest machine that we plan for has cores.
parallel=2
configuration=Release

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
export DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# No build server may outlive this script.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false

passed=0
failed=0
skipped=0
work=""

finish() {
  local line="$passed passed, $failed failed"
  [ "$skipped" -eq 0 ] || line="$line, $skipped skipped"
  printf '%s\n' "$line"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit
}

# Ends what a test left behind: only processes that name the temporary folder of this very run, in their environment,
# as the folder they work in (PostgreSQL), or in their arguments.
stop_leftovers() {
  [ -n "$work" ] || return 0
  local pid signal words
  for signal in TERM KILL; do
    for pid in $(leftovers); do
      words="$( (tr '\0' ' ' <"/proc/$pid/cmdline" | cut -c1-120) 2>/dev/null)"
      [ "$signal" = KILL ] || [ -z "$words" ] || echo "Still running after the tests, stopped now: $words"
      kill "-$signal" "$pid" 2>/dev/null
    done
    [ -z "$(leftovers)" ] || sleep 2
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
  case "$(readlink "$1/cwd" 2>/dev/null)" in "$work"/*) return 0 ;; esac
  grep -qzFx "CBM_TEST_RUN=$work" "$1/environ" 2>/dev/null || grep -qzF "$work/" "$1/cmdline" 2>/dev/null
}

trap stop_leftovers EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if ! prerequisites_tests "$root"; then
  failed=1
  finish
fi

# Short, because the path of a Unix socket below it may have 107 bytes; open to be crossed, because PostgreSQL runs
# under an account of its own when we are root.
work="$(mktemp -d /tmp/cbm-t.XXXXXX)"
chmod 711 "$work"
mkdir "$work/results" "$work/tmp" "$work/build"
chmod 1777 "$work/tmp"

cd "$root" || exit 1
echo "Building CbmExchange.sln ($configuration) …"
if ! TMPDIR="$work/build" dotnet build CbmExchange.sln -c "$configuration" -m:"$parallel" -nodeReuse:false -p:UseSharedCompilation=false \
  -nologo -v:quiet -tl:off -clp:NoSummary; then
  echo "The build did not succeed."
  failed=1
  finish
fi

run_project() {
  local name="$1" assembly="$2" results="$work/results"
  env CBM_TEST_RUN="$work" TMPDIR="$work/tmp" dotnet test "$assembly" --nologo \
    --logger "trx;LogFileName=$name.trx" --results-directory "$results/$name" \
    --blame-hang-timeout "$hang_limit" --blame-hang-dump-type none \
    </dev/null >"$results/$name.log" 2>&1
  echo "$?" >"$results/$name.exit"
}

# One number of the summary of a results file; 0 when there is none.
counter() {
  local value
  value="$(grep -o "<Counters [^>]*" "$1" 2>/dev/null | head -n 1 | grep -o " $2=\"[0-9]*\"" | grep -o '[0-9]*')"
  echo "${value:-0}"
}

# Adds a project's numbers to ours and says them; shows what it printed when something was wrong.
count_project() {
  local name="$1" results="$work/results" file total executed good bad
  file="$results/$name/$name.trx"
  total="$(counter "$file" total)"
  executed="$(counter "$file" executed)"
  good="$(counter "$file" passed)"
  bad=$((executed - good))
  if [ "$executed" -eq 0 ]; then
    echo "$name: ran no test"
    bad=1
  elif [ "$bad" -eq 0 ] && [ "$(cat "$results/$name.exit" 2>/dev/null)" != 0 ]; then
    echo "$name: did not finish"
    bad=1
  fi
  passed=$((passed + good))
  failed=$((failed + bad))
  skipped=$((skipped + total - executed))
  printf '%-40s %5d passed %5d failed %5d skipped\n' "$name" "$good" "$bad" "$((total - executed))"
  [ "$bad" -eq 0 ] || grep -v '^\[xUnit.net\|^  Passed ' "$results/$name.log" | head -n 400
}

# The solution says which projects there are; a test project is one that brings the test SDK.
is_test_project() {
  case "$1" in *.Tests.csproj) return 0 ;; esac
  grep -q 'Include="Microsoft.NET.Test.Sdk"' "$1"
}

names=()
while IFS= read -r project; do
  if is_test_project "$project"; then
    name="$(basename "$project" .csproj)"
    names+=("$name")
    while [ "$(jobs -rp | wc -l)" -ge "$parallel" ]; do wait -n; done
    run_project "$name" "$(dirname "$project")/bin/$configuration/net10.0/$name.dll" &
  fi
done < <(sed -n '/\.csproj"/s/.*, "\([^"]*\.csproj\)".*/\1/p' CbmExchange.sln | sed 's:[\]:/:g' | sort)
wait

for name in "${names[@]}"; do
  count_project "$name"
done
if [ "${#names[@]}" -eq 0 ]; then
  echo "The solution holds no test project."
  failed=1
fi

# What a test put into its temporary folder it takes away again. Not its own: empty folders that the test runner makes,
# and what a .NET process that was killed leaves (debugger pipes, diagnostic sockets).
left_files() {
  local waited
  # A test's PostgreSQL is stopped, and its folder removed, just after the process that used it ended.
  for ((waited = 0; waited < 100; waited++)); do
    compgen -G "$work/tmp/cbm-test-*" >/dev/null || break
    sleep 0.1
  done
  find "$work/tmp" -mindepth 1 -maxdepth 1 ! -name 'clr-debug-pipe-*' ! -name 'dotnet-diagnostic-*' \
    ! \( -type d -empty -name '??????' \) -printf '%f\n'
}

left="$(left_files | sort)"
if [ -n "$left" ]; then
  echo "Left in the temporary folder by tests:"
  printf '%s\n' "$left" | sed 's/^/  /'
  failed=$((failed + 1))
fi
if [ -n "$(leftovers)" ]; then
  failed=$((failed + 1))
fi
stop_leftovers
finish
