//! Who and what a memory is about, and how they stand to each other: the nodes and edges of the graph. An edge holds as long
//! as the version of the memory that states it.

use serde::{Deserialize, Serialize};

/// The name of the person whose memory it is.
pub const USER: &str = "User";

/// A person, place or thing that a memory names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Entity {
    /// Its name as written. The person whose memory it is: `User`.
    pub name: String,
    /// What it is, in one lower-case English word: `person`, `organization`, `place`, `animal`, `product`, `event` …
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Other names that were stated for it, in any script.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

/// A directed, typed relation between two entities.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Relation {
    /// The name of the entity it starts from.
    pub subject: String,
    /// What it is, in lower-case English with underscores: `lives_in`, `works_at`, `sister_of`, `caused_by` …
    pub predicate: String,
    /// The name of the entity it leads to.
    pub object: String,
}
