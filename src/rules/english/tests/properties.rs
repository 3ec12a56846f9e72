//! What holds for every text.

use proptest::prelude::*;

use super::*;

const ROWS: &str = concat!(include_str!("statements.txt"), include_str!("nothing.txt"));

/// Any text, and texts that come near to what the rules look for.
fn text() -> impl Strategy<Value = String> {
    let words: Vec<&str> = ROWS.split([' ', '\n']).filter(|word| !word.is_empty()).collect();
    let word = prop_oneof![
        6 => proptest::sample::select(words),
        1 => proptest::sample::select(vec![",", ".", "?", "’", "\"", "(", "not", "and", "my", "I'm", "don't", "é", "서울", "🙃", "\u{301}", "ß"]),
    ];
    prop_oneof![any::<String>(), proptest::collection::vec(word, 0..60).prop_map(|words| words.join(" "))]
}

proptest! {
    #[test]
    fn takes_any_text(text in text(), wrong in text(), right in text()) {
        let at = Timestamp::parse(AT).unwrap();
        for found in read(&text, at, 540, false) {
            if let Found::Statement(statement) = found {
                prop_assert!(statement.text.starts_with("User"), "{}", statement.text);
                prop_assert!((0.0..=1.0).contains(&statement.importance));
                prop_assert!(!statement.categories.is_empty() && !statement.entities.is_empty());
                prop_assert_eq!(slot_of(&statement.text), statement.slot);
            }
        }
        let _ = slot_of(&text);
        if let Some(put_right) = corrected(&text, &wrong, &right) {
            prop_assert_ne!(put_right, text);
        }
    }
}

#[test]
fn a_long_sentence_takes_no_longer_than_its_length_allows() {
    let long = "I like tea and my name is Ana, not ".repeat(200);
    assert!(read(&long, Timestamp::parse(AT).unwrap(), 0, false).len() < 100);
    assert!(read(&"(".repeat(20_000), Timestamp::parse(AT).unwrap(), 0, false).is_empty());
}

#[test]
fn a_memory_is_corrected_by_whole_words() {
    for (text, wrong, right, expected) in [
        ("User lives in Seoul", "seoul", "Busan", Some("User lives in Busan")),
        ("User lives in New York", "new york", "Newark", Some("User lives in Newark")),
        ("User's dog is called Max", "Max", "Rex", Some("User's dog is called Rex")),
        (
            "User has an exam on Tuesday, in Seoul",
            "Tuesday",
            "Thursday",
            Some("User has an exam on Thursday, in Seoul"),
        ),
        ("User likes Hanna's cake", "Hanna", "Anna", Some("User likes Anna's cake")),
        ("User likes teapots", "tea", "coffee", None),
        ("User likes tea", "user", "Ana", None),
        ("User likes tea", "coffee", "tea", None),
        ("User likes tea", "", "x", None),
        ("User likes tea", "tea", " ", None),
    ] {
        assert_eq!(corrected(text, wrong, right).as_deref(), expected, "{text} {wrong}");
    }
}

#[test]
fn a_model_says_the_same_in_other_words() {
    for (text, expected) in [
        ("User lives in Busan, Korea", "home=busan"),
        ("The user lives in Busan.", "home=busan"),
        ("User moved to Busan in May", "home=busan"),
        ("The user's name is Ana.", "name=ana"),
        ("The user is named Ana Silva", "name=ana silva"),
        ("The user is a nurse", "occupation=nurse"),
        ("User works as a nurse at Asan", "occupation=nurse"),
        ("User works for Naver as a designer", "employer=naver"),
        ("User is allergic to peanuts and shellfish", "allergy:peanut=yes"),
        ("User has a severe peanut allergy", "allergy:peanut=yes"),
        ("User is no longer allergic to peanuts", "allergy:peanut=no"),
        ("User really likes tea", "attitude:tea=like"),
        ("User loves green tea.", "attitude:green tea=like"),
        ("User dislikes tea", "attitude:tea=dislike"),
        ("User is a vegetarian", "diet=vegetarian"),
        ("User is 34 years old", "age=34"),
        ("User’s favourite colour is blue", "favorite:color=blue"),
        ("User is married to Jane", "partner=jane"),
        ("User's wife is Jane", "partner=jane"),
        ("User has a dog named Rex", "pet:rex=dog"),
        ("User has asthma", "condition:asthma=yes"),
        ("User takes 500 mg of metformin daily", "medication:metformin=500 mg"),
        ("User quit their job", "employer=none"),
        ("User studies at KAIST", "school=kaist"),
        ("User wants to visit Busan", ""),
        ("User is tired", ""),
        ("User's sister lives in Busan", ""),
        ("User lives in fear", ""),
        ("Ana lives in Busan", ""),
        ("User", ""),
        ("", ""),
    ] {
        assert_eq!(slot(text), expected, "{text}");
    }
}
