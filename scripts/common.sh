#!/usr/bin/env bash
# Sourced by the other scripts: where things are, how they speak, how they ask for root.
# shellcheck disable=SC2034 # the variables are for those who source this

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# What takes minutes to make and outlives a checkout: the bindgen tool, the chosen compiler, the tests' Python packages.
cache=${FORGETMENOT_CACHE:-$HOME/.cache/forgetmenot}
tool=$(basename "$0" .sh)

say() { printf '%s: %s\n' "$tool" "$*" >&2; }
die() {
  say "$*"
  exit 1
}

# as_root COMMAND…: apt and /usr need it.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "needs root or sudo for: $*"
  fi
}

# apt_install PACKAGE…: installs what is missing, and says so.
apt_install() {
  local package missing=()
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "installing ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update >&2 || say "apt-get update failed: using the lists at hand"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "${missing[@]}" >/dev/null
}

# Makes the compiler that set-up chose the one that `cargo` means.
use_toolchain() {
  # shellcheck source=/dev/null
  [ ! -f "$cache/toolchain.env" ] || source "$cache/toolchain.env"
  command -v cargo >/dev/null || die "no cargo: run scripts/setup.sh first"
}

# The version of wasm-bindgen in a Cargo.toml: pinned with `=`, in the library and in the tool that reads its output.
pinned() { sed -n "s/^$1 = \"=\([0-9.]*\)\".*/\1/p" "$2"; }
