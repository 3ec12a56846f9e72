//! The first stage: Hamming distances of the sign bits of all fresh rows and of the sealed ones in cells near the query.

use std::ops::Range;

use super::{
    super::{arena::CHUNK_ROWS, code::Query, kernel, reach, segment::Segment, slots::SlotSet},
    Effort, Lane, Part, Run, Scratch, View, walked,
};

/// Rows whose bits stay in the nearest cache while one query after the other meets them.
const STRETCH: usize = 128;

/// Reads the chunks that hold fresh rows, a stretch at a time for one query after the other.
pub(super) fn read_chunks(view: View<'_>, lanes: &mut [Lane<'_>]) {
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
            for Lane { signs, scratch, .. } in &mut *lanes {
                let at = scratch.distances.len() - rows + done;
                let Some(distances) = scratch.distances.get_mut(at..) else { continue };
                let histogram = if all { &mut scratch.histogram } else { &mut scratch.ignored };
                kernel::hamming_rows(&signs.bits, row_bits, distances, histogram);
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
pub(super) fn read_cells_once(view: View<'_>, lanes: &mut [Lane<'_>], k: usize, effort: Effort) {
    let mut wanted: Vec<Vec<u32>> = view.segments.iter().map(|s| vec![0; s.cells.len()]).collect();
    for (lane, number) in lanes.iter_mut().zip(0..) {
        lane.scratch.choose(view, k, lane.query, &lane.signs.bits, effort);
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
                    let rows = segment.cells.cell(cell);
                    lane.scratch.read_rows(view, &lane.signs.bits, number, segment, rows, None);
                }
            }
        }
    }
}

impl Scratch {
    /// Into `cells`, those that are read: the ones near enough, segment by segment; or all, nearest first, where only some
    /// rows are eligible.
    fn choose(&mut self, view: View<'_>, k: usize, query: &Query, bits: &[u64], effort: Effort) {
        self.cells.clear();
        let read = |segment: &&Segment| walked(view, k, segment).is_none();
        let cells: usize = view.segments.iter().filter(read).map(|s| s.cells.len()).sum();
        if cells == 0 {
            return;
        }
        let share = if effort.reach.is_some() { effort.read } else { effort.share };
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
        if let Some(reach) = effort.reach {
            let level = reach::level(self.cells.iter().map(|(score, ..)| *score));
            self.cells.retain(|(score, ..)| *score >= level - reach);
        } else if wanted < self.cells.len() {
            self.cells.select_nth_unstable_by(wanted - 1, |a, b| b.0.total_cmp(&a.0));
            self.cells.truncate(wanted);
        }
        if view.segments.len() > 1 {
            self.cells.sort_unstable_by_key(|(_, segment, _)| *segment);
        }
    }

    /// Reads the cells nearest to the query; where only some rows are eligible, as many as hold their share of those and
    /// somewhat more, because as many answers then lie further from the query.
    pub(super) fn read_cells(
        &mut self,
        view: View<'_>,
        k: usize,
        query: &Query,
        bits: &[u64],
        effort: Effort,
    ) {
        self.choose(view, k, query, bits, effort);
        let chosen = std::mem::take(&mut self.cells);
        match view.eligible {
            None => {
                // Neighbouring cells are read as one: a cell of 32 rows takes hardly longer than going from one to the next.
                for run in chosen.chunk_by(|(_, a, cell), (_, b, next)| a == b && cell + 1 == *next) {
                    let [(_, number, first), ..] = run else { continue };
                    let Some(segment) = view.segments.get(*number) else { continue };
                    // The dead are counted too: they are few, and asking costs more.
                    let last = first + run.len() - 1;
                    self.read_rows(view, bits, *number, segment, segment.cells.cells(*first, last), None);
                }
            }
            Some(_) if chosen.is_empty() => {}
            Some(eligible) => {
                let eligible: Vec<SlotSet> =
                    view.segments.iter().map(|segment| segment.alive.intersection(eligible)).collect();
                let all: usize = eligible.iter().map(SlotSet::len).sum();
                let sealed: usize = view.segments.iter().map(Segment::rows).sum();
                let further = 2.0 - all as f32 / sealed as f32;
                let mut missing = ((all as f32 * effort.share * further) as usize).clamp(1, all.max(1));
                for (_, number, cell) in &chosen {
                    let (Some(segment), set) = (view.segments.get(*number), eligible.get(*number)) else {
                        continue;
                    };
                    missing = missing.saturating_sub(self.read_rows(
                        view,
                        bits,
                        *number,
                        segment,
                        segment.cells.cell(*cell),
                        set,
                    ));
                    if missing == 0 {
                        break;
                    }
                }
            }
        }
        self.cells = chosen;
    }

    /// Reads rows of a segment; how many of them were counted.
    fn read_rows(
        &mut self,
        view: View<'_>,
        bits: &[u64],
        number: usize,
        segment: &Segment,
        range: Range<usize>,
        eligible: Option<&SlotSet>,
    ) -> usize {
        let (at, runs, words) = (self.distances.len(), self.runs.len(), view.arena.words());
        let rows = segment.cells.rows.get(range.clone()).unwrap_or_default();
        let row_bits = segment.cells.bits.get(range.start * words..range.end * words).unwrap_or_default();
        self.distances.resize(at + rows.len(), 0);
        match self.parts.last_mut() {
            Some(Part::Cells { segment, rows: before, .. }) if *segment == number => *before += rows.len(),
            _ => self.parts.push(Part::Cells { segment: number, at, rows: rows.len(), runs }),
        }
        self.runs.push(Run { at, first: range.start });
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
