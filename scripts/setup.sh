#!/usr/bin/env bash
# Gets a fresh machine ready to build, and with --test to test. Done twice, it takes seconds the second time.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"
cd "$project"
tool=set-up

for_tests=
case ${1:-} in
  '') ;;
  --test) for_tests=1 ;;
  *) die "usage: scripts/setup.sh [--test]" ;;
esac

# step WHAT COMMAND…: runs it and tells how long it took; stdout is left to the command.
step() {
  local what=$1 begun=$SECONDS
  shift
  "$@" || die "$what failed"
  say "$what … $((SECONDS - begun)) s"
}

# keep FILE COMMAND…: what the command wants its caller to eval is kept for the scripts that come later.
keep() {
  local file=$cache/$1
  shift
  mkdir -p "$cache"
  "$@" >"$file.new" && mv "$file.new" "$file"
}

protos() {
  python3 -m pip --version >/dev/null 2>&1 || ! command -v apt-get >/dev/null || apt_install python3 python3-pip
  FORGETMENOT_PROTOS=$cache/protos tests/emulator/protos-setup.sh >&2
}

step "wasm toolchain" keep toolchain.env scripts/wasm-toolchain.sh
step "npm packages" scripts/node-modules.sh
step "bindgen tool" scripts/bindgen.sh >/dev/null
[ -n "$for_tests" ] || exit 0
step "browsers" keep browsers.env scripts/browsers.sh
step "Google's message definitions" protos
