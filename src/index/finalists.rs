//! The last two stages: int8 scores with bounds on their error, then exact scores of what may still be among the best.

use super::{
    arena::{Arena, exact},
    code::Query,
    top_k::{Scored, TopK},
};

/// How much of the provable error bound counts.
///
/// The error of a coarse score is the dot product of what the codes left out with the other vector: at most the
/// product of the lengths (Cauchy–Schwarz), but in many dimensions nearly always within six standard deviations of
/// that over the square root of the width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Bound {
    /// All of it: the answer is the exact one.
    Proven,
    /// Six standard deviations.
    Likely,
}

/// Candidates with coarse scores, of which the best `k` by exact score are wanted.
#[derive(Debug)]
pub(super) struct Finalists {
    share: f32,
    query_slack: f32,
    /// The `k` best lower bounds: nothing whose upper bound is below the worst of them can be in the answer.
    lower: TopK,
    k: usize,
    floor: f32,
    candidates: Vec<(u32, f32)>,
}

impl Finalists {
    pub(super) fn new(query: &Query, k: usize, bound: Bound) -> Self {
        let share = match bound {
            Bound::Proven => 1.0,
            Bound::Likely => (6.0 / (query.unit.len() as f32).sqrt()).min(1.0),
        };
        Self {
            share,
            // A row's code is at most 1 % longer than 1; the last term covers f32 rounding.
            query_slack: query.slack * 1.01 + 1e-5,
            lower: TopK::new(k),
            k,
            floor: f32::NEG_INFINITY,
            candidates: Vec::new(),
        }
    }

    /// Whether a row with this coarse score and slack could still be in the answer.
    #[inline]
    pub(super) fn admits(&self, coarse: f32, slack: f32) -> bool {
        coarse + self.margin(slack) >= self.floor
    }

    /// Takes a row in if it could still be in the answer.
    #[inline]
    pub(super) fn offer(&mut self, slot: u32, coarse: f32, slack: f32) {
        let margin = self.margin(slack);
        if coarse + margin < self.floor {
            return;
        }
        self.lower.push(slot, coarse - margin);
        self.floor = self.lower.floor();
        self.candidates.push((slot, coarse + margin));
    }

    /// The best `k` by exact score, best first.
    pub(super) fn settle(self, arena: &Arena, query: &Query) -> Vec<Scored> {
        let mut top = TopK::new(self.k);
        for (slot, upper) in self.candidates {
            if upper >= self.floor
                && let Some(row) = arena.row(slot)
            {
                top.push(slot, exact(query, row));
            }
        }
        top.into_sorted()
    }

    #[inline]
    fn margin(&self, slack: f32) -> f32 {
        (slack + self.query_slack) * self.share
    }
}
