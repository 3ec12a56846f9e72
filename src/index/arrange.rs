//! Rows put in the order of their cells, in small steps: what a partition ends with. Nothing of it is searched before all
//! of it is there.

use super::{
    arena::Arena,
    cells::{CellBits, Cells},
    heads::Heads,
};

/// Heads copied, and rows put in their place, in one step: less than a tenth of a millisecond each.
const STEP_HEADS: usize = 128;
const STEP_PLACES: usize = 4_096;

/// Cells in the making.
#[derive(Debug)]
pub(super) struct Arrangement {
    rows: Vec<u32>,
    /// The cell of each row.
    cell_of: Vec<u32>,
    heads: Heads,
    /// How many rows each cell has, and once it was kept, where its next row goes.
    next: Vec<u32>,
    copied: usize,
    placed: usize,
    kept: Heads,
    offsets: Vec<u32>,
    ordered: Vec<u32>,
    bits: CellBits,
}

impl Arrangement {
    /// Begins with `rows`, the cell of each, the cells' heads, and how many rows each cell has.
    pub(super) fn new(
        arena: &Arena,
        rows: Vec<u32>,
        cell_of: Vec<u32>,
        heads: Heads,
        counts: Vec<u32>,
    ) -> Self {
        let ordered = vec![0; rows.len()];
        Self {
            rows,
            cell_of,
            heads,
            next: counts,
            copied: 0,
            placed: 0,
            kept: Heads::new(arena.stride()),
            offsets: vec![0],
            ordered,
            bits: CellBits::default(),
        }
    }

    /// Does a bounded piece of work; the cells, once all is done. Cells without rows are left out.
    pub(super) fn step(&mut self, arena: &Arena) -> Option<Cells> {
        if self.copied < self.heads.len() {
            self.keep_heads();
        } else if self.placed < self.rows.len() {
            self.place();
        } else if self.bits.step(arena, arena.mean(), |slot| arena.bits(slot), &self.ordered, &self.kept) {
            let (rows, offsets) = (std::mem::take(&mut self.ordered), std::mem::take(&mut self.offsets));
            let heads = std::mem::replace(&mut self.kept, Heads::new(arena.stride()));
            return Some(Cells::of_bits(rows, offsets, heads, std::mem::take(&mut self.bits)));
        }
        None
    }

    fn keep_heads(&mut self) {
        let to = self.heads.len().min(self.copied + STEP_HEADS);
        for head in self.copied..to {
            let (Some(code), Some(next)) = (self.heads.code(head), self.next.get_mut(head)) else { continue };
            let from = self.offsets.last().copied().unwrap_or(0);
            let count = std::mem::replace(next, from);
            if count > 0 {
                self.kept.push_code(code);
                self.offsets.push(from + count);
            }
        }
        self.copied = to;
    }

    fn place(&mut self) {
        let to = self.rows.len().min(self.placed + STEP_PLACES);
        let rows = self.rows.get(self.placed..to).unwrap_or_default();
        for (slot, cell) in rows.iter().zip(self.cell_of.iter().skip(self.placed)) {
            let Some(next) = self.next.get_mut(*cell as usize) else { continue };
            if let Some(place) = self.ordered.get_mut(*next as usize) {
                *place = *slot;
                *next += 1;
            }
        }
        self.placed = to;
    }
}
