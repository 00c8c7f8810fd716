#!/usr/bin/env bash
# What a newcomer sees: clones HEAD into a temporary folder, with an empty home and no packages, and runs the tests and
# the demonstration there. For those who change the build; needs the network once, for the packages.
#
#   ops/fresh-clone.sh          tests, then the demonstration
#   ops/fresh-clone.sh test     tests only;  demo: the demonstration only
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
parts=("${@:-all}")
fresh="$(mktemp -d /tmp/cbm-fresh.XXXXXX)"
# PostgreSQL runs under an account of its own when we are root, and has to cross this folder.
chmod 711 "$fresh"
trap 'rm -rf "$fresh"' EXIT

git clone --quiet --no-hardlinks "$root" "$fresh/clone"
git -C "$fresh/clone" checkout --quiet --detach "$(git -C "$root" rev-parse HEAD)"
mkdir "$fresh/home"
# The home is empty but for the settings that say where packages come from: those belong to the machine.
for settings in .npmrc .nuget/NuGet/NuGet.Config; do
  if [ -f "${HOME:-/nonexistent}/$settings" ]; then
    install -D -m 600 "$HOME/$settings" "$fresh/home/$settings"
  fi
done
export HOME="$fresh/home" NUGET_PACKAGES="$fresh/packages" NUGET_HTTP_CACHE_PATH="$fresh/http" DOTNET_CLI_HOME="$fresh/home"
export npm_config_cache="$fresh/npm"

cd /
for part in "${parts[@]}"; do
  case "$part" in
    all)
      "$fresh/clone/ops/test.sh"
      "$fresh/clone/ops/demo.sh" --once
      ;;
    test) "$fresh/clone/ops/test.sh" ;;
    demo) "$fresh/clone/ops/demo.sh" --once ;;
    *)
      echo "Usage: fresh-clone.sh [test | demo]" >&2
      exit 2
      ;;
  esac
done
echo "fresh clone: ok"
