//! Vectors in one packed block, scanned exactly: every score is computed, nothing is estimated.

use std::collections::HashMap;

use super::{kernel, slots::SlotSet, top_k::TopK};
use crate::{Error, Result};

/// How many rows are scored before the scores are looked at: 1 kB of scores, so they stay in the first cache.
const BLOCK_ROWS: usize = 256;
/// An allowed set smaller than one row in so many is walked itself; else the rows are walked and asked about.
const WALK_SET_BELOW: usize = 8;
/// Below so many rows, dead ones are not worth a copy.
const COMPACT_FROM_ROWS: usize = 64;

/// Unit vectors, one a row, in the order they came. A removed row stays as a tombstone until half the rows are dead.
#[derive(Clone, Debug)]
pub(crate) struct Flat {
    dims: usize,
    vectors: Vec<f32>,
    /// The slot of each row; none for a tombstone.
    slots: Vec<Option<u32>>,
    /// The row of each slot.
    rows: HashMap<u32, usize>,
}

impl Flat {
    pub(crate) fn new(dims: usize) -> Self {
        Self { dims, vectors: Vec::new(), slots: Vec::new(), rows: HashMap::new() }
    }

    /// From what [`Self::slots`] and [`Self::vectors`] gave. Refused if the lengths do not fit or a slot comes twice.
    pub(crate) fn from_parts(dims: usize, slots: Vec<Option<u32>>, vectors: Vec<f32>) -> Result<Self> {
        if dims == 0 && !slots.is_empty() || slots.len().checked_mul(dims) != Some(vectors.len()) {
            return Err(Error::storage_corrupt("an index page holds vectors of another width"));
        }
        let mut rows = HashMap::with_capacity(slots.len());
        for (row, slot) in slots.iter().enumerate() {
            if let Some(slot) = *slot
                && rows.insert(slot, row).is_some()
            {
                return Err(Error::storage_corrupt("an index page names a slot twice"));
            }
        }
        Ok(Self { dims, vectors, slots, rows })
    }

    /// How many vectors it holds, tombstones not counted.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many rows it holds, tombstones counted.
    pub(crate) const fn row_count(&self) -> usize {
        self.slots.len()
    }

    /// The slot of each row; none for a tombstone.
    pub(crate) fn slots(&self) -> &[Option<u32>] {
        &self.slots
    }

    /// All rows, one after the other.
    pub(crate) fn vectors(&self) -> &[f32] {
        &self.vectors
    }

    /// The slots that have a vector, in no order.
    pub(crate) fn live_slots(&self) -> impl Iterator<Item = u32> + '_ {
        self.slots.iter().flatten().copied()
    }

    /// The slot and vector of a row; none if it is a tombstone or there is no such row.
    pub(crate) fn row(&self, row: usize) -> Option<(u32, &[f32])> {
        let slot = (*self.slots.get(row)?)?;
        Some((slot, self.row_vector(row)?))
    }

    pub(crate) fn vector(&self, slot: u32) -> Option<&[f32]> {
        self.row_vector(*self.rows.get(&slot)?)
    }

    /// Puts a unit vector in, in place of the one the slot has.
    pub(crate) fn insert(&mut self, slot: u32, unit: &[f32]) {
        debug_assert_eq!(unit.len(), self.dims, "the caller checks the width");
        if let Some(&row) = self.rows.get(&slot) {
            let start = row * self.dims;
            if let Some(old) = self.vectors.get_mut(start..start + self.dims) {
                old.copy_from_slice(unit);
            }
            return;
        }
        self.grow();
        self.rows.insert(slot, self.slots.len());
        self.slots.push(Some(slot));
        self.vectors.extend_from_slice(unit);
    }

    /// Leaves a tombstone in the slot's row. True if the slot had a vector. Row numbers stay as they are.
    pub(crate) fn bury(&mut self, slot: u32) -> bool {
        let Some(row) = self.rows.remove(&slot) else { return false };
        if let Some(slot) = self.slots.get_mut(row) {
            *slot = None;
        }
        true
    }

    /// Takes the slot's vector out, and the tombstones with it once half the rows are dead. True if it had one.
    pub(crate) fn remove(&mut self, slot: u32) -> bool {
        let removed = self.bury(slot);
        if removed && self.row_count() >= COMPACT_FROM_ROWS && self.len() * 2 <= self.row_count() {
            let all = self.take_oldest(self.len());
            *self = all;
        }
        removed
    }

    /// Takes the oldest `count` vectors out into a block of their own; both come out without tombstones.
    pub(crate) fn take_oldest(&mut self, count: usize) -> Self {
        let (mut oldest, mut rest) = (Self::new(self.dims), Self::new(self.dims));
        oldest.reserve(count.min(self.len()));
        rest.reserve(self.len().saturating_sub(count));
        for (slot, vector) in (0..self.row_count()).filter_map(|row| self.row(row)) {
            let to = if oldest.len() < count { &mut oldest } else { &mut rest };
            to.insert(slot, vector);
        }
        *self = rest;
        oldest
    }

    /// Puts every vector of `other` in.
    pub(crate) fn absorb(&mut self, other: &Self) {
        self.reserve(other.len());
        for (slot, vector) in (0..other.row_count()).filter_map(|row| other.row(row)) {
            self.insert(slot, vector);
        }
    }

    /// Offers every vector whose slot is allowed, with its cosine to the unit vector `query`. Only those are scored.
    pub(crate) fn scan(&self, query: &[f32], allowed: Option<&SlotSet>, top: &mut TopK) {
        match allowed {
            None => self.scan_all(query, top),
            Some(set) if set.len() * WALK_SET_BELOW < self.row_count() => {
                for slot in set.iter() {
                    if let Some(vector) = self.vector(slot) {
                        top.push(slot, kernel::dot(query, vector));
                    }
                }
            }
            Some(set) => {
                for (row, slot) in self.slots.iter().enumerate() {
                    if let Some(slot) = slot.filter(|&slot| set.contains(slot))
                        && let Some(vector) = self.row_vector(row)
                    {
                        top.push(slot, kernel::dot(query, vector));
                    }
                }
            }
        }
    }

    fn scan_all(&self, query: &[f32], top: &mut TopK) {
        let mut scores = Vec::with_capacity(BLOCK_ROWS);
        let blocks = self.vectors.chunks((BLOCK_ROWS * self.dims).max(1));
        for (block, slots) in blocks.zip(self.slots.chunks(BLOCK_ROWS)) {
            kernel::dot_rows(query, block, &mut scores);
            for (slot, &score) in slots.iter().zip(&scores) {
                if let Some(slot) = *slot {
                    top.push(slot, score);
                }
            }
        }
    }

    fn row_vector(&self, row: usize) -> Option<&[f32]> {
        let start = row.checked_mul(self.dims)?;
        self.vectors.get(start..start.checked_add(self.dims)?)
    }

    fn reserve(&mut self, rows: usize) {
        self.vectors.reserve_exact(rows * self.dims);
        self.slots.reserve(rows);
        self.rows.reserve(rows);
    }

    /// Grows by a quarter, not by doubling: at 150 MB of vectors a doubling would not fit a tab.
    fn grow(&mut self) {
        if self.vectors.capacity() - self.vectors.len() < self.dims {
            self.vectors.reserve_exact((self.vectors.len() / 4).max(16 * self.dims));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots_near(flat: &Flat, query: &[f32], k: usize, allowed: Option<&SlotSet>) -> Vec<u32> {
        let mut top = TopK::new(k);
        flat.scan(query, allowed, &mut top);
        top.into_sorted().iter().map(|s| s.slot).collect()
    }

    #[test]
    fn tombstones_go_once_half_the_rows_are_dead() {
        let mut flat = Flat::new(2);
        (0..64).for_each(|slot| flat.insert(slot, &[1.0, slot as f32]));
        (0..31).for_each(|slot| assert!(flat.remove(slot)));
        assert_eq!((flat.len(), flat.row_count()), (33, 64));
        assert!(flat.remove(31) && !flat.remove(31));
        assert_eq!((flat.len(), flat.row_count()), (32, 32));
        assert_eq!(flat.vector(32), Some(&[1.0, 32.0][..]));
        assert_eq!(slots_near(&flat, &[0.0, 1.0], 2, None), [63, 62]);
    }

    #[test]
    fn both_ways_of_walking_an_allowed_set_see_only_it() {
        let mut flat = Flat::new(2);
        (0..600).for_each(|slot| flat.insert(slot, &[1.0, slot as f32]));
        let few: SlotSet = [3, 5, 9_999].into_iter().collect();
        let many: SlotSet = (0..600).filter(|s| s % 2 == 0).collect();
        assert_eq!(slots_near(&flat, &[0.0, 1.0], 9, Some(&few)), [5, 3]);
        assert_eq!(slots_near(&flat, &[0.0, 1.0], 2, Some(&many)), [598, 596]);
        assert_eq!(slots_near(&flat, &[0.0, 1.0], 2, None), [599, 598]);
    }

    #[test]
    fn the_oldest_leave_first() {
        let mut flat = Flat::new(1);
        (0..5).for_each(|slot| flat.insert(slot, &[1.0]));
        flat.bury(1);
        let oldest = flat.take_oldest(2);
        assert_eq!(oldest.slots(), [Some(0), Some(2)]);
        assert_eq!(flat.slots(), [Some(3), Some(4)]);
        flat.absorb(&oldest);
        assert_eq!(flat.len(), 4);
    }

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        assert!(Flat::from_parts(2, vec![Some(1), None], vec![0.0; 4]).is_ok());
        assert!(Flat::from_parts(2, vec![Some(1)], vec![0.0; 3]).is_err());
        assert!(Flat::from_parts(1, vec![Some(1), Some(1)], vec![0.0; 2]).is_err());
        assert!(Flat::from_parts(0, vec![Some(1)], vec![]).is_err());
    }
}
