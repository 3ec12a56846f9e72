//! Two bits a component of sealed rows, and a proof from them of how near a row can be: what the exact scan reads first.
//!
//! A component `x` becomes `±1` or `±3`, the larger where it is above what splits a normal distribution best (Max 1960),
//! times one factor a row that leaves the least of it out. With `r` the length of what is left out, no dot product
//! with a unit vector is above that with the levels plus `r` (Cauchy–Schwarz). Products with levels are looked up
//! (André, Kermarrec & Le Scouarnec 2015): two components are four bits, and the query has a table of sixteen sums for
//! each two. Sixteen rows lie side by side, so that one instruction looks up all of theirs.

use super::{
    arena::{Arena, Row},
    code::{COARSE, Query},
    kernel,
};

/// Rows that lie side by side.
pub(super) const BLOCK: usize = 16;
/// Above this part of a component's standard deviation it is a three.
const SPLIT: f32 = 0.98;
/// The largest sum in a table: four of them fit a byte.
const LARGEST: f32 = 63.0;
/// What covers the rounding of sums in f32.
const ROUNDING: f32 = 1e-4;

/// The levels of rows in an order of the caller's, made in small steps.
#[derive(Clone, Debug, Default)]
pub(super) struct Levels {
    codes: Vec<u8>,
    /// What a level is worth, by row.
    factors: Vec<f32>,
    /// The length of what levels leave out, by row.
    slacks: Vec<f32>,
}

impl Levels {
    /// Adds the next `count` rows of these slots.
    pub(super) fn extend(&mut self, arena: &Arena, slots: &[u32], count: usize, dims: usize) {
        let block = BLOCK * arena.stride() / 4;
        self.codes.reserve_exact((slots.len().div_ceil(BLOCK) * block).saturating_sub(self.codes.len()));
        let from = self.factors.len();
        for (at, slot) in (from..).zip(slots.iter().skip(from).take(count)) {
            let needed = (at / BLOCK + 1) * block;
            if self.codes.len() < needed {
                self.codes.resize(needed, 0);
            }
            let block = self.codes.get_mut(needed - block..).unwrap_or_default();
            let column = block.iter_mut().skip(at % BLOCK).step_by(BLOCK);
            // A row that cannot be read is never passed over.
            let (factor, slack) =
                arena.row(*slot).map_or((0.0, f32::INFINITY), |row| encode(row, dims, column));
            self.factors.push(factor);
            self.slacks.push(slack);
        }
    }

    /// How many rows it holds.
    pub(super) const fn len(&self) -> usize {
        self.factors.len()
    }

    /// For the rows from `from`, a multiple of [`BLOCK`], on, as many as `bounds` has room for: what their score is at most.
    pub(super) fn bounds(&self, tables: &Tables, from: usize, bounds: &mut [f32], sums: &mut [u16]) {
        let block = tables.tables.len() / 2 * BLOCK;
        let codes = self.codes.get(from / BLOCK * block..).unwrap_or_default();
        kernel::level_sums(&tables.tables, codes, sums);
        let rows = self.factors.get(from..).unwrap_or_default().iter();
        let rows = rows.zip(self.slacks.get(from..).unwrap_or_default());
        for ((bound, sum), (factor, slack)) in bounds.iter_mut().zip(sums).zip(rows) {
            *bound = factor * (tables.least + tables.step * f32::from(*sum)) + slack;
        }
    }

    /// Bytes of memory it holds.
    pub(super) fn bytes(&self) -> usize {
        self.codes.capacity() + 4 * (self.factors.capacity() + self.slacks.capacity())
    }
}

/// Writes a row's levels, four components a byte; what a level is worth, and the length of what they leave out.
fn encode<'a>(row: Row<'_>, dims: usize, out: impl Iterator<Item = &'a mut u8>) -> (f32, f32) {
    let split = SPLIT / ((dims as f32).sqrt() * row.scale);
    // Whole numbers, exact in f64.
    let (mut along, mut square, mut whole) = (0.0_f64, 0.0_f64, 0.0_f64);
    let components = row.high.iter().zip(row.low).take(dims);
    let mut components = components.map(|(high, low)| f32::from(*high) * COARSE + f32::from(*low));
    for byte in out {
        *byte = 0;
        for place in 0..4 {
            let Some(x) = components.next() else { break };
            let far = x.abs() > split;
            let level = if far { 3.0 } else { 1.0 };
            let x = f64::from(x);
            along += x.abs() * level;
            square += level * level;
            whole += x * x;
            *byte |= (u8::from(x < 0.0) | u8::from(far) << 1) << (2 * place);
        }
    }
    let factor = along / square.max(1.0);
    let left = (whole - factor * along).max(0.0).sqrt();
    ((factor * f64::from(row.scale)) as f32, (left * f64::from(row.scale)) as f32 + ROUNDING)
}

/// A query's tables.
#[derive(Debug)]
pub(super) struct Tables {
    tables: Vec<[u8; 16]>,
    /// What one step of a table is worth.
    step: f32,
    /// What a sum of zero is worth, with as much added as the tables' rounding may take away.
    least: f32,
}

impl Tables {
    pub(super) fn new(query: &Query) -> Self {
        let pairs = query.unit.as_chunks::<2>().0;
        let reach = |[a, b]: &[f32; 2]| 3.0 * (a.abs() + b.abs());
        let widest = pairs.iter().map(reach).fold(0.0_f32, f32::max);
        // All sums of a row must fit 16 bits.
        let largest = LARGEST.min(f32::from(u16::MAX) / pairs.len().max(1) as f32).floor().max(1.0);
        let step = (2.0 * widest / largest).max(f32::MIN_POSITIVE);
        let mut least = 0.0_f64;
        let tables = pairs.iter().map(|pair| {
            let (mut table, mut lost) = ([0; 16], 0.0_f32);
            for (entry, code) in table.iter_mut().zip(0_u8..) {
                let level = |code: u8| {
                    (if code & 2 == 0 { 1.0 } else { 3.0 }) * (if code & 1 == 0 { 1.0 } else { -1.0 })
                };
                let [a, b] = pair;
                let above = a * level(code) + b * level(code >> 2) + reach(pair);
                *entry = (above / step).round().min(largest) as u8;
                lost = lost.max(above - f32::from(*entry) * step);
            }
            least += f64::from(lost - reach(pair));
            table
        });
        let tables = tables.collect();
        Self { tables, step, least: least as f32 + ROUNDING }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::index::{arena::exact, code::Code, vector::normalise};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_score_is_above_its_bound(
            dims in prop_oneof![1_usize..200, Just(384), Just(3_072)], rows in 1_usize..40, seed: u64, spiky: bool,
        ) {
            let mut state = seed;
            let mut vector = || {
                let numbers = (0..dims).map(|_| {
                    let x = (crate::index::lloyd::next(&mut state) >> 40) as f32 / (1 << 23) as f32 - 1.0;
                    if spiky { x.powi(9) } else { x }
                });
                normalise(&numbers.collect::<Vec<f32>>()).unwrap()
            };
            let mut arena = Arena::new(dims);
            let slots: Vec<u32> = (0..rows as u32).map(|row| row * 3).collect();
            let vectors: Vec<Vec<f32>> = slots.iter().map(|_| vector()).collect();
            for (slot, vector) in slots.iter().zip(&vectors) {
                arena.put(*slot, &Code::of(vector).unwrap()).unwrap();
            }
            let mut levels = Levels::default();
            while levels.len() < rows {
                levels.extend(&arena, &slots, 7, dims);
            }
            // A query anywhere, one that is a row, and one opposite to it.
            let opposite = vectors[0].iter().map(|x| -x).collect();
            for query in [vector(), vectors[rows / 2].clone(), opposite] {
                let query = Query::of(query);
                let (mut bounds, mut sums) = (vec![0.0; rows], vec![0; rows.next_multiple_of(BLOCK)]);
                levels.bounds(&Tables::new(&query), 0, &mut bounds, &mut sums);
                for (slot, bound) in slots.iter().zip(&bounds) {
                    let score = exact(&query, arena.row(*slot).unwrap());
                    prop_assert!(*bound >= score, "{} is above {}", score, bound);
                    prop_assert!(spiky || dims < 64 || *bound <= score + 0.8, "{} says nothing of {}", bound, score);
                }
            }
        }
    }
}
