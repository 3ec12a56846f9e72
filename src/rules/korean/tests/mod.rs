//! Sentences and what they say: each a row.

mod nothing;
mod properties;
mod statements;

use super::*;

pub(super) const AT: &str = "2026-05-01T03:00:00Z";
/// Seoul.
pub(super) const OFFSET: i32 = 540;

pub(super) fn said(sentence: &str) -> Vec<Found> {
    Reader::default().read(sentence, Timestamp::parse(AT).unwrap(), OFFSET)
}

/// The texts and slots that a sentence states: `text [key=value]`, parted by `; `.
pub(super) fn stated(sentence: &str) -> String {
    let of = |found: Found| match found {
        Found::Statement(Statement { text, slot: Some(slot), .. }) => {
            format!("{text} [{}={}]", slot.key, slot.value)
        }
        Found::Statement(statement) => statement.text,
        Found::Forget(topic) => format!("forget({topic})"),
        Found::Correction { wrong, right } => format!("{wrong}→{right}"),
    };
    said(sentence).into_iter().map(of).collect::<Vec<_>>().join("; ")
}
