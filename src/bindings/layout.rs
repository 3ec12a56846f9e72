//! How an index is laid out, as JavaScript says it.

use serde::Deserialize;

use crate::index::IndexOptions;

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(super) struct IndexConfig {
    cells_above: Option<usize>,
    graph_above: Option<usize>,
    may_block: bool,
    seed: u32,
}

impl IndexConfig {
    /// The same with the defaults filled in.
    pub(super) fn layout(self) -> IndexOptions {
        let defaults = IndexOptions::default();
        IndexOptions {
            cells_above: self.cells_above.unwrap_or(defaults.cells_above),
            graph_above: self.graph_above.unwrap_or(defaults.graph_above),
            may_block: self.may_block,
            seed: u64::from(self.seed),
        }
    }
}
