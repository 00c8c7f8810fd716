#!/usr/bin/env bash
# Runs the simulator: ops/simulate.sh [--seeds N] [--first S] runs N seeds (1000) on all cores and goes on where it was
# stopped; its state lies under artifacts/simulation/. ops/simulate.sh --seed S shows one seed line by line.
set -euo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
program="$root/tests/CbmExchange.Simulation/bin/Release/net10.0/CbmExchange.Simulation.dll"
if ! said="$(dotnet build "$root/tests/CbmExchange.Simulation" -c Release -m:1 -nodeReuse:false \
  -p:UseSharedCompilation=false -nologo -v:quiet -tl:off -clp:NoSummary 2>&1)"; then
  printf '%s\n' "$said" >&2
  echo "The simulator could not be built; see the lines above." >&2
  exit 1
fi

first=1
previous=""
for argument in "$@"; do
  [ "$previous" != --first ] || first="$argument"
  previous="$argument"
done
exec dotnet "$program" --state "$root/artifacts/simulation/from-$first.txt" "$@"
