# shellcheck shell=bash
# What the long forms of tests share. Sourced by ops/*.sh, which set `root` first.

# shellcheck source=prerequisites.sh
. "$root/ops/lib/prerequisites.sh"

# Ends with the usage line of the script.
long_run_usage() {
  echo "Usage: ops/$(basename "$0") $1" >&2
  exit 2
}

# The one number that a script takes: long_run_count USAGE USUAL [ARGUMENT]
long_run_count() {
  case "${3:-$2}" in
    0 | *[!0-9]*) long_run_usage "$1" ;;
    *) count="${3:-$2}" ;;
  esac
}

# A number and a seed: long_run_options USAGE NAME USUAL "$@"; sets count and seed.
long_run_options() {
  local usage="$1" name="$2"
  count="$3"
  seed=20261122
  shift 3
  while [ $# -gt 0 ]; do
    case "$1" in
      "--$name") count="${2:-}" ;;
      --seed) seed="${2:-}" ;;
      *) long_run_usage "$usage" ;;
    esac
    shift 2 || long_run_usage "$usage"
  done
  case "$count" in '' | 0 | *[!0-9]*) long_run_usage "$usage" ;; esac
  case "$seed" in '' | *[!0-9]*) long_run_usage "$usage" ;; esac
}

# Installs what is missing, once, before the first test.
long_run_begin() {
  prerequisites_demo "$root" || exit 1
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
}

# Runs the tests of one project whose names hold a text: long_run_test PROJECT NAME [ARGUMENT...]
long_run_test() {
  local project="$1" name="$2"
  shift 2
  dotnet test "$root/tests/$project" -c Release -nodeReuse:false -m:1 -p:UseSharedCompilation=false -nologo \
    --filter "FullyQualifiedName~$name" "$@" </dev/null
}

# The file that keeps the table of this run: long_run_table FOLDER; sets table.
long_run_table() {
  mkdir -p "$root/artifacts/$1"
  table="$root/artifacts/$1/$(date -u +%Y%m%dT%H%M%SZ)-$$.txt"
  : >"$table"
}
