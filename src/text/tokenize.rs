//! From text to the tokens that are counted: words by Unicode's rules (UAX #29), then by each script's own.

use unicode_segmentation::UnicodeSegmentation;

use super::{compound::Compound, emoji::emoji_in, english, korean, normalize::normalize, script::Script};

/// The most tokens one text gives; what follows is not indexed.
pub const MAX_TOKENS: usize = 16_384;
/// The most characters of one text that are read.
pub const MAX_CHARS: usize = 100_000;
/// The longest token, in characters; longer words are cut.
const MAX_TOKEN_CHARS: usize = 64;

/// The tokens of a text, normalised, in its order, repeats included, at most [`MAX_TOKENS`] from the first
/// [`MAX_CHARS`] characters.
///
/// - Words of spaced scripts: each word once; plain Latin ones by their stem (`hiking` → `hike`). Numbers stay whole
///   (`3.14`, `1,000` → `1000`). `Wi-Fi` and `e-mail` give `wifi` and `email` as well, `C++` and `C#` themselves.
/// - Korean words: the word, its handles as a noun and as a verb, its pairs of syllables, each once a word, so that
///   `서울에서` gives `서울` too.
/// - Scripts without spaces (Chinese, Japanese, Thai …): each character and each pair.
/// - Emoji: each once between two words, whatever its skin tone.
///
/// A text without letters, digits or emoji gives none.
pub fn tokenize(text: &str) -> Vec<String> {
    analyze(text).into_iter().map(|token| token.text).collect()
}

/// What a token is of its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The word, of a spaced script by its stem.
    Word,
    /// What a Korean word's forms have in common.
    Handle,
    /// One or two characters of a word.
    Pair,
    /// An emoji.
    Emoji,
    /// A number, what was put together.
    Sign,
}

/// A token with where it comes from.
#[derive(Debug)]
pub(super) struct Token {
    pub(super) text: String,
    pub(super) kind: Kind,
    /// The number of its word in the text. Runs of an unspaced script are one.
    pub(super) word: usize,
    /// A spaced script's word before it was stemmed; empty for all else.
    pub(super) letters: String,
}

/// The tokens of [`tokenize`], each with where it comes from.
pub(super) fn analyze(text: &str) -> Vec<Token> {
    let read = text.char_indices().nth(MAX_CHARS).and_then(|(end, _)| text.get(..end)).unwrap_or(text);
    let normal = normalize(read);
    let has_emoji = !normal.is_ascii();
    let mut tokens = Tokens::default();
    let mut end = 0;
    for (start, word) in normal.unicode_word_indices() {
        if tokens.out.len() >= MAX_TOKENS {
            break;
        }
        let between = normal.get(end..start).unwrap_or_default();
        if has_emoji && !between.is_empty() {
            tokens.emoji(between);
        }
        end = start + word.len();
        tokens.word(start, word, between == "-", normal.get(end..).unwrap_or_default());
    }
    tokens.emoji(normal.get(end..).unwrap_or_default());
    tokens.flush();
    tokens.out.truncate(MAX_TOKENS);
    tokens.out
}

#[derive(Default)]
struct Tokens {
    out: Vec<Token>,
    /// How many words there were.
    words: usize,
    /// Characters of an unspaced script that follow each other so far, and the byte after them.
    run: Vec<char>,
    run_end: usize,
    /// Words that a hyphen or a full stop joins, so far.
    compound: Compound,
}

impl Tokens {
    /// Unicode's words may mix scripts (`LLM을`, `2024년`) and part unspaced scripts after every character. `hyphen`:
    /// only a hyphen stands before it; `after`: what follows.
    fn word(&mut self, start: usize, word: &str, hyphen: bool, after: &str) {
        if start != self.run_end {
            self.flush_run();
        }
        if !hyphen {
            self.flush_compound();
        }
        let mut piece = Vec::new();
        let mut script = None;
        for (offset, c) in word.char_indices() {
            // A mark belongs to the letter before it.
            let of_c = if c.is_alphanumeric() { Script::of(c) } else { script.unwrap_or(Script::Spaced) };
            if script.is_some_and(|script| script != of_c) {
                self.piece(script, &mut piece);
            }
            script = Some(of_c);
            piece.push(c);
            if of_c == Script::Unspaced {
                self.run_end = start + offset + c.len_utf8();
            }
        }
        self.piece(script, &mut piece);
        if let Some(name) = signed(word, after) {
            self.push(name, Kind::Sign, String::new());
        }
    }

    fn piece(&mut self, script: Option<Script>, piece: &mut Vec<char>) {
        if script == Some(Script::Unspaced) {
            self.flush_compound();
            self.run.append(piece);
            return;
        }
        self.flush_run();
        match script {
            Some(Script::Hangul) => {
                self.flush_compound();
                self.hangul(piece);
            }
            Some(_) => self.spaced(&piece.iter().collect::<String>()),
            None => {}
        }
        piece.clear();
    }

    fn hangul(&mut self, word: &[char]) {
        self.words += 1;
        let first = self.out.len();
        // ㅋㅋㅋㅋㅋ says no more than ㅋㅋ.
        let is_laughter = word.len() > 2 && word.iter().all(|c| word.first() == Some(c));
        if !is_laughter {
            self.push_new(word, Kind::Word, first);
            for handle in korean::handles(word.get(..MAX_TOKEN_CHARS).unwrap_or(word)) {
                self.push_new(&handle, Kind::Handle, first);
            }
        }
        // Only a short word can repeat a pair often enough to matter, and looking back costs the square of its length.
        let pairs = word.windows(2).take(if is_laughter { 1 } else { MAX_TOKENS });
        for (at, pair) in pairs.enumerate() {
            let back = if at < MAX_TOKEN_CHARS { first } else { self.out.len() };
            self.push_new(pair, Kind::Pair, back);
        }
    }

    fn spaced(&mut self, word: &str) {
        if word.chars().all(|c| c.is_numeric() || matches!(c, '.' | ',')) {
            self.words += 1;
            let number: String = word.chars().filter(|&c| c != ',').collect();
            self.compound.take(&number);
            self.push(number, Kind::Sign, String::new());
            return;
        }
        // Unicode keeps `gmail.com` and `user_id` whole; people search for their parts.
        for (at, parts) in word.split([',', ':', ';', '_', '·', '‿']).enumerate() {
            if at > 0 {
                self.flush_compound();
            }
            parts.split('.').for_each(|part| self.part(part));
        }
    }

    fn part(&mut self, part: &str) {
        let part = part.strip_suffix("'s").unwrap_or(part);
        // l'eau, d'accord: the article is no part of the word.
        let part = match part.split_once('\'') {
            Some((article, rest)) if article.chars().count() == 1 => rest,
            _ => part,
        };
        let letters: String = part.chars().filter(|&c| c != '\'').take(MAX_TOKEN_CHARS).collect();
        if letters.chars().any(char::is_alphanumeric) {
            self.words += 1;
            self.compound.take(&letters);
            self.push(english::stem(&letters), Kind::Word, letters);
        }
    }

    /// Each emoji once since the last word: a hundred in a row say what one says.
    fn emoji(&mut self, between: &str) {
        for emoji in emoji_in(between) {
            self.flush();
            let text: String = emoji.into_iter().flatten().collect();
            let mut since = self.out.iter().rev().take(MAX_TOKEN_CHARS).take_while(|t| t.kind == Kind::Emoji);
            if self.out.len() < MAX_TOKENS && !since.any(|token| token.text == text) {
                self.words += 1;
                self.push(text, Kind::Emoji, String::new());
            }
        }
    }

    /// Ends what the next word may have continued.
    fn flush(&mut self) {
        self.flush_run();
        self.flush_compound();
    }

    fn flush_run(&mut self) {
        if self.run.is_empty() {
            return;
        }
        self.words += 1;
        let run = std::mem::take(&mut self.run);
        for c in run.iter().take(MAX_TOKENS) {
            self.push(c.to_string(), Kind::Pair, String::new());
        }
        for pair in run.windows(2).take(MAX_TOKENS) {
            self.push(pair.iter().collect(), Kind::Pair, String::new());
        }
    }

    fn flush_compound(&mut self) {
        if let Some(joined) = self.compound.end() {
            self.words += 1;
            self.push(english::stem(&joined), Kind::Sign, String::new());
        }
    }

    /// Pushes a token unless it is among those from `first` on.
    fn push_new(&mut self, token: &[char], kind: Kind, first: usize) {
        let text: String = token.iter().take(MAX_TOKEN_CHARS).collect();
        if !self.out.iter().skip(first).any(|other| other.text == text) {
            self.push(text, kind, String::new());
        }
    }

    fn push(&mut self, mut text: String, kind: Kind, letters: String) {
        if let Some((end, _)) = text.char_indices().nth(MAX_TOKEN_CHARS) {
            text.truncate(end);
        }
        if !text.is_empty() {
            self.out.push(Token { text, kind, word: self.words, letters });
        }
    }
}

/// `c++`, `c#`: a letter that signs make a name of its own.
fn signed(word: &str, after: &str) -> Option<String> {
    if word.len() != 1 || !word.starts_with(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    let sign = ["++", "#"].into_iter().find(|sign| after.starts_with(sign))?;
    Some(format!("{word}{sign}"))
}

#[cfg(test)]
#[path = "tokenize_tests.rs"]
mod tests;
