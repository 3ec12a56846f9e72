//! What the assistant said of the person becomes theirs when they say yes to it, and only then.

use crate::text::{normalize, sentences};

/// A message that is nothing but agreement.
const YES: &[&str] = &[
    "yes",
    "yes i do",
    "yes i am",
    "yep",
    "yeah",
    "yup",
    "correct",
    "right",
    "exactly",
    "indeed",
    "true",
    "that's right",
    "thats right",
    "that is right",
    "that's correct",
    "that's true",
    "you're right",
    "you are right",
    "yes exactly",
    "yes that's right",
    "yes, that's right",
    "네",
    "예",
    "응",
    "넵",
    "맞아요",
    "맞아",
    "맞습니다",
    "네 맞아요",
    "네, 맞아요",
    "응 맞아",
    "네 그래요",
    "그래요",
    "그렇습니다",
];
/// What a sentence to be agreed with begins or ends with beside what it says.
const BEGINNINGS: &[&str] = &[
    "so ",
    "so, ",
    "oh ",
    "oh, ",
    "ah, ",
    "ok, ",
    "okay, ",
    "then ",
    "just to confirm, ",
    "i see, ",
    "got it, ",
];
const ENDINGS: &[&str] = &[", right", ", correct", ", is that right", ", don't you", ", aren't you", ", yes"];
/// The second person as the first, by word.
const PERSONS: &[(&str, &str)] = &[
    ("you're", "i'm"),
    ("you've", "i've"),
    ("you'll", "i'll"),
    ("you", "i"),
    ("your", "my"),
    ("yours", "mine"),
    ("yourself", "myself"),
    ("are", "am"),
];

/// Whether a message only agrees.
pub fn agrees(message: &str) -> bool {
    let normal = normalize(message);
    let said = normal.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '!' | ',' | '~'));
    YES.contains(&said)
}

/// The last sentence of an assistant's message as the person would say it of themselves; none if it does not speak of them.
/// English alone: a Korean sentence does not name its subject.
pub fn as_said_by_the_person(message: &str) -> Option<String> {
    let last = sentences(message).last()?.replace('’', "'");
    let mut rest = last.trim().trim_end_matches(['?', '.', '!']).trim_end();
    for ending in ENDINGS {
        rest = rest.strip_suffix(ending).unwrap_or(rest);
    }
    for beginning in BEGINNINGS {
        let cut = rest.get(..beginning.len()).filter(|head| head.eq_ignore_ascii_case(beginning));
        rest = cut.and_then(|_| rest.get(beginning.len()..)).unwrap_or(rest);
    }
    let lower = rest.to_lowercase();
    if !["you ", "you're ", "you've ", "your "].iter().any(|start| lower.starts_with(start)) {
        return None;
    }
    let turned = rest.split(' ').map(|word| {
        let same = |(second, _): &&(&str, &str)| word.eq_ignore_ascii_case(second);
        PERSONS.iter().find(same).map_or(word, |(_, first)| first)
    });
    let mut words: Vec<String> = turned.map(str::to_owned).collect();
    if let Some(first) = words.first_mut() {
        let mut letters = first.chars();
        *first = letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default();
    }
    Some(words.join(" ").replace(" i ", " I ").replace(" i'm ", " I'm "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_agreement_agrees() {
        for yes in ["Yes!", "yep", "That's right.", "네 맞아요", "맞아요!"] {
            assert!(agrees(yes), "{yes}");
        }
        for other in ["yes but not any more", "no", "maybe", "", "right after lunch", "yesterday"] {
            assert!(!agrees(other), "{other}");
        }
    }

    #[test]
    fn what_is_said_of_the_person_is_turned_round() {
        let turned = |text: &str| as_said_by_the_person(text);
        assert_eq!(turned("Nice. So you live in Busan, right?").as_deref(), Some("I live in Busan"));
        assert_eq!(turned("You’re allergic to peanuts?").as_deref(), Some("I'm allergic to peanuts"));
        assert_eq!(turned("Your dog is called Rex, correct?").as_deref(), Some("My dog is called Rex"));
        assert_eq!(turned("Busan is lovely in May."), None);
        assert_eq!(turned("Would you like some tea?"), None);
        assert_eq!(turned(""), None);
    }
}
