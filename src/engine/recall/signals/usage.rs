//! How much a memory was used lately: put into a context block or into a chat's prompt. A search alone is no use, so
//! that looking does not change what is found. Held in memory only: nothing is written on a query's way.

use std::collections::HashMap;

use super::days;
use crate::model::MemoryId;

/// The most memories whose use is known; the one used longest ago makes room.
const MAX_KNOWN: usize = 10_000;
/// After so many days a use counts half.
const HALF_LIFE_DAYS: f32 = 30.0;
/// So many uses count half of what uses can.
const HALF_AT: f32 = 3.0;

/// Uses since the memory was opened.
#[derive(Debug, Default)]
pub(in crate::engine) struct Uses(HashMap<u128, Use>);

#[derive(Clone, Copy, Debug)]
struct Use {
    /// How often, faded, as of `at_ms`.
    times: f32,
    at_ms: i64,
}

impl Uses {
    pub(in crate::engine) fn note(&mut self, id: &MemoryId, now_ms: i64) {
        let Some(number) = id.number() else { return };
        let times = self.of(id, now_ms).0 + 1.0;
        if self.0.len() >= MAX_KNOWN && !self.0.contains_key(&number) {
            let oldest = self.0.iter().min_by_key(|(id, known)| (known.at_ms, **id)).map(|(id, _)| *id);
            oldest.map(|oldest| self.0.remove(&oldest));
        }
        self.0.insert(number, Use { times, at_ms: now_ms });
    }

    /// How often, faded, and as 0 to 1.
    pub(super) fn of(&self, id: &MemoryId, now_ms: i64) -> (f32, f32) {
        let Some(known) = id.number().and_then(|id| self.0.get(&id)) else { return (0.0, 0.0) };
        let age = days(now_ms.saturating_sub(known.at_ms).max(0));
        let times = known.times * (-age / HALF_LIFE_DAYS).exp2();
        (times, times / (times + HALF_AT))
    }
}
