//! Which way a letter's script is split into words.

/// How a run of letters is made into tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// Words stand apart and carry endings: the word, its stem, its pairs of syllables.
    Hangul,
    /// Words run together: single characters and pairs. Han, kana, Thai, Lao, Khmer, Burmese.
    Unspaced,
    /// Words stand apart: the word, stemmed if it is in plain Latin letters.
    Spaced,
}

impl Script {
    pub(super) const fn of(c: char) -> Self {
        match c {
            '\u{1100}'..='\u{11ff}'
            | '\u{3131}'..='\u{318e}'
            | '\u{a960}'..='\u{a97f}'
            | '\u{ac00}'..='\u{d7ff}' => Self::Hangul,
            '\u{0e00}'..='\u{0eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3031}'..='\u{3035}'
            | '\u{3041}'..='\u{30ff}'
            | '\u{31f0}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{1b000}'..='\u{1b16f}'
            | '\u{20000}'..='\u{3ffff}' => Self::Unspaced,
            _ => Self::Spaced,
        }
    }
}
