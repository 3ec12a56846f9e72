#!/usr/bin/env bash
# Builds the npm package in pkg/: the wasm of a whole memory and that of the index alone, the
# glue of each and its base64 copy for browsers; the embedding model; the types.
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

# make_wasm NAME INLINE CARGO_ARGUMENT…: NAME_bg.wasm, its glue NAME.js, and INLINE, the same as base64. All come from one
# target folder, so that dependencies are compiled once; cargo makes the file of the crate itself anew for other features.
make_wasm() {
  local name=$1 inline=$2
  shift 2
  cargo "$@" --lib --locked --profile "$profile" --target "$target" "${last[@]}"
  "$bindgen" "$dir/$target/${profile/dev/debug}/forgetmenot.wasm" "$out" "$name"
  if [ "$profile" = release ]; then
    # No feature flags: wasm-opt reads the module's own list. `--all-features` makes files that browsers refuse. Functions that
    # are alike by name compress better side by side.
    node_modules/.bin/wasm-opt -O3 --reorder-functions-by-name --strip-producers --strip-target-features \
      "$out/${name}_bg.wasm" -o "$out/optimised.wasm"
    mv "$out/optimised.wasm" "$out/${name}_bg.wasm"
  fi
  node scripts/inline-wasm.mjs "$out/${name}_bg.wasm" "$out/$inline"
}
last=()
make_wasm vectors vectors-inline.js build --no-default-features
# A whole memory is much code that runs once a turn: LLVM inlines less of it (DESIGN.md, "The package"). Link-time optimisation
# is there for a cdylib alone; with the manifest's rlib beside it cargo leaves it out and says nothing.
last=(-- -Cllvm-args="-inline-threshold=30 -inlinehint-threshold=100 -unroll-max-percent-threshold-boost=100")
make_wasm forgetmenot inline.js rustc --crate-type cdylib
node scripts/model.mjs models/static-multilingual.fmn pkg/models
cp src/bindings/*.d.ts "$out/"
echo "$profile $stamp" >pkg/.built-from
say "$out ($profile) … $((SECONDS - begun)) s"
node scripts/sizes.mjs
