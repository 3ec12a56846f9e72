//! The steps of a `tokenizer.json` before its model: what is done to the text, and where it is cut. The steps of the published
//! models are known here; another one is refused rather than left out.

use serde::Deserialize;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Runs of white space as the published files name them: no other regular expression is known.
const RUNS: &[&str] = &[" {2,}", "\\s+", "\\s{2,}", " +"];

#[derive(Deserialize)]
#[serde(tag = "type")]
pub(super) enum Normalizer {
    #[serde(rename = "BertNormalizer")]
    Bert {
        #[serde(default = "yes")]
        clean_text: bool,
        #[serde(default = "yes")]
        handle_chinese_chars: bool,
        strip_accents: Option<bool>,
        #[serde(default = "yes")]
        lowercase: bool,
    },
    Lowercase {},
    #[serde(rename = "NFC")]
    Nfc {},
    #[serde(rename = "NFD")]
    Nfd {},
    #[serde(rename = "NFKC")]
    Nfkc {},
    #[serde(rename = "NFKD")]
    Nfkd {},
    StripAccents {},
    Strip {
        strip_left: bool,
        strip_right: bool,
    },
    Replace {
        pattern: Pattern,
        content: String,
    },
    Prepend {
        prepend: String,
    },
    /// SentencePiece's table, which is NFKC but for a few signs.
    Precompiled {},
    Sequence {
        normalizers: Vec<Normalizer>,
    },
}

#[derive(Deserialize)]
pub(super) enum Pattern {
    String(String),
    Regex(String),
}

const fn yes() -> bool {
    true
}

impl Normalizer {
    /// Whether every step is known.
    pub(super) fn is_known(&self) -> bool {
        match self {
            Self::Replace { pattern: Pattern::Regex(regex), .. } => RUNS.contains(&regex.as_str()),
            Self::Sequence { normalizers } => normalizers.iter().all(Self::is_known),
            _ => true,
        }
    }

    pub(super) fn apply(&self, text: &str) -> String {
        match self {
            Self::Bert { clean_text, handle_chinese_chars, strip_accents, lowercase } => {
                let mut out = String::with_capacity(text.len());
                for c in text.chars() {
                    match c {
                        '\0' | '\u{fffd}' if *clean_text => {}
                        c if *clean_text && c.is_whitespace() => out.push(' '),
                        c if *clean_text && is_control(c) => {}
                        c if *handle_chinese_chars && is_ideograph(c) => out.extend([' ', c, ' ']),
                        c => out.push(c),
                    }
                }
                if strip_accents.unwrap_or(*lowercase) {
                    out = out.nfd().filter(|c| !is_combining_mark(*c)).collect();
                }
                if *lowercase { out.to_lowercase() } else { out }
            }
            Self::Lowercase {} => text.to_lowercase(),
            Self::Nfc {} => text.nfc().collect(),
            Self::Nfd {} => text.nfd().collect(),
            Self::Nfkc {} => text.nfkc().collect(),
            Self::Nfkd {} => text.nfkd().collect(),
            Self::StripAccents {} => text.chars().filter(|c| !is_combining_mark(*c)).collect(),
            Self::Strip { strip_left, strip_right } => {
                let text = if *strip_left { text.trim_start() } else { text };
                (if *strip_right { text.trim_end() } else { text }).to_owned()
            }
            Self::Replace { pattern: Pattern::String(from), content } if !from.is_empty() => {
                text.replace(from, content)
            }
            Self::Replace { pattern: Pattern::String(_), .. } => text.to_owned(),
            Self::Replace { pattern: Pattern::Regex(regex), content } => collapse(text, regex, content),
            Self::Prepend { prepend } if !text.is_empty() => format!("{prepend}{text}"),
            Self::Prepend { .. } => String::new(),
            Self::Precompiled {} => {
                let spaced = text.nfkc().filter(|c| !is_control(*c) || c.is_whitespace());
                spaced.map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
            }
            Self::Sequence { normalizers } => {
                normalizers.iter().fold(text.to_owned(), |text, step| step.apply(&text))
            }
        }
    }
}

/// Puts `content` for every run that one of [`RUNS`] names.
fn collapse(text: &str, regex: &str, content: &str) -> String {
    let (only_spaces, least) = (regex.starts_with(' '), if regex.ends_with('+') { 1 } else { 2 });
    let belongs = |c: char| if only_spaces { c == ' ' } else { c.is_whitespace() };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(belongs) {
        let (before, run) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let end = run.find(|c| !belongs(c)).unwrap_or(run.len());
        let (run, after) = run.split_at_checked(end).unwrap_or((run, ""));
        out.push_str(before);
        out.push_str(if run.chars().count() >= least { content } else { run });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[derive(Deserialize)]
#[serde(tag = "type")]
pub(super) enum PreTokenizer {
    #[serde(rename = "BertPreTokenizer")]
    Bert {},
    WhitespaceSplit {},
    Whitespace {},
    Punctuation {},
    Metaspace {
        replacement: char,
        prepend_scheme: Option<String>,
        add_prefix_space: Option<bool>,
        split: Option<bool>,
    },
    Sequence {
        pretokenizers: Vec<PreTokenizer>,
    },
}

impl PreTokenizer {
    /// The words of a text.
    pub(super) fn split(&self, text: String) -> Vec<String> {
        match self {
            Self::WhitespaceSplit {} => text.split_whitespace().map(str::to_owned).collect(),
            Self::Bert {} => text
                .split_whitespace()
                .flat_map(|word| cut(word, |c| is_punctuation(c).then_some(c)))
                .collect(),
            Self::Punctuation {} => cut(&text, |c| is_punctuation(c).then_some(c)),
            Self::Whitespace {} => text
                .split_whitespace()
                .flat_map(|word| cut_runs(word, |c| c.is_alphanumeric() || c == '_' || is_combining_mark(c)))
                .collect(),
            Self::Metaspace { replacement, prepend_scheme, add_prefix_space, split } => {
                let mut spaced: String =
                    text.chars().map(|c| if c == ' ' { *replacement } else { c }).collect();
                let prepends =
                    prepend_scheme.as_deref().map_or(add_prefix_space.unwrap_or(true), |s| s != "never");
                if prepends && !spaced.is_empty() && !spaced.starts_with(*replacement) {
                    spaced.insert(0, *replacement);
                }
                if !split.unwrap_or(true) {
                    return vec![spaced];
                }
                let mut words: Vec<String> = Vec::new();
                for c in spaced.chars() {
                    match words.last_mut() {
                        Some(word) if c != *replacement => word.push(c),
                        _ => words.push(c.to_string()),
                    }
                }
                words
            }
            Self::Sequence { pretokenizers } => pretokenizers.iter().fold(vec![text], |words, step| {
                words.into_iter().flat_map(|word| step.split(word)).collect()
            }),
        }
    }
}

/// Cuts a word so that each character for which `alone` is some stands by itself.
fn cut(word: &str, alone: impl Fn(char) -> Option<char>) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut joins = false;
    for c in word.chars() {
        let single = alone(c).is_some();
        match parts.last_mut() {
            Some(part) if joins && !single => part.push(c),
            _ => parts.push(c.to_string()),
        }
        joins = !single;
    }
    parts
}

/// Cuts a word where `inside` changes.
fn cut_runs(word: &str, inside: impl Fn(char) -> bool) -> Vec<String> {
    let mut parts: Vec<(bool, String)> = Vec::new();
    for c in word.chars() {
        let kind = inside(c);
        match parts.last_mut() {
            Some((same, part)) if *same == kind => part.push(c),
            _ => parts.push((kind, c.to_string())),
        }
    }
    parts.into_iter().map(|(_, part)| part).collect()
}

fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{2a6df}' | '\u{2a700}'..='\u{2ceaf}'
        | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}')
}

/// ASCII signs, and Unicode's punctuation as far as texts have it.
const fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}'
            | '\u{2045}'..='\u{2051}' | '\u{2053}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}'
            | '\u{3014}'..='\u{301f}' | '\u{30fb}' | '\u{ff01}'..='\u{ff03}' | '\u{ff05}'..='\u{ff0a}'
            | '\u{ff0c}'..='\u{ff0f}' | '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}' | '\u{ff20}' | '\u{ff3b}'..='\u{ff3d}'
            | '\u{ff5b}' | '\u{ff5d}' | '\u{ff5f}'..='\u{ff65}')
}
