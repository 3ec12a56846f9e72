//! Facts that stand in two files, kept equal.

use std::{collections::BTreeSet, path::Path};

use forgetmenot::ErrorCode;

use super::{code::sources, files::read};

#[test]
fn typescript_has_exactly_our_error_codes() {
    let types = read("src/bindings/errors.d.ts");
    let union = types.split("export type ErrorCode =").nth(1).and_then(|rest| rest.split(';').next());
    let strings = union.expect("errors.d.ts has the union").split('"').skip(1).step_by(2);
    let documented: BTreeSet<_> = strings.collect();
    let ours: BTreeSet<_> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(documented, ours);
}

#[test]
fn the_map_shows_every_room() {
    let map = read("ARCHITECTURE.md");
    let folder = |path: &Path| {
        path.iter().nth(2).and(path.iter().nth(1)).map(|room| format!("src/{}", room.display()))
    };
    let rooms: BTreeSet<_> = sources().iter().filter_map(|source| folder(&source.path)).collect();
    let missing: Vec<_> = rooms.iter().filter(|room| !map.contains(room.as_str())).collect();
    assert!(!rooms.is_empty() && missing.is_empty(), "ARCHITECTURE.md does not mention {missing:?}");
}

#[test]
fn bindgen_is_pinned_alike() {
    let library = pinned("Cargo.toml", "wasm-bindgen");
    assert!(library.starts_with('='), "Cargo.toml must pin wasm-bindgen exactly");
    assert_eq!(library, pinned("scripts/bindgen/Cargo.toml", "wasm-bindgen-cli-support"));
}

#[test]
fn crate_and_package_have_one_version() {
    let package: serde_json::Value =
        serde_json::from_str(&read("pkg/package.json")).expect("package.json is JSON");
    assert_eq!(package["version"], env!("CARGO_PKG_VERSION"));
}

fn pinned(manifest: &str, name: &str) -> String {
    let start = format!("{name} = \"");
    let text = read(manifest);
    let line = text.lines().find_map(|line| line.strip_prefix(&start)?.split('"').next());
    line.unwrap_or_else(|| panic!("{manifest} has no {name}")).to_owned()
}
