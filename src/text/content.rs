//! The words of a sentence that say what it is about.

use std::collections::HashSet;

use super::{normalize, stop_words::is_stop_word, tokenize};

/// How facts call the person they are about: those words tell no fact from another.
const SUBJECTS: &[&str] = &["the user's", "the user", "user's", "user", "사용자"];

/// The distinct tokens of a text without its stop words, the time in brackets before it and the person as its subject.
/// Empty for a text that has no other.
pub fn content_words(text: &str) -> HashSet<String> {
    let normal = normalize(text);
    let mut rest = normal.trim_start_matches(['-', '*', '•', ' ']);
    if let Some((time, after)) = rest.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        // A date, as `context` puts it before a memory.
        if time.len() <= 32 && time.starts_with(|c: char| c.is_ascii_digit()) {
            rest = after.trim_start();
        }
    }
    if let Some(after) = SUBJECTS.iter().find_map(|subject| rest.strip_prefix(subject)) {
        // The particle of a Korean subject goes with it.
        rest = if after.starts_with(char::is_whitespace) || after.starts_with(['는', '가', '의', '은', '이'])
        {
            after.trim_start_matches(['는', '가', '의', '은', '이'])
        } else {
            rest
        };
    }
    tokenize(rest).into_iter().filter(|token| !is_stop_word(token)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut words: Vec<String> = content_words(text).into_iter().collect();
        words.sort_unstable();
        words
    }

    #[test]
    fn the_person_and_the_time_say_nothing() {
        assert_eq!(words("User lives in Lisbon."), ["lisbon", "live"]);
        assert_eq!(words("- [2026-01-02] The user's cat is Miso"), ["cat", "miso"]);
        assert_eq!(words("[x] users"), words("x user"));
        assert_eq!(words("사용자는 서울에 산다"), words("서울에 산다"));
        assert!(words("Are you?").is_empty() && words("").is_empty());
    }
}
