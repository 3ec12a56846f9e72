//! The tree: what is in it, how long it is, what must not be there.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const TEXT: &[&str] = &["css", "html", "js", "md", "mjs", "rs", "sh", "toml", "ts", "yml"];
const MAX_LINES: usize = 500;

/// The project's folder.
pub(crate) fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the project as text.
pub(crate) fn read(path: impl AsRef<Path>) -> String {
    let path = project().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every file of the project that git would keep, relative to its folder.
pub(crate) fn kept() -> Vec<PathBuf> {
    let mut list = Command::new("git");
    list.args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"]).current_dir(project());
    let output = list.output().expect("git is needed for this test");
    assert!(output.status.success(), "git ls-files: {}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).expect("names are UTF-8");
    let names = names.split_terminator('\0').map(PathBuf::from);
    names.filter(|path| project().join(path).is_file()).collect()
}

fn texts() -> impl Iterator<Item = (PathBuf, String)> {
    let is_text = |path: &PathBuf| path.extension().is_some_and(|ext| TEXT.iter().any(|text| ext == *text));
    kept().into_iter().filter(is_text).map(|path| (path.clone(), read(path)))
}

fn assert_none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}

#[test]
fn no_file_is_longer_than_a_sitting() {
    let prose = |path: &Path| path.extension().is_some_and(|ext| ext == "md");
    let long = texts().filter(|(path, _)| !prose(path)).filter_map(|(path, text)| {
        let lines = text.lines().count();
        (lines > MAX_LINES).then(|| format!("{}: {lines} lines", path.display()))
    });
    assert_none("files above 500 lines: split them by job", &long.collect::<Vec<_>>());
}

#[test]
fn nothing_generated_is_kept() {
    let generated = |path: &&PathBuf| {
        let name = path.to_string_lossy();
        let folders = ["target/", "node_modules/", "pkg/models/", "pkg/wasm/", "www/dist/"];
        let endings = [".log", ".tgz", ".wasm", ".DS_Store", ".orig", ".rej", ".swp"];
        folders.iter().any(|folder| name.starts_with(folder) || name.contains(&format!("/{folder}")))
            || endings.iter().any(|ending| name.ends_with(ending))
    };
    let found: Vec<_> = kept().iter().filter(generated).map(|path| path.display().to_string()).collect();
    assert_none("generated files that git would keep", &found);
}

#[test]
fn nothing_is_left_for_later() {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX")];
    assert_none("marks of unfinished work", &lines_with(&marks));
}

#[test]
fn no_path_of_one_machine() {
    let homes = [concat!("/ho", "me/"), concat!("/Us", "ers/"), concat!("/ro", "ot/"), concat!("/wo", "rk/")];
    assert_none("paths of a developer's machine", &lines_with(&homes));
}

fn lines_with(marks: &[&str]) -> Vec<String> {
    let in_file = |(path, text): (PathBuf, String)| {
        let lines = text.lines().enumerate().filter(|(_, line)| marks.iter().any(|mark| line.contains(mark)));
        lines.map(|(at, line)| format!("{}:{}: {}", path.display(), at + 1, line.trim())).collect::<Vec<_>>()
    };
    texts().flat_map(in_file).collect()
}
