//! What a word ends in, and the particle or ending that can therefore follow it.

use crate::text::korean::syllable::{Syllable, last};

/// The final consonant a word is read with, 0 for none: of Hangul as it is written, of digits and Latin letters as they are
/// most often read. None for anything else.
pub(super) fn final_of(word: &str) -> Option<u32> {
    const OTHER: u32 = 1;
    let c = word.chars().next_back()?;
    if let Some(syllable) = Syllable::of(c) {
        return Some(syllable.last);
    }
    match c {
        '1' | '7' | '8' | 'l' | 'L' => Some(last::R),
        '0' | '3' | '6' | 'm' | 'n' | 'M' | 'N' => Some(OTHER),
        _ if c.is_alphanumeric() => Some(last::NONE),
        _ => None,
    }
}

/// Whether a word may be followed by what only open (`open`) or only closed syllables take. How Latin letters and digits are
/// read differs, so after them both are right.
pub(super) fn may_be(word: &str, open: bool) -> bool {
    let Some(c) = word.chars().next_back() else { return false };
    match Syllable::of(c) {
        Some(syllable) => syllable.is_open() == open,
        None => c.is_alphanumeric() || matches!(c, ')' | '%' | '+' | '#'),
    }
}

/// A word with the one of two particles that it takes: `with("부산", "을", "를")`.
pub(super) fn with(word: &str, closed: &str, open: &str) -> String {
    let is_closed = final_of(word).is_some_and(|last| last != last::NONE);
    // 로 follows ㄹ as it follows a vowel.
    let flows = closed == "으로" && final_of(word) == Some(last::R);
    format!("{word}{}", if is_closed && !flows { closed } else { open })
}

/// 을 or 를.
pub(super) fn object(word: &str) -> String {
    with(word, "을", "를")
}

/// 이 or 가.
pub(super) fn subject(word: &str) -> String {
    with(word, "이", "가")
}

/// 은 or 는.
pub(super) fn topic(word: &str) -> String {
    with(word, "은", "는")
}

/// 으로 or 로.
pub(super) fn toward(word: &str) -> String {
    with(word, "으로", "로")
}

/// 와 or 과.
pub(super) fn together(word: &str) -> String {
    with(word, "과", "와")
}

/// A word with another final consonant under its last syllable; none if it does not end in Hangul.
pub(super) fn ending_under(word: &str, last: u32) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    let end = letters.last_mut()?;
    *end = Syllable::of(*end)?.with_last(last).char();
    Some(letters.into_iter().collect())
}

/// The plain present of a verb's stem: 산다, 먹는다, 마신다.
pub(super) fn plain(stem: &str) -> String {
    match final_of(stem) {
        Some(last::NONE | last::R) => ending_under(stem, last::N).map(|verb| verb + "다"),
        _ => None,
    }
    .unwrap_or_else(|| format!("{stem}는다"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_follow_the_final_consonant() {
        assert_eq!((object("부산"), object("커피")), ("부산을".to_owned(), "커피를".to_owned()));
        assert_eq!((toward("서울"), toward("부산")), ("서울로".to_owned(), "부산으로".to_owned()));
        assert_eq!((object("React"), object("Python")), ("React를".to_owned(), "Python을".to_owned()));
        assert_eq!(
            (plain("살"), plain("먹"), plain("마시")),
            ("산다".into(), "먹는다".into(), "마신다".into())
        );
        assert!(final_of("").is_none() && may_be("Naver", true) && may_be("Naver", false));
    }
}
