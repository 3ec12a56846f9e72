//! How important a memory is, as the caller says: `importance` in its metadata, a number from 0 to 1.

use crate::model::Memory;

/// 0 where nothing, or no number from 0 to 1, is given.
pub(super) fn of(memory: &Memory) -> f32 {
    let given = memory.metadata.get("importance").and_then(serde_json::Value::as_f64);
    #[expect(clippy::cast_possible_truncation, reason = "0 to 1 fits")]
    given.filter(|share| (0.0..=1.0).contains(share)).map_or(0.0, |share| share as f32)
}
