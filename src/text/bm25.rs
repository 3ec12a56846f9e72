//! Ranking by words.

use crate::index::{Scored, SlotSet};

/// Texts by slot, searched by their words.
#[derive(Debug, Default)]
pub struct WordIndex {}

impl WordIndex {
    /// An empty index.
    pub fn new() -> Self {
        Self::default()
    }

    /// Indexes a text, in place of the one the slot has.
    pub fn insert(&mut self, _slot: u32, _text: &str) {}

    /// Takes a slot's text out. True if it had one.
    pub fn remove(&mut self, _slot: u32) -> bool {
        false
    }

    /// The `k` slots that match `query` best among `allowed` (all, if none is given), best first.
    pub fn search(&self, _query: &str, _k: usize, _allowed: Option<&SlotSet>) -> Vec<Scored> {
        Vec::new()
    }

    /// How many texts it holds.
    pub fn len(&self) -> usize {
        0
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
