# shellcheck shell=bash
# Sourced by the scripts of ops/. Makes sure that the programs they need are there, and installs what is missing through
# the system's package manager after saying what and why. With nothing missing it asks no network and changes nothing.
#
#   prerequisites_dotnet       .NET SDK 10: only looked for, never installed
#   prerequisites_postgresql   PostgreSQL's server programs, for the private server of a node
#   prerequisites_node         node and npm: for tests only
#   prerequisites_chromium     a browser: for tests only
#   prerequisites_folders DIR  places that a build writes to
#   prerequisites_demo DIR     all that the demonstration needs; DIR is the root of the repository
#   prerequisites_tests DIR    all that the tests need
#
# Each returns 0, or says in a sentence what to do and returns 1.

prerequisites_say() { printf '%s\n' "$*" >&2; }

prerequisites_dotnet() {
  if ! command -v dotnet >/dev/null 2>&1; then
    prerequisites_say "The .NET SDK 10 is missing: install it as its maker describes, so that 'dotnet' is on the PATH, and run this again."
    return 1
  fi
  if ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
    prerequisites_say "There is a dotnet, but no SDK 10 ('dotnet --list-sdks' shows which): install the .NET SDK 10 and run this again."
    return 1
  fi
}

# Prints the folder of the newest server programs (initdb, pg_ctl, postgres), or nothing.
prerequisites_postgresql_folder() {
  local folder
  {
    printf '%s\n' /usr/lib/postgresql/*/bin | sort -t/ -k5 -Vr
    command -v pg_config >/dev/null 2>&1 && pg_config --bindir 2>/dev/null
    command -v initdb >/dev/null 2>&1 && dirname "$(readlink -f "$(command -v initdb)")"
    true
  } | while IFS= read -r folder; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/postgres" ]; then
      printf '%s\n' "$folder"
      break
    fi
  done
}

prerequisites_postgresql() { prerequisites_together prerequisites_need_postgresql; }

prerequisites_need_postgresql() {
  [ -z "$(prerequisites_postgresql_folder)" ] || return 0
  prerequisites_say "PostgreSQL's server programs are missing. Each node keeps its log in a private PostgreSQL of its own."
  prerequisites_apt_or_say "postgresql" || return 1
  prerequisites_is_root postgresql || return 1
  prerequisites_no_cluster || return 1
  # The setting must be there before the server package's own script reads it, so its owner comes first.
  prerequisites_install postgresql-common || return 1
  prerequisites_no_cluster || return 1
  prerequisites_install postgresql || return 1
  if [ -z "$(prerequisites_postgresql_folder)" ]; then
    prerequisites_say "The package postgresql was installed, but its server programs were not found in /usr/lib/postgresql."
    return 1
  fi
}

# Debian's package makes and starts a cluster "main" unless it is told not to. We want the programs only. An
# administrator's own "true" is respected: then we install nothing.
prerequisites_no_cluster() {
  local file=/etc/postgresql-common/createcluster.conf
  if grep -Eq '^[[:space:]]*create_main_cluster[[:space:]]*=?[[:space:]]*(true|on|yes|1|.true.)[[:space:]]*(#.*)?$' "$file" 2>/dev/null; then
    prerequisites_say "$file asks for a cluster with each PostgreSQL package, and we must not create one:"
    prerequisites_say "set create_main_cluster = false there, or install the package postgresql yourself, and run this again."
    return 1
  fi
  if ! grep -Eq '^[[:space:]]*create_main_cluster' "$file" 2>/dev/null; then
    mkdir -p "$(dirname "$file")"
    printf '%s\n' '# CbmExchange needs the programs only; each node keeps a private server of its own.' \
      'create_main_cluster = false' >>"$file"
  fi
}

prerequisites_node() { prerequisites_together prerequisites_need_node; }

prerequisites_need_node() {
  local missing=()
  command -v node >/dev/null 2>&1 || missing+=(nodejs)
  command -v npm >/dev/null 2>&1 || missing+=(npm)
  [ "${#missing[@]}" -gt 0 ] || return 0
  prerequisites_say "Missing: ${missing[*]}. The tests check the protocol files and our signatures with programs that we did not write."
  prerequisites_apt_or_say "${missing[*]}" || return 1
  prerequisites_is_root node || return 1
  prerequisites_install "${missing[@]}"
}

prerequisites_chromium() { prerequisites_together prerequisites_need_chromium; }

prerequisites_need_chromium() {
  local name
  for name in chromium chromium-browser google-chrome; do
    ! command -v "$name" >/dev/null 2>&1 || return 0
  done
  prerequisites_say "Chromium is missing. The tests of the duty desk use its pages in it, as officers do."
  prerequisites_apt_or_say chromium || return 1
  prerequisites_is_root chromium || return 1
  prerequisites_install chromium fonts-noto-core
}

# What only root can install is gathered in prerequisites_wanted and said as one command.
prerequisites_wanted=()

prerequisites_is_root() {
  [ "$(id -u)" -ne 0 ] || return 0
  prerequisites_wanted+=("$1")
  return 1
}

# Runs every check given, so that one visit of an administrator is enough for all that is missing.
prerequisites_together() {
  local check result=0
  prerequisites_wanted=()
  for check in "$@"; do
    "$check" || result=1
  done
  if [ "${#prerequisites_wanted[@]}" -gt 0 ]; then
    prerequisites_say "Run this one command, then run this again. It creates no database cluster and starts no service:"
    prerequisites_say "  sudo bash $(readlink -f "${BASH_SOURCE[0]}") ${prerequisites_wanted[*]}"
  fi
  return "$result"
}

prerequisites_apt_or_say() {
  if ! command -v apt-get >/dev/null 2>&1; then
    prerequisites_say "This system has no apt-get: install $1 with its own package manager, without creating a cluster, and run this again."
    return 1
  fi
}

# Installs packages without questions, keeps an administrator's settings, and lets no service start.
prerequisites_install() {
  local policy=/usr/sbin/policy-rc.d log made_policy=0 result=0
  log="$(mktemp)"
  prerequisites_say "Installing with apt-get: $* …"
  if [ ! -e "$policy" ]; then
    printf '%s\n' '#!/bin/sh' 'exit 101' >"$policy"
    chmod 755 "$policy"
    made_policy=1
  fi
  prerequisites_apt "$log" "$@" || { apt-get update >>"$log" 2>&1 && prerequisites_apt "$log" "$@"; } || result=1
  [ "$made_policy" -eq 0 ] || rm -f "$policy"
  if [ "$result" -ne 0 ]; then
    prerequisites_say "apt-get could not install $*. Its last lines:"
    tail -n 5 "$log" >&2
  fi
  rm -f "$log"
  return "$result"
}

prerequisites_apt() {
  local log="$1"
  shift
  DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 apt-get install -y --no-install-recommends \
    -o Dpkg::Options::=--force-confold -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 "$@" >>"$log" 2>&1
}

# A build writes to the tree, to the home folder and to the package folder. Says which one it cannot write to.
prerequisites_folders() {
  local root="$1" foreign
  if [ -z "${HOME:-}" ] || [ ! -d "$HOME" ] || [ ! -w "$HOME" ]; then
    prerequisites_say "The home folder '${HOME:-}' cannot be written: set HOME to a folder of yours, e.g. HOME=\$(mktemp -d), and run this again."
    return 1
  fi
  if [ ! -w "$root" ]; then
    prerequisites_say "The folder $root cannot be written by $(id -un): clone the repository as this user, and run this again."
    return 1
  fi
  foreign="$(find "$root/src" "$root/tests" -maxdepth 4 -type d \( -name obj -o -name bin -o -name node_modules \) ! -writable -print -quit 2>/dev/null)"
  if [ -n "$foreign" ]; then
    prerequisites_say "$foreign was made by another user and cannot be written by $(id -un): remove it, or clone the repository as this user."
    return 1
  fi
}

prerequisites_demo() {
  prerequisites_root="$1"
  prerequisites_together prerequisites_dotnet prerequisites_own_folders prerequisites_need_postgresql
}

prerequisites_tests() {
  prerequisites_root="$1"
  prerequisites_together prerequisites_dotnet prerequisites_own_folders prerequisites_need_postgresql \
    prerequisites_need_node prerequisites_need_chromium
}

prerequisites_own_folders() { prerequisites_folders "$prerequisites_root"; }

# Run as a program (the "one command" above), it installs what it is asked for.
if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  set -euo pipefail
  [ "$#" -gt 0 ] || set -- postgresql node chromium
  for part in "$@"; do
    case "$part" in
      postgresql | node | chromium) "prerequisites_$part" ;;
      *)
        prerequisites_say "Usage: prerequisites.sh [postgresql] [node] [chromium]"
        exit 2
        ;;
    esac
  done
fi
