//! Moments in time: milliseconds since the Unix epoch, in UTC.

use std::fmt;

use serde::{Deserialize, Serialize};
use time::{Date, Month, OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

use crate::{Error, Result};

/// A moment, in milliseconds since 1970-01-01T00:00:00Z. Stored as that number, shown as RFC 3339.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

/// The years 0000 to 9999, all that RFC 3339 can write.
const RANGE_MS: std::ops::RangeInclusive<i64> = -62_167_219_200_000..=253_402_300_799_999;

impl Timestamp {
    /// From milliseconds since the Unix epoch. Refused outside the years 0000 to 9999.
    pub fn from_millis(ms: i64) -> Result<Self> {
        if !RANGE_MS.contains(&ms) {
            return Err(Error::invalid_input("a timestamp must lie in the years 0000 to 9999"));
        }
        Ok(Self(ms))
    }

    /// Milliseconds since the Unix epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339 (`2026-11-22T10:00:00Z`, any offset), or a plain date (`2026-11-22`, midnight UTC).
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = || Error::invalid_input("a timestamp must be RFC 3339, as in 2026-11-22T10:00:00Z");
        let full = if text.len() == 10 { format!("{text}T00:00:00Z") } else { text.to_owned() };
        let moment = OffsetDateTime::parse(&full, &Rfc3339).map_err(|_| wrong())?;
        let ms = moment.unix_timestamp_nanos().div_euclid(1_000_000);
        Self::from_millis(i64::try_from(ms).map_err(|_| wrong())?)
    }

    /// The same day of the month so many months later (negative: before), or that month's last if it has no such day.
    pub fn plus_months(self, months: i64) -> Option<Self> {
        let moment = self.moment();
        let month = i64::from(moment.year())
            .checked_mul(12)?
            .checked_add(i64::from(u8::from(moment.month())).checked_sub(1)?)?
            .checked_add(months)?;
        let year = i32::try_from(month.div_euclid(12)).ok()?;
        let month = Month::try_from(u8::try_from(month.rem_euclid(12)).ok()?.saturating_add(1)).ok()?;
        let day = moment.day().min(month.length(year));
        let date = Date::from_calendar_date(year, month, day).ok()?;
        let ms = moment.replace_date(date).unix_timestamp_nanos().div_euclid(1_000_000);
        Self::from_millis(i64::try_from(ms).ok()?).ok()
    }

    /// The day alone, `2026-11-22`, in UTC.
    pub fn date(self) -> String {
        self.to_string().chars().take(10).collect()
    }

    /// The weekday in English on a clock so many minutes ahead of UTC: what a model needs to resolve "last Friday".
    pub fn weekday(self, offset_minutes: i32) -> String {
        self.on_clock(offset_minutes).weekday().to_string()
    }

    /// RFC 3339 as on a clock so many minutes ahead of UTC: `2026-11-22T19:00:00+09:00`.
    pub fn local(self, offset_minutes: i32) -> String {
        self.on_clock(offset_minutes).format(&Rfc3339).unwrap_or_else(|_| self.to_string())
    }

    fn on_clock(self, offset_minutes: i32) -> OffsetDateTime {
        let offset =
            UtcOffset::from_whole_seconds(offset_minutes.saturating_mul(60)).unwrap_or(UtcOffset::UTC);
        self.moment().checked_to_offset(offset).unwrap_or_else(|| self.moment())
    }

    fn moment(self) -> OffsetDateTime {
        let nanos = i128::from(self.0) * 1_000_000;
        OffsetDateTime::from_unix_timestamp_nanos(nanos).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

/// For `#[serde(with = …)]`: a moment that callers see within something that is stored, as RFC 3339 in both places.
pub mod rfc3339 {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use super::Timestamp;

    /// Writes text.
    pub fn serialize<S: Serializer>(moment: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
        moment.map(|moment| moment.to_string()).serialize(serializer)
    }

    /// Reads text.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| Timestamp::parse(&text).map_err(D::Error::custom)).transpose()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.moment().format(&Rfc3339).map_err(|_| fmt::Error)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_rfc_3339() {
        let t = Timestamp::parse("2026-11-22T12:30:00.250+02:00").unwrap();
        assert_eq!(t.to_string(), "2026-11-22T10:30:00.25Z");
        assert_eq!(Timestamp::parse(&t.to_string()).unwrap(), t);
        assert_eq!(Timestamp::parse("2026-11-22").unwrap().to_string(), "2026-11-22T00:00:00Z");
        assert_eq!((t.date().as_str(), t.weekday(0).as_str()), ("2026-11-22", "Sunday"));
    }

    #[test]
    fn months_are_counted_on_the_calendar() {
        let later =
            |from: &str, months| Timestamp::parse(from).unwrap().plus_months(months).map(Timestamp::date);
        assert_eq!(later("2026-01-31", 1).as_deref(), Some("2026-02-28"));
        assert_eq!(later("2024-02-29", 12).as_deref(), Some("2025-02-28"));
        assert_eq!(later("2026-03-15", -3).as_deref(), Some("2025-12-15"));
        assert_eq!(later("9999-12-01", 1), None);
    }

    #[test]
    fn refuses_what_it_could_not_write_back() {
        for bad in ["", "now", "2026-13-01", "10000-01-01T00:00:00Z", "２０２６-11-22", "2026-11-2é"] {
            assert!(Timestamp::parse(bad).is_err(), "{bad}");
        }
        assert!(Timestamp::from_millis(i64::MAX).is_err());
        assert!(Timestamp::from_millis(i64::MIN).is_err());
        assert_eq!(Timestamp::from_millis(*RANGE_MS.start()).unwrap().to_string(), "0000-01-01T00:00:00Z");
    }
}
