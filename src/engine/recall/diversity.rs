//! Maximal marginal relevance (Carbonell & Goldstein, "The Use of MMR", 1998): a hit that says what a better one says
//! already loses some of its score, so that near-duplicates do not fill the list. Only what is nearly the same loses:
//! hits that merely share a topic are all wanted.

use std::{cmp::Ordering, collections::BinaryHeap};

use super::{super::response::ScorePart, fuse::Fused};

/// From this likeness on two memories say nearly the same.
const NEAR: f32 = 0.9;
/// How many of the best hits the others are held against.
const LOOKED_AT: usize = 100;

/// The `most` best with what each loses as a part of its score, best first. `likeness` of two slots is 0 to 1.
pub(super) fn diverse(
    fused: Vec<Fused>,
    most: usize,
    diversity: f32,
    likeness: impl Fn(u32, u32) -> f32,
) -> Vec<Fused> {
    if diversity <= 0.0 {
        return fused.into_iter().take(most).collect();
    }
    let entry = |hit: Fused| Entry { score: hit.score, hit, seen: 0, near: 0.0 };
    let mut heap: BinaryHeap<Entry> = fused.into_iter().map(entry).collect();
    let mut chosen: Vec<Fused> = Vec::new();
    // Penalties only grow, so the best that is held against all chosen is the best of all.
    while chosen.len() < most {
        let Some(mut best) = heap.pop() else { break };
        let against = chosen.len().min(LOOKED_AT);
        if best.seen < against {
            let slot = best.hit.slot;
            let new = chosen.iter().take(against).skip(best.seen).map(|other| likeness(slot, other.slot));
            best.near = new.fold(best.near, f32::max);
            best.seen = against;
            best.score = best.hit.score - diversity * best.loss(diversity);
            heap.push(best);
            continue;
        }
        let value = best.loss(diversity);
        let mut hit = best.hit;
        if value > 0.0 {
            hit.parts.push(ScorePart { signal: "diversity", raw: best.near, value, weight: -diversity });
            hit.score = best.score.clamp(0.0, 1.0);
        }
        chosen.push(hit);
    }
    chosen
}

struct Entry {
    score: f32,
    hit: Fused,
    /// How many of the chosen it was held against.
    seen: usize,
    /// How like the likest of them it is.
    near: f32,
}

impl Entry {
    /// No score falls below 0.
    fn loss(&self, diversity: f32) -> f32 {
        ((self.near - NEAR) / (1.0 - NEAR)).clamp(0.0, 1.0).min(self.hit.score / diversity)
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score.total_cmp(&other.score).then(self.hit.slot.cmp(&other.hit.slot))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Entry {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hits(scores: &[f32]) -> Vec<Fused> {
        let part = |value| vec![ScorePart { signal: "words", raw: value, value, weight: 1.0 }];
        (0..).zip(scores).map(|(slot, score)| Fused { slot, score: *score, parts: part(*score) }).collect()
    }

    #[test]
    fn a_duplicate_makes_room_and_a_clearly_better_one_does_not() {
        let slots = |found: Vec<Fused>| found.iter().map(|f| f.slot).collect::<Vec<_>>();
        let same = |a: u32, b: u32| if a < 2 && b < 2 { 1.0 } else { 0.5 };
        assert_eq!(slots(diverse(hits(&[0.9, 0.89, 0.85, 0.2]), 4, 0.1, same)), [0, 2, 1, 3]);
        assert_eq!(slots(diverse(hits(&[0.9, 0.89, 0.85, 0.2]), 4, 0.0, same)), [0, 1, 2, 3]);
        assert_eq!(slots(diverse(hits(&[0.9, 0.89, 0.5]), 3, 0.1, same)), [0, 1, 2]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_the_order_is_by_score_and_scores_are_sums(
            scores in prop::collection::vec(0.0_f32..=1.0, 0..30), diversity in 0.0_f32..=1.0, likeness in 0.0_f32..=1.0, most in 0_usize..40,
        ) {
            let mut fused = hits(&scores);
            fused.sort_by(|a, b| b.score.total_cmp(&a.score));
            let found = diverse(fused, most, diversity, |a, b| if a % 3 == b % 3 { 1.0 } else { likeness });
            prop_assert_eq!(found.len(), scores.len().min(most));
            prop_assert!(found.is_sorted_by(|a, b| a.score >= b.score));
            for f in &found {
                let sum: f32 = f.parts.iter().map(|p| p.weight * p.value).sum();
                prop_assert!((f.score - sum).abs() < 1e-5 && (0.0..=1.0).contains(&f.score));
            }
        }
    }
}
