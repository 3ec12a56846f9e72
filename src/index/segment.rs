//! Sealed rows: a partition into cells and, where it pays, a graph over the rows.

use super::{cells::Cells, graph::Graph, slots::SlotSet};

/// Rows that were sealed together. They change no more, but die: by removal, or because the slot got another vector.
#[derive(Debug)]
pub(super) struct Segment {
    pub(super) id: u32,
    pub(super) cells: Cells,
    /// The slots whose row here still counts.
    pub(super) alive: SlotSet,
    /// Raised whenever `alive` changes.
    pub(super) version: u64,
    pub(super) graph: Option<Graph>,
    /// Whether a graph was asked for: one that cannot be built is not asked for again.
    pub(super) graph_tried: bool,
}

impl Segment {
    pub(super) fn new(id: u32, cells: Cells, alive: SlotSet) -> Self {
        Self { id, cells, alive, version: 0, graph: None, graph_tried: false }
    }

    /// How many rows it holds, dead ones counted.
    pub(super) const fn rows(&self) -> usize {
        self.cells.rows.len()
    }

    /// The slot's row here does not count any more.
    pub(super) fn bury(&mut self, slot: u32) {
        let was = self.alive.remove(slot);
        self.version += u64::from(was);
    }

    /// Whether more than half of it is dead.
    pub(super) fn is_worn(&self) -> bool {
        self.alive.len() * 2 < self.rows()
    }

    pub(super) fn bytes(&self) -> usize {
        self.cells.bytes() + self.alive.words().len() * 8 + self.graph.as_ref().map_or(0, Graph::bytes)
    }
}
