//! Which memories a search may see: comparisons on fields and metadata, joined by AND, OR and NOT.

use serde_json::Value;

use super::{memory::Memory, scope::Scope};
use crate::{Error, Result};

/// A parsed filter.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter;

impl Filter {
    /// Parses mem0's filter JSON.
    pub fn parse(_value: &Value) -> Result<Self> {
        Err(Error::invalid_filter("not built yet"))
    }

    /// Parses a filter and takes the scope out of it: top-level equalities on `user_id`, `agent_id`, `run_id`.
    pub fn parse_with_scope(_value: &Value) -> Result<(Scope, Option<Self>)> {
        Err(Error::invalid_filter("not built yet"))
    }

    /// Whether `memory` passes.
    pub fn matches(&self, _memory: &Memory) -> bool {
        false
    }
}
