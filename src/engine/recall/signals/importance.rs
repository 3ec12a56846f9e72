//! How important a memory is, 0 to 1: as the caller says (`importance` in its metadata), else as the model did.

use crate::model::Memory;

/// 0 where nothing, or no number from 0 to 1, is given.
pub(super) fn of(memory: &Memory) -> f32 {
    judged(memory).unwrap_or(0.0)
}

/// None where nothing, or no number from 0 to 1, is given.
pub(in crate::engine) fn judged(memory: &Memory) -> Option<f32> {
    let is_share = |share: &f64| (0.0..=1.0).contains(share);
    let given = memory.metadata.get("importance").and_then(serde_json::Value::as_f64).filter(is_share);
    let by_model = || memory.current().and_then(|version| version.importance).filter(is_share);
    #[expect(clippy::cast_possible_truncation, reason = "0 to 1 fits")]
    given.or_else(by_model).map(|share| share as f32)
}
