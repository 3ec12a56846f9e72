//! What holds for any text.

use proptest::prelude::*;

use super::*;

#[test]
fn a_text_has_the_slot_of_its_statement() {
    for (sentence, _) in STATING.iter().copied().flatten() {
        for found in said(sentence) {
            if let Found::Statement(statement) = found {
                let read = crate::rules::slot_of(&statement.text);
                assert_eq!(read, statement.slot, "{sentence}: {}", statement.text);
                assert!((0.0..=1.0).contains(&statement.importance) && !statement.categories.is_empty());
            }
        }
    }
}

/// Words of the rules themselves, in any order.
fn words() -> impl Strategy<Value = String> {
    let all: Vec<String> = STATING
        .iter()
        .copied()
        .flatten()
        .flat_map(|(sentence, _)| sentence.split(' ').map(str::to_owned))
        .collect();
    prop::collection::vec(prop::sample::select(all), 0..12).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        let _ = Reader::default().read(&text, Timestamp::default(), OFFSET);
        let _ = slot_of(&text);
        let _ = slot_of(&format!("사용자는 {text}"));
    }

    #[test]
    fn words_of_the_rules_in_any_order_are_read(text in words(), wrong in ".{0,3}", right in "\\PC{0,3}") {
        for found in Reader::default().read(&text, Timestamp::default(), OFFSET) {
            if let Found::Statement(statement) = found {
                prop_assert_eq!(slot_of(&statement.text), statement.slot, "{}", text);
            }
        }
        let _ = corrected(&text, &wrong, &right);
    }

    #[test]
    fn syllables_are_read(text in "[가-힣A-Za-z0-9 ,.]{0,60}") {
        let _ = Reader::default().read(&text, Timestamp::default(), OFFSET);
        let _ = corrected(&text, "가", "각");
    }
}
