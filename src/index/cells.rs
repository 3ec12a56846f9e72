//! Rows in the order of their cells, with the sign bits beside them: a query reads the cells near it and no others.

use super::{arena::Arena, code::Query, heads::Heads, kernel};

/// How many heads are scored for each that is wanted: the first cut is by sign bits.
const HEADS_PER_CELL: usize = 3;
/// Cells in which fewer rows are met on average than this would cost more to rank than to scan.
const FEW_CELLS: usize = 16;

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
    /// From the cell of each row. Cells without rows are left out.
    pub(super) fn new(arena: &Arena, rows: &[u32], cell_of: &[u32], heads: Heads) -> Self {
        let mut members: Vec<Vec<u32>> = vec![Vec::new(); heads.len()];
        for (slot, cell) in rows.iter().zip(cell_of) {
            if let Some(cell) = members.get_mut(*cell as usize) {
                cell.push(*slot);
            }
        }
        let (mut kept, mut ordered, mut offsets) =
            (Heads::new(arena.stride()), Vec::with_capacity(rows.len()), vec![0]);
        for (cell, members) in members.iter().enumerate() {
            if members.is_empty() {
                continue;
            }
            if let Some((high, scale)) = heads.code(cell) {
                kept.high.extend_from_slice(high);
                kept.scales.push(scale);
                ordered.extend_from_slice(members);
                offsets.push(ordered.len() as u32);
            }
        }
        Self::of_parts(arena, ordered, offsets, kept)
    }

    /// From rows in order; the bits are taken from the arena.
    pub(super) fn of_parts(arena: &Arena, rows: Vec<u32>, offsets: Vec<u32>, heads: Heads) -> Self {
        let mut cells = Self { rows, bits: Vec::new(), offsets, heads, head_bits: Vec::new() };
        cells.take_bits(arena);
        cells
    }

    /// Copies the rows' sign bits anew.
    pub(super) fn take_bits(&mut self, arena: &Arena) {
        self.bits.clear();
        self.bits.reserve_exact(self.rows.len() * arena.words());
        for slot in &self.rows {
            match arena.bits(*slot) {
                Some(bits) => self.bits.extend_from_slice(bits),
                None => self.bits.resize(self.bits.len() + arena.words(), 0),
            }
        }
        self.head_bits = self.heads.bits(arena.mean());
    }

    pub(super) const fn len(&self) -> usize {
        self.heads.len()
    }

    /// The rows of a cell, as a range of `rows`.
    pub(super) fn cell(&self, cell: usize) -> std::ops::Range<usize> {
        match (self.offsets.get(cell), self.offsets.get(cell + 1)) {
            (Some(from), Some(to)) => *from as usize..*to as usize,
            _ => 0..0,
        }
    }

    /// The cells near the query with their scores, in no order: at least the `wanted` nearest, as far as the first
    /// cut by sign bits tells.
    pub(super) fn near(&self, query: &Query, bits: &[u64], wanted: usize, out: &mut Vec<(f32, usize)>) {
        let cut = wanted * HEADS_PER_CELL + FEW_CELLS;
        let score = |head: usize| {
            let (high, scale) = self.heads.code(head)?;
            Some((kernel::dot_i8(&query.codes, high) as f32 * scale, head))
        };
        if cut >= self.len() {
            let mut dots = Vec::new();
            out.extend(self.heads.scores(&query.codes, 0..self.len(), &mut dots).zip(0..));
            return;
        }
        let mut distances = vec![0_u16; self.len()];
        let mut histogram = vec![0_u32; query.codes.len() + 1];
        kernel::hamming_rows(bits, &self.head_bits, &mut distances, &mut histogram);
        let mut picked = Vec::with_capacity(cut * 2);
        kernel::select_le(&distances, threshold(&histogram, cut), 0, &mut picked);
        out.extend(picked.into_iter().filter_map(|head| score(head as usize)));
    }

    /// Bytes of memory it holds.
    pub(super) fn bytes(&self) -> usize {
        4 * (self.rows.capacity() + self.offsets.capacity() + self.heads.scales.capacity())
            + 8 * (self.bits.capacity() + self.head_bits.capacity())
            + self.heads.high.capacity()
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
