//! What was decided about a memory, and why: the entries of its history.

use serde::{Deserialize, Serialize};

use super::{
    ids::{EventId, MemoryId},
    memory::Evidence,
    time::Timestamp,
};

/// A decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Op {
    /// A new memory.
    Add,
    /// A new version of a memory.
    Update,
    /// The memory was closed; its versions stay in its history.
    Delete,
    /// Nothing new: what was said is known already.
    Noop,
}

/// One entry of a memory's history. Texts are read from the versions it names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// The memory it is about.
    pub memory_id: MemoryId,
    /// What was decided.
    pub op: Op,
    /// When.
    pub at: Timestamp,
    /// The version that was current before, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_version: Option<u32>,
    /// The version that is current after, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_version: Option<u32>,
    /// The decision that it reverses, if it was made to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<EventId>,
    /// Who decided it, on what grounds.
    #[serde(default)]
    pub evidence: Evidence,
}
