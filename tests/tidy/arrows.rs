//! The rooms: which may name which, and what none of them may name.

use super::code::{Source, sources};

/// Each room with the rooms it may use. `error`, `sort` and `crc32` may be used by all and use none. What may use anything is not listed.
const MAY_USE: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("sort", &[]),
    ("crc32", &[]),
    ("model", &[]),
    ("ports", &["model"]),
    ("index", &["model"]),
    ("text", &["model"]), // and SHARED
    ("trust", &["text", "model"]),
    ("rules", &["text", "model"]),
    ("engine", &["ports", "index", "text", "trust", "rules", "model"]),
    ("adapters", &["ports", "model"]),
];
/// What `text` may use of `index`: vectors and words rank the same slots alike.
const SHARED: &[&str] = &["index::slots", "index::top_k", "index::SlotSet", "index::Scored", "index::TopK"];
const EVERYTHING: &[&str] = &["bindings", "lib"];
const JAVASCRIPT: &[&str] = &["wasm_bindgen", "js_sys", "web_sys", "gloo_", "JsValue", "serde_wasm_bindgen"];
const UNSAFE: &str = "src/index/kernel/simd128.rs";

#[test]
fn rooms_use_only_what_is_below_them() {
    let mut wrong = Vec::new();
    for source in sources() {
        let module = source.module();
        let room = module.first().map_or("lib", String::as_str);
        if EVERYTHING.contains(&room) {
            continue;
        }
        let Some((_, below)) = MAY_USE.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!(
                "{}: the room {room} has no line in tests/tidy/arrows.rs",
                source.path.display()
            ));
            continue;
        };
        for used in uses(&source) {
            let name = used.split("::").next().unwrap_or_default();
            let shared = room == "text" && SHARED.iter().any(|path| used.starts_with(path));
            let is_everyones = matches!(name, "error" | "sort" | "crc32");
            if name != room && !is_everyones && is_room(name) && !below.contains(&name) && !shared {
                wrong.push(format!("{}: {room} names {used}", source.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that point up:\n  {}", wrong.join("\n  "));
}

#[test]
fn pure_rooms_know_no_javascript() {
    let web = |source: &Source| {
        source.path.starts_with("src/bindings") || source.path.starts_with("src/adapters/web")
    };
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !web(source)) {
        let named = source.words().filter(|word| JAVASCRIPT.iter().any(|name| word.starts_with(name)));
        wrong.extend(named.map(|word| format!("{}: {word}", source.path.display())));
    }
    assert!(wrong.is_empty(), "JavaScript in pure rooms:\n  {}", wrong.join("\n  "));
}

#[test]
fn unsafe_is_in_one_file() {
    let has_unsafe = |source: &&Source| source.words().any(|word| word == "unsafe");
    let all = sources();
    let found: Vec<_> =
        all.iter().filter(has_unsafe).map(|source| source.path.display().to_string()).collect();
    assert!(found.iter().all(|path| path == UNSAFE), "unsafe outside {UNSAFE}: {found:?}");
}

fn is_room(name: &str) -> bool {
    MAY_USE.iter().any(|(room, _)| *room == name) || EVERYTHING.contains(&name)
}

/// The paths from the crate's root that a file names, by `crate::` or by as many `super::` as lead there.
fn uses(source: &Source) -> Vec<String> {
    let depth = source.module().len();
    let to_root = "super::".repeat(depth);
    let mut found = Vec::new();
    for (at, _) in source.code.match_indices("crate::") {
        found.extend(leaves(&source.code[at + "crate::".len()..]));
    }
    for (at, _) in source.code.match_indices(&to_root) {
        if !source.code[..at].ends_with("::") {
            found.extend(leaves(&source.code[at + to_root.len()..]));
        }
    }
    found
}

/// Every path of a use tree: `a::b` gives itself, `{a::b, c::{d, e}}` gives `a::b`, `c::d` and `c::e`.
fn leaves(code: &str) -> Vec<String> {
    let code = code.trim_start();
    let end = code.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | ':')).unwrap_or(code.len());
    let (head, rest) = code.split_at(end);
    let Some(group) = rest.trim_start().strip_prefix('{').filter(|_| head.is_empty() || head.ends_with("::"))
    else {
        return vec![head.to_owned()];
    };
    let inner = parts(group).into_iter().filter(|part| !part.trim().is_empty());
    inner.flat_map(leaves).map(|leaf| format!("{head}{leaf}")).collect()
}

/// What stands between the commas of a group, up to its closing brace.
fn parts(group: &str) -> Vec<&str> {
    let (mut depth, mut parts, mut start) = (0, Vec::new(), 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                parts.push(&group[start..at]);
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    parts
}

#[test]
fn paths_are_read() {
    assert_eq!(leaves("model::Id;"), ["model::Id"]);
    assert_eq!(leaves("index::top_k(x)"), ["index::top_k"]);
    let tree = "{Error, index::{slots, top_k::{TopK}}, model::{\n c,},};";
    assert_eq!(leaves(tree), ["Error", "index::slots", "index::top_k::TopK", "model::c"]);
    let source = |path: &str, code: &str| Source { path: path.into(), code: code.into() };
    assert_eq!(uses(&source("src/engine/add.rs", "use super::super::ports::Llm;")), ["ports::Llm"]);
    assert_eq!(uses(&source("src/engine/add.rs", "use super::state::S; pub(crate) x")), Vec::<String>::new());
    assert_eq!(
        uses(&source("src/model/mod.rs", "pub(in crate::text) y; super::engine::z")),
        ["text", "engine::z"]
    );
}
