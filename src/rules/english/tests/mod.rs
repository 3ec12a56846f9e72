//! Sentences, and what they say.

mod negative;
mod positive;
mod properties;

use super::*;

/// Noon of a Wednesday, UTC.
const AT: &str = "2026-04-29T12:00:00Z";

fn found(sentence: &str) -> Vec<Found> {
    read(sentence, Timestamp::parse(AT).unwrap(), 0)
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
