//! What the device itself can tell: plans, days that come back, numbers that go on. Pure: the same memories make the same answer.

use std::collections::{BTreeMap, HashSet};

use super::{
    Basis, DAY_MS, Prediction, When, day_of, moment_of, phrase,
    quantity::{Quantity, quantities},
    recurrence::{Period, rhythm},
    subject::{grouped, subject},
    trend::trend,
};
use crate::model::{Kind, Memory, Timestamp, Version};
use crate::sort::Arrange;

/// The most days one rhythm is told for.
const MAX_DAYS: usize = 5;
/// How many happenings, and how many numbers, are put together: each is held against every group.
const MAX_ITEMS: usize = 1_000;
/// How likely a plan is, where nobody said.
const PLANNED: f64 = 0.8;
/// Words for a day that comes back every year.
const YEARLY: &[&str] = &["birthday", "was born", "anniversary", "생일", "태어났", "기념일"];
/// How sure that is.
const CERTAIN: f64 = 0.99;

/// Whether a memory tells of something a forecast can rest on.
pub(super) fn counts(memory: &Memory) -> bool {
    memory
        .current()
        .is_some_and(|version| !matches!(version.kind, Kind::Verbatim | Kind::Media | Kind::Procedure))
}

/// What memories, the latest first, speak for.
pub(super) fn predictions(memories: &[&Memory], when: &When) -> Vec<Prediction> {
    let mut found: Vec<Prediction> = memories.iter().filter_map(|memory| yearly(memory, when)).collect();
    let planned: Vec<Prediction> = memories.iter().filter_map(|memory| plan(memory, when)).collect();
    found.extend(planned.into_iter().filter(|plan| !is_told(&found, plan)).collect::<Vec<_>>());
    // A rhythm tells what plans do not.
    let due = rhythms(memories, when);
    found.extend(due.into_iter().filter(|day| !is_told(&found, day)).collect::<Vec<_>>());
    found.extend(trends(memories, when));
    found
}

/// Whether the same day is told of in the same words, or by the same memory.
fn is_told(found: &[Prediction], other: &Prediction) -> bool {
    let words = subject(&other.text);
    let near = |p: &Prediction| {
        p.memory_ids.iter().any(|id| other.memory_ids.contains(id)) || !words.is_disjoint(&subject(&p.text))
    };
    found.iter().any(|p| p.at == other.at && near(p))
}

/// A birthday, or another day that comes back by its nature.
fn yearly(memory: &Memory, when: &When) -> Option<Prediction> {
    let current = memory.current()?;
    let folded = current.text.to_lowercase();
    if !YEARLY.iter().any(|word| folded.contains(word)) {
        return None;
    }
    let stated =
        || current.text.split_whitespace().find_map(|word| Timestamp::parse(phrase::date_in(word)?).ok());
    let first = stated().or(current.event_time)?;
    // The first one that has not passed.
    let years = (0_i64..).map(|year| first.plus_months(12 * year)).take(400).map_while(|at| at);
    let at = years.into_iter().find(|at| at.millis().div_euclid(DAY_MS) >= when.today)?;
    let (text, ids) = (phrase::yearly(&current.text), vec![memory.id.to_string()]);
    let told = Prediction::new(text, CERTAIN, Basis::Recurrence);
    when.holds(at).then(|| Prediction { at: Some(at.to_string()), memory_ids: ids, ..told })
}

/// What was said to come within the span.
fn plan(memory: &Memory, when: &When) -> Option<Prediction> {
    let current = memory.current().filter(|_| !memory.has_expired(when.now))?;
    let at = current.event_time.filter(|at| when.holds(*at) && *at > memory.learned())?;
    let said = current.evidence.confidence.unwrap_or(1.0).clamp(0.0, 1.0);
    let told = Prediction::new(current.text.clone(), PLANNED * said, Basis::Plan);
    Some(Prediction { at: Some(at.to_string()), memory_ids: vec![memory.id.to_string()], ..told })
}

/// Something that happened on a day.
struct Happening {
    id: String,
    text: String,
    day: i64,
    words: HashSet<String>,
}

/// What happened by now: dated facts, and earlier versions that were replaced once their day was over.
fn happenings(memory: &Memory, when: &When) -> Vec<Happening> {
    let versions = memory.versions();
    let replaced_at = |at: usize| versions.get(at.saturating_add(1)).map(Version::began);
    let happened = |(at, version): (usize, &Version)| {
        let time = version.event_time.or_else(|| (version.kind == Kind::Event).then(|| version.began()))?;
        let is_over = replaced_at(at).is_none_or(|replaced| time <= replaced);
        let day = time.millis().div_euclid(DAY_MS);
        (is_over && day <= when.today && time <= when.now).then(|| Happening {
            id: memory.id.to_string(),
            text: version.text.clone(),
            day,
            words: subject(&version.text),
        })
    };
    versions.iter().enumerate().filter_map(happened).collect()
}

fn rhythms(memories: &[&Memory], when: &When) -> Vec<Prediction> {
    let mut all: Vec<Happening> =
        memories.iter().flat_map(|memory| happenings(memory, when)).take(MAX_ITEMS).collect();
    all.arrange_by(|a, b| a.day.cmp(&b.day).then_with(|| a.id.cmp(&b.id)));
    let groups = grouped(all, |happening| &happening.words);
    groups.iter().flat_map(|group| due(group, when)).collect()
}

/// When what happened on these days is due next.
fn due(group: &[Happening], when: &When) -> Vec<Prediction> {
    let mut days: Vec<i64> = group.iter().map(|happening| happening.day).collect();
    days.dedup();
    let (Some(rhythm), Some(last)) = (rhythm(&days), group.last()) else { return Vec::new() };
    let from = when.today.max(rhythm.last.saturating_add(1));
    let (next, likely) = rhythm.due(from, when.until_day(), MAX_DAYS, after);
    let mut ids: Vec<String> = group.iter().map(|happening| happening.id.clone()).collect();
    ids.dedup();
    let text = phrase::again(&last.text, rhythm.period);
    let at = |day: i64| moment_of(day).map(|at| at.to_string());
    let around = |day: i64| if rhythm.margin > 0 { at(day) } else { None };
    let told = |day: i64| Prediction {
        at: at(day),
        from: around(day.saturating_sub(rhythm.margin)),
        until: around(day.saturating_add(rhythm.margin)),
        memory_ids: ids.clone(),
        ..Prediction::new(text.clone(), likely, Basis::Recurrence)
    };
    next.into_iter().map(told).collect()
}

/// The day so many periods later.
fn after(day: i64, period: Period, n: i64) -> Option<i64> {
    match period {
        Period::Days(days) => day.checked_add(days.checked_mul(n)?),
        Period::Months(months) => {
            let later = moment_of(day)?.plus_months(months.checked_mul(n)?)?;
            Some(later.millis().div_euclid(DAY_MS))
        }
    }
}

/// A number that was so at a time.
struct Measured {
    id: String,
    text: String,
    day: f64,
    quantity: Quantity,
    words: HashSet<String>,
}

fn measured(memory: &Memory, when: &When) -> Vec<Measured> {
    let of = |version: &Version| {
        let at = version.event_time.unwrap_or_else(|| version.began());
        let read = if at <= when.now { quantities(&version.text) } else { Vec::new() };
        let units: HashSet<String> = read.iter().flat_map(|q| subject(&q.written)).collect();
        let mut words = subject(&version.text);
        words.retain(|word| !units.contains(word));
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of this age")]
        let day = at.millis() as f64 / DAY_MS as f64;
        let (id, text) = (memory.id.to_string(), version.text.clone());
        read.into_iter()
            .map(move |quantity| Measured {
                id: id.clone(),
                text: text.clone(),
                day,
                quantity,
                words: words.clone(),
            })
            .collect::<Vec<_>>()
    };
    memory.versions().iter().flat_map(of).collect()
}

fn trends(memories: &[&Memory], when: &When) -> Vec<Prediction> {
    let mut by_unit: BTreeMap<String, Vec<Measured>> = BTreeMap::new();
    for measured in memories.iter().flat_map(|memory| measured(memory, when)).take(MAX_ITEMS) {
        by_unit.entry(measured.quantity.unit.clone()).or_default().push(measured);
    }
    let mut found = Vec::new();
    for (_, mut all) in by_unit {
        all.arrange_by(|a, b| a.day.total_cmp(&b.day).then_with(|| a.id.cmp(&b.id)));
        found
            .extend(grouped(all, |measured| &measured.words).iter().filter_map(|group| goes_on(group, when)));
    }
    found
}

/// The number at the end of the span, if it goes on as it went.
fn goes_on(group: &[Measured], when: &When) -> Option<Prediction> {
    let (first, last) = (group.first()?, group.last()?);
    let points: Vec<(f64, f64)> = group.iter().map(|m| (m.day, m.quantity.value)).collect();
    let mut moments: Vec<f64> = points.iter().map(|(day, _)| *day).collect();
    moments.dedup();
    // A number without a unit may be anything: only where it is said in the very same words.
    let is_vague = first.quantity.unit.is_empty() && group.iter().any(|m| m.words != first.words);
    if moments.len() < super::trend::MIN_POINTS || is_vague {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of this age")]
    let end = when.until_ms as f64 / DAY_MS as f64;
    let (value, likely) = trend(&points)?.at(end);
    // What was never negative, and shares of a hundred, stay what they are.
    let is_share = first.quantity.unit == "%" && points.iter().all(|(_, value)| *value <= 100.0);
    let least = if points.iter().all(|(_, value)| *value >= 0.0) { 0.0 } else { f64::NEG_INFINITY };
    let value = value.clamp(least, if is_share { 100.0 } else { f64::INFINITY });
    let decimals = group.iter().map(|m| m.quantity.decimals).max().unwrap_or_default();
    let scale = 10_f64.powi(i32::try_from(decimals).ok()?);
    let value = (value * scale).round() / scale;
    let as_written = Quantity { decimals, ..last.quantity.clone() };
    let by = day_of(when.until_day());
    #[expect(clippy::cast_possible_truncation, reason = "days of a calendar")]
    let since = day_of(first.day.floor() as i64);
    let was = first.quantity.show(first.quantity.value);
    let text = phrase::goes_on(&last.text, &as_written.show(value), &by, &was, &since);
    let mut ids: Vec<String> = group.iter().map(|m| m.id.clone()).collect();
    ids.arrange();
    ids.dedup();
    let at = Timestamp::from_millis(when.until_ms).ok()?;
    let unit = (!as_written.written.is_empty()).then(|| as_written.written.clone());
    let told = Prediction::new(text, likely, Basis::Trend);
    Some(Prediction { at: Some(at.to_string()), value: Some(value), unit, memory_ids: ids, ..told })
}
