//! Sign bits taken about a new mean, in small steps: the new ones are made beside those that are searched, and put in
//! their place once all are there. So every query compares bits about one origin.

use super::{
    arena::{Arena, CHUNK_ROWS, full, note, place},
    cells::CellBits,
    code::{self, COARSE},
    lloyd::spread_set,
    segment::Segment,
    slots::SlotSet,
};
use crate::Result;

/// Rows whose mean is the origin.
const MEAN_SAMPLE: usize = 4_096;

/// New sign bits in the making.
#[derive(Debug)]
pub(super) struct Recentring {
    mean: Vec<f32>,
    /// Those of the chunks that were done.
    chunks: Vec<Vec<u64>>,
    /// Those of the segments that were begun.
    segments: Vec<CellBits>,
    /// How many of them are done.
    done: usize,
}

impl Recentring {
    /// Begins, about the mean of some of the `live` rows: half of all bits are then set, which tells most.
    pub(super) fn new(arena: &Arena, live: &SlotSet, seed: u64) -> Self {
        let sample = spread_set(live, MEAN_SAMPLE, seed);
        let share = 1.0 / sample.len().max(1) as f32;
        let mut mean = vec![0.0_f32; arena.stride()];
        for row in sample.iter().filter_map(|slot| arena.row(*slot)) {
            let scale = row.scale * COARSE * share;
            mean.iter_mut().zip(row.high).for_each(|(mean, x)| *mean += f32::from(*x) * scale);
        }
        Self { mean, chunks: Vec::new(), segments: Vec::new(), done: 0 }
    }

    /// Does a bounded piece of work; true once [`Self::finish`] may be called. Error: `out_of_memory`.
    pub(super) fn step(&mut self, arena: &Arena, segments: &[Segment]) -> Result<bool> {
        if let Some((_, chunk)) = arena.chunks_from(self.chunks.len()).next() {
            let mut bits = Vec::new();
            bits.try_reserve_exact(chunk.bits.capacity()).map_err(|_| full())?;
            bits.resize(chunk.bits.len(), 0);
            chunk.signs(arena.stride(), arena.words(), Some(&self.mean), &mut bits);
            self.chunks.push(bits);
            return Ok(false);
        }
        let Some(segment) = segments.get(self.done) else { return Ok(true) };
        if self.segments.len() == self.done {
            self.segments.push(CellBits::default());
        }
        let (chunks, words) = (&self.chunks, arena.words());
        let of = |slot| {
            note(1);
            let (chunk, row) = place(slot);
            chunks.get(chunk)?.get(row * words..(row + 1) * words)
        };
        if let Some(bits) = self.segments.last_mut()
            && bits.step(arena, Some(&self.mean), of, &segment.cells.rows, &segment.cells.heads)
        {
            self.done += 1;
        }
        Ok(false)
    }

    /// The slot's row was written: its new bits are not those taken before. Segments need none, for it is dead there.
    pub(super) fn renew(&mut self, arena: &Arena, slot: u32) {
        let (chunk, at) = place(slot);
        let (words, rows) = (arena.words(), at + 1);
        let Some(bits) = self.chunks.get_mut(chunk) else { return };
        if bits.len() < rows * words {
            if bits.try_reserve_exact(CHUNK_ROWS * words - bits.len()).is_err() {
                // The next step meets it and says so.
                return self.chunks.truncate(chunk);
            }
            bits.resize(rows * words, 0);
        }
        if let (Some(row), Some(bits)) = (arena.row(slot), bits.get_mut(at * words..rows * words)) {
            code::signs(row.high, row.low, row.scale, Some(&self.mean), bits);
        }
    }

    /// Puts them in place of the old: pointers are exchanged, nothing is copied.
    pub(super) fn finish(self, arena: &mut Arena, segments: &mut [Segment]) {
        arena.adopt(self.mean, self.chunks);
        for (segment, bits) in segments.iter_mut().zip(self.segments) {
            segment.cells.adopt(bits);
        }
    }
}
