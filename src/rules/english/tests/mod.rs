//! Sentences, and what they say.

mod negative;
mod positive;
mod properties;

use super::*;

/// Noon of a Wednesday, UTC.
const AT: &str = "2026-04-29T12:00:00Z";

fn found(sentence: &str) -> Vec<Found> {
    read(sentence, Timestamp::parse(AT).unwrap(), 0, false)
}

fn texts(sentence: &str) -> Vec<String> {
    found(sentence)
        .into_iter()
        .map(|found| match found {
            Found::Statement(statement) => statement.text,
            Found::Forget(topic) => format!("forget: {topic}"),
            Found::Correction { wrong, right } => format!("{wrong} -> {right}"),
        })
        .collect()
}

fn slot(text: &str) -> String {
    slot_of(text).map(|slot| format!("{}={}", slot.key, slot.value)).unwrap_or_default()
}

#[test]
fn a_plan_has_its_day_and_is_over_after_it() {
    let days = |sentence: &str, offset: i32| {
        let found = read(sentence, Timestamp::parse(AT).unwrap(), offset, false);
        let Some(Found::Statement(statement)) = found.into_iter().next() else { return String::new() };
        let shown = |moment: Option<Timestamp>| moment.map(|moment| moment.to_string()).unwrap_or_default();
        format!("{} {}", shown(statement.event_time), shown(statement.expires_at))
    };
    for (sentence, offset, expected) in [
        ("I have an exam tomorrow", 0, "2026-04-30T00:00:00Z 2026-05-01T00:00:00Z"),
        // In Seoul it is nine hours later.
        ("I have an exam tomorrow", 540, "2026-04-29T15:00:00Z 2026-04-30T15:00:00Z"),
        ("I have an exam on Wednesday", 0, "2026-05-06T00:00:00Z 2026-05-07T00:00:00Z"),
        ("I'm flying to Paris on March 3", 0, "2027-03-03T00:00:00Z 2027-03-04T00:00:00Z"),
        ("I'm going to Japan next week", 0, "2026-05-04T00:00:00Z 2026-05-11T00:00:00Z"),
        ("I'm getting married in June", 0, "2026-06-01T00:00:00Z 2026-07-01T00:00:00Z"),
        ("I have surgery in ten days", 0, "2026-05-09T00:00:00Z 2026-05-10T00:00:00Z"),
        ("I moved to Busan last month", 0, "2026-03-01T00:00:00Z "),
        ("I broke my leg yesterday", 0, "2026-04-28T00:00:00Z "),
        ("I live in Busan", 0, " "),
    ] {
        assert_eq!(days(sentence, offset), expected, "{sentence}");
    }
}

#[test]
fn a_statement_says_who_and_what_it_names() {
    let relations = |sentence: &str| {
        let of = |found: Found| match found {
            Found::Statement(statement) => statement.relations,
            _ => Vec::new(),
        };
        let all = found(sentence).into_iter().flat_map(of);
        all.map(|r| format!("{} {} {}", r.subject, r.predicate, r.object)).collect::<Vec<_>>().join(", ")
    };
    for (sentence, expected) in [
        ("I live in Busan", "User lives_in Busan"),
        ("I moved from Seoul to Busan", "User lives_in Busan"),
        ("I'm a nurse at Naver", "User works_as nurse, User works_at Naver"),
        ("My sister Mia lives in Busan", "Mia sister_of User, Mia lives_in Busan"),
        ("My wife's name is Jane", "User married_to Jane"),
        ("My dog is called Rex", "User has_pet Rex"),
        ("I'm allergic to peanuts", "User allergic_to peanuts"),
        ("I like tea but hate coffee", "User likes tea, User dislikes coffee"),
        ("I drive a Tesla", "User owns Tesla"),
    ] {
        assert_eq!(relations(sentence), expected, "{sentence}");
    }
}

#[test]
fn a_sentence_without_a_subject_is_the_persons_unless_others_are_spoken_of() {
    let said = |message: &str| crate::rules::read(message, Timestamp::parse(AT).unwrap(), 0).len();
    for (message, expected) in [
        ("Good news! Signed up for my first marathon.", 1),
        ("My brother is happy. Signed up for his first marathon.", 0),
        ("My sister Mia called. Moved to Busan last week.", 1),
        ("She got a new job. Quit smoking, too.", 0),
    ] {
        assert_eq!(said(message), expected, "{message}");
    }
}
