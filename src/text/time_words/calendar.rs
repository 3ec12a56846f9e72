//! Days and spans on the proleptic Gregorian calendar, as numbers.

use time::{Date, Month};

/// The milliseconds of a day.
pub(super) const DAY_MS: i64 = 86_400_000;

/// Days from `from` up to, not including, `to`, each counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) from: i64,
    pub(super) to: i64,
}

impl Days {
    pub(super) const fn one(day: i64) -> Self {
        Self { from: day, to: day.saturating_add(1) }
    }
}

/// A day as year, month (1 to 12) and day of the month.
pub(super) fn civil(day: i64) -> Option<(i32, u8, u8)> {
    let julian = i32::try_from(day).ok()?.checked_add(EPOCH)?;
    let date = Date::from_julian_day(julian).ok()?;
    Some((date.year(), u8::from(date.month()), date.day()))
}

/// The day's number; none for a date that no calendar has.
pub(super) fn day(year: i32, month: u8, of_month: u8) -> Option<i64> {
    let month = Month::try_from(month).ok()?;
    let date = Date::from_calendar_date(year, month, of_month).ok()?;
    Some(i64::from(date.to_julian_day()).saturating_sub(i64::from(EPOCH)))
}

/// Monday is 0.
pub(super) const fn weekday(day: i64) -> i64 {
    day.saturating_add(3).rem_euclid(7)
}

/// The month that lies `months` after (negative: before) a year's month.
pub(super) fn month_at(year: i32, month: u8, months: i64) -> Option<(i32, u8)> {
    let all = i64::from(year)
        .checked_mul(12)?
        .checked_add(i64::from(month))?
        .checked_sub(1)?
        .checked_add(months)?;
    let month = u8::try_from(all.rem_euclid(12)).ok()?.saturating_add(1);
    Some((i32::try_from(all.div_euclid(12)).ok()?, month))
}

/// So many whole months from a month on.
pub(super) fn months(year: i32, month: u8, count: i64) -> Option<Days> {
    let (end_year, end_month) = month_at(year, month, count)?;
    Some(Days { from: day(year, month, 1)?, to: day(end_year, end_month, 1)? })
}

/// A whole year.
pub(super) fn year(year: i32) -> Option<Days> {
    months(year, 1, 12)
}

/// The Julian day of 1970-01-01.
const EPOCH: i32 = 2_440_588;
