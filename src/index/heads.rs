//! The heads of cells: unit vectors as int8 codes, one after the other.

use super::{
    code::{self, COARSE, Code},
    kernel,
};

/// Heads of one width.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Heads {
    stride: usize,
    pub(super) high: Vec<i8>,
    /// What one step of a code is worth.
    pub(super) scales: Vec<f32>,
}

impl Heads {
    pub(super) const fn new(stride: usize) -> Self {
        Self { stride, high: Vec::new(), scales: Vec::new() }
    }

    pub(super) const fn len(&self) -> usize {
        self.scales.len()
    }

    /// Adds a head of this direction, or none if it has none.
    pub(super) fn push(&mut self, direction: &[f32]) -> bool {
        let Ok(code) = Code::of(direction) else { return false };
        self.high.extend_from_slice(&code.high);
        self.high.resize((self.scales.len() + 1) * self.stride, 0);
        self.scales.push(code.scale * COARSE);
        true
    }

    pub(super) fn append(&mut self, other: &Self) {
        self.high.extend_from_slice(&other.high);
        self.scales.extend_from_slice(&other.scales);
    }

    /// Adds a head of another list of this width.
    pub(super) fn push_code(&mut self, (high, scale): (&[i8], f32)) {
        self.high.extend_from_slice(high);
        self.scales.push(scale);
    }

    pub(super) fn code(&self, head: usize) -> Option<(&[i8], f32)> {
        Some((self.high.get(head * self.stride..(head + 1) * self.stride)?, *self.scales.get(head)?))
    }

    /// The head nearest to a row among `range`, by its widened int8 code. `dots` is scratch.
    pub(super) fn nearest(
        &self,
        row: &[i16],
        range: std::ops::Range<usize>,
        dots: &mut Vec<i32>,
    ) -> Option<(usize, f32)> {
        let first = range.start;
        let scores = self.scores(row, range, dots);
        scores
            .zip(first..)
            .map(|(score, head)| (head, score))
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
    }

    /// The score of each head of `range`, up to the row's own scale.
    pub(super) fn scores<'a>(
        &'a self,
        row: &[i16],
        range: std::ops::Range<usize>,
        dots: &'a mut Vec<i32>,
    ) -> impl Iterator<Item = f32> + 'a {
        dots.clear();
        dots.resize(range.len(), 0);
        let high = self.high.get(range.start * self.stride..range.end * self.stride).unwrap_or_default();
        kernel::dot_i8_rows(row, high, dots);
        let scales = self.scales.get(range).unwrap_or_default();
        dots.iter().zip(scales).map(|(dot, scale)| *dot as f32 * scale)
    }

    /// Appends the sign bits about `mean` of the heads of `range`, as far as there are any.
    pub(super) fn signs(&self, range: std::ops::Range<usize>, mean: Option<&[f32]>, out: &mut Vec<u64>) {
        let words = self.stride / code::PAD;
        let none = vec![0; self.stride];
        for (high, scale) in range.filter_map(|head| self.code(head)) {
            let from = out.len();
            out.resize(from + words, 0);
            code::signs(high, &none, scale / COARSE, mean, out.get_mut(from..).unwrap_or_default());
        }
    }
}
