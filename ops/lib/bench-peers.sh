# shellcheck shell=bash
# Sourced by ops/bench.sh: brings what other people might take instead, below a folder of ours, nothing system-wide. A
# package that cannot be had is left out with a sentence; the benchmark then leaves it out too.

# Sets CBM_BENCH_NATS and CBM_BENCH_POUCHDB to programs, CBM_BENCH_PDS to a folder of modules, all below the folder $1.
bench_peers_install() {
  mkdir -p "$1"
  bench_peers_nats "$1/nats" || echo "nats-server is left out: the package cannot be had here." >&2
  bench_peers_pouchdb "$1/pouchdb" || echo "pouchdb-server is left out: npm cannot bring it here." >&2
  bench_peers_pds "$1/pds" || echo "@atproto/pds is left out: npm cannot bring it or it cannot be compiled here." >&2
}

# The package is unpacked, not installed: no service, no account, no start.
bench_peers_nats() {
  local program
  program="$(command -v nats-server || true)"
  if [ -z "$program" ]; then
    program="$1/usr/sbin/nats-server"
    if [ ! -x "$program" ]; then
      command -v apt-get >/dev/null 2>&1 && command -v dpkg >/dev/null 2>&1 || return 1
      mkdir -p "$1"
      (cd "$1" && apt-get download nats-server >&2 && dpkg -x nats-server_*.deb .) || return 1
    fi
  fi
  export CBM_BENCH_NATS="$program"
}

bench_peers_pouchdb() {
  local program="$1/node_modules/.bin/pouchdb-server"
  if [ ! -x "$program" ]; then
    prerequisites_node || return 1
    mkdir -p "$1"
    (cd "$1" && npm install --no-audit --no-fund --loglevel=error --prefix . pouchdb-server@4.2.0 >&2) || return 1
  fi
  export CBM_BENCH_POUCHDB="$program"
}

# With the directory of identifiers (PLC) without which it makes no account. No script of a package runs but the build
# of SQLite's binding, against the headers of the Node.js that is here.
bench_peers_pds() {
  local folder="$1" binding="$1/node_modules/better-sqlite3"
  if [ ! -f "$binding/build/Release/better_sqlite3.node" ]; then
    prerequisites_node || return 1
    local node headers gyp
    node="$(readlink -f "$(command -v node)")"
    headers="$(dirname "$(dirname "$node")")"
    gyp="$(dirname "$(readlink -f "$(command -v npm)")")/../node_modules/node-gyp/bin/node-gyp.js"
    mkdir -p "$folder"
    (cd "$folder" && npm install --no-audit --no-fund --loglevel=error --ignore-scripts --prefix . \
      @atproto/pds@0.4.217 @did-plc/server@0.0.1 >&2) || return 1
    (cd "$binding" && node "$gyp" rebuild --release --nodedir="$headers" >"$folder/build.log" 2>&1) || return 1
  fi
  export CBM_BENCH_PDS="$folder"
}
