//! The exact scan: every eligible row's int8 score, then exact scores of all that can be among the best.

use super::{
    arena::{Arena, CHUNK_ROWS},
    code::Query,
    finalists::Finalists,
    kernel,
    slots::SlotSet,
};

/// So many rows that lie anywhere are scored at a time.
const SCATTERED: usize = 32;

/// Scores all rows chunk by chunk; only `eligible` ones are offered.
pub(super) fn all(arena: &Arena, query: &Query, eligible: &SlotSet, finalists: &mut Finalists) {
    stretch(arena, query, eligible, finalists, 0, usize::MAX);
}

/// Scores the rows of `count` chunks from the chunk `from` on. True if those were the last.
pub(super) fn stretch(
    arena: &Arena,
    query: &Query,
    eligible: &SlotSet,
    finalists: &mut Finalists,
    from: usize,
    count: usize,
) -> bool {
    let mut dots = [0_i32; CHUNK_ROWS];
    for (first, chunk) in arena.chunks_from(from).take(count) {
        if eligible.count_range(first, CHUNK_ROWS) == 0 {
            continue;
        }
        kernel::dot_i8_rows(&query.codes, &chunk.high, &mut dots);
        let rows = dots.iter().zip(&chunk.scales).zip(&chunk.slacks).zip(first..);
        for (((dot, scale), slack), slot) in rows {
            let coarse = query.coarse(*dot, *scale);
            if finalists.admits(coarse, *slack) && eligible.contains(slot) {
                finalists.offer(slot, coarse, *slack);
            }
        }
    }
    from.saturating_add(count) >= arena.chunk_count()
}

/// Scores all rows for several queries, each block of rows read once for all of them.
pub(super) fn all_many(arena: &Arena, queries: &[Query], eligible: &SlotSet, finalists: &mut [Finalists]) {
    /// So many rows at a time stay in the first cache while every query meets them.
    const BLOCK: usize = 64;
    let codes: Vec<i16> = queries.iter().flat_map(|q| q.codes.iter().copied()).collect();
    let mut dots = vec![0_i32; BLOCK * queries.len()];
    for (first, chunk) in arena.chunks() {
        if eligible.count_range(first, CHUNK_ROWS) == 0 {
            continue;
        }
        let blocks = chunk.high.chunks(BLOCK * arena.stride()).zip((first..).step_by(BLOCK));
        for ((rows, from), row) in blocks.zip((0..).step_by(BLOCK)) {
            let count = rows.len() / arena.stride();
            kernel::dot_i8_rows_many(&codes, arena.stride(), rows, &mut dots);
            let scales = chunk.scales.get(row..row + count).unwrap_or_default();
            let slacks = chunk.slacks.get(row..row + count).unwrap_or_default();
            for ((query, finalists), dots) in
                queries.iter().zip(&mut *finalists).zip(dots.chunks(count.max(1)))
            {
                for (((dot, scale), slack), slot) in dots.iter().zip(scales).zip(slacks).zip(from..) {
                    let coarse = query.coarse(*dot, *scale);
                    if finalists.admits(coarse, *slack) && eligible.contains(slot) {
                        finalists.offer(slot, coarse, *slack);
                    }
                }
            }
        }
    }
}

/// Scores the rows of these slots, wherever they lie.
pub(super) fn some(
    arena: &Arena,
    query: &Query,
    slots: impl Iterator<Item = u32>,
    finalists: &mut Finalists,
) {
    let mut rows = slots.filter_map(|slot| Some((slot, arena.row(slot)?)));
    let (mut block, mut codes) = (Vec::with_capacity(SCATTERED), Vec::with_capacity(SCATTERED));
    loop {
        block.clear();
        block.extend(rows.by_ref().take(SCATTERED));
        codes.clear();
        codes.extend(block.iter().map(|(_, row)| row.high));
        let mut dots = [0_i32; SCATTERED];
        kernel::dot_i8_each(&query.codes, &codes, &mut dots);
        for ((slot, row), dot) in block.iter().zip(dots) {
            finalists.offer(*slot, query.coarse(dot, row.scale), row.slack);
        }
        if block.len() < SCATTERED {
            return;
        }
    }
}
