#!/usr/bin/env bash
# Gives every parser of foreign bytes N inputs, each a changed valid one, and prints what each answered, by name. Fails
# when one threw what it does not document, took too long or too much memory, or accepted what its originator did not
# make. 20,000 of them are among the ordinary tests. A finding prints the seed that replays it.
set -euo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
# shellcheck source=lib/long-run.sh
. "$root/ops/lib/long-run.sh"

long_run_options '[--inputs N] [--seed S]' inputs 1000000 "$@"
long_run_begin
CBM_FUZZ_INPUTS="$count" CBM_FUZZ_SEED="$seed" CBM_FUZZ_THREADS="$(nproc)" \
  long_run_test CbmExchange.Fuzz.Tests No_changed_input --logger "console;verbosity=detailed"
