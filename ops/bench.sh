#!/usr/bin/env bash
# Measures: prints a table and writes artifacts/bench/<name>.json for each benchmark, every figure beside its limit.
#
#   ops/bench.sh [name…] [--quick] [--rounds N]   all of them, or those named; under 12 minutes, --quick under 3
#   ops/bench.sh --table                          writes the tables of README.md and of the benchmarks' README.md
#
# `peers`, what others do with the same work, is measured only when it is named: it installs nats-server with the
# system's package manager, and @atproto/pds and pouchdb-server with npm below artifacts/. What cannot be had is left
# out with a sentence. Figures are worth something on a machine that does nothing else.
set -euo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
# shellcheck source=lib/prerequisites.sh
. "$root/ops/lib/prerequisites.sh"

case " $* " in
  *" --help "* | *" -h "*)
    sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    exit 0
    ;;
esac

prerequisites_demo "$root" || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

project="$root/tests/CbmExchange.Benchmarks"
dotnet build "$project" -c Release -m:2 -nodeReuse:false -p:UseSharedCompilation=false -nologo -v:quiet -tl:off \
  -clp:NoSummary >&2

# A start is measured of what operators install.
case " $* " in
  *" start "* | "  " | " --quick "* | " --rounds "*)
    "$root/ops/publish.sh" "$root/artifacts/program" >&2
    export CBM_TEST_NODE="$root/artifacts/program/CbmExchange.Node.dll"
    ;;
esac

cd "$root"
for word in "$@"; do
  if [ "$word" = peers ]; then
    # shellcheck source=lib/bench-peers.sh
    . "$root/ops/lib/bench-peers.sh"
    bench_peers_install "$root/artifacts/bench-peers"
    break
  fi
done
exec dotnet "$project/bin/Release/net10.0/CbmExchange.Benchmarks.dll" "$@"
