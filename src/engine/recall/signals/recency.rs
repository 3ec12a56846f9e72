//! How new a memory is.

use super::days;
use crate::model::Memory;

/// The age, in days, at which it counts half.
const HALF_LIFE_DAYS: f32 = 30.0;

/// Its age in days, and 1 for now, halved every thirty days. What lies in the future is now.
pub(super) fn of(memory: &Memory, now_ms: i64) -> (f32, f32) {
    let age = days(now_ms.saturating_sub(memory.learned().millis()).max(0));
    (age, (-age / HALF_LIFE_DAYS).exp2())
}
