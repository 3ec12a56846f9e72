//! A sealed block of vectors with its graph, and the choice between walking the graph and scanning.

use super::{
    flat::Flat,
    graph::{EF_SEARCH, Graph},
    kernel,
    slots::SlotSet,
    top_k::TopK,
};
use crate::Result;

/// A walk of the graph costs about as much as scanning so many rows: 1,300 on data in few clusters, 4,900 on data in
/// many (measured on 10,000 × 768).
const WALK_COST_ROWS: usize = 4_000;
/// How many allowed rows a walk must be expected to meet for each one wanted, or it is not tried.
const OVERSAMPLE: usize = 2;

/// Vectors that no longer change but for being removed, with the graph over them.
#[derive(Debug)]
pub(crate) struct Segment {
    rows: Flat,
    graph: Graph,
}

impl Segment {
    /// Builds the graph over `rows`; blocks for the whole build.
    pub(crate) fn build(rows: Flat, dims: usize, seed: u64) -> Result<Self, Flat> {
        match Graph::build(rows.vectors(), dims, seed) {
            Ok(graph) => Ok(Self { rows, graph }),
            Err(_) => Err(rows),
        }
    }

    pub(crate) const fn from_parts(rows: Flat, graph: Graph) -> Self {
        Self { rows, graph }
    }

    pub(crate) const fn rows(&self) -> &Flat {
        &self.rows
    }

    pub(crate) const fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Leaves a tombstone: the graph still passes through the row, but never answers with it.
    pub(crate) fn remove(&mut self, slot: u32) -> bool {
        self.rows.bury(slot)
    }

    /// Whether it holds so little that its vectors are better put together with others.
    pub(crate) fn is_worn(&self, segment_size: usize) -> bool {
        self.rows.len() * 2 <= self.rows.row_count() || self.rows.len() * 2 < segment_size
    }

    /// Offers the vectors nearest to the unit vector `query` whose slots are allowed: at least `k`, or all there are.
    ///
    /// The filter is applied before anything is ranked out. A walk returns [`EF_SEARCH`] rows; where fewer than `k` of
    /// them are allowed, or that is to be expected, or a scan is cheaper, the allowed rows are scanned instead.
    pub(crate) fn search(
        &self,
        query: &[f32],
        k: usize,
        allowed: Option<&SlotSet>,
        scan_below: usize,
        top: &mut TopK,
    ) {
        let eligible = match allowed {
            None => self.rows.len(),
            Some(set) if set.len() <= scan_below.min(k) => set.len(),
            Some(set) => self.rows.live_slots().filter(|&slot| set.contains(slot)).count(),
        };
        let expected = EF_SEARCH * eligible / self.rows.row_count().max(1);
        let walk = eligible > scan_below.min(WALK_COST_ROWS) && expected >= k.saturating_mul(OVERSAMPLE);
        if !walk || !self.walk(query, k, allowed, top) {
            self.rows.scan(query, allowed, top);
        }
    }

    /// False, and nothing offered, if the walk met fewer than `k` rows that may answer.
    fn walk(&self, query: &[f32], k: usize, allowed: Option<&SlotSet>, top: &mut TopK) -> bool {
        let met: Vec<(u32, &[f32])> = self
            .graph
            .nearest(query, self.rows.vectors())
            .into_iter()
            .filter_map(|row| self.rows.row(row))
            .filter(|(slot, _)| allowed.is_none_or(|set| set.contains(*slot)))
            .collect();
        if met.len() < k {
            return false;
        }
        // Scored anew from the vectors, so that a score never depends on which way it was found.
        for (slot, vector) in met {
            top.push(slot, kernel::dot(query, vector));
        }
        true
    }
}
