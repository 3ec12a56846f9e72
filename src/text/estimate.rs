//! How many tokens a model will count.

use super::script::Script;

/// Letters of a word that usually make one token, and then one token for each so many more.
const WORD_LETTERS: usize = 6;
const MORE_LETTERS: usize = 3;

/// An estimate of the tokens a language model counts in `text`, meant to err upwards: no tokenizer is asked, and they
/// differ. A Latin word counts one for its first six letters and one for every three more; each digit, mark of
/// punctuation, line break and Hangul, Han or kana character one; two letters of any other script one; what is left
/// (emoji and the like) three a character. English text comes out at about one in four characters.
pub fn estimate_tokens(text: &str) -> usize {
    let (mut tokens, mut word, mut others) = (0, 0_usize, 0_usize);
    for c in text.chars() {
        if c.is_ascii_alphabetic() {
            word += 1;
            continue;
        }
        tokens += word_tokens(word);
        word = 0;
        match c {
            ' ' => {}
            _ if c.is_ascii() || Script::of(c) != Script::Spaced => tokens += 1,
            _ if c.is_alphabetic() => others += 1,
            _ => tokens += 3,
        }
    }
    tokens + word_tokens(word) + others.div_ceil(2)
}

const fn word_tokens(letters: usize) -> usize {
    match letters {
        0 => 0,
        _ => 1 + letters.saturating_sub(WORD_LETTERS).div_ceil(MORE_LETTERS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_by_script() {
        for (text, tokens) in [
            ("", 0),
            ("I like tea.", 4),
            ("internationalisation", 6),
            ("2026", 4),
            ("서울에서 살아요", 7),
            ("東京", 2),
            ("💥", 3),
            ("мама", 2),
            ("a\nb", 3),
        ] {
            assert_eq!(estimate_tokens(text), tokens, "{text}");
        }
    }
}
