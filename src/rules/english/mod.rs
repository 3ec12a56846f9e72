//! What sentences in English say.

use super::{Found, Slot};
use crate::model::Timestamp;

/// What a sentence says.
pub(super) fn read(_sentence: &str, _at: Timestamp, _offset_minutes: i32) -> Vec<Found> {
    Vec::new()
}

/// What a sentence of a memory is about.
pub(super) fn slot_of(_text: &str) -> Option<Slot> {
    None
}

/// A memory's text with what was wrong put right.
pub(super) fn corrected(_text: &str, _wrong: &str, _right: &str) -> Option<String> {
    None
}
