//! The index of vectors: insert, remove, search, maintain. New vectors are scanned; sealed ones have a graph.

use super::{
    flat::Flat, segment::Segment, slots::SlotSet, snapshot, top_k::Scored, top_k::TopK, vector::normalise,
};
use crate::{Error, ErrorCode, Result};

/// The smallest block worth a graph.
const MIN_SEGMENT: usize = 64;

/// How the index is laid out.
///
/// The defaults come from figures of one run (native, 128-bit vectors, one thread, 768 dimensions, top 10, clustered data):
///
/// | vectors | exact scan | walk of one graph | build of the graph | recall@10 |
/// | --- | --- | --- | --- | --- |
/// | 5,000 | 0.54 ms | 0.13 to 0.36 ms | 0.5 to 2.2 s | 1.000 |
/// | 10,000 | 1.17 ms | 0.15 to 0.57 ms | 1.4 to 5.5 s | 1.000 |
///
/// In wasm (simd128, Node 20, a busy machine) 5,000 took 2.6 s to build; a search took 1.3 ms against 3.2 ms scanned.
///
/// So a scan of 50,000 takes about 6 ms, which nobody notices, and five graphs 1 to 3 ms, for up to half a minute of
/// building: the graph is for what lies above. A larger segment searches faster and blocks longer while it is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexOptions {
    /// How many vectors before the graph takes over from the exact scan. Default 50,000.
    pub graph_above: usize,
    /// How many vectors one graph holds, at most `graph_above`. Default 10,000.
    pub segment_size: usize,
    /// Seeds the graphs: the same calls with the same seed give the same graphs. Default 0.
    pub seed: u64,
}

impl Default for IndexOptions {
    fn default() -> Self {
        Self { graph_above: 50_000, segment_size: 10_000, seed: 0 }
    }
}

impl IndexOptions {
    fn segment_size(&self) -> usize {
        self.segment_size.min(self.graph_above).max(MIN_SEGMENT)
    }
}

/// Vectors by slot, searched by cosine similarity.
///
/// Up to `graph_above` vectors every search is an exact scan. Above, [`Self::maintain`] seals the oldest vectors into
/// graphs, and a search is an exact scan of the rest and a walk of each graph, with recall measured in the tests.
#[derive(Debug)]
pub struct VectorIndex {
    dims: usize,
    options: IndexOptions,
    /// Vectors no graph holds yet.
    fresh: Flat,
    segments: Vec<Segment>,
    pub(super) versions: std::collections::BTreeMap<u32, u64>,
}

impl VectorIndex {
    /// An empty index of vectors of `dims` components.
    pub fn new(dims: usize, options: IndexOptions) -> Self {
        Self { dims, options, fresh: Flat::new(dims), segments: Vec::new(), versions: Default::default() }
    }

    /// The width of its vectors.
    pub const fn dims(&self) -> usize {
        self.dims
    }

    /// Puts a vector in, in place of the one the slot has. It is found from then on.
    ///
    /// Errors: `embedding_mismatch` for another width, `invalid_input` if a component is NaN or infinite or all are
    /// zero; the slot then keeps what it had.
    pub fn insert(&mut self, slot: u32, vector: &[f32]) -> Result<()> {
        let unit = self.unit(vector)?;
        for segment in &mut self.segments {
            segment.remove(slot);
        }
        self.fresh.insert(slot, &unit);
        self.touch(slot);
        Ok(())
    }

    /// Takes a slot's vector out; it is not found from then on. True if it had one.
    pub fn remove(&mut self, slot: u32) -> bool {
        let had = self.fresh.remove(slot) || self.segments.iter_mut().any(|segment| segment.remove(slot));
        if had {
            self.touch(slot);
        }
        had
    }

    /// How many vectors it holds.
    pub fn len(&self) -> usize {
        self.blocks().map(Flat::len).sum()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.blocks().all(|block| block.len() == 0)
    }

    /// Whether the slot has a vector.
    pub fn contains(&self, slot: u32) -> bool {
        self.vector(slot).is_some()
    }

    /// The slot's vector, scaled to length 1.
    pub fn vector(&self, slot: u32) -> Option<&[f32]> {
        self.blocks().find_map(|block| block.vector(slot))
    }

    /// The `k` slots nearest to `query` among `allowed` (all, if none is given), best first; ties by slot. The score is
    /// the cosine, −1 to 1. The set restricts before anything is ranked, so `k` slots come back if `k` are allowed.
    ///
    /// Errors: `embedding_mismatch` for another width, `invalid_input` if a component is NaN or infinite or all are
    /// zero.
    pub fn search(&self, query: &[f32], k: usize, allowed: Option<&SlotSet>) -> Result<Vec<Scored>> {
        let unit = self.unit(query)?;
        let mut top = TopK::new(k);
        self.fresh.scan(&unit, allowed, &mut top);
        let scan_below = self.options.graph_above / 2;
        for segment in &self.segments {
            segment.search(&unit, k, allowed, scan_below, &mut top);
        }
        Ok(top.into_sorted())
    }

    /// Whether [`Self::maintain`] has something to do.
    pub fn needs_maintenance(&self) -> bool {
        self.worn_segment().is_some() || self.may_seal()
    }

    /// Does one piece of upkeep: puts the vectors of one small, half-dead or no longer needed graph back among the
    /// fresh ones (a copy), then, above `graph_above`, seals the oldest `segment_size` fresh vectors into a graph.
    ///
    /// Blocks for the whole build of that graph: seconds, see [`IndexOptions`]; call it from a worker or when idle,
    /// never in answer to a search. Searches before and after see the same vectors. Repeated until
    /// [`Self::needs_maintenance`] is false, it ends.
    pub fn maintain(&mut self) {
        if let Some(worn) = self.worn_segment() {
            let segment = self.segments.swap_remove(worn);
            self.fresh.absorb(segment.rows());
        }
        if self.may_seal() {
            let oldest = self.fresh.take_oldest(self.options.segment_size());
            match Segment::build(oldest, self.dims, self.options.seed) {
                Ok(segment) => self.segments.push(segment),
                Err(rows) => self.fresh.absorb(&rows),
            }
        }
    }

    /// `graph` if a graph takes part in a search, `flat` if all is scanned, `none` if it is empty.
    pub fn kind(&self) -> &'static str {
        match (self.is_empty(), self.segments.is_empty()) {
            (true, _) => "none",
            (_, true) => "flat",
            _ => "graph",
        }
    }

    /// Everything, as bytes with a version and a checksum: four bytes a component and, in a graph, up to
    /// 300 a vector.
    pub fn to_bytes(&self) -> Vec<u8> {
        snapshot::write(self.dims, &self.fresh, &self.segments)
    }

    /// Reads what [`Self::to_bytes`] wrote; the options may be others than it was written with.
    ///
    /// Error: `storage_corrupt` for anything else, down to a single bit.
    pub fn from_bytes(bytes: &[u8], options: IndexOptions) -> Result<Self> {
        let (dims, fresh, segments) = snapshot::read(bytes)?;
        Ok(Self { dims, options, fresh, segments, versions: Default::default() })
    }

    fn blocks(&self) -> impl Iterator<Item = &Flat> {
        std::iter::once(&self.fresh).chain(self.segments.iter().map(Segment::rows))
    }

    fn unit(&self, vector: &[f32]) -> Result<Vec<f32>> {
        if vector.len() != self.dims {
            let message =
                format!("this store's embeddings have {} dimensions, not {}", self.dims, vector.len());
            return Err(Error::new(ErrorCode::EmbeddingMismatch, message));
        }
        normalise(vector)
    }

    fn may_seal(&self) -> bool {
        self.len() > self.options.graph_above && self.fresh.len() >= self.options.segment_size()
    }

    /// Below half of `graph_above` every graph is worn: not just below it, or a delete and an add would each cost a build.
    fn worn_segment(&self) -> Option<usize> {
        let few = self.len() * 2 < self.options.graph_above;
        let size = self.options.segment_size();
        self.segments.iter().position(|segment| few || segment.is_worn(size))
    }
}
