# shellcheck shell=bash
# Sourced by the scripts in bin/: where we are, how to speak, how to install system packages.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

say() { printf '== %s\n' "$*"; }

warn() { printf '!! %s\n' "$@" >&2; }

fail() {
  printf '\n' >&2
  warn "$@"
  exit 1
}

require_all() { [ "${UNIONHUB_REQUIRE_ALL:-0}" = 1 ]; }

is_debian() { command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; }

missing_packages() {  # prints, on one line, those of its arguments that are not installed
  local package missing=()
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
      missing+=("$package")
  done
  echo "${missing[*]}"
}

# A password is asked for only where somebody can type it.
may_install() {
  [ "$(id -u)" = 0 ] && return 0
  command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

refresh_package_lists() {  # once per run
  [ -n "${package_lists_fresh:-}" ] && return 0
  as_root apt-get -o DPkg::Lock::Timeout=120 update -qq && package_lists_fresh=1
}

install_packages() {  # quiet unless it fails
  local output
  say "system packages: $*"
  refresh_package_lists || return 1
  output=$(as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 \
    -o Dpkg::Use-Pty=0 install -y -qq --no-install-recommends "$@" 2>&1) && return 0
  printf '%s\n' "$output" >&2
  return 1
}
