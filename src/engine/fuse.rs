//! Two rankings become one. Scores are joined, not ranks: with a weak dense leg, reciprocal rank fusion falls
//! below words alone, while a weighted sum of cosine and BM25 over its maximum does not.

use std::collections::HashMap;

use super::response::ScorePart;
use crate::index::Scored;

/// What meaning counts when there are vectors; words take the rest.
const VECTOR_WEIGHT: f32 = 0.65;

/// A slot with its fused score, 0 to 1, and what it is made of.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fused {
    pub(super) slot: u32,
    pub(super) score: f32,
    pub(super) parts: Vec<ScorePart>,
}

/// Fuses the nearest by words with the nearest by vector (none: words alone count). `cosine` gives the similarity
/// of a slot that only its words brought in, so that every hit is judged on both.
pub(super) fn fuse(
    words: &[Scored],
    vectors: Option<&[Scored]>,
    cosine: impl Fn(u32) -> Option<f32>,
) -> Vec<Fused> {
    let best_words = words.iter().map(|s| s.score).fold(0.0, f32::max);
    let by_words: HashMap<u32, f32> = words.iter().map(|s| (s.slot, s.score)).collect();
    let by_vector: HashMap<u32, f32> =
        vectors.unwrap_or_default().iter().map(|s| (s.slot, s.score)).collect();
    let mut slots: Vec<u32> = by_words.keys().chain(by_vector.keys()).copied().collect();
    slots.sort_unstable();
    slots.dedup();
    let part = |slot: u32| {
        let bm25 = by_words.get(&slot).copied().unwrap_or(0.0);
        let value = if best_words > 0.0 { bm25 / best_words } else { 0.0 };
        let mut parts = vec![ScorePart { signal: "words", raw: bm25, value, weight: 1.0 }];
        if vectors.is_some() {
            let raw = by_vector.get(&slot).copied().or_else(|| cosine(slot)).unwrap_or(0.0);
            parts = vec![
                ScorePart { signal: "vector", raw, value: raw.clamp(0.0, 1.0), weight: VECTOR_WEIGHT },
                ScorePart { signal: "words", raw: bm25, value, weight: 1.0 - VECTOR_WEIGHT },
            ];
        }
        let score = parts.iter().map(|p| p.weight * p.value).sum::<f32>().clamp(0.0, 1.0);
        Fused { slot, score, parts }
    };
    let mut fused: Vec<Fused> = slots.into_iter().map(part).filter(|f| f.score > 0.0).collect();
    fused.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.slot.cmp(&a.slot)));
    fused
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(pairs: &[(u32, f32)]) -> Vec<Scored> {
        pairs.iter().map(|(slot, score)| Scored { slot: *slot, score: *score }).collect()
    }

    #[test]
    fn a_hit_of_words_alone_can_surface_and_every_score_is_the_sum_of_its_parts() {
        let fused = fuse(&scored(&[(1, 8.0), (2, 2.0)]), Some(&scored(&[(2, 0.9), (3, 0.1)])), |s| {
            (s == 1).then_some(0.4)
        });
        let order: Vec<u32> = fused.iter().map(|f| f.slot).collect();
        assert_eq!(order, [2, 1, 3]);
        for f in &fused {
            let sum: f32 = f.parts.iter().map(|p| p.weight * p.value).sum();
            assert!((f.score - sum).abs() < 1e-6 && (0.0..=1.0).contains(&f.score));
        }
        assert!((fused[1].parts[0].raw - 0.4).abs() < 1e-6, "the word hit is judged by meaning too");
    }

    #[test]
    fn without_vectors_words_are_all() {
        let fused = fuse(&scored(&[(1, 4.0), (2, 1.0)]), None, |_| None);
        assert_eq!((fused[0].score, fused[1].score), (1.0, 0.25));
        assert!(fuse(&[], None, |_| None).is_empty());
    }
}
