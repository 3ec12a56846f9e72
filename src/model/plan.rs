//! What one call changes, in the domain's nouns: committed as a whole or not at all.

use super::{event::Event, ids::MemoryId, memory::Memory, message::Message};

/// One memory's new state and the decision that led to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The memory as it will be; none where only a decision is recorded (NOOP).
    pub memory: Option<Memory>,
    /// The embedding of the version that the event leads to, if it has one and it is new.
    pub embedding: Option<Vec<f32>>,
    /// The history entry.
    pub event: Event,
}

/// Everything one call changes. An empty plan changes nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Decisions, in the order they were taken.
    pub changes: Vec<Change>,
    /// Memories whose rows are removed with all their versions, vectors and history.
    pub erase: Vec<MemoryId>,
    /// Messages to journal.
    pub messages: Vec<Message>,
}

impl Plan {
    /// Whether it would change nothing.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.erase.is_empty() && self.messages.is_empty()
    }
}
