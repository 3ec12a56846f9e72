//! What the graph answers: the shapes of `src/bindings/graph.d.ts`.

use serde::Serialize;

use super::super::request::LinkKind;
use crate::model::{Entity, Kind};

/// One of the entities of a scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntityItem {
    /// The entity.
    #[serde(flatten)]
    pub entity: Entity,
    /// How many memories name it.
    pub memories: usize,
}

/// A relation with the memory that states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RelationItem {
    /// The name of the entity it starts from.
    pub subject: String,
    /// What it is.
    pub predicate: String,
    /// The name of the entity it leads to.
    pub object: String,
    /// The memory that states it.
    pub memory_id: String,
    /// When that was said, RFC 3339.
    pub valid_from: String,
    /// When it ends, if that is known, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<String>,
    /// When it happened or began, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_time: Option<String>,
}

/// An entity near another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Neighbor {
    /// The entity.
    pub entity: Entity,
    /// What leads to it from one step nearer, the newest first.
    pub relations: Vec<RelationItem>,
    /// In how many steps.
    pub distance: usize,
}

/// What `graph.neighbors` answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Neighborhood {
    /// Whom the name was taken for; none if nobody is called so.
    pub entity: Option<Entity>,
    /// Nearest first.
    pub neighbors: Vec<Neighbor>,
}

/// What `graph.path` answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GraphPath {
    /// From the first to the last.
    pub path: Vec<Entity>,
    /// One a step.
    pub relations: Vec<RelationItem>,
}

/// One of what `graph.related` answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RelatedItem {
    /// The memory.
    pub id: String,
    /// Its text.
    pub memory: String,
    /// How it is related.
    pub kind: LinkKind,
    /// How closely, 0 to 1, to be compared within its kind.
    #[serde(serialize_with = "super::shortest")]
    pub score: f32,
    /// `caused_by` and the like; `before`, `after` or `same time`; `meaning`, `words` or `entities`.
    pub reason: String,
    /// The names of the entities it goes by.
    pub via: Vec<String>,
}

/// One entry of `timeline`: a version of a memory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TimelineEntry {
    /// The memory.
    pub memory_id: String,
    /// The version's number.
    pub version: u32,
    /// Its text.
    pub memory: String,
    /// What sort of thing it is.
    pub kind: Kind,
    /// Where it stands in time: when it happened, or where nobody said, when it was said. RFC 3339.
    pub at: String,
    /// When it happened or began, if that was said. RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_time: Option<String>,
    /// When it was said. RFC 3339.
    pub valid_from: String,
    /// When it was replaced, deleted or over; absent while it holds. RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<String>,
    /// The text that replaced it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
}
