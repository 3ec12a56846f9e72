//! The index of vectors: insert, remove, search, maintain, save and load.

use super::{slots::SlotSet, top_k::Scored};
use crate::{Error, Result};

/// How the index is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexOptions {
    /// How many vectors before the graph takes over from the exact scan. Default 50,000.
    pub graph_above: usize,
    /// How many vectors one graph holds. Default 10,000.
    pub segment_size: usize,
    /// Seeds the graphs: the same vectors in the same order with the same seed give the same graph.
    pub seed: u64,
}

impl Default for IndexOptions {
    fn default() -> Self {
        Self { graph_above: 50_000, segment_size: 10_000, seed: 0 }
    }
}

/// Vectors by slot, searched by cosine similarity.
#[derive(Debug)]
pub struct VectorIndex {
    dims: usize,
    options: IndexOptions,
}

impl VectorIndex {
    /// An empty index of vectors of `dims` components.
    pub fn new(dims: usize, options: IndexOptions) -> Self {
        Self { dims, options }
    }

    /// The width of its vectors.
    pub const fn dims(&self) -> usize {
        self.dims
    }

    /// Puts a vector in, in place of the one the slot has.
    pub fn insert(&mut self, _slot: u32, _vector: &[f32]) -> Result<()> {
        Err(Error::internal("not built yet"))
    }

    /// Takes a slot's vector out. True if it had one.
    pub fn remove(&mut self, _slot: u32) -> bool {
        false
    }

    /// How many vectors it holds.
    pub fn len(&self) -> usize {
        0
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the slot has a vector.
    pub fn contains(&self, slot: u32) -> bool {
        self.vector(slot).is_some()
    }

    /// The slot's vector, at length 1.
    pub fn vector(&self, _slot: u32) -> Option<&[f32]> {
        None
    }

    /// The `k` slots nearest to `query` among `allowed` (all, if none is given), best first.
    pub fn search(&self, _query: &[f32], _k: usize, _allowed: Option<&SlotSet>) -> Result<Vec<Scored>> {
        Ok(Vec::new())
    }

    /// Whether [`Self::maintain`] has something to do.
    pub fn needs_maintenance(&self) -> bool {
        self.options.graph_above == usize::MAX
    }

    /// Does one bounded piece of upkeep.
    pub fn maintain(&mut self) {}

    /// `graph` if a graph answers, `flat` if all is scanned, `none` if it is empty.
    pub fn kind(&self) -> &'static str {
        "none"
    }

    /// Everything, as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        Vec::new()
    }

    /// Reads what [`Self::to_bytes`] wrote.
    pub fn from_bytes(_bytes: &[u8], _options: IndexOptions) -> Result<Self> {
        Err(Error::storage_corrupt("not built yet"))
    }
}
