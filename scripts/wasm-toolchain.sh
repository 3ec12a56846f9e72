#!/usr/bin/env bash
# A Rust that builds for wasm32-unknown-unknown, with clippy and rustfmt, by the first of these that works:
#
# 1. the Rust in PATH, if it has the target already;
# 2. rustup, by `rustup target add`;
# 3. on Debian, when Rust's server cannot be reached: Debian's packages. They hold no std for this target, so it is
#    built once from Debian's copy of the sources, in their own `dist` profile (that of the official builds), and put
#    beside the other targets. rustc's default linker, rust-lld, is made to mean the lld of rustc's own LLVM.
#    Beside rustup the result is linked as the toolchain `debian-wasm`. Needs root or sudo, crates.io, 1 GB.
#
# WASM_TOOLCHAIN=rustup or =debian allows only that way. Steps already done are skipped. Messages go to stderr; stdout
# gets what the caller should eval: `eval "$(scripts/wasm-toolchain.sh)"`.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"
target=wasm32-unknown-unknown link_name=debian-wasm want=${WASM_TOOLCHAIN:-auto}
needed=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$project/Cargo.toml")

# Whether rustc is at least the one Cargo.toml asks for.
new_enough() {
  local version
  version=$(rustc -V 2>/dev/null | cut -d' ' -f2) && [ -n "$version" ] &&
    [ "$(printf '%s\n' "$needed" "$version" | sort -V | head -n 1)" = "$needed" ]
}

has_tools() { cargo clippy -V && cargo fmt --version; } >/dev/null 2>&1

in_path() {
  command -v cargo >/dev/null && new_enough && has_tools || return 1
  compgen -G "$(rustc --print target-libdir --target "$target")/libcore-*.rlib" >/dev/null || return 1
  [ -z "${RUSTUP_TOOLCHAIN:-}" ] || printf 'export RUSTUP_TOOLCHAIN=%q\n' "$RUSTUP_TOOLCHAIN"
}

by_rustup() {
  command -v rustup >/dev/null || return 1
  unset RUSTUP_TOOLCHAIN
  new_enough || { say "rustup's default Rust is older than $needed (\`rustup update\` mends that)" && return 1; }
  timeout 120 rustup target add "$target" >/dev/null 2>&1 || return 1
  has_tools || timeout 120 rustup component add clippy rustfmt >/dev/null 2>&1 || return 1
}

fact() { /usr/bin/rustc -vV | sed -n "s/^$1: //p"; }

debian_packages() {
  apt_install rustc-web cargo-web rust-web-src libstd-rust-web-dev rust-web-clippy rustfmt-web gcc libc6-dev ||
    die "no Rust for $target: neither rustup nor apt-get can get one"
  llvm=$(fact 'LLVM version' | cut -d. -f1)
  [ -x "/usr/lib/llvm-$llvm/bin/lld" ] || apt_install "lld-$llvm" || die "no lld-$llvm, the linker for $target"
}

debian_std() {
  local lib=/usr/lib/rustlib/$target/lib version
  version=$(dpkg-query -W -f '${Version}' libstd-rust-web-dev)
  [ "$(cat "$lib/.built-for" 2>/dev/null)" != "$version" ] || return 0
  say "building Rust's std $version for $target, once (about 90 s)"
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  cp -rL /usr/lib/rustlib/src/rust/library "$scratch/library" # cargo writes to its lock file
  (
    unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS RUSTC_WRAPPER CARGO_BUILD_TARGET RUSTUP_TOOLCHAIN
    export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$scratch/out
    flags="-Zforce-unstable-if-unmarked --remap-path-prefix=$scratch/library=/rustc/$(fact commit-hash)/library"
    cd "$scratch"
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$flags /usr/bin/cargo build -q --profile dist --target "$target" \
      --features backtrace --manifest-path "$scratch/library/sysroot/Cargo.toml"
  ) >"$scratch/log" 2>&1 || { cat "$scratch/log" >&2 && die "Rust's std for $target did not build"; }
  rm -f "$scratch/out/$target/dist/deps"/libsysroot-*
  as_root rm -rf "$lib"
  as_root install -D -m 644 -t "$lib" "$scratch/out/$target/dist/deps"/*.rlib
  printf '%s\n' "$version" | as_root tee "$lib/.built-for" >/dev/null
}

debian_link() {
  local lld
  lld=/usr/lib/rustlib/$(fact host)/bin/rust-lld
  [ -e "$lld" ] || { as_root mkdir -p "${lld%/*}" && as_root ln -sfn "/usr/lib/llvm-$llvm/bin/lld" "$lld"; }
  if ! command -v rustup >/dev/null; then
    echo "export PATH=/usr/bin:\$PATH" # an older Rust may come first
    return
  fi
  [ "$(rustup run "$link_name" rustc --print sysroot 2>/dev/null)" = /usr ] || rustup toolchain link "$link_name" /usr >&2
  echo "export RUSTUP_TOOLCHAIN=$link_name"
}

exec 9>"${TMPDIR:-/tmp}/forgetmenot-toolchain-$(id -u).lock" && flock 9 # one at a time
case $want in
  auto) if in_path || by_rustup; then exit 0; fi ;;
  rustup) if by_rustup; then exit 0; else die "rustup cannot provide $target"; fi ;;
  debian) ;;
  *) die "WASM_TOOLCHAIN is '$want': it must be rustup, debian or unset" ;;
esac
[ -e /etc/debian_version ] || die "no Rust $needed with $target: install one by rustup (https://rustup.rs)"
debian_packages
debian_std
debian_link
