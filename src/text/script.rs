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

/// Whether a text may be in the language of what was said, as far as scripts tell: where mostly Hangul, Han or kana was written, it has some, and
/// where none was, it is not mostly that.
pub fn written_alike(said: &str, text: &str) -> bool {
    let ((dense, letters), (its_dense, its_letters)) = (letters(said), letters(text));
    if letters == 0 || its_letters == 0 {
        return true;
    }
    if dense.saturating_mul(2) >= letters {
        its_dense > 0
    } else {
        dense > 0 || its_dense.saturating_mul(2) < its_letters
    }
}

/// How many letters are of a script that is not of the kind that Latin is, and how many there are.
fn letters(text: &str) -> (usize, usize) {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    (letters().filter(|c| Script::of(*c) != Script::Spaced).count(), letters().count())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart_by_their_scripts() {
        for (said, text) in [
            ("저는 부산에 살아요", "사용자는 부산에 산다"),
            ("저는 Rust를 좋아해요", "사용자는 Rust를 좋아한다"),
            ("I live in Seoul (서울)", "사용자는 서울에 산다"),
            ("I live in Seoul", "User lives in Seoul"),
            ("My name is 민지", "User's name is 민지"),
            ("Я живу в Москве", "User lives in Moscow"),
            ("👍 42", "사용자"),
            ("東京に住んでいます", "ユーザーは東京に住んでいる"),
        ] {
            assert!(written_alike(said, text), "{said}");
        }
        for (said, text) in [
            ("저는 부산에 살아요", "User lives in Busan"),
            ("東京に住んでいます", "User lives in Tokyo"),
            ("I live in Seoul", "사용자는 서울에 산다"),
        ] {
            assert!(!written_alike(said, text), "{said}");
        }
    }
}
