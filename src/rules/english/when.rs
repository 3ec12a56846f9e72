//! When something is going to be: the words that say it, and the days they mean. What names a day without a year is the next one.

use super::{
    lexicon::{MONTHS, list},
    matcher::Words,
    words::Token,
};
use crate::{model::Timestamp, text::time_window};

const DAY_MS: i64 = 86_400_000;
const WEEKDAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// The months, January first.
const NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const NUMBERS: &[&str] =
    &["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// When a sentence was said: at this moment, on a clock so many minutes ahead of UTC.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    pub(super) at: Timestamp,
    pub(super) offset_minutes: i32,
}

/// Words for a time, and the days from one up to, not including, another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct When {
    /// The first of the words.
    pub(super) start: usize,
    /// The first word after them.
    pub(super) end: usize,
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
    /// The days as they stand in a sentence: "on Sunday, May 3, 2026".
    pub(super) text: String,
}

/// The first words of a clause that name a day or a span of days to come.
pub(super) fn find(words: Words<'_>, said: Said) -> Option<When> {
    (0..words.tokens.len()).find_map(|start| read(words, start, said))
}

fn read(words: Words<'_>, start: usize, said: Said) -> Option<When> {
    let led = usize::from(words.is(start, &["on", "in", "by", "for", "this", "next", "coming"]));
    let the = led + usize::from(words.is(start + led, &["the"]));
    let key = |at: usize| words.tokens.get(start + at).map_or("", |token| token.key.as_str());
    let number = |at: usize| count(key(at));
    let day = |at: usize| {
        key(at)
            .trim_end_matches(|c: char| c.is_ascii_lowercase())
            .parse::<u8>()
            .ok()
            .filter(|day| (1..=31).contains(day))
    };
    let month = |at: usize| words.is_in(start + at, &MONTHS);
    let year = |at: usize| key(at).parse::<u16>().ok().filter(|year| (1900..2100).contains(year));
    let dated = |used: usize, month: usize, day: u8| {
        let comma = usize::from(key(used) == ",");
        match year(used + comma) {
            Some(year) => (used + comma + 1, format!("{} {day} {year}", key(month))),
            None => (used, format!("next {} {day}", key(month))),
        }
    };
    let (used, query) = match key(0) {
        "today" | "tonight" | "tomorrow" => {
            let part = usize::from(["morning", "afternoon", "evening", "night"].contains(&key(1)));
            (1 + part, if key(0) == "tomorrow" { "tomorrow" } else { "today" }.to_owned())
        }
        "the" if key(1) == "day" && key(2) == "after" && key(3) == "tomorrow" => {
            (4, "day after tomorrow".to_owned())
        }
        "this" | "next" | "coming"
            if ["week", "weekend", "month", "year", "spring", "summer", "fall", "autumn", "winter"]
                .contains(&key(1)) =>
        {
            (2, format!("{} {}", if key(0) == "this" { "this" } else { "next" }, key(1)))
        }
        "in" if number(1).is_some() && ["day", "days", "week", "weeks"].contains(&key(2)) => {
            return ahead(
                start,
                start + 3,
                number(1)?.checked_mul(if key(2).starts_with('w') { 7 } else { 1 })?,
                said,
            );
        }
        _ if WEEKDAYS.contains(&key(led)) => {
            let part = usize::from(["morning", "afternoon", "evening", "night"].contains(&key(led + 1)));
            (led + 1 + part, format!("next {}", key(led)))
        }
        _ if month(led) && day(led + 1).is_some() => dated(led + 2, led, day(led + 1)?),
        _ if day(the).is_some() && month(the + 1) && (the > 0 || led > 0) => {
            dated(the + 2, the + 1, day(the)?)
        }
        _ if day(the).is_some() && key(the + 1) == "of" && month(the + 2) => {
            dated(the + 3, the + 2, day(the)?)
        }
        "in" | "next" if month(1) => match year(2) {
            Some(year) => (3, format!("{} {year}", key(1))),
            None => (2, format!("next {}", key(1))),
        },
        written if written.len() == 10 && written.as_bytes().get(4) == Some(&b'-') => (1, written.to_owned()),
        _ => return None,
    };
    let window = time_window(&query, said.at.millis(), said.offset_minutes)?;
    made(start, start + used, window.from, window.to, said)
}

/// A day so many days ahead.
fn ahead(start: usize, end: usize, days: i64, said: Said) -> Option<When> {
    let today = time_window("today", said.at.millis(), said.offset_minutes)?;
    let shift = days.checked_mul(DAY_MS)?;
    made(start, end, today.from.checked_add(shift)?, today.to.checked_add(shift)?, said)
}

fn made(start: usize, end: usize, from: i64, to: i64, said: Said) -> Option<When> {
    let shift = i64::from(said.offset_minutes).checked_mul(60_000)?;
    let date = |ms: i64| {
        let date = Timestamp::from_millis(ms.checked_add(shift)?).ok()?.date();
        let mut parts = date.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?.parse::<usize>().ok()?, parts.next()?);
        Some((year.to_owned(), *NAMES.get(month.checked_sub(1)?)?, day.trim_start_matches('0').to_owned()))
    };
    let long = |(year, month, day): &(String, &str, String)| format!("{month} {day}, {year}");
    let days = to.checked_sub(from)?.checked_div(DAY_MS)?;
    let first = date(from)?;
    let text = match days {
        1 => format!(
            "on {}, {}",
            Timestamp::from_millis(from).ok()?.weekday(said.offset_minutes),
            long(&first)
        ),
        2 => format!("on the weekend of {}", long(&first)),
        7 => format!("in the week of {}", long(&first)),
        28..=31 => format!("in {} {}", first.1, first.0),
        365 | 366 => format!("in {}", first.0),
        _ => format!("between {} and {}", long(&first), long(&date(to.checked_sub(DAY_MS)?)?)),
    };
    let (from, to) = (Timestamp::from_millis(from).ok()?, Timestamp::from_millis(to).ok()?);
    // What is over is no plan.
    (to > said.at).then_some(When { start, end, from, to, text })
}

fn count(word: &str) -> Option<i64> {
    let named =
        NUMBERS.iter().position(|number| *number == word).and_then(|number| i64::try_from(number).ok());
    named
        .or_else(|| ["a", "an"].contains(&word).then_some(1))
        .or_else(|| word.parse().ok().filter(|number| (1..=365).contains(number)))
}

/// When something happened that a clause tells of as past; none where it names no day that is over.
pub(super) fn happened(clause: Words<'_>, said: Said) -> Option<Timestamp> {
    let done = |token: &Token| token.is_in(&DONE);
    if !clause.tokens.iter().take(4).any(done) {
        return None;
    }
    let window = time_window(clause.written(), said.at.millis(), said.offset_minutes)?;
    (window.from <= said.at.millis()).then(|| Timestamp::from_millis(window.from).ok()).flatten()
}

list!(
    /// What is told of as past.
    DONE,
    "moved, relocated, started, joined, quit, left, retired, broke, sprained, tore, fractured, graduated, got, bought, adopted, \
     married, turned, injured, hurt, twisted, dislocated, resigned, stopped, became, went, promoted, diagnosed, fired, laid, died"
);

/// Whether words are a time and nothing else.
pub(super) fn is_all(words: &[Token], sentence: &str, said: Said) -> bool {
    let when = find(Words { sentence, tokens: words }, said);
    when.is_some_and(|when| when.start == 0 && when.end == words.len())
}
