//! The exact scan of sealed rows in stages: two bits a component bound each row's score, and only rows whose bound
//! reaches the k-th best so far get an int8 score. Nothing is lost by it, for the bounds are proofs.

use super::{
    arena::CHUNK_ROWS,
    code::Query,
    finalists::Finalists,
    kernel,
    levels::{BLOCK, Tables},
    scan,
    segment::Segment,
    slots::SlotSet,
    staged::View,
};

/// Cells of each segment that are scored before the rest: what is near raises the mark that the others must reach.
const FIRST_CELLS: usize = 16;
/// Rows whose bounds are taken together.
const STRETCH: usize = 64 * BLOCK;
/// Stretches of a segment that tell whether bounds are worth it, and the part of the rows that may pass: one in so many.
const SAMPLES: usize = 4;
const ENOUGH: usize = 5;
/// An int8 score of a row out of order takes as long as of so many in order.
const OUT_OF_ORDER: usize = 3;

/// Whether every sealed row has levels, and there are any.
pub(super) fn is_ready(segments: &[Segment]) -> bool {
    !segments.is_empty() && segments.iter().all(|segment| segment.levels.is_some())
}

/// Offers all rows of `set` that could be in the answer.
pub(super) fn all(view: View<'_>, query: &Query, set: &SlotSet, finalists: &mut Finalists) {
    if !is_ready(view.segments) {
        return scan::all(view.arena, query, set, finalists);
    }
    let fresh = view.fresh.intersection(set);
    if fresh.len() * OUT_OF_ORDER < view.arena.chunk_count() * CHUNK_ROWS {
        scan::some(view.arena, query, fresh.iter(), finalists);
    } else {
        scan::all(view.arena, query, &fresh, finalists);
    }
    let bits = query.bits(view.arena.mean());
    let nearest: Vec<Vec<std::ops::Range<usize>>> =
        view.segments.iter().map(|segment| nearest(view, query, &bits, segment, set, finalists)).collect();
    let tables = Tables::new(query);
    if !tells(view, &tables, set, finalists) {
        finalists.restart();
        return scan::all(view.arena, query, set, finalists);
    }
    for (segment, seen) in view.segments.iter().zip(&nearest) {
        sweep(view, query, &tables, segment, seen, set, finalists);
    }
}

/// Whether bounds keep enough rows out, by a sample of them: where few neighbours are near, most rows could be one.
fn tells(view: View<'_>, tables: &Tables, set: &SlotSet, finalists: &Finalists) -> bool {
    let (mut bounds, mut sums) = ([0.0_f32; STRETCH], [0_u16; STRETCH]);
    let (mut asked, mut passed) = (0, 0);
    for segment in view.segments {
        let rows = &segment.cells.rows;
        let apart = (rows.len() / SAMPLES).next_multiple_of(STRETCH);
        for from in (0..rows.len()).step_by(apart.max(STRETCH)) {
            let Some(levels) = &segment.levels else { continue };
            levels.bounds(tables, from, &mut bounds, &mut sums);
            let stretch = rows.iter().skip(from).zip(&bounds);
            asked += stretch.len();
            passed += stretch
                .filter(|(slot, bound)| {
                    finalists.reaches(**bound) && segment.alive.contains(**slot) && set.contains(**slot)
                })
                .count();
        }
    }
    passed * ENOUGH <= asked
}

/// Offers the rows of the cells nearest to the query; where those are in the segment.
fn nearest(
    view: View<'_>,
    query: &Query,
    bits: &[u64],
    segment: &Segment,
    set: &SlotSet,
    finalists: &mut Finalists,
) -> Vec<std::ops::Range<usize>> {
    let mut near = Vec::new();
    segment.cells.near(query, bits, FIRST_CELLS, &mut near);
    near.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let seen: Vec<_> = near.iter().take(FIRST_CELLS).map(|(_, cell)| segment.cells.cell(*cell)).collect();
    for range in &seen {
        for slot in segment.cells.rows.get(range.clone()).unwrap_or_default() {
            offer(view, query, segment, *slot, set, finalists);
        }
    }
    seen
}

/// Offers the other rows whose bound reaches the mark.
fn sweep(
    view: View<'_>,
    query: &Query,
    tables: &Tables,
    segment: &Segment,
    seen: &[std::ops::Range<usize>],
    set: &SlotSet,
    finalists: &mut Finalists,
) {
    let Some(levels) = &segment.levels else { return };
    let (mut bounds, mut sums) = ([0.0_f32; STRETCH], [0_u16; STRETCH]);
    for (rows, from) in segment.cells.rows.chunks(STRETCH).zip((0..).step_by(STRETCH)) {
        levels.bounds(tables, from, &mut bounds, &mut sums);
        for ((slot, bound), at) in rows.iter().zip(&bounds).zip(from..) {
            if finalists.reaches(*bound) && !seen.iter().any(|range| range.contains(&at)) {
                offer(view, query, segment, *slot, set, finalists);
            }
        }
    }
}

#[inline]
fn offer(
    view: View<'_>,
    query: &Query,
    segment: &Segment,
    slot: u32,
    set: &SlotSet,
    finalists: &mut Finalists,
) {
    if segment.alive.contains(slot)
        && set.contains(slot)
        && let Some(row) = view.arena.row(slot)
    {
        let coarse = query.coarse(kernel::dot_i8(&query.codes, row.high), row.scale);
        finalists.offer(slot, coarse, row.slack);
    }
}
