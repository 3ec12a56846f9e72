//! How an index is laid out, and how a search goes about it.

/// How the index is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexOptions {
    /// How many vectors may be fresh, that is, scanned from end to end, before they are sealed into cells.
    pub cells_above: usize,
    /// How large a segment must be for a graph over its vectors to pay.
    pub graph_above: usize,
    /// Whether upkeep may call what takes seconds: building a graph. Default false; true in a worker that does nothing else.
    pub may_block: bool,
    /// Seeds what is drawn: the same calls with the same seed give the same cells and graphs. Default 0.
    pub seed: u64,
}

impl Default for IndexOptions {
    fn default() -> Self {
        Self { cells_above: 16_384, graph_above: 200_000, may_block: false, seed: 0 }
    }
}

/// How much a search is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Effort {
    /// As much as recall 0.999 takes by the store's own measure. The default.
    #[default]
    Planned,
    /// As much as this recall takes by the store's own measure: at 0.9, 0.95, 0.98, 0.99, 0.995 and 0.999, in proportion
    /// between; what lies below counts as 0.9, above as 0.999.
    Recall(f32),
    /// So many candidates get an int8 score (`efSearch` of other indexes); at least `k` do, at most all.
    Ef(usize),
    /// The exact answer, by a proof on each score's error.
    Exact,
}
