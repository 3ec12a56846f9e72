#!/usr/bin/env bash
# Builds the bindgen tool (scripts/bindgen) once per version, outside the tree; its path goes to stdout.
# The tool and the library must be of one version, or the glue does not fit the wasm.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"
library=$(pinned wasm-bindgen "$project/Cargo.toml")
version=$(pinned wasm-bindgen-cli-support "$project/scripts/bindgen/Cargo.toml")
[ -n "$version" ] || die "scripts/bindgen/Cargo.toml must pin wasm-bindgen-cli-support with \"=\""
[ "$library" = "$version" ] ||
  die "wasm-bindgen is pinned to '$library' in Cargo.toml but to '$version' in scripts/bindgen/Cargo.toml: make them equal"

home=$cache/bindgen-$version
binary=$home/release/bindgen
sources=$(cd "$project/scripts/bindgen" && sha256sum Cargo.toml Cargo.lock src/main.rs | sha256sum)
if [ ! -x "$binary" ] || [ "$(cat "$home/built-from" 2>/dev/null)" != "$sources" ]; then
  use_toolchain
  command -v cc >/dev/null || apt_install gcc libc6-dev
  [ -x "$binary" ] || say "building wasm-bindgen $version, once (some minutes)"
  cargo build --quiet --release --locked --manifest-path "$project/scripts/bindgen/Cargo.toml" --target-dir "$home" >&2
  echo "$sources" >"$home/built-from"
fi
echo "$binary"
