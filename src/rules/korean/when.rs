//! When something will be: words for times, seen from when they were said, on the person's clock.

use time::{Date, Duration, Month};

use super::{numbers::number, particles::is_one_of};
use crate::model::Timestamp;

/// A span of days on the person's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct When {
    /// How a sentence that stands for itself says it: `2026년 5월 3일`.
    pub(super) text: String,
    /// Its beginning.
    pub(super) from: Timestamp,
    /// The end of its last day.
    pub(super) to: Timestamp,
}

/// The clock that times are read on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    pub(super) at: Timestamp,
    pub(super) offset_minutes: i32,
}

const DAY_MS: i64 = 86_400_000;
const WEEKDAYS: [&str; 7] = ["월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"];
/// The Julian day of 1970-01-01.
const EPOCH: i64 = 2_440_588;

struct Span {
    first: Date,
    last: Date,
}

/// When the words say, if it is not over; none for words that say no time to come, or anything beside it.
pub(super) fn when(times: &[String], clock: Clock) -> Option<When> {
    let joined: String = times.iter().map(|word| without_particle(word)).collect();
    let shift = i64::from(clock.offset_minutes).checked_mul(60_000)?;
    let today = clock.at.millis().checked_add(shift)?.div_euclid(DAY_MS);
    let today = Date::from_julian_day(i32::try_from(today.checked_add(EPOCH)?).ok()?).ok()?;
    let (span, rest) = span(&joined, today)?;
    let minutes = minutes(rest)?;
    if span.last < today {
        return None;
    }
    let moment = |date: Date, minutes: i64| {
        let days = i64::from(date.to_julian_day()).checked_sub(EPOCH)?;
        let ms = days.checked_mul(DAY_MS)?.checked_add(minutes.checked_mul(60_000)?)?.checked_sub(shift)?;
        Timestamp::from_millis(ms).ok()
    };
    let one_day = span.first == span.last;
    let from = moment(span.first, minutes.filter(|_| one_day).unwrap_or(0))?;
    Some(When { text: written(&span, minutes)?, from, to: moment(span.last.next_day()?, 0)? })
}

/// Words for times end in particles: 3일에, 다음주는.
fn without_particle(word: &str) -> &str {
    ["에는", "에", "엔", "은", "는", "날", "쯤", "부터"]
        .iter()
        .find_map(|particle| word.strip_suffix(particle).filter(|rest| !rest.is_empty()))
        .unwrap_or(word)
}

fn written(span: &Span, minutes: Option<i64>) -> Option<String> {
    let (first, last) = (span.first, span.last);
    let day = |date: Date| format!("{}년 {}월 {}일", date.year(), u8::from(date.month()), date.day());
    if first == last {
        let hour = minutes.map(|minutes| match (minutes / 60, minutes % 60) {
            (hour, 0) => format!(" {hour}시"),
            (hour, minute) => format!(" {hour}시 {minute}분"),
        });
        return Some(day(first) + &hour.unwrap_or_default());
    }
    let next = last.next_day()?;
    Some(
        if first.day() == 1
            && next.day() == 1
            && first.month() == Month::January
            && next.month() == Month::January
        {
            format!("{}년", first.year())
        } else if first.day() == 1 && next.day() == 1 && first.month() == last.month() {
            format!("{}년 {}월", first.year(), u8::from(first.month()))
        } else if first.month() == last.month() {
            format!("{}~{}일", day(first), last.day())
        } else {
            format!("{}~{}월 {}일", day(first), u8::from(last.month()), last.day())
        },
    )
}

fn span(text: &str, today: Date) -> Option<(Span, &str)> {
    let one = |date: Date| Span { first: date, last: date };
    let after = |days: i64| today.checked_add(Duration::days(days)).map(one);
    for (word, days) in [("내일모레", 2), ("오늘", 0), ("내일", 1), ("모레", 2), ("글피", 3)] {
        if let Some(rest) = text.strip_prefix(word) {
            return Some((after(days)?, rest));
        }
    }
    let monday = today.checked_sub(Duration::days(i64::from(today.weekday().number_days_from_monday())))?;
    for (word, weeks) in [("다다음", 2), ("다음", 1), ("이번", 0)] {
        let Some(rest) = text.strip_prefix(word) else { continue };
        if let Some(rest) = rest.strip_prefix("주말") {
            let saturday = monday.checked_add(Duration::days(7 * weeks + 5))?;
            return Some((Span { first: saturday, last: saturday.next_day()? }, rest));
        }
        if let Some(rest) = rest.strip_prefix('주') {
            let monday = monday.checked_add(Duration::days(7 * weeks))?;
            if let Some(rest) = rest.strip_prefix('말') {
                let saturday = monday.checked_add(Duration::days(5))?;
                return Some((Span { first: saturday, last: saturday.next_day()? }, rest));
            }
            if let Some((day, rest)) = weekday(rest) {
                return Some((one(monday.checked_add(Duration::days(day))?), rest));
            }
            return Some((Span { first: monday, last: monday.checked_add(Duration::days(6))? }, rest));
        }
        if let Some(rest) = rest.strip_prefix('달') {
            let (year, month) =
                month_after(today.year(), u8::from(today.month()), u8::try_from(weeks).ok()?)?;
            if let Some((n, rest)) = digits(rest).and_then(|(n, rest)| Some((n, rest.strip_prefix('일')?))) {
                return Some((one(date(year, month, n)?), rest));
            }
            return Some((whole_month(year, month)?, rest));
        }
        let (day, rest) = weekday(rest)?;
        return Some((one(monday.checked_add(Duration::days(7 * weeks + day))?), rest));
    }
    for (word, years) in [("올해", 0), ("내년", 1)] {
        if let Some(rest) = text.strip_prefix(word) {
            return of_year(today.year().checked_add(years)?, rest);
        }
    }
    if let Some((day, rest)) = weekday(text) {
        let ahead = (day - i64::from(today.weekday().number_days_from_monday())).rem_euclid(7);
        return Some((after(ahead)?, rest));
    }
    if text.starts_with("주말") {
        let saturday = monday.checked_add(Duration::days(5))?;
        return Some((Span { first: saturday, last: saturday.next_day()? }, text.strip_prefix("주말")?));
    }
    later(text, today).or_else(|| dated(text, today))
}

/// 3일 뒤, 일주일 후, 한 달 뒤.
fn later(text: &str, today: Date) -> Option<(Span, &str)> {
    let months =
        [("한달", 1), ("두달", 2), ("세달", 3), ("1개월", 1), ("2개월", 2), ("3개월", 3), ("6개월", 6)];
    if let Some((months, rest)) =
        months.iter().find_map(|(word, months)| Some((*months, text.strip_prefix(*word)?)))
    {
        let rest = rest.strip_prefix('뒤').or_else(|| rest.strip_prefix('후'))?;
        let (year, month) = month_after(today.year(), u8::from(today.month()), months)?;
        let date = date(year, month, u16::from(today.day()).min(28))?;
        return Some((Span { first: date, last: date }, rest));
    }
    let found =
        [("하루", 1), ("이틀", 2), ("사흘", 3), ("나흘", 4), ("열흘", 10), ("일주일", 7), ("보름", 15)]
            .iter()
            .find_map(|(word, days)| Some((*days, text.strip_prefix(*word)?)));
    // 2년 뒤.
    if let Some((n, rest)) = digits(text).and_then(|(n, rest)| Some((n, rest.strip_prefix('년')?)))
        && let Some(rest) = rest.strip_prefix('뒤').or_else(|| rest.strip_prefix('후'))
        && n <= 50
    {
        return of_year(today.year().checked_add(i32::from(n))?, rest);
    }
    let (days, rest) = found.or_else(|| {
        let (n, rest) = digits(text)?;
        let units = [("일", 1), ("주일", 7), ("주", 7)];
        units
            .iter()
            .find_map(|(unit, days)| Some((i64::from(n).checked_mul(*days)?, rest.strip_prefix(*unit)?)))
    })?;
    let rest = rest.strip_prefix('뒤').or_else(|| rest.strip_prefix('후'))?;
    let date = today.checked_add(Duration::days(days))?;
    Some((Span { first: date, last: date }, rest))
}

/// 2027년 5월 3일, 5월 3일, 5월, 3일.
fn dated(text: &str, today: Date) -> Option<(Span, &str)> {
    let (n, rest) = digits(text)?;
    if let Some(rest) = rest.strip_prefix('년') {
        let year = i32::from(n);
        return (2000..=2200).contains(&year).then(|| of_year(year, rest)).flatten();
    }
    if rest.starts_with('월') {
        let this_year = of_year(today.year(), text)?;
        return if this_year.0.last < today {
            of_year(today.year().checked_add(1)?, text)
        } else {
            Some(this_year)
        };
    }
    let rest = rest.strip_prefix('일')?;
    let (year, month) = (today.year(), u8::from(today.month()));
    let this = date(year, month, n).filter(|date| *date >= today);
    let next = || month_after(year, month, 1).and_then(|(year, month)| date(year, month, n));
    let date = this.or_else(next)?;
    Some((Span { first: date, last: date }, rest))
}

fn of_year(year: i32, text: &str) -> Option<(Span, &str)> {
    let Some((month, rest)) = digits(text).and_then(|(n, rest)| Some((n, rest.strip_prefix('월')?))) else {
        return Some((Span { first: date(year, 1, 1)?, last: date(year, 12, 31)? }, text));
    };
    let month = u8::try_from(month).ok()?;
    match digits(rest).and_then(|(n, rest)| Some((n, rest.strip_prefix('일')?))) {
        Some((n, rest)) => {
            let date = date(year, month, n)?;
            Some((Span { first: date, last: date }, rest))
        }
        None => Some((whole_month(year, month)?, rest)),
    }
}

/// The minutes of the day that the rest of the words tell: 오후 3시, 15시 30분, none; nothing if it is anything else.
fn minutes(text: &str) -> Option<Option<i64>> {
    if text.is_empty() || is_one_of("아침 점심 저녁 밤 새벽 오전 오후", text) {
        return Some(None);
    }
    if let Some((_, rest)) = weekday(text) {
        // 5월 3일 일요일.
        return minutes(rest);
    }
    let half = ["오후", "저녁", "밤", "점심"].iter().find_map(|word| Some((12, text.strip_prefix(*word)?)));
    let morning = ["오전", "아침", "새벽"].iter().find_map(|word| Some((0, text.strip_prefix(*word)?)));
    let (half, rest) = half.or(morning).unwrap_or((0, text));
    let (hour, rest) = match digits(rest) {
        Some((n, rest)) => (i64::from(n), rest.strip_prefix('시')?),
        None => {
            let (word, rest) = rest.split_once('시')?;
            (i64::from(number(word)?), rest)
        }
    };
    let minute = match rest {
        "" => 0,
        "반" => 30,
        _ => i64::from(digits(rest).filter(|(_, rest)| *rest == "분")?.0),
    };
    let hour = if half == 12 && hour < 12 { hour + 12 } else { hour };
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(Some(hour * 60 + minute))
}

fn weekday(text: &str) -> Option<(i64, &str)> {
    let (at, rest) = WEEKDAYS.iter().enumerate().find_map(|(at, day)| Some((at, text.strip_prefix(day)?)))?;
    Some((i64::try_from(at).ok()?, rest))
}

fn digits(text: &str) -> Option<(u16, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    Some((digits.parse().ok()?, rest))
}

fn date(year: i32, month: u8, day: u16) -> Option<Date> {
    Date::from_calendar_date(year, Month::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
}

fn whole_month(year: i32, month: u8) -> Option<Span> {
    let (next_year, next) = month_after(year, month, 1)?;
    Some(Span { first: date(year, month, 1)?, last: date(next_year, next, 1)?.previous_day()? })
}

/// The month that lies up to twelve after another.
fn month_after(year: i32, month: u8, months: u8) -> Option<(i32, u8)> {
    let month = month.checked_add(months)?;
    if month > 12 { Some((year.checked_add(1)?, month.checked_sub(12)?)) } else { Some((year, month)) }
}
