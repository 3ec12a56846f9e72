//! Korean words for times.

use super::{
    calendar::{Days, civil, day, month_at, months, weekday, year},
    english::{Unit, back},
};

/// Words for a day, and how many days from today it lies. Particles follow: a word begins with one of these.
const DAYS: [(&str, i64); 10] = [
    ("오늘", 0),
    ("어제", -1),
    ("어젯밤", -1),
    ("그저께", -2),
    ("그제", -2),
    ("엊그제", -2),
    ("내일", 1),
    ("모레", 2),
    ("그끄저께", -3),
    ("금일", 0),
];
/// What may follow a word for a time.
const AFTER: [&str; 22] = [
    "", "에", "에는", "에도", "엔", "의", "은", "는", "이", "가", "도", "부터", "까지", "쯤", "쯤에", "경",
    "경에", "날", "밤", "때", "에서", "초에",
];
const SEASONS: [(&str, u8); 4] = [("봄", 3), ("여름", 6), ("가을", 9), ("겨울", 12)];
const WEEKDAYS: [&str; 7] = ["월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"];

/// The first time that the words name. Words stand apart or together: `지난 주에`, `지난주에`.
pub(super) fn days(words: &[&str], today: i64) -> Option<Days> {
    (0..words.len()).find_map(|at| {
        let rest = words.get(at..)?;
        let joined: String = rest.iter().take(4).copied().collect();
        named(&joined, rest.first()?, today).or_else(|| numbered(&joined, today))
    })
}

fn named(joined: &str, word: &str, today: i64) -> Option<Days> {
    for (name, step) in DAYS {
        if word.strip_prefix(name).is_some_and(|rest| AFTER.contains(&rest)) {
            return Some(Days::one(today.checked_add(step)?));
        }
    }
    let (this_year, this_month, _) = civil(today)?;
    let at_year = |step: i32| this_year.checked_add(step);
    for (name, step) in [("재작년", -2), ("작년", -1), ("지난해", -1), ("올해", 0), ("금년", 0), ("내년", 1)]
    {
        if let Some(rest) = joined.strip_prefix(name) {
            return of_year(at_year(step)?, rest);
        }
    }
    for (name, step) in
        [("지지난", -2), ("저저번", -2), ("지난번", -1), ("지난", -1), ("저번", -1), ("이번", 0), ("다음", 1)]
    {
        let Some(rest) = joined.strip_prefix(name) else { continue };
        if rest.starts_with('달') {
            let (year, month) = month_at(this_year, this_month, step)?;
            return months(year, month, 1);
        }
        if let Some(rest) = rest.strip_prefix('주') {
            let monday = today.checked_sub(weekday(today))?.checked_add(7 * step)?;
            if rest.starts_with('말') {
                return Some(Days { from: monday.checked_add(5)?, to: monday.checked_add(7)? });
            }
            if let Some(of_week) = WEEKDAYS.iter().position(|day| rest.starts_with(day)) {
                return Some(Days::one(monday.checked_add(i64::try_from(of_week).ok()?)?));
            }
            return Some(Days { from: monday, to: monday.checked_add(7)? });
        }
        if let Some((_, month)) = SEASONS.iter().find(|(season, _)| rest.starts_with(season)) {
            let over = month_at(this_year, *month, 3)? <= (this_year, this_month);
            let base = if step < 0 && over { 0 } else { i32::try_from(step).ok()? };
            return months(at_year(base)?, *month, 3);
        }
        if let Some((month, rest)) =
            number(rest).and_then(|(n, rest)| Some((month_of(n)?, rest.strip_prefix('월')?)))
        {
            let base = if step < 0 && month < this_month { 0 } else { i32::try_from(step).ok()? };
            return of_month(at_year(base)?, month, rest);
        }
    }
    None
}

/// `2023년 3월 7일`, `2년 전`, `3월 7일`, `사흘 전`.
fn numbered(joined: &str, today: i64) -> Option<Days> {
    for (name, days) in
        [("하루전", 1), ("이틀전", 2), ("사흘전", 3), ("나흘전", 4), ("한달전", 30), ("일주일전", 7)]
    {
        if joined.starts_with(name) {
            return match days {
                30 => back(today, Unit::Month, 1),
                7 => back(today, Unit::Week, 1),
                _ => back(today, Unit::Day, days),
            };
        }
    }
    let (n, rest) = number(joined)?;
    for (name, unit) in [
        ("년전", Unit::Year),
        ("달전", Unit::Month),
        ("개월전", Unit::Month),
        ("주전", Unit::Week),
        ("주일전", Unit::Week),
        ("일전", Unit::Day),
    ] {
        if rest.starts_with(name) {
            return back(today, unit, n);
        }
    }
    if let Some(rest) = rest.strip_prefix('년') {
        let year = i32::try_from(n).ok().filter(|year| (1900..=2100).contains(year))?;
        return of_year(year, rest);
    }
    let rest = rest.strip_prefix('월')?;
    let month = month_of(n)?;
    let (this_year, this_month, of_month_now) = civil(today)?;
    let day = number(rest).filter(|(_, rest)| rest.starts_with('일')).map(|(day, _)| day);
    let ahead = (i64::from(month), day.unwrap_or(1)) > (i64::from(this_month), i64::from(of_month_now));
    of_month(if ahead { this_year.checked_sub(1)? } else { this_year }, month, rest)
}

/// A year, or what of it follows: a month, a season.
fn of_year(found: i32, rest: &str) -> Option<Days> {
    if let Some((_, month)) = SEASONS.iter().find(|(season, _)| rest.starts_with(season)) {
        return months(found, *month, 3);
    }
    match number(rest).and_then(|(n, rest)| Some((month_of(n)?, rest.strip_prefix('월')?))) {
        Some((month, rest)) => of_month(found, month, rest),
        None => year(found),
    }
}

/// A month, or the day of it that follows.
fn of_month(year: i32, month: u8, rest: &str) -> Option<Days> {
    match number(rest).filter(|(_, rest)| rest.starts_with('일')) {
        Some((n, _)) => Some(Days::one(day(year, month, u8::try_from(n).ok()?)?)),
        None => months(year, month, 1),
    }
}

fn month_of(n: i64) -> Option<u8> {
    u8::try_from(n).ok().filter(|month| (1..=12).contains(month))
}

/// The number that a text begins with, at most four digits, and what follows.
fn number(text: &str) -> Option<(i64, &str)> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let n = digits.parse().ok().filter(|_| digits.len() <= 4)?;
    Some((n, text.get(digits.len()..)?))
}
