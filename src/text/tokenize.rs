//! From text to the tokens that are counted: words by Unicode's rules (UAX #29), then by each script's own.

use unicode_segmentation::UnicodeSegmentation;

use super::{english, korean, normalize::normalize, script::Script};

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
///   (`3.14`, `1,000` → `1000`).
/// - Korean words: the word, its stem, its pairs of syllables, each once a word, so that `서울에서` gives `서울` too.
/// - Scripts without spaces (Chinese, Japanese, Thai …): each character and each pair.
///
/// A text without letters or digits gives none.
pub fn tokenize(text: &str) -> Vec<String> {
    let read = text.char_indices().nth(MAX_CHARS).and_then(|(end, _)| text.get(..end)).unwrap_or(text);
    let normal = normalize(read);
    let mut tokens = Tokens::default();
    for (start, word) in normal.unicode_word_indices() {
        if tokens.out.len() >= MAX_TOKENS {
            break;
        }
        tokens.word(start, word);
    }
    tokens.flush();
    tokens.out.truncate(MAX_TOKENS);
    tokens.out
}

#[derive(Default)]
struct Tokens {
    out: Vec<String>,
    /// Characters of an unspaced script that follow each other so far, and the byte after them.
    run: Vec<char>,
    run_end: usize,
}

impl Tokens {
    /// Unicode's words may mix scripts (`LLM을`, `2024년`) and part unspaced scripts after every character.
    fn word(&mut self, start: usize, word: &str) {
        if start != self.run_end {
            self.flush();
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
    }

    fn piece(&mut self, script: Option<Script>, piece: &mut Vec<char>) {
        if script == Some(Script::Unspaced) {
            self.run.append(piece);
            return;
        }
        self.flush();
        match script {
            Some(Script::Hangul) => self.hangul(piece),
            Some(_) => self.spaced(&piece.iter().collect::<String>()),
            None => {}
        }
        piece.clear();
    }

    fn hangul(&mut self, word: &[char]) {
        let first = self.out.len();
        self.push_new(word, first);
        if let Some(stem) = korean::stem(word.get(..MAX_TOKEN_CHARS).unwrap_or(word)) {
            self.push_new(&stem, first);
        }
        // Only a short word can repeat a pair often enough to matter, and looking back costs the square of its length.
        let pairs = word.windows(2).take(MAX_TOKENS);
        for (at, pair) in pairs.enumerate() {
            let back = if at < MAX_TOKEN_CHARS { first } else { self.out.len() };
            self.push_new(pair, back);
        }
    }

    fn spaced(&mut self, word: &str) {
        if word.chars().all(|c| c.is_numeric() || matches!(c, '.' | ',')) {
            self.push(word.chars().filter(|&c| c != ','));
            return;
        }
        // Unicode keeps `gmail.com` and `user_id` whole; people search for their parts.
        for part in word.split(['.', ',', ':', ';', '_', '·', '‿']) {
            let part = part.strip_suffix("'s").unwrap_or(part);
            // l'eau, d'accord: the article is no part of the word.
            let part = match part.split_once('\'') {
                Some((article, rest)) if article.chars().count() == 1 => rest,
                _ => part,
            };
            let letters: String = part.chars().filter(|&c| c != '\'').take(MAX_TOKEN_CHARS).collect();
            if letters.chars().any(char::is_alphanumeric) {
                self.push(english::stem(&letters).chars());
            }
        }
    }

    /// Ends a run of an unspaced script.
    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        for c in run.iter().take(MAX_TOKENS) {
            self.push([*c]);
        }
        for pair in run.windows(2).take(MAX_TOKENS) {
            self.push(pair.iter().copied());
        }
    }

    /// Pushes a token unless it is among those from `first` on.
    fn push_new(&mut self, token: &[char], first: usize) {
        let token: String = token.iter().take(MAX_TOKEN_CHARS).collect();
        if !self.out.iter().skip(first).any(|other| *other == token) {
            self.out.push(token);
        }
    }

    fn push(&mut self, token: impl IntoIterator<Item = char>) {
        let token: String = token.into_iter().take(MAX_TOKEN_CHARS).collect();
        if !token.is_empty() {
            self.out.push(token);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_script_by_its_own_rules() {
        for (text, tokens) in [
            ("She's hiking in São Paulo!", &["she", "hike", "in", "sao", "paulo"][..]),
            ("3.14 and 1,000 on 2026-11-22", &["3.14", "and", "1000", "on", "2026", "11", "22"]),
            ("ana@gmail.com user_id", &["ana", "gmail", "com", "user", "id"]),
            ("l'eau don't", &["eau", "dont"]),
            ("서울에서", &["서울에서", "서울", "울에", "에서"]),
            ("먹었어요", &["먹었어요", "먹", "먹었", "었어", "어요"]),
            ("LLM을 2024년에", &["llm", "을", "2024", "년에", "년"]),
            ("東京都に", &["東", "京", "都", "に", "東京", "京都", "都に"]),
            ("寿司 カレー", &["寿", "司", "寿司", "カ", "レ", "ー", "カレ", "レー"]),
            ("日本語text", &["日", "本", "語", "日本", "本語", "text"]),
            ("สวัสดี", &["ส", "ว", "ั", "ส", "ด", "ี", "สว", "วั", "ัส", "สด", "ดี"]),
            ("мама мыла раму", &["мама", "мыла", "раму"]),
            ("שלום عليكم", &["שלום", "عليكم"]),
        ] {
            assert_eq!(tokenize(text), tokens, "{text}");
        }
    }

    #[test]
    fn text_without_words_gives_no_tokens() {
        for text in [
            "",
            "   ",
            "?!…—",
            "\u{301}\u{302}",
            "\u{200b}\u{200d}\u{feff}",
            "💥🏳️‍🌈",
            "'''",
            "___",
            "\u{202e}",
        ] {
            assert_eq!(tokenize(text), Vec::<String>::new(), "{text:?}");
        }
    }

    #[test]
    fn huge_texts_are_bounded() {
        for piece in [
            "💥",
            "👩‍👩‍👧‍👦",
            "가",
            "가나 ",
            "漢",
            "a",
            "a ",
            "\u{301}",
            "a\u{301}",
            "ﷺ",
            "'",
            "1,",
            "🇰",
            "\u{200d}",
            "กำ",
        ] {
            let tokens = tokenize(&piece.repeat(1_000_000 / piece.len()));
            assert!(tokens.len() <= MAX_TOKENS, "{piece}");
            assert!(tokens.iter().all(|t| (1..=MAX_TOKEN_CHARS).contains(&t.chars().count())), "{piece}");
        }
    }

    proptest! {
        #[test]
        fn takes_any_text(text in any::<String>()) {
            let tokens = tokenize(&text);
            prop_assert!(tokens.iter().all(|t| !t.is_empty()));
        }
    }
}
