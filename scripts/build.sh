#!/usr/bin/env bash
# Builds the npm package in pkg/: the wasm, its glue, the base64 copy for browsers, the
# embedding model, the types.
# --dev: quick and unoptimised, never to be packed. Does nothing when nothing changed.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"
cd "$project"

profile=release
case ${1:-} in
  '') ;;
  --dev) profile=dev ;;
  *) die "usage: scripts/build.sh [--dev]" ;;
esac
use_toolchain
bindgen=$(scripts/bindgen.sh)
target=wasm32-unknown-unknown out=pkg/wasm
dir=${CARGO_TARGET_DIR:-$project/target}

sources=(src Cargo.toml Cargo.lock .cargo scripts/bindgen scripts/build.sh scripts/inline-wasm.mjs scripts/model.mjs models package-lock.json)
inputs() {
  echo "$profile $(cargo -V)"
  find "${sources[@]}" -name target -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
}
stamp=$(inputs | sha256sum | cut -d' ' -f1)
if [ -f "$out/types.d.ts" ] && [ "$(cat pkg/.built-from 2>/dev/null)" = "$profile $stamp" ]; then
  say "$out is up to date"
  exit 0
fi

begun=$SECONDS
rm -rf "$out" pkg/models pkg/.built-from && mkdir -p "$out"
# As a cdylib alone: with the manifest's `rlib` beside it cargo leaves out the link-time optimisation and says nothing.
cargo rustc --lib --crate-type cdylib --locked --profile "$profile" --target "$target"
"$bindgen" "$dir/$target/${profile/dev/debug}/forgetmenot.wasm" "$out" forgetmenot
if [ "$profile" = release ]; then
  # No feature flags: wasm-opt reads the module's own list. `--all-features` makes files that browsers refuse.
  node_modules/.bin/wasm-opt -Oz "$out/forgetmenot_bg.wasm" -o "$out/optimised.wasm"
  mv "$out/optimised.wasm" "$out/forgetmenot_bg.wasm"
fi
node scripts/inline-wasm.mjs "$out/forgetmenot_bg.wasm" "$out/inline.js"
node scripts/model.mjs models/static-multilingual.fmn pkg/models
cp src/bindings/*.d.ts "$out/"
echo "$profile $stamp" >pkg/.built-from
say "$out ($profile) … $((SECONDS - begun)) s"
node scripts/sizes.mjs
