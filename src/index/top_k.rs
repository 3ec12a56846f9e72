//! The best k of a stream of scores.

use std::{cmp::Ordering, collections::BinaryHeap};

/// A slot and how well it matches: higher is better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// The memory's slot.
    pub slot: u32,
    /// How well it matches; never NaN in an answer.
    pub score: f32,
}

impl Scored {
    /// The order of every answer: highest score first, then lowest slot.
    pub fn best_first(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score).then(self.slot.cmp(&other.slot))
    }
}

/// Keeps the best `k` of what is pushed, in `O(log k)` a push; a score that cannot enter costs one comparison.
#[derive(Debug)]
pub struct TopK {
    k: usize,
    worst_on_top: BinaryHeap<Entry>,
}

impl TopK {
    /// Keeps at most `k`.
    pub const fn new(k: usize) -> Self {
        Self { k, worst_on_top: BinaryHeap::new() }
    }

    /// Offers one. NaN never enters.
    #[inline]
    pub fn push(&mut self, slot: u32, score: f32) {
        if score.is_nan() || self.k == 0 {
            return;
        }
        // Adding zero makes -0.0 and 0.0 one score, so that ties fall to the slot.
        let entry = Entry(Scored { slot, score: score + 0.0 });
        if self.worst_on_top.len() < self.k {
            self.worst_on_top.push(entry);
        } else if let Some(mut worst) = self.worst_on_top.peek_mut()
            && entry < *worst
        {
            *worst = entry;
        }
    }

    /// The score below which nothing enters any more; −∞ while there is room.
    pub(crate) fn floor(&self) -> f32 {
        match self.worst_on_top.peek() {
            Some(worst) if self.worst_on_top.len() >= self.k => worst.0.score,
            _ => f32::NEG_INFINITY,
        }
    }

    /// What was kept, best first.
    pub fn into_sorted(self) -> Vec<Scored> {
        self.worst_on_top.into_sorted_vec().into_iter().map(|entry| entry.0).collect()
    }
}

/// Ordered best first, so that the heap's maximum is the worst kept.
#[derive(Clone, Copy, Debug)]
struct Entry(Scored);

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.best_first(&other.0)
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Entry {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn equals_a_sort(scores in proptest::collection::vec(-3_i8..3, 0..60), k in 0_usize..20) {
            let all: Vec<Scored> =
                scores.iter().zip(0..).map(|(&s, slot)| Scored { slot, score: f32::from(s) / 2.0 }).collect();
            let mut top = TopK::new(k);
            all.iter().rev().for_each(|s| top.push(s.slot, s.score));
            let mut sorted = all;
            sorted.sort_by(Scored::best_first);
            sorted.truncate(k);
            prop_assert_eq!(top.into_sorted(), sorted);
        }
    }

    #[test]
    fn nan_never_enters_and_zeros_tie() {
        let mut top = TopK::new(usize::MAX);
        for (slot, score) in [(3, f32::NAN), (2, -0.0), (1, 0.0), (0, f32::NEG_INFINITY)] {
            top.push(slot, score);
        }
        let slots: Vec<u32> = top.into_sorted().iter().map(|s| s.slot).collect();
        assert_eq!(slots, [1, 2, 0]);
    }
}
