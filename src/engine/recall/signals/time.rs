//! Whether a memory lies in the time that a query names.

use super::days;
use crate::{model::Memory, text::TimeWindow};

/// How many days it lies outside, and 1 inside, halved for every length of the window outside. What happened counts by
/// when it happened; the rest by when it was said or learned.
pub(super) fn of(memory: &Memory, window: TimeWindow) -> (f32, f32) {
    let at = memory.moment().millis();
    let outside = window.from.saturating_sub(at).max(at.saturating_sub(window.to.saturating_sub(1))).max(0);
    let length = days(window.to.saturating_sub(window.from)).max(1.0);
    let outside = days(outside);
    (outside, (-outside / length).exp2())
}
