//! What is checked of several requests.

use serde_json::Value;

use super::{MAX_METADATA_BYTES, MAX_METADATA_DEPTH};
use crate::{
    Error, Result,
    model::{Filter, Metadata, Scope},
};

/// Refuses metadata that is too large or too deep.
pub fn checked_metadata(metadata: Metadata) -> Result<Metadata> {
    let deep = metadata.values().any(|v| depth_exceeds(v, MAX_METADATA_DEPTH.saturating_sub(1)));
    let size = if deep { 0 } else { serde_json::to_string(&metadata).map_or(usize::MAX, |s| s.len()) };
    if deep || size > MAX_METADATA_BYTES {
        return Err(Error::invalid_input(format!(
            "metadata may take {MAX_METADATA_BYTES} bytes as JSON and nest {MAX_METADATA_DEPTH} deep"
        )));
    }
    Ok(metadata)
}

fn depth_exceeds(value: &Value, left: usize) -> bool {
    match value {
        Value::Array(items) => left == 0 || items.iter().any(|v| depth_exceeds(v, left - 1)),
        Value::Object(map) => left == 0 || map.values().any(|v| depth_exceeds(v, left - 1)),
        _ => false,
    }
}

pub(super) fn scope_and_filter(scope: Scope, filters: Option<&Value>) -> Result<(Scope, Option<Filter>)> {
    let Some(filters) = filters.filter(|f| !f.is_null()) else { return Ok((scope.checked()?, None)) };
    let (named, filter) = Filter::parse_with_scope(filters)?;
    let merged = Scope {
        user_id: same("userId", scope.user_id, named.user_id)?,
        agent_id: same("agentId", scope.agent_id, named.agent_id)?,
        run_id: same("runId", scope.run_id, named.run_id)?,
    };
    Ok((merged.checked()?, filter))
}

pub(super) fn same(name: &str, a: Option<String>, b: Option<String>) -> Result<Option<String>> {
    match (a, b) {
        (Some(a), Some(b)) if a.trim() != b.trim() => {
            Err(Error::invalid_input(format!("{name} is given twice, with different values")))
        }
        (a, b) => Ok(a.or(b)),
    }
}

/// A number from 0 to 1.
pub(super) fn checked_share(name: &str, given: Option<f64>, default: f32) -> Result<f32> {
    let Some(share) = given else { return Ok(default) };
    if !(0.0..=1.0).contains(&share) {
        return Err(Error::invalid_input(format!("{name} must be a number from 0 to 1")));
    }
    #[expect(clippy::cast_possible_truncation, reason = "0 to 1 fits")]
    Ok(share as f32)
}

/// A whole number in a range. `f64` because that is what JavaScript has: NaN, 1.5 and 1e9 are refused by name.
pub(super) fn checked_count(
    name: &str,
    given: Option<f64>,
    default: usize,
    range: std::ops::RangeInclusive<u32>,
) -> Result<usize> {
    let Some(n) = given else { return Ok(default) };
    if n.fract() != 0.0 || n < f64::from(*range.start()) || n > f64::from(*range.end()) || !n.is_finite() {
        let (low, high) = (range.start(), range.end());
        return Err(Error::invalid_input(format!("{name} must be a whole number from {low} to {high}")));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within a range of u32")]
    Ok(n as usize)
}
