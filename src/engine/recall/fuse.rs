//! Several readings of a query become one score. Scores are joined, not ranks: with a weak dense leg, reciprocal rank
//! fusion falls below words alone, while a weighted sum of normalised scores does not.

use super::super::{response::ScorePart, state::Asked};
use crate::{
    index::Scored,
    ports::Fusion,
    sort::Arrange,
    text::{Threads, WordScores},
};

/// What the turn before and the turn after count in a turn's similarity.
const BEFORE: f32 = 0.3;
const AFTER: f32 = 0.2;
/// What it counts that the speaker is the one asked about, beside the weight of the words.
const SPEAKER: f32 = 0.15;

/// What share of a full match the best by words must have to count 1: less where there is nothing else to go by. A query
/// whose words nobody used, as one in another language, is then answered by meaning, not by who shares its particles.
const COVER_BESIDE: f32 = 0.5;
const COVER_ALONE: f32 = 0.3;

/// How near a slot's vector is to the query's.
pub(super) type Cosine<'a> = &'a dyn Fn(u32) -> Option<f32>;

/// A slot with its fused score, 0 to 1, and what it is made of.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fused {
    pub(super) slot: u32,
    pub(super) score: f32,
    pub(super) parts: Vec<ScorePart>,
}

/// What is known of a query's candidates.
pub(super) struct Readings<'a> {
    pub(super) words: &'a WordScores,
    /// The best of them by words.
    pub(super) by_words: &'a [Scored],
    /// Those that neither brought in, for who said them or when they were.
    pub(super) others: &'a [u32],
    /// The nearest of them by vector, and how near any slot is; none without a vector of the query.
    pub(super) by_vector: Option<(&'a [Scored], Cosine<'a>)>,
    pub(super) fusion: Fusion,
    pub(super) asked: &'a Asked,
    pub(super) threads: &'a Threads,
}

impl Readings<'_> {
    /// Every candidate, best first. Each is judged by all that can be said of it, whatever brought it in.
    pub(super) fn fused(&self) -> Vec<Fused> {
        let near = self.by_vector.map_or(&[][..], |(near, _)| near);
        let mut slots: Vec<u32> = self.by_words.iter().chain(near).map(|s| s.slot).collect();
        slots.extend(self.others);
        slots.sort_unstable();
        slots.dedup();
        let counts = |f: &Fused| f.score > 0.0 || self.others.contains(&f.slot);
        let mut fused: Vec<Fused> = slots.into_iter().map(|slot| self.judge(slot)).filter(counts).collect();
        fused.arrange_by(|a, b| b.score.total_cmp(&a.score).then(b.slot.cmp(&a.slot)));
        fused
    }

    /// Weights add up to 1, so that scores of different queries and embedders mean about the same.
    fn judge(&self, slot: u32) -> Fused {
        let words = if self.by_vector.is_some() { self.fusion.words_weight } else { 1.0 };
        let speaker = if self.asked.speaker.is_some() { SPEAKER * words } else { 0.0 };
        let all = 1.0 + speaker;
        let mut parts = Vec::new();
        if let Some((_, cosine)) = self.by_vector {
            let (raw, value) = self.nearness(slot, cosine);
            parts.push(ScorePart { signal: "vector", raw, value, weight: (1.0 - words) / all });
        }
        self.word_parts(slot, words / all, &mut parts);
        if let Some(asked) = self.asked.speaker {
            let speaks = self.threads.turn(slot).is_some_and(|turn| turn.speaker == Some(asked));
            let value = if speaks { 1.0 } else { 0.0 };
            parts.push(ScorePart { signal: "speaker", raw: value, value, weight: speaker / all });
        }
        let score = parts.iter().map(|p| p.weight * p.value).sum::<f32>().clamp(0.0, 1.0);
        Fused { slot, score, parts }
    }

    /// A turn's own words, those beside it, those of its session: together at most 1. What is no turn has its own only.
    fn word_parts(&self, slot: u32, weight: f32, parts: &mut Vec<ScorePart>) {
        let score = self.words.of(slot);
        let cover = if self.by_vector.is_some() { COVER_BESIDE } else { COVER_ALONE };
        let best = self.by_words.first().map_or(0.0, |s| s.score).max(cover * self.words.full());
        let part = |signal, raw: f32| {
            let value = if best > 0.0 { (raw / best).clamp(0.0, 1.0) } else { 0.0 };
            ScorePart { signal, raw, value, weight }
        };
        if self.threads.turn(slot).is_none() {
            parts.push(part("words", score.total()));
            return;
        }
        let readings = [("words", score.own), ("neighbours", score.window), ("session", score.session)];
        parts.extend(readings.map(|(signal, raw)| part(signal, raw)));
    }

    /// The cosine of a slot; and with its neighbours in the session, on the embedder's scale.
    fn nearness(&self, slot: u32, cosine: Cosine<'_>) -> (f32, f32) {
        let raw = cosine(slot).unwrap_or(0.0);
        let (mut sum, mut weights) = (raw, 1.0);
        for (distance, weight) in [(-1, BEFORE), (1, AFTER)] {
            if let Some(cosine) = self.threads.beside(slot, distance).and_then(cosine) {
                sum += weight * cosine;
                weights += weight;
            }
        }
        (raw, self.fusion.scale(sum / weights))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        index::SlotSet,
        text::{Turn, WordIndex},
    };

    /// Slots 0, 1, 2 are turns of one session, of speakers 7, 8, 7; 3 and 4 are facts.
    fn texts() -> (WordIndex, Threads) {
        let (mut index, mut threads) = (WordIndex::new(), Threads::new());
        for (slot, text) in (0_u32..).zip(["any plans for tea", "Lisbon", "rain", "tea leaves", "coal"]) {
            index.insert(slot, text);
            if slot < 3 {
                let speaker = Some(if slot == 1 { 8 } else { 7 });
                threads.insert(slot, Turn { thread: 1, at: i64::from(slot), id: slot.into(), speaker });
            }
        }
        (index, threads)
    }

    fn fused(query: &str, cosines: Option<[f32; 5]>, speaker: Option<u64>) -> Vec<Fused> {
        let (index, threads) = texts();
        let words = index.search_threads(query, &threads, &[]);
        let cosine = |slot: u32| cosines.map(|c| c[slot as usize]);
        let near: Vec<Scored> =
            (0_u32..).zip(cosines.unwrap_or_default()).map(|(slot, score)| Scored { slot, score }).collect();
        Readings {
            words: &words,
            by_words: &words.best(9, &(0..5).collect::<SlotSet>()),
            others: &[],
            by_vector: cosines.map(|_| (&near[..2], &cosine as Cosine<'_>)),
            fusion: Fusion { words_weight: 0.5, cosine_low: 0.0, cosine_high: 1.0 },
            asked: &Asked { names: Vec::new(), speaker },
            threads: &threads,
        }
        .fused()
    }

    #[test]
    fn every_score_is_the_sum_of_its_parts_and_weights_are_whole() {
        for (cosines, speaker) in [(None, None), (None, Some(7)), (Some([0.1, 0.9, 0.0, -0.4, 0.3]), Some(8))]
        {
            let fused = fused("tea", cosines, speaker);
            assert!(fused.is_sorted_by(|a, b| a.score >= b.score) && fused.len() >= 4);
            for f in fused {
                let sum: f32 = f.parts.iter().map(|p| p.weight * p.value).sum();
                assert!((f.score - sum).abs() < 1e-6 && (0.0..=1.0).contains(&f.score), "{f:?}");
                let is_word = |p: &&ScorePart| matches!(p.signal, "neighbours" | "session");
                let whole: f32 = f.parts.iter().filter(|p| !is_word(p)).map(|p| p.weight).sum();
                assert!((whole - 1.0).abs() < 1e-6, "{f:?}");
            }
        }
    }

    #[test]
    fn a_hit_of_words_alone_can_surface_and_is_judged_by_meaning_too() {
        let fused = fused("coal", Some([0.9, 0.2, 0.1, 0.0, 0.4]), None);
        assert_eq!(fused[0].slot, 4);
        assert_eq!((fused[0].parts[0].signal, fused[0].parts[0].raw), ("vector", 0.4));
    }

    #[test]
    fn neighbours_lend_a_turn_words_and_meaning_and_a_fact_none() {
        let by_words = fused("tea", None, None);
        let signals = |slot: u32| -> Vec<&str> {
            by_words
                .iter()
                .find(|f| f.slot == slot)
                .map_or(Vec::new(), |f| f.parts.iter().map(|p| p.signal).collect())
        };
        assert_eq!(signals(1), ["words", "neighbours", "session"], "the turn after the one that says tea");
        assert_eq!(signals(3), ["words"]);
        assert!(signals(4).is_empty(), "a fact beside no one");
        let alone = fused("tea", Some([0.0, 0.5, 0.0, 0.5, 0.0]), None);
        let beside = fused("tea", Some([0.8, 0.5, 0.0, 0.5, 0.8]), None);
        let value =
            |fused: &[Fused], slot: u32| fused.iter().find(|f| f.slot == slot).map(|f| f.parts[0].value);
        assert!(value(&beside, 1) > value(&alone, 1));
        assert_eq!((value(&beside, 3), value(&alone, 3)), (Some(0.5), Some(0.5)));
    }

    #[test]
    fn words_count_by_how_much_of_the_query_they_cover() {
        let words = |query: &str, cosines| -> f32 {
            let best =
                fused(query, cosines, None).into_iter().map(|f| f.parts.last().map_or(0.0, |p| p.value));
            best.fold(0.0, f32::max)
        };
        let near = Some([0.1, 0.9, 0.0, -0.4, 0.3]);
        assert_eq!((words("coal", near), words("coal", None)), (1.0, 1.0));
        let one_of_five = "coal quartz zinc basalt onyx";
        let (beside, alone) = (words(one_of_five, near), words(one_of_five, None));
        assert!(beside < alone && alone < 1.0 && beside > 0.2, "{beside} {alone}");
        // So the meaning of a question in another language outweighs the one word that is the same.
        assert_eq!(fused(one_of_five, near, None)[0].slot, 1);
        assert_eq!(fused("coal", near, None)[0].slot, 4);
    }

    #[test]
    fn who_is_asked_about_comes_first() {
        assert_eq!(fused("Lisbon rain", None, Some(8))[0].slot, 1);
        assert_eq!(fused("Lisbon rain", None, Some(7))[0].slot, 2);
    }
}
