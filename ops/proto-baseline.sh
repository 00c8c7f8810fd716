#!/usr/bin/env bash
# Keeps the protocol of a version as it is now: proto/baseline/cbm-<version>.binpb, the descriptor set that later
# changes are compared with (style.md P3). Run it when a version is released; while that version is still being
# written, run it again to replace its file. A baseline of an earlier version is never made anew.
#
#   ops/proto-baseline.sh             the version in Directory.Build.props
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(dirname "$here")"
packages="$root/tests/interop/buf"

version="$(sed -n 's:.*<VersionPrefix>\(.*\)</VersionPrefix>.*:\1:p' "$root/Directory.Build.props")"
if [ -z "$version" ]; then
  echo "Directory.Build.props names no version." >&2
  exit 1
fi

case "$(uname -m)" in
  aarch64 | arm64) machine=linux-aarch64 ;;
  *) machine=linux-x64 ;;
esac
buf="$packages/node_modules/@bufbuild/buf-$machine/bin/buf"
if [ ! -x "$buf" ]; then
  (cd "$packages" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
fi

image="$root/proto/baseline/cbm-$version.binpb"
mkdir -p "$root/proto/baseline"
# Comments and line numbers are left out: they may change, and would change the file.
(cd "$root/proto" && "$buf" lint && "$buf" build --exclude-source-info -o "$image")
echo "Wrote ${image#"$root"/}. Commit it with the change that releases version $version."
