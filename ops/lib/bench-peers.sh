# shellcheck shell=bash
# Sourced by ops/bench.sh: brings what other people might take instead, below a folder of ours, nothing system-wide. A
# package that cannot be had is left out with a sentence; the benchmark then leaves it out too.

# Sets CBM_BENCH_NATS and CBM_BENCH_POUCHDB to programs below the folder $1.
bench_peers_install() {
  mkdir -p "$1"
  bench_peers_nats "$1/nats" || echo "nats-server is left out: the package cannot be had here." >&2
  bench_peers_pouchdb "$1/pouchdb" || echo "pouchdb-server is left out: npm cannot bring it here." >&2
  echo "@atproto/pds is left out: it makes no account without a directory of identifiers (PLC), which has no stand-in here." >&2
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
