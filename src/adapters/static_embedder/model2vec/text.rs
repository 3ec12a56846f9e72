//! The steps of a `tokenizer.json` before its model: what is done to the text, and where it is cut. The steps of the published
//! models are known here; another one is refused rather than left out.

use serde_json::Value;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Runs of white space as the published files name them: no other regular expression is known.
const RUNS: &[&str] = &[" {2,}", "\\s+", "\\s{2,}", " +"];

/// The fields of a step, read by hand: derived readers of these few types are 40 kB of WebAssembly. Each method: none if the
/// field does not hold what it must.
struct Step<'a>(&'a Value);

impl<'a> Step<'a> {
    fn kind(&self) -> Option<&'a str> {
        self.0.get("type")?.as_str()
    }

    fn text(&self, name: &str) -> Option<String> {
        self.0.get(name)?.as_str().map(str::to_owned)
    }

    fn flag(&self, name: &str) -> Option<bool> {
        self.0.get(name)?.as_bool()
    }

    /// The same of one that may be missing.
    fn flag_or(&self, name: &str, default: bool) -> Option<bool> {
        self.0.get(name).map_or(Some(default), Value::as_bool)
    }

    /// The same of one that may be null, too.
    fn any_flag(&self, name: &str) -> Option<Option<bool>> {
        match self.0.get(name) {
            None | Some(Value::Null) => Some(None),
            Some(flag) => flag.as_bool().map(Some),
        }
    }

    fn steps<T>(&self, name: &str, read: fn(&Value) -> Option<T>) -> Option<Vec<T>> {
        self.0.get(name)?.as_array()?.iter().map(read).collect()
    }
}

pub(super) enum Normalizer {
    Bert {
        clean_text: bool,
        handle_chinese_chars: bool,
        strip_accents: Option<bool>,
        lowercase: bool,
    },
    Lowercase,
    Nfc,
    Nfd,
    Nfkc,
    Nfkd,
    StripAccents,
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
    Precompiled,
    Sequence {
        normalizers: Vec<Normalizer>,
    },
}

pub(super) enum Pattern {
    String(String),
    Regex(String),
}

impl Pattern {
    fn read(pattern: &Value) -> Option<Self> {
        let mut fields = pattern.as_object()?.iter();
        match (fields.next()?, fields.next()) {
            ((kind, Value::String(text)), None) if kind == "String" => Some(Self::String(text.clone())),
            ((kind, Value::String(text)), None) if kind == "Regex" => Some(Self::Regex(text.clone())),
            _ => None,
        }
    }
}

impl Normalizer {
    /// A step of a file; none if it is not one of these.
    pub(super) fn read(step: &Value) -> Option<Self> {
        let step = Step(step);
        Some(match step.kind()? {
            "BertNormalizer" => Self::Bert {
                clean_text: step.flag_or("clean_text", true)?,
                handle_chinese_chars: step.flag_or("handle_chinese_chars", true)?,
                strip_accents: step.any_flag("strip_accents")?,
                lowercase: step.flag_or("lowercase", true)?,
            },
            "Lowercase" => Self::Lowercase,
            "NFC" => Self::Nfc,
            "NFD" => Self::Nfd,
            "NFKC" => Self::Nfkc,
            "NFKD" => Self::Nfkd,
            "StripAccents" => Self::StripAccents,
            "Strip" => {
                Self::Strip { strip_left: step.flag("strip_left")?, strip_right: step.flag("strip_right")? }
            }
            "Replace" => Self::Replace {
                pattern: Pattern::read(step.0.get("pattern")?)?,
                content: step.text("content")?,
            },
            "Prepend" => Self::Prepend { prepend: step.text("prepend")? },
            "Precompiled" => Self::Precompiled,
            "Sequence" => Self::Sequence { normalizers: step.steps("normalizers", Self::read)? },
            _ => return None,
        })
    }

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
            Self::Lowercase => text.to_lowercase(),
            Self::Nfc => text.nfc().collect(),
            Self::Nfd => text.nfd().collect(),
            Self::Nfkc => text.nfkc().collect(),
            Self::Nfkd => text.nfkd().collect(),
            Self::StripAccents => text.chars().filter(|c| !is_combining_mark(*c)).collect(),
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
            Self::Precompiled => {
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

pub(super) enum PreTokenizer {
    Bert,
    WhitespaceSplit,
    Whitespace,
    Punctuation,
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
    /// A step of a file; none if it is not one of these.
    pub(super) fn read(step: &Value) -> Option<Self> {
        let step = Step(step);
        Some(match step.kind()? {
            "BertPreTokenizer" => Self::Bert,
            "WhitespaceSplit" => Self::WhitespaceSplit,
            "Whitespace" => Self::Whitespace,
            "Punctuation" => Self::Punctuation,
            "Metaspace" => {
                let replacement = step.text("replacement")?;
                let mut letters = replacement.chars();
                let prepend_scheme = step.0.get("prepend_scheme").filter(|scheme| !scheme.is_null());
                Self::Metaspace {
                    replacement: letters.next().filter(|_| letters.next().is_none())?,
                    prepend_scheme: match prepend_scheme {
                        Some(scheme) => Some(scheme.as_str()?.to_owned()),
                        None => None,
                    },
                    add_prefix_space: step.any_flag("add_prefix_space")?,
                    split: step.any_flag("split")?,
                }
            }
            "Sequence" => Self::Sequence { pretokenizers: step.steps("pretokenizers", Self::read)? },
            _ => return None,
        })
    }

    /// The words of a text.
    pub(super) fn split(&self, text: String) -> Vec<String> {
        match self {
            Self::WhitespaceSplit => text.split_whitespace().map(str::to_owned).collect(),
            Self::Bert => text
                .split_whitespace()
                .flat_map(|word| cut(word, |c| is_punctuation(c).then_some(c)))
                .collect(),
            Self::Punctuation => cut(&text, |c| is_punctuation(c).then_some(c)),
            Self::Whitespace => text
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
