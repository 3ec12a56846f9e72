//! Rows in the order of their cells, with the sign bits beside them: a query reads the cells near it and no others.

use super::{arena::Arena, code::Query, heads::Heads, kernel};

/// How many heads are scored for each that is wanted: the first cut is by sign bits.
const HEADS_PER_CELL: usize = 3;
/// Heads scored in order take so much less time than those that passed the cut, one here and one there.
const ALL_IN_ORDER: usize = 2;
/// Cells in which fewer rows are met on average than this would cost more to rank than to scan.
const FEW_CELLS: usize = 16;
/// Rows, or heads, whose sign bits are taken in one step: a tenth of a millisecond or two.
const STEP_ROWS: usize = 512;

/// A partition of rows.
#[derive(Clone, Debug)]
pub(super) struct Cells {
    /// The rows' slots, cell by cell.
    pub(super) rows: Vec<u32>,
    /// Their sign bits in the same order.
    pub(super) bits: Vec<u64>,
    /// Where each cell begins in `rows`, and the end of the last.
    pub(super) offsets: Vec<u32>,
    pub(super) heads: Heads,
    head_bits: Vec<u64>,
}

impl Cells {
    /// From rows in order; the bits are taken from the arena.
    pub(super) fn of_parts(arena: &Arena, rows: Vec<u32>, offsets: Vec<u32>, heads: Heads) -> Self {
        let mut bits = CellBits::default();
        while !bits.step(arena, arena.mean(), |slot| arena.bits(slot), &rows, &heads) {}
        Self::of_bits(rows, offsets, heads, bits)
    }

    /// From rows in order with their bits.
    pub(super) fn of_bits(rows: Vec<u32>, offsets: Vec<u32>, heads: Heads, bits: CellBits) -> Self {
        Self { rows, bits: bits.rows, offsets, heads, head_bits: bits.heads }
    }

    /// Puts these sign bits in place of those it has.
    pub(super) fn adopt(&mut self, bits: CellBits) {
        (self.bits, self.head_bits) = (bits.rows, bits.heads);
    }

    pub(super) const fn len(&self) -> usize {
        self.heads.len()
    }

    /// How many rows each cell has.
    pub(super) fn sizes(&self) -> impl Iterator<Item = usize> + '_ {
        self.offsets.iter().zip(self.offsets.iter().skip(1)).map(|(from, to)| (to - from) as usize)
    }

    /// The rows of the cells from one to another, as a range of `rows`.
    pub(super) fn cells(&self, first: usize, last: usize) -> std::ops::Range<usize> {
        self.cell(first).start..self.cell(last).end
    }

    /// The rows of a cell, as a range of `rows`.
    pub(super) fn cell(&self, cell: usize) -> std::ops::Range<usize> {
        match (self.offsets.get(cell), self.offsets.get(cell + 1)) {
            (Some(from), Some(to)) => *from as usize..*to as usize,
            _ => 0..0,
        }
    }

    /// The cells near the query with the cosines of their heads, in no order: at least the `wanted` nearest, as far as the first
    /// cut by sign bits tells.
    pub(super) fn near(&self, query: &Query, bits: &[u64], wanted: usize, out: &mut Vec<(f32, usize)>) {
        let cut = wanted * HEADS_PER_CELL + FEW_CELLS;
        if cut * ALL_IN_ORDER >= self.len() {
            let mut dots = Vec::new();
            let scores = self.heads.scores(&query.codes, 0..self.len(), &mut dots);
            out.extend(scores.map(|score| score * query.scale).zip(0..));
            return;
        }
        let mut distances = vec![0_u16; self.len()];
        let mut histogram = vec![0_u32; query.codes.len() + 1];
        kernel::hamming_rows(bits, &self.head_bits, &mut distances, &mut histogram);
        let mut picked = Vec::with_capacity(cut * 2);
        kernel::select_le(&distances, threshold(&histogram, cut), 0, &mut picked);
        let codes: Vec<&[i8]> =
            picked.iter().filter_map(|head| Some(self.heads.code(*head as usize)?.0)).collect();
        let mut dots = vec![0_i32; codes.len()];
        kernel::dot_i8_each(&query.codes, &codes, &mut dots);
        out.extend(picked.iter().zip(dots).filter_map(|(head, dot)| {
            let (_, scale) = self.heads.code(*head as usize)?;
            Some((dot as f32 * scale * query.scale, *head as usize))
        }));
    }

    /// Bytes of memory it holds.
    pub(super) fn bytes(&self) -> usize {
        4 * (self.rows.capacity() + self.offsets.capacity() + self.heads.scales.capacity())
            + 8 * (self.bits.capacity() + self.head_bits.capacity())
            + self.heads.high.capacity()
    }
}

/// The sign bits of cells, taken in small steps.
#[derive(Debug, Default)]
pub(super) struct CellBits {
    rows: Vec<u64>,
    heads: Vec<u64>,
}

impl CellBits {
    /// Takes those of the next rows, and then of the next heads about `mean`; `of` has a slot's. True once all are there.
    pub(super) fn step<'a>(
        &mut self,
        arena: &Arena,
        mean: Option<&[f32]>,
        of: impl Fn(u32) -> Option<&'a [u64]>,
        rows: &[u32],
        heads: &Heads,
    ) -> bool {
        let words = arena.words().max(1);
        self.rows.reserve_exact((rows.len() * words).saturating_sub(self.rows.len()));
        let more = rows.get(self.rows.len() / words..).unwrap_or_default();
        for slot in more.iter().take(STEP_ROWS) {
            match of(*slot) {
                Some(bits) => self.rows.extend_from_slice(bits),
                None => self.rows.resize(self.rows.len() + words, 0),
            }
        }
        if !more.is_empty() {
            return false;
        }
        let done = self.heads.len() / words;
        let to = heads.len().min(done + STEP_ROWS);
        heads.signs(done..to, mean, &mut self.heads);
        to == heads.len()
    }
}

/// The smallest distance within which at least `wanted` lie (the largest there is, if there are fewer).
pub(super) fn threshold(histogram: &[u32], wanted: usize) -> u16 {
    let mut sum = 0_usize;
    for (count, distance) in histogram.iter().zip(0_u16..) {
        sum += *count as usize;
        if sum >= wanted {
            return distance;
        }
    }
    u16::MAX
}
