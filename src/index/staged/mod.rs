//! The staged scan: Hamming distances of sign bits, a cut by their histogram, distances weighed by the query of what is
//! left, another cut, int8 scores, and exact scores of the best of those. Fresh rows are read from end to end; of sealed
//! ones only the cells near the query.

mod rank;
mod read;

use super::{
    arena::Arena,
    code::{Query, Signs},
    graph::{EF_SEARCH, Graph},
    segment::Segment,
    slots::SlotSet,
    top_k::Scored,
};

/// A graph answers for at most one in so many of the rows it returns: the further down its list, the less sure.
const GRAPH_DEPTH: usize = 4;
/// How many queries go through the stages together, where that pays.
const LANES: usize = 16;
/// From so many bytes of sign bits on, that one query reads, it pays: below they stay in the second cache from one query
/// to the next, and what the queries keep would push rows out of the first.
const BEYOND_CACHE: usize = 1 << 20;

/// What there is to search.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    pub(super) arena: &'a Arena,
    pub(super) fresh: &'a SlotSet,
    pub(super) segments: &'a [Segment],
    /// The slots that may answer; all, if none is given.
    pub(super) eligible: Option<&'a SlotSet>,
}

/// How much work a query is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Effort {
    /// How many rows, nearest by their sign bits, get a weighed distance.
    pub(super) weighed: usize,
    /// How many of those, nearest by that, get an int8 score.
    pub(super) ef: usize,
    /// How far below the level of the nearest heads (see `index::reach`) that of a cell may score for its rows to be read.
    pub(super) reach: Option<f32>,
    /// Which share of the sealed rows that reads, about.
    pub(super) read: f32,
    /// Which share of the sealed rows is read where that is not what decides: of the eligible ones, where not all are.
    pub(super) share: f32,
}

/// Buffers that queries use one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    distances: Vec<u16>,
    histogram: Vec<u32>,
    /// Where counts go that do not matter.
    ignored: Vec<u32>,
    /// The runs of sealed rows that were read, in the order of their distances.
    runs: Vec<Run>,
    picked: Vec<u32>,
    /// The rows within the first cut, with their weighed distances.
    slots: Vec<u32>,
    weights: Vec<u16>,
    cells: Vec<(f32, usize, usize)>,
    near: Vec<(f32, usize)>,
    parts: Vec<Part>,
}

/// A stretch of `distances`.
#[derive(Clone, Copy, Debug)]
enum Part {
    /// The rows of a chunk, from this slot on.
    Chunk { first: u32, at: usize, rows: usize },
    /// Sealed rows of one segment; their runs begin at `runs`.
    Cells { segment: usize, at: usize, rows: usize, runs: usize },
}

/// Rows that lie one after the other in their segment.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// Where their distances begin.
    at: usize,
    /// The place of the first in the segment.
    first: usize,
}

/// A query on its way through the stages.
#[derive(Debug)]
pub(super) struct Lane<'a> {
    pub(super) query: &'a Query,
    /// Its signs about the arena's mean.
    pub(super) signs: &'a Signs,
    pub(super) scratch: &'a mut Scratch,
}

/// The `k` best of each query, by the exact scores of the rows that pass the stages: what each would get by itself. Rows
/// and cells are read once for all of them; at most 32 are taken.
pub(super) fn search(view: View<'_>, lanes: &mut [Lane<'_>], k: usize, effort: Effort) -> Vec<Vec<Scored>> {
    for lane in &mut *lanes {
        lane.scratch.begin(lane.query.codes.len());
    }
    read::read_chunks(view, lanes);
    if lanes.len() > 1 && view.eligible.is_none() {
        read::read_cells_once(view, lanes, k, effort);
    } else {
        for lane in &mut *lanes {
            lane.scratch.read_cells(view, k, lane.query, &lane.signs.bits, effort);
        }
    }
    lanes.iter_mut().map(|lane| lane.scratch.rank(view, lane.query, lane.signs, k, effort)).collect()
}

/// How many rows' sign bits a query of this effort reads, about.
pub(super) fn rows_read(view: View<'_>, effort: Effort) -> usize {
    let sealed: usize = view.segments.iter().map(Segment::rows).sum();
    view.fresh.len() + (sealed as f32 * effort.read) as usize
}

/// How many queries of several had best go through the stages together.
pub(super) fn together(view: View<'_>, effort: Effort) -> usize {
    if rows_read(view, effort) * view.arena.words() * 8 > BEYOND_CACHE { LANES } else { 1 }
}

/// The segment's graph, where it answers in place of the cells: instant-distance knows no filter and returns a fixed
/// number of rows.
fn walked<'a>(view: View<'_>, k: usize, segment: &'a Segment) -> Option<&'a Graph> {
    segment
        .graph
        .as_ref()
        .filter(|_| view.eligible.is_none() && k * GRAPH_DEPTH <= EF_SEARCH && !segment.is_worn())
}

impl Scratch {
    /// How many rows' sign bits the last query read.
    #[cfg(test)]
    pub(super) const fn read(&self) -> usize {
        self.distances.len()
    }

    fn begin(&mut self, width: usize) {
        self.distances.clear();
        self.runs.clear();
        self.parts.clear();
        self.histogram.clear();
        self.histogram.resize(width + 1, 0);
        self.ignored.resize(width + 1, 0);
    }
}
