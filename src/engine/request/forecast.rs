//! What a forecast is asked with.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{MAX_QUERY_BYTES, Moment};
use crate::{Error, Result, model::Scope};

const HOUR_MS: f64 = 3_600_000.0;
const DAY_MS: f64 = 24.0 * HOUR_MS;
/// How far a forecast looks where the caller does not say: 30 days.
const DEFAULT_MS: f64 = 30.0 * DAY_MS;
/// The farthest it looks: ten years.
const MAX_MS: f64 = 3_660.0 * DAY_MS;

/// How far to look: `"7d"`, milliseconds, or days.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Value")]
pub enum HorizonInput {
    /// A number and `h`, `d`, `w`, `m` (30 days) or `y` (365 days).
    Text(String),
    /// Milliseconds.
    Ms(f64),
    /// `{ days }`.
    Days(DaysInput),
}

/// A horizon in days.
#[derive(Clone, Debug)]
pub struct DaysInput {
    /// How many.
    pub days: f64,
}

impl TryFrom<Value> for HorizonInput {
    type Error = &'static str;

    fn try_from(horizon: Value) -> std::result::Result<Self, Self::Error> {
        let days = |fields: &Map<String, Value>| match fields.iter().next() {
            Some((name, days)) if name == "days" && fields.len() == 1 => days.as_f64(),
            _ => None,
        };
        let read = match &horizon {
            Value::String(text) => Some(Self::Text(text.clone())),
            Value::Object(fields) => days(fields).map(|days| Self::Days(DaysInput { days })),
            other => other.as_f64().map(Self::Ms),
        };
        read.ok_or("a horizon is a text, milliseconds or days")
    }
}

request! {
    /// Options of `forecast`.
    ForecastOptions {
        /// What the question is about; none for everything.
        about: Option<String>,
        /// How far to look.
        horizon: Option<HorizonInput>,
        /// When the question is asked, RFC 3339; its offset says where days begin.
        now: Option<String>,
        /// `false`: no model is asked.
        model: Option<bool>,
    }
}

/// A checked question for what is likely next.
#[derive(Clone, Debug)]
pub struct Forecast {
    /// Whose memories it rests on.
    pub scope: Scope,
    /// What it is about: trimmed, not empty; none for everything.
    pub about: Option<String>,
    /// How far to look, in milliseconds: an hour to ten years.
    pub horizon_ms: i64,
    /// When it is asked; none for now.
    pub now: Option<Moment>,
    /// Whether a model may be asked, too.
    pub model: bool,
}

impl ForecastOptions {
    /// Checks scope, subject and horizon.
    pub fn checked(self) -> Result<Forecast> {
        let about = self.about.as_deref().map(str::trim);
        if about.is_some_and(|about| about.is_empty() || about.len() > MAX_QUERY_BYTES) {
            return Err(Error::invalid_input(format!(
                "about must hold 1 to {MAX_QUERY_BYTES} bytes of text"
            )));
        }
        Ok(Forecast {
            scope: self.scope().checked()?,
            about: about.map(str::to_owned),
            horizon_ms: horizon(self.horizon.as_ref())?,
            now: self.now.as_deref().map(Moment::parse).transpose()?,
            model: self.model.unwrap_or(true),
        })
    }
}

fn horizon(given: Option<&HorizonInput>) -> Result<i64> {
    let ms = match given {
        None => Some(DEFAULT_MS),
        Some(HorizonInput::Ms(ms)) => Some(*ms),
        Some(HorizonInput::Days(DaysInput { days })) => Some(days * DAY_MS),
        Some(HorizonInput::Text(text)) => parse(text.trim()),
    };
    let ms = ms.filter(|ms| (HOUR_MS..=MAX_MS).contains(ms)).ok_or_else(|| {
        Error::invalid_input("horizon must be an hour to ten years: \"7d\", milliseconds, or { days: 7 }")
    })?;
    #[expect(clippy::cast_possible_truncation, reason = "within ten years")]
    Ok(ms as i64)
}

fn parse(text: &str) -> Option<f64> {
    let unit = text.chars().last()?;
    let unit_ms = match unit {
        'h' => HOUR_MS,
        'd' => DAY_MS,
        'w' => 7.0 * DAY_MS,
        'm' => 30.0 * DAY_MS,
        'y' => 365.0 * DAY_MS,
        _ => return None,
    };
    let count: f64 = text.strip_suffix(unit)?.trim().parse().ok()?;
    Some(count * unit_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_horizon_is_said_in_any_of_its_ways() {
        let read = |json: &str| {
            let options: ForecastOptions =
                serde_json::from_str(&format!(r#"{{"userId":"ana","horizon":{json}}}"#)).unwrap();
            options.checked().map(|forecast| forecast.horizon_ms / 3_600_000)
        };
        for (json, hours) in
            [(r#""7d""#, 168), (r#""2 w""#, 336), ("86400000", 24), (r#"{"days":1.5}"#, 36), ("null", 720)]
        {
            assert_eq!(read(json).unwrap(), hours, "{json}");
        }
        for json in [r#""""#, r#""d""#, r#""7""#, r#""7x""#, "0", "-5", r#""NaNd""#, r#""11y""#, r#""日""#] {
            assert!(read(json).unwrap_err().message().starts_with("horizon"), "{json}");
        }
    }
}
