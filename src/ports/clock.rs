//! Time and randomness: nothing in the crate gets either elsewhere.

use super::PortFuture;
use crate::model::Timestamp;

/// The wall clock and the timer. It may jump and go back: order is kept by sequence numbers, never by time.
pub trait Clock {
    /// The time now.
    fn now(&self) -> Timestamp;
    /// How far local time is ahead of UTC now, in minutes: where "yesterday" begins and ends.
    fn utc_offset_minutes(&self) -> i32 {
        0
    }
    /// Resolves after `ms` milliseconds.
    fn sleep(&self, ms: u64) -> PortFuture<'static, ()>;
}

/// Where random bytes come from.
pub trait Entropy {
    /// Fills `bytes` with random bytes.
    fn fill(&self, bytes: &mut [u8]);
}
