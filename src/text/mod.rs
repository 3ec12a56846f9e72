//! Words: normalising, splitting and ranking text in any language.
//!
//! Ranks with [`crate::index`]'s `SlotSet`, `Scored` and `TopK`, so that vectors and words speak of the same slots.

pub mod bm25;

pub use bm25::WordIndex;

/// How many tokens a model will likely count in `text`.
pub fn estimate_tokens(text: &str) -> usize {
    text.len()
}
