//! One vector against slots chosen one by one.

use super::{
    arena::exact,
    code::{COARSE, Query},
    vector::normalise,
    vector_index::VectorIndex,
};

/// A vector prepared to be compared with slots.
#[derive(Debug)]
pub struct Measure<'a> {
    index: &'a VectorIndex,
    query: Query,
}

impl VectorIndex {
    /// A measure of how near slots are to `vector`; none if it is not of this width or has no direction.
    pub fn measure(&self, vector: &[f32]) -> Option<Measure<'_>> {
        let unit = (vector.len() == self.dims()).then(|| normalise(vector).ok())??;
        Some(Measure { index: self, query: Query::of(unit) })
    }

    /// A measure of how near others are to a slot's vector; none if it has none.
    pub fn measure_of(&self, slot: u32) -> Option<Measure<'_>> {
        let row = self.arena.row(slot).filter(|_| self.contains(slot))?;
        let wide = row.high.iter().zip(row.low).take(self.dims());
        let vector: Vec<f32> = wide.map(|(high, low)| f32::from(*high) * COARSE + f32::from(*low)).collect();
        self.measure(&vector)
    }

    /// The cosine of two slots' vectors; none if one has none.
    pub fn likeness(&self, a: u32, b: u32) -> Option<f32> {
        self.measure_of(a)?.cosine(b)
    }
}

impl Measure<'_> {
    /// The cosine of the vector and a slot's; none if the slot has none.
    pub fn cosine(&self, slot: u32) -> Option<f32> {
        let row = self.index.arena.row(slot).filter(|_| self.index.contains(slot))?;
        Some(exact(&self.query, row))
    }
}
