//! What the graph is asked.

use serde::Deserialize;

use super::check::checked_count;
use crate::{
    Error, Result,
    model::{Scope, Timestamp},
    sort::Arrange,
};

/// The longest name that is looked up, in characters.
const MAX_NAME_CHARS: usize = 200;

request! {
    /// Options of `graph.entities`.
    EntitiesOptions {
        /// How many at most.
        limit: Option<f64>,
        /// What had been said by then, RFC 3339.
        as_of: Option<String>,
    }
}

/// A checked question for entities.
#[derive(Clone, Debug)]
pub struct Entities {
    /// Whose memories.
    pub scope: Scope,
    /// How many at most: 1 to 10,000.
    pub limit: usize,
    /// What had been said by then; none for what is known now.
    pub as_of: Option<Timestamp>,
}

impl EntitiesOptions {
    /// Checks scope, limit and moment.
    pub fn checked(self) -> Result<Entities> {
        let limit = checked_count("limit", self.limit, 100, 1..=10_000)?;
        let as_of = self.as_of.as_deref().map(Timestamp::parse).transpose()?;
        Ok(Entities { scope: self.scope().checked()?, limit, as_of })
    }
}

request! {
    /// Options of `graph.neighbors`.
    NeighborsOptions {
        /// Within how many steps.
        depth: Option<f64>,
        /// How many at most.
        limit: Option<f64>,
        /// What had been said by then, RFC 3339.
        as_of: Option<String>,
    }
}

/// A checked question for neighbours.
#[derive(Clone, Debug)]
pub struct Neighbors {
    /// Of whom: trimmed, not empty.
    pub entity: String,
    /// Whose memories.
    pub scope: Scope,
    /// Within how many steps: 1 to 4.
    pub depth: usize,
    /// How many at most: 1 to 1,000.
    pub limit: usize,
    /// What had been said by then; none for what is known now.
    pub as_of: Option<Timestamp>,
}

impl NeighborsOptions {
    /// Checks name, scope, depth, limit and moment.
    pub fn checked(self, entity: &str) -> Result<Neighbors> {
        Ok(Neighbors {
            entity: checked_name(entity)?,
            depth: checked_count("depth", self.depth, 1, 1..=4)?,
            limit: checked_count("limit", self.limit, 50, 1..=1_000)?,
            as_of: self.as_of.as_deref().map(Timestamp::parse).transpose()?,
            scope: self.scope().checked()?,
        })
    }
}

request! {
    /// Options of `graph.path`.
    PathOptions {
        /// In how many steps at most.
        max_depth: Option<f64>,
        /// What had been said by then, RFC 3339.
        as_of: Option<String>,
    }
}

/// A checked question for a path.
#[derive(Clone, Debug)]
pub struct PathBetween {
    /// From whom: trimmed, not empty.
    pub from: String,
    /// To whom, likewise.
    pub to: String,
    /// Whose memories.
    pub scope: Scope,
    /// In how many steps at most: 1 to 8.
    pub max_depth: usize,
    /// What had been said by then; none for what is known now.
    pub as_of: Option<Timestamp>,
}

impl PathOptions {
    /// Checks names, scope, depth and moment.
    pub fn checked(self, from: &str, to: &str) -> Result<PathBetween> {
        Ok(PathBetween {
            from: checked_name(from)?,
            to: checked_name(to)?,
            max_depth: checked_count("maxDepth", self.max_depth, 4, 1..=8)?,
            as_of: self.as_of.as_deref().map(Timestamp::parse).transpose()?,
            scope: self.scope().checked()?,
        })
    }
}

request! {
    /// Options of `graph.related`.
    RelatedOptions {
        /// `causal`, `temporal`, `semantic`.
        kinds: Option<Vec<LinkKind>>,
        /// How many at most.
        limit: Option<f64>,
    }
}

/// How one memory is related to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkKind {
    /// One is why the other is so.
    Causal,
    /// One came before or after the other.
    Temporal,
    /// They are about the same.
    Semantic,
}

/// A checked question for related memories.
#[derive(Clone, Debug)]
pub struct Related {
    /// Among whose memories; none: among those of the memory's own scope.
    pub scope: Option<Scope>,
    /// In which ways, each once.
    pub kinds: Vec<LinkKind>,
    /// How many at most: 1 to 1,000.
    pub limit: usize,
}

impl RelatedOptions {
    /// Checks scope, kinds and limit.
    pub fn checked(self) -> Result<Related> {
        let all = || vec![LinkKind::Causal, LinkKind::Temporal, LinkKind::Semantic];
        let scope = self.scope();
        let limit = checked_count("limit", self.limit, 20, 1..=1_000)?;
        let mut kinds = self.kinds.unwrap_or_else(all);
        if kinds.is_empty() {
            return Err(Error::invalid_input(
                "kinds must name at least one of causal, temporal and semantic",
            ));
        }
        kinds.arrange();
        kinds.dedup();
        let scope = if scope == Scope::default() { None } else { Some(scope.checked()?) };
        Ok(Related { scope, kinds, limit })
    }
}

request! {
    /// Options of `timeline`.
    TimelineOptions {
        /// From when on, RFC 3339.
        from: Option<String>,
        /// Until when, that moment left out, RFC 3339.
        to: Option<String>,
        /// How many at most.
        limit: Option<f64>,
    }
}

/// A checked question for a timeline.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// Of whom: trimmed, not empty.
    pub entity: String,
    /// Whose memories.
    pub scope: Scope,
    /// From when on.
    pub from: Option<Timestamp>,
    /// Until when, that moment left out.
    pub to: Option<Timestamp>,
    /// How many at most: 1 to 10,000.
    pub limit: usize,
}

impl TimelineOptions {
    /// Checks name, scope, window and limit.
    pub fn checked(self, entity: &str) -> Result<Timeline> {
        let from = self.from.as_deref().map(Timestamp::parse).transpose()?;
        let to = self.to.as_deref().map(Timestamp::parse).transpose()?;
        if from.zip(to).is_some_and(|(from, to)| to <= from) {
            return Err(Error::invalid_input("to must come after from"));
        }
        let limit = checked_count("limit", self.limit, 100, 1..=10_000)?;
        Ok(Timeline { entity: checked_name(entity)?, scope: self.scope().checked()?, from, to, limit })
    }
}

fn checked_name(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > MAX_NAME_CHARS {
        return Err(Error::invalid_input(format!(
            "an entity's name must hold 1 to {MAX_NAME_CHARS} characters"
        )));
    }
    Ok(name.to_owned())
}
