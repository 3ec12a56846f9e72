//! When a query asks about: "last March", "two weeks ago", "3월 7일", "지난주에" as a span of time.
//!
//! English and Korean. Weeks begin on Monday; a date without a year is the last one that is not in the future (with
//! "next": the first after it). Seasons are the northern ones: spring is March to May. Words that mean a time only beside
//! others do so only there: "may" and "march" are months after a preposition, "last", "this" or "next", or before a
//! year or a day; a number is a year after "in" and the like, from 1900 to 2100.

mod calendar;
mod english;
mod korean;
#[cfg(test)]
mod tests;

use unicode_segmentation::UnicodeSegmentation;

use self::calendar::{DAY_MS, Days};

/// A query is read for its time up to so many words.
const MAX_WORDS: usize = 256;

/// From a moment up to, not including, another, in milliseconds since 1970; `from` is below `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeWindow {
    /// The first moment.
    pub from: i64,
    /// The first moment after it.
    pub to: i64,
}

/// The span of time that `query` names, seen from `now_ms` by a clock that is `offset_minutes` ahead of UTC. None if it
/// names none. Of several the first counts.
pub fn time_window(query: &str, now_ms: i64, offset_minutes: i32) -> Option<TimeWindow> {
    let lower = query.chars().take(MAX_WORDS * 16).collect::<String>().to_lowercase();
    let words: Vec<&str> = lower.unicode_words().take(MAX_WORDS).collect();
    let shift = i64::from(offset_minutes).checked_mul(60_000)?;
    let today = now_ms.checked_add(shift)?.div_euclid(DAY_MS);
    let Days { from, to } = english::days(&words, today).or_else(|| korean::days(&words, today))?;
    let moment = |day: i64| day.checked_mul(DAY_MS)?.checked_sub(shift);
    let window = TimeWindow { from: moment(from)?, to: moment(to)? };
    (window.from < window.to).then_some(window)
}
