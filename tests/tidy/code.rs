//! Rust source as the other checks need it: without comments, without the contents of strings, without test modules.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::files::{kept, read};

/// One file of the library.
pub(crate) struct Source {
    /// Relative to the project.
    pub(crate) path: PathBuf,
    /// Without comments, strings' contents and test modules.
    pub(crate) code: String,
}

impl Source {
    /// Its module path: `src/engine/add.rs` is `["engine", "add"]`.
    pub(crate) fn module(&self) -> Vec<String> {
        let path = self.path.strip_prefix("src").unwrap_or(&self.path).with_extension("");
        let parts = path.iter().map(|part| part.to_string_lossy().into_owned());
        parts.filter(|part| part != "mod" && part != "lib").collect()
    }

    /// The words of the code: identifiers and keywords.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
    }
}

/// Every file under src/ that is not a test module.
pub(crate) fn sources() -> Vec<Source> {
    let is_source =
        |path: &PathBuf| path.starts_with("src") && path.extension().is_some_and(|ext| ext == "rs");
    let strip = |path: PathBuf| Source { code: strip(&read(&path)), path };
    let all: Vec<_> = kept().into_iter().filter(is_source).map(strip).collect();
    let tests: BTreeSet<_> = all.iter().flat_map(test_files).collect();
    let kept = all.into_iter().filter(|source| !tests.iter().any(|test| source.path.starts_with(test)));
    kept.map(|source| Source { code: without_test_modules(&source.code), ..source }).collect()
}

/// Where the modules live that a file declares by `#[cfg(test)] mod name;`: as a file and as a folder.
fn test_files(source: &Source) -> Vec<PathBuf> {
    let stem = source.path.file_stem().unwrap_or_default();
    let parent = source.path.parent().unwrap_or(Path::new(""));
    let home = if stem == "mod" || stem == "lib" { parent.to_owned() } else { parent.join(stem) };
    let declared = source.code.split("#[cfg(test)]").skip(1).filter_map(|rest| {
        let name = rest.split_once(';')?.0.trim().rsplit_once("mod ")?.1;
        name.chars().all(|c| c.is_alphanumeric() || c == '_').then(|| home.join(name))
    });
    declared.flat_map(|path| [path.with_extension("rs"), path]).collect()
}

/// Drops the body of every `#[cfg(test)] mod name { … }`. Strings are blank by now, so braces balance.
fn without_test_modules(code: &str) -> String {
    let mut kept = String::new();
    let mut rest = code;
    while let Some((before, after)) = rest.split_once("#[cfg(test)]") {
        kept.push_str(before);
        let (braces, semicolon) = (after.find('{'), after.find(';'));
        rest = match (braces, semicolon) {
            (Some(open), end) if end.is_none_or(|end| open < end) => &after[block_end(after, open)..],
            (_, Some(end)) => &after[end + 1..],
            _ => "",
        };
    }
    kept + rest
}

fn block_end(code: &str, open: usize) -> usize {
    let mut depth = 0;
    for (at, c) in code[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return open + at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

/// Blanks comments and the contents of string and character literals.
fn strip(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = comment(rest).or_else(|| raw_string(rest)).or_else(|| quoted(rest));
        if let Some(length) = skipped {
            code.push(' ');
            rest = &rest[length..];
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    code
}

fn comment(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    text.starts_with("/*").then(|| text.find("*/").map_or(text.len(), |end| end + 2))
}

fn raw_string(text: &str) -> Option<usize> {
    let after = text.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let body = after[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    Some(text.len() - body.len() + body.find(&close).map_or(body.len(), |end| end + close.len()))
}

/// A string, or a character literal (a lifetime has no closing quote).
fn quoted(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    if quote == '\'' {
        let mut next = text.chars().skip(1);
        let escaped = next.next() == Some('\\');
        if !escaped && next.next() != Some('\'') {
            return None;
        }
    }
    let mut escaped = false;
    let close = text.char_indices().skip(1).find(|&(_, c)| {
        let closes = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        closes
    });
    Some(close.map_or(text.len(), |(at, _)| at + 1))
}

#[test]
fn only_code_is_left() {
    let text = "a // b\n/* c \" */ d(\"e // \\\" f\", 'g', '\\'', r#\"h \" i\"#) <'j> k";
    let words = strip(text).split_whitespace().collect::<String>();
    assert_eq!(words, "ad(,,,)<'j>k");
    let modules = "x #[cfg(test)] mod tests { { y } } z #[cfg(test)] mod more; w";
    assert_eq!(without_test_modules(modules).split_whitespace().collect::<String>(), "xzw");
}
