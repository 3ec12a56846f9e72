//! What speaks for a memory beside its relevance. Each signal is a pure function to 0..1 with a small weight: where
//! signals are equal the order is by relevance, and no more than their weights can turn it round.

mod graph;
mod importance;
mod recency;
mod time;
mod usage;

pub(in crate::engine) use self::{importance::judged, usage::Uses};
use super::{
    super::{graph::Links, request::SignalWeights, response::ScorePart},
    fuse::Fused,
};
use crate::{model::Memory, text::TimeWindow};

/// What signals are measured against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signals<'a> {
    pub(super) weights: SignalWeights,
    pub(super) now_ms: i64,
    /// The time the query names.
    pub(super) window: Option<TimeWindow>,
    pub(super) uses: &'a Uses,
    /// What is near to the entities the query names; empty if it names none.
    pub(super) links: &'a Links,
}

impl Signals<'_> {
    /// The weights that count for this query, together.
    pub(super) fn total(&self) -> f32 {
        let SignalWeights { recency, usage, importance, .. } = self.weights;
        recency + usage + importance + self.time_weight() + self.graph_weight()
    }

    /// Adds each signal as a part. All weights then make 1 again, as those of relevance did before.
    pub(super) fn join(&self, mut fused: Fused, memory: &Memory) -> Fused {
        let all = 1.0 + self.total();
        for part in &mut fused.parts {
            part.weight /= all;
        }
        let (days, recency) = recency::of(memory, self.now_ms);
        let (times, usage) = self.uses.of(&memory.id, self.now_ms);
        let importance = importance::of(memory);
        let mut add = |signal, raw, value, weight: f32| {
            if weight > 0.0 {
                fused.parts.push(ScorePart { signal, raw, value, weight: weight / all });
            }
        };
        add("recency", days, recency, self.weights.recency);
        add("use", times, usage, self.weights.usage);
        add("importance", importance, importance, self.weights.importance);
        if let Some(window) = self.window {
            let (days, value) = time::of(memory, window);
            add("time", days, value, self.weights.time);
        }
        if !self.links.is_empty() {
            let (raw, value) = graph::of(self.links, fused.slot);
            add("graph", raw, value, self.weights.graph);
        }
        fused.score = fused.parts.iter().map(|p| p.weight * p.value).sum::<f32>().clamp(0.0, 1.0);
        fused
    }

    fn time_weight(&self) -> f32 {
        if self.window.is_some() { self.weights.time } else { 0.0 }
    }

    fn graph_weight(&self) -> f32 {
        if self.links.is_empty() { 0.0 } else { self.weights.graph }
    }
}

const DAY_MS: f64 = 86_400_000.0;

/// A span in days.
#[expect(clippy::cast_precision_loss, reason = "a span of milliseconds is far below 2^53")]
fn days(ms: i64) -> f32 {
    (ms as f64 / DAY_MS) as f32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::model::{Evidence, Kind, MemoryId, Scope, Timestamp, Version};

    fn memory(id: u128, at_ms: i64, importance: f64) -> Memory {
        let at = Timestamp::from_millis(at_ms).unwrap();
        let first = Version {
            number: 1,
            text: "tea".into(),
            kind: Kind::Fact,
            categories: Vec::new(),
            event_time: None,
            valid_from: at,
            evidence: Evidence::default(),
            ..Version::default()
        };
        let id = MemoryId::parse(&uuid::Uuid::from_u128(id).to_string()).unwrap();
        Memory::new(
            id,
            Scope::user("ana"),
            json!({ "importance": importance }).as_object().unwrap().clone(),
            first,
        )
    }

    fn fused(slot: u32, relevance: f32) -> Fused {
        let part = ScorePart { signal: "words", raw: 1.0, value: relevance, weight: 1.0 };
        Fused { slot, score: relevance, parts: vec![part] }
    }

    proptest! {
        #[test]
        fn scores_are_sums_and_relevance_rules(
            a in 0.0_f32..=1.0, b in 0.0_f32..=1.0, at in any::<[u32; 2]>(), importance in -1.0_f64..2.0, window in any::<Option<u32>>(),
        ) {
            let uses = Uses::default();
            let from = |s: u32| i64::from(s) * 1_000;
            let window = window.map(|s| TimeWindow { from: from(s), to: from(s) + 86_400_000 });
            let links = Links::default();
            let signals =
                Signals { weights: SignalWeights::default(), now_ms: from(at[1]), window, uses: &uses, links: &links };
            let one = memory(1 << 80, from(at[0]), importance);
            let (x, y) = (signals.join(fused(0, a), &one), signals.join(fused(1, b), &one));
            for f in [&x, &y] {
                let sum: f32 = f.parts.iter().map(|p| p.weight * p.value).sum();
                let weights: f32 = f.parts.iter().map(|p| p.weight).sum();
                prop_assert!((f.score - sum).abs() < 1e-5 && (weights - 1.0).abs() < 1e-5);
                prop_assert!(f.parts.iter().all(|p| (0.0..=1.0).contains(&p.value)));
            }
            if a > b + 1e-3 {
                prop_assert!(x.score > y.score, "equal signals: relevance decides");
            }
            let other = memory(2 << 80, from(at[1]), 1.0 - importance);
            if a > b + signals.total() {
                prop_assert!(signals.join(fused(0, a), &one).score >= signals.join(fused(1, b), &other).score);
            }
        }
    }

    #[test]
    fn newer_important_and_used_memories_gain() {
        let mut uses = Uses::default();
        let (old, new) = (memory(1 << 80, 0, 0.0), memory(2 << 80, 86_400_000 * 30, 0.0));
        assert_eq!(recency::of(&new, 86_400_000 * 30).1, 1.0);
        assert!((recency::of(&old, 86_400_000 * 30).1 - 0.5).abs() < 1e-4, "half after thirty days");
        assert_eq!(importance::of(&memory(3 << 80, 0, 0.7)), 0.7);
        assert_eq!(importance::of(&memory(3 << 80, 0, 7.0)), 0.0, "no share of anything");
        assert_eq!(uses.of(&old.id, 0), (0.0, 0.0));
        uses.note(&old.id, 0);
        uses.note(&old.id, 0);
        let (times, value) = uses.of(&old.id, 0);
        assert_eq!(times, 2.0);
        assert!(value > uses.of(&old.id, 86_400_000 * 60).1 && value < 1.0, "it fades");
        let window = TimeWindow { from: 86_400_000 * 30, to: 86_400_000 * 31 };
        assert_eq!(time::of(&new, window).1, 1.0);
        assert!(time::of(&old, window).1 < 0.01);
    }
}
