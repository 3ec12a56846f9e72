//! The staged scan: Hamming distances of sign bits, a cut by their histogram, int8 scores of what is left, exact
//! scores of the best of those. Fresh rows are read from end to end; of sealed ones only the cells near the query.

use super::{
    arena::{Arena, CHUNK_ROWS},
    cells::threshold,
    code::Query,
    finalists::{Bound, Finalists},
    graph::{EF_SEARCH, Graph},
    kernel, scan,
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
/// Rows whose bits stay in the nearest cache while one query after the other meets them.
const STRETCH: usize = 128;

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
    /// How many rows get an int8 score.
    pub(super) ef: usize,
    /// Which share of the sealed rows is read.
    pub(super) share: f32,
}

/// Buffers that queries use one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    distances: Vec<u16>,
    histogram: Vec<u32>,
    /// Where counts go that do not matter.
    ignored: Vec<u32>,
    /// The slots of the sealed rows that were read, in the order of their distances.
    slots: Vec<u32>,
    picked: Vec<u32>,
    cells: Vec<(f32, usize, usize)>,
    near: Vec<(f32, usize)>,
    parts: Vec<Part>,
}

/// A stretch of `distances`.
#[derive(Clone, Copy, Debug)]
enum Part {
    /// The rows of a chunk, from this slot on.
    Chunk { first: u32, at: usize, rows: usize },
    /// Sealed rows of one segment; their slots begin at `slots`.
    Cells { segment: usize, at: usize, rows: usize, slots: usize },
}

/// A query on its way through the stages.
#[derive(Debug)]
pub(super) struct Lane<'a> {
    pub(super) query: &'a Query,
    /// Its signs about the arena's mean.
    pub(super) bits: &'a [u64],
    pub(super) scratch: &'a mut Scratch,
}

/// The `k` best of each query, by the exact scores of the rows that pass the stages: what each would get by itself. Rows
/// and cells are read once for all of them; at most 32 are taken.
pub(super) fn search(view: View<'_>, lanes: &mut [Lane<'_>], k: usize, effort: Effort) -> Vec<Vec<Scored>> {
    for lane in &mut *lanes {
        lane.scratch.begin(lane.query.codes.len());
    }
    read_chunks(view, lanes);
    if lanes.len() > 1 && view.eligible.is_none() {
        read_cells_once(view, lanes, k, effort.share);
    } else {
        for lane in &mut *lanes {
            lane.scratch.read_cells(view, k, lane.query, lane.bits, effort.share);
        }
    }
    lanes.iter_mut().map(|lane| lane.scratch.rank(view, lane.query, k, effort)).collect()
}

/// How many rows' sign bits a query of this effort reads, about.
pub(super) fn rows_read(view: View<'_>, effort: Effort) -> usize {
    let sealed: usize = view.segments.iter().map(Segment::rows).sum();
    view.fresh.len() + (sealed as f32 * effort.share) as usize
}

/// How many queries of several had best go through the stages together.
pub(super) fn together(view: View<'_>, effort: Effort) -> usize {
    if rows_read(view, effort) * view.arena.words() * 8 > BEYOND_CACHE { LANES } else { 1 }
}

/// Reads the chunks that hold fresh rows, a stretch at a time for one query after the other.
fn read_chunks(view: View<'_>, lanes: &mut [Lane<'_>]) {
    let words = view.arena.words().max(1);
    let stretch = if lanes.len() > 1 { STRETCH } else { CHUNK_ROWS };
    for (first, chunk) in view.arena.chunks() {
        let fresh = view.fresh.count_range(first, CHUNK_ROWS);
        if fresh == 0 {
            continue;
        }
        let rows = chunk.scales.len();
        let all = fresh == rows && view.eligible.is_none();
        for Lane { scratch, .. } in &mut *lanes {
            let at = scratch.distances.len();
            scratch.distances.resize(at + rows, 0);
            scratch.parts.push(Part::Chunk { first, at, rows });
        }
        for (row_bits, done) in chunk.bits.chunks(stretch * words).zip((0..).step_by(stretch)) {
            for Lane { bits, scratch, .. } in &mut *lanes {
                let at = scratch.distances.len() - rows + done;
                let Some(distances) = scratch.distances.get_mut(at..) else { continue };
                let histogram = if all { &mut scratch.histogram } else { &mut scratch.ignored };
                kernel::hamming_rows(bits, row_bits, distances, histogram);
            }
        }
        for Lane { scratch, .. } in lanes.iter_mut().filter(|_| !all) {
            let at = scratch.distances.len() - rows;
            let Some(distances) = scratch.distances.get(at..) else { continue };
            for (distances, word) in distances.chunks(64).zip(first / 64..) {
                let eligible = view.eligible.map_or(u64::MAX, |set| set.word(word));
                count(&mut scratch.histogram, distances, view.fresh.word(word) & eligible);
            }
        }
    }
}

/// Reads each cell that lies near one of the queries, in the order they are stored in, for all whom it is near.
fn read_cells_once(view: View<'_>, lanes: &mut [Lane<'_>], k: usize, share: f32) {
    let mut wanted: Vec<Vec<u32>> = view.segments.iter().map(|s| vec![0; s.cells.len()]).collect();
    for (lane, number) in lanes.iter_mut().zip(0..) {
        lane.scratch.choose(view, k, lane.query, lane.bits, share);
        for (_, segment, cell) in &lane.scratch.cells {
            if let Some(set) = wanted.get_mut(*segment).and_then(|cells| cells.get_mut(*cell)) {
                *set |= 1 << number;
            }
        }
    }
    for ((segment, cells), number) in view.segments.iter().zip(wanted).zip(0..) {
        for (set, cell) in cells.into_iter().zip(0..).filter(|(set, _)| *set != 0) {
            for (lane, nth) in lanes.iter_mut().zip(0..) {
                if set >> nth & 1 == 1 {
                    lane.scratch.read_cell(view, lane.bits, number, segment, cell, None);
                }
            }
        }
    }
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
    fn begin(&mut self, width: usize) {
        self.distances.clear();
        self.slots.clear();
        self.parts.clear();
        self.histogram.clear();
        self.histogram.resize(width + 1, 0);
        self.ignored.resize(width + 1, 0);
    }

    /// Into `cells`, those that are read: the `share` of them nearest to the query, segment by segment; or all, nearest
    /// first, where only some rows are eligible.
    fn choose(&mut self, view: View<'_>, k: usize, query: &Query, bits: &[u64], share: f32) {
        self.cells.clear();
        let read = |segment: &&Segment| walked(view, k, segment).is_none();
        let cells: usize = view.segments.iter().filter(read).map(|s| s.cells.len()).sum();
        if cells == 0 {
            return;
        }
        let wanted = ((cells as f32 * share) as usize).clamp(1, cells);
        for (number, segment) in view.segments.iter().enumerate().filter(|(_, segment)| read(segment)) {
            self.near.clear();
            let wanted = if view.eligible.is_some() { cells } else { wanted };
            segment.cells.near(query, bits, wanted, &mut self.near);
            self.cells.extend(self.near.iter().map(|(score, cell)| (*score, number, *cell)));
        }
        if view.eligible.is_some() {
            self.cells.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
            return;
        }
        if wanted < self.cells.len() {
            self.cells.select_nth_unstable_by(wanted - 1, |a, b| b.0.total_cmp(&a.0));
            self.cells.truncate(wanted);
        }
        if view.segments.len() > 1 {
            self.cells.sort_unstable_by_key(|(_, segment, _)| *segment);
        }
    }

    /// Reads the cells nearest to the query: `share` of them, or, where only some rows are eligible, as many as hold
    /// that share of the eligible ones and somewhat more, because as many answers then lie further from the query.
    fn read_cells(&mut self, view: View<'_>, k: usize, query: &Query, bits: &[u64], share: f32) {
        self.choose(view, k, query, bits, share);
        let chosen = std::mem::take(&mut self.cells);
        match view.eligible {
            None => {
                for (_, number, cell) in &chosen {
                    let Some(segment) = view.segments.get(*number) else { continue };
                    // The dead are counted too: they are few, and asking costs more.
                    self.read_cell(view, bits, *number, segment, *cell, None);
                }
            }
            Some(_) if chosen.is_empty() => {}
            Some(eligible) => {
                let eligible: Vec<SlotSet> =
                    view.segments.iter().map(|segment| segment.alive.intersection(eligible)).collect();
                let all: usize = eligible.iter().map(SlotSet::len).sum();
                let sealed: usize = view.segments.iter().map(Segment::rows).sum();
                let further = 2.0 - all as f32 / sealed as f32;
                let mut missing = ((all as f32 * share * further) as usize).clamp(1, all.max(1));
                for (_, number, cell) in &chosen {
                    let (Some(segment), set) = (view.segments.get(*number), eligible.get(*number)) else {
                        continue;
                    };
                    missing =
                        missing.saturating_sub(self.read_cell(view, bits, *number, segment, *cell, set));
                    if missing == 0 {
                        break;
                    }
                }
            }
        }
        self.cells = chosen;
    }

    /// Reads one cell; how many of its rows were counted.
    fn read_cell(
        &mut self,
        view: View<'_>,
        bits: &[u64],
        number: usize,
        segment: &Segment,
        cell: usize,
        eligible: Option<&SlotSet>,
    ) -> usize {
        let (at, slots, words) = (self.distances.len(), self.slots.len(), view.arena.words());
        let range = segment.cells.cell(cell);
        let rows = segment.cells.rows.get(range.clone()).unwrap_or_default();
        let row_bits = segment.cells.bits.get(range.start * words..range.end * words).unwrap_or_default();
        self.distances.resize(at + rows.len(), 0);
        self.slots.extend_from_slice(rows);
        match self.parts.last_mut() {
            Some(Part::Cells { segment, rows: before, .. }) if *segment == number => *before += rows.len(),
            _ => self.parts.push(Part::Cells { segment: number, at, rows: rows.len(), slots }),
        }
        let Some(distances) = self.distances.get_mut(at..) else { return 0 };
        let Some(eligible) = eligible else {
            kernel::hamming_rows(bits, row_bits, distances, &mut self.histogram);
            return rows.len();
        };
        kernel::hamming_rows(bits, row_bits, distances, &mut self.ignored);
        let mut counted = 0;
        for (slot, distance) in rows.iter().zip(&*distances) {
            // Added, not branched on: which rows are eligible is as good as random.
            let one = u32::from(eligible.contains(*slot));
            if let Some(count) = self.histogram.get_mut(usize::from(*distance)) {
                *count += one;
            }
            counted += one as usize;
        }
        counted
    }

    /// The `k` best of what was read: int8 scores of the rows within the cut, exact ones of what may be among the best.
    fn rank(&mut self, view: View<'_>, query: &Query, k: usize, effort: Effort) -> Vec<Scored> {
        let cut = threshold(&self.histogram, effort.ef.max(k));
        let mut finalists = Finalists::new(query, k, Bound::Likely);
        for part in std::mem::take(&mut self.parts) {
            self.pick(view, part, cut);
            for slot in &self.picked {
                if view.eligible.is_none_or(|set| set.contains(*slot))
                    && let Some(row) = view.arena.row(*slot)
                {
                    let coarse = query.coarse(kernel::dot_i8(&query.codes, row.high), row.scale);
                    finalists.offer(*slot, coarse, row.slack);
                }
            }
        }
        for segment in view.segments {
            let Some(graph) = walked(view, k, segment) else { continue };
            let met = graph.nearest(query, view.arena, &segment.cells.rows);
            let met = met.into_iter().filter(|slot| segment.alive.contains(*slot));
            scan::some(view.arena, query, met, &mut finalists);
        }
        finalists.settle(view.arena, query)
    }

    /// The slots of a part within the cut whose row counts, into `picked`.
    fn pick(&mut self, view: View<'_>, part: Part, cut: u16) {
        self.picked.clear();
        match part {
            Part::Chunk { first, at, rows } => {
                let distances = self.distances.get(at..at + rows).unwrap_or_default();
                kernel::select_le(distances, cut, first, &mut self.picked);
                self.picked.retain(|slot| view.fresh.contains(*slot));
            }
            Part::Cells { segment, at, rows, slots } => {
                let distances = self.distances.get(at..at + rows).unwrap_or_default();
                let slots = self.slots.get(slots..slots + rows).unwrap_or_default();
                kernel::select_le(distances, cut, 0, &mut self.picked);
                let alive = view.segments.get(segment).map(|s| &s.alive);
                for place in &mut self.picked {
                    *place = slots.get(*place as usize).copied().unwrap_or(u32::MAX);
                }
                self.picked.retain(|slot| alive.is_some_and(|alive| alive.contains(*slot)));
            }
        }
    }
}

/// Counts the distances whose bit is set in `mask`. Added, not branched on: which are is as good as random.
fn count(histogram: &mut [u32], distances: &[u16], mask: u64) {
    if mask == 0 {
        return;
    }
    for (distance, row) in distances.iter().zip(0..) {
        if let Some(count) = histogram.get_mut(usize::from(*distance)) {
            *count += u32::from(mask >> row & 1 == 1);
        }
    }
}
