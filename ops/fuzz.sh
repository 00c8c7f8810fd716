#!/usr/bin/env bash
# Gives every parser of foreign bytes N inputs, each a changed valid one, and prints what each answered, by name. Fails
# when one threw what it does not document, took too long or too much memory, or accepted what its originator did not
# make. 20,000 of them are among the ordinary tests. A finding prints the seed that replays it.
set -euo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
# shellcheck source=lib/prerequisites.sh
. "$root/ops/lib/prerequisites.sh"

usage() {
  echo "Usage: ops/fuzz.sh [--inputs N] [--seed S]" >&2
  exit 2
}

inputs=1000000
seed=20261122
while [ $# -gt 0 ]; do
  case "$1" in
    --inputs) inputs="${2:-}" ;;
    --seed) seed="${2:-}" ;;
    *) usage ;;
  esac
  shift 2 || usage
done
case "$inputs" in '' | *[!0-9]*) usage ;; esac
case "$seed" in '' | *[!0-9]*) usage ;; esac

prerequisites_demo "$root" || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
CBM_FUZZ_INPUTS="$inputs" CBM_FUZZ_SEED="$seed" CBM_FUZZ_THREADS="$(nproc)" \
  dotnet test "$root/tests/CbmExchange.Fuzz.Tests" -c Release -nodeReuse:false -m:1 -p:UseSharedCompilation=false \
  -nologo --filter "FullyQualifiedName~No_changed_input" --logger "console;verbosity=detailed" </dev/null
