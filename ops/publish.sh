#!/usr/bin/env bash
# Builds what an operator installs: the node and cbmx in one folder, compiled ahead of time for this machine's kind, so
# that cbmx starts sooner. Needs the .NET 10 runtime where it runs.
#
#   ops/publish.sh [FOLDER]     artifacts/program by default; what is there is replaced
#   FOLDER/cbmx node init …     then as README.md says; cbmx finds the node beside it
set -euo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
# shellcheck source=lib/prerequisites.sh
. "$root/ops/lib/prerequisites.sh"

case "${1:-}" in
  -*)
    sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    exit 0
    ;;
esac
folder="$(realpath -m "${1:-$root/artifacts/program}")"
if [ -e "$folder" ] && [ -n "$(ls -A "$folder")" ] && [ ! -f "$folder/cbmx.dll" ]; then
  echo "publish: $folder holds something else than cbmx; nothing was done." >&2
  exit 2
fi

prerequisites_demo "$root" || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

# From a copy of the sources: a build for one kind of machine would make the next ordinary build begin from nothing.
copy="$(mktemp -d "${TMPDIR:-/tmp}/cbm-publish.XXXXXX")"
trap 'rm -rf "$copy"' EXIT
git -C "$root" ls-files -z --cached --others --exclude-standard -- src proto '*.props' '*.json' '*.txt' .editorconfig |
  (cd "$root" && xargs -0 cp --parents -t "$copy")
for program in CbmExchange.Node CbmExchange.Cli; do
  dotnet publish "$copy/src/$program" -c Release --use-current-runtime --self-contained false \
    -p:PublishReadyToRun=true -p:UseSharedCompilation=false -nodeReuse:false -m:2 -nologo -v:quiet -tl:off \
    -o "$copy/program"
done
rm -rf "$folder"
mkdir -p "$(dirname "$folder")"
cp -r "$copy/program" "$folder"
echo "publish: ok, $folder/cbmx"
