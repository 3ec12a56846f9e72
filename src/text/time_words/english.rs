//! English words for times.

use super::calendar::{Days, civil, day, month_at, months, weekday, year};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// With the month each begins in.
const SEASONS: [(&str, u8); 5] = [("spring", 3), ("summer", 6), ("autumn", 9), ("fall", 9), ("winter", 12)];
const NUMBERS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// Which of several: the last one, this one, the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Last,
    This,
    Next,
}

/// The first time that the words name.
pub(super) fn days(words: &[&str], today: i64) -> Option<Days> {
    (0..words.len()).find_map(|at| Reader { words, at, today }.read())
}

struct Reader<'a> {
    words: &'a [&'a str],
    at: usize,
    today: i64,
}

impl Reader<'_> {
    fn read(&self) -> Option<Days> {
        self.named_day()
            .or_else(|| self.ago())
            .or_else(|| self.span())
            .or_else(|| self.date())
            .or_else(|| self.one_year())
    }

    fn word(&self, offset: isize) -> Option<&str> {
        self.words.get(self.at.checked_add_signed(offset)?).copied()
    }

    /// `today`, `yesterday`, `last night`, `the day before yesterday`, `2023-05-07`.
    fn named_day(&self) -> Option<Days> {
        let days = match (self.word(0)?, self.word(1)) {
            ("today" | "tonight", _) | ("this", Some("morning" | "afternoon" | "evening")) => 0,
            ("day", Some("before")) if self.word(2) == Some("yesterday") => -2,
            ("day", Some("after")) if self.word(2) == Some("tomorrow") => 2,
            ("yesterday", _) | ("last", Some("night" | "evening")) => -1,
            ("tomorrow", _) => 1,
            _ => return self.numeric(),
        };
        Some(Days::one(self.today.saturating_add(days)))
    }

    fn numeric(&self) -> Option<Days> {
        let year = plausible_year(self.word(0)?)?;
        let two = |word: Option<&str>| word.filter(|w| w.len() == 2)?.parse::<u8>().ok();
        Some(Days::one(day(year, two(self.word(1))?, two(self.word(2))?)?))
    }

    /// `two weeks ago`, `a year ago`, `in the last ten days`, `past three months`.
    fn ago(&self) -> Option<Days> {
        let count = count(self.word(0)?)?;
        let (unit, next) = match self.word(1)? {
            "couple" | "few" => {
                let of = if self.word(2)? == "of" { 3 } else { 2 };
                (unit(self.word(of)?)?, of + 1)
            }
            word => (unit(word)?, 2),
        };
        let count = match self.word(1)? {
            "couple" => 2,
            "few" => 3,
            _ => count,
        };
        if self.word(next)? == "ago" {
            return back(self.today, unit, count);
        }
        None
    }

    /// `last week`, `this month`, `next year`, `last summer`, `last Friday`, `last March`, `the past three months`.
    fn span(&self) -> Option<Days> {
        let which = match self.word(0)? {
            "last" | "previous" | "past" => Which::Last,
            "this" | "current" => Which::This,
            "next" | "coming" => Which::Next,
            _ => return None,
        };
        let name = self.word(1)?;
        if let Some(count) = count(name).filter(|_| which == Which::Last && name != "a" && name != "an") {
            let from = back(self.today, unit(self.word(2)?)?, count)?.from;
            return Some(Days { from, to: self.today.checked_add(1)? });
        }
        let step = which.step();
        let (this_year, this_month, _) = civil(self.today)?;
        match name {
            "week" => {
                let monday = self.today.checked_sub(weekday(self.today))?.checked_add(7 * step)?;
                return Some(Days { from: monday, to: monday.checked_add(7)? });
            }
            "weekend" => {
                let saturday = self.today.checked_sub(weekday(self.today))?.checked_add(5 + 7 * step)?;
                return Some(Days { from: saturday, to: saturday.checked_add(2)? });
            }
            "month" => {
                let (year, month) = month_at(this_year, this_month, step)?;
                return months(year, month, 1);
            }
            "year" => return year(this_year.checked_add(i32::try_from(step).ok()?)?),
            _ => {}
        }
        if let Some(wanted) = WEEKDAYS.iter().position(|day| *day == name) {
            let ahead = i64::try_from(wanted).ok()?.checked_sub(weekday(self.today))?;
            let ahead = match which {
                Which::Last if ahead >= 0 => ahead - 7,
                Which::Next if ahead <= 0 => ahead + 7,
                _ => ahead,
            };
            return Some(Days::one(self.today.checked_add(ahead)?));
        }
        let (month, long) = month_or_season(name, true)?;
        if let Some(day) = self.word(2).and_then(day_of_month) {
            return self.dated(month, day, which).filter(|_| long == 1);
        }
        let year = match which {
            Which::This => this_year,
            Which::Last => {
                let (end_year, end) = month_at(this_year, month, long)?;
                if (end_year, end) <= (this_year, this_month) {
                    this_year
                } else {
                    this_year.checked_sub(1)?
                }
            }
            Which::Next => {
                if month > this_month {
                    this_year
                } else {
                    this_year.checked_add(1)?
                }
            }
        };
        months(year, month, long)
    }

    /// `May 7`, `7 May 2023`, `7th of May`, `in March`, `summer 2022`.
    fn date(&self) -> Option<Days> {
        let first = self.word(0)?;
        if let Some(number) = day_of_month(first) {
            let of = isize::from(self.word(1)? == "of") + 1;
            let (month, long) = month_or_season(self.word(of)?, true)?;
            let at = self.word(of + 1).and_then(plausible_year);
            // "2 may be enough" is no date; "7 May" without a year needs its ordinal, "of" or a preposition.
            let sure = at.is_some()
                || of == 2
                || !all_digits(first)
                || self.follows_preposition()
                || !is_verb(self.word(of)?);
            return match at {
                _ if long != 1 || !sure => None,
                Some(year) => Some(Days::one(day(year, month, number)?)),
                None => self.dated(month, number, Which::Last),
            };
        }
        let (month, long) = month_or_season(first, false)?;
        if let Some(year) = self.word(1).and_then(plausible_year) {
            return months(year, month, long);
        }
        let number = self.word(1).and_then(day_of_month).filter(|_| long == 1);
        let sure = self.follows_preposition() || (!is_verb(first) && !is_season(first));
        match number {
            Some(number) if sure || !all_digits(self.word(1)?) => match self.word(2).and_then(plausible_year)
            {
                Some(year) => Some(Days::one(day(year, month, number)?)),
                None => self.dated(month, number, Which::Last),
            },
            Some(number) => Some(Days::one(day(self.word(2).and_then(plausible_year)?, month, number)?)),
            None if sure && first.len() > 3 || self.follows_preposition() => {
                let (this_year, this_month, _) = civil(self.today)?;
                months(if month <= this_month { this_year } else { this_year.checked_sub(1)? }, month, long)
            }
            None => None,
        }
    }

    /// `in 2023`, `during 2021`.
    fn one_year(&self) -> Option<Days> {
        let found = plausible_year(self.word(0)?)?;
        let before = self.word(-1)?;
        matches!(before, "in" | "during" | "since" | "of" | "year" | "throughout" | "for" | "until" | "by")
            .then(|| year(found))?
    }

    /// A day of a month, without a year.
    fn dated(&self, month: u8, number: u8, which: Which) -> Option<Days> {
        let (this_year, ..) = civil(self.today)?;
        let years: [i32; 3] = match which {
            Which::This => [0, -1, 1],
            Which::Last => [0, -1, -4],
            Which::Next => [0, 1, 4],
        };
        let fits = |day: &i64| match which {
            Which::This => true,
            Which::Last => *day <= self.today,
            Which::Next => *day > self.today,
        };
        let found =
            years.iter().filter_map(|step| day(this_year.checked_add(*step)?, month, number)).find(fits)?;
        Some(Days::one(found))
    }

    fn follows_preposition(&self) -> bool {
        let prepositions =
            ["in", "on", "during", "since", "by", "until", "of", "before", "after", "from", "around"];
        self.word(-1).is_some_and(|word| {
            prepositions.contains(&word)
                || (word == "the" && self.word(-2).is_some_and(|w| prepositions.contains(&w)))
        })
    }
}

impl Which {
    const fn step(self) -> i64 {
        match self {
            Self::Last => -1,
            Self::This => 0,
            Self::Next => 1,
        }
    }
}

#[derive(Clone, Copy)]
pub(super) enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// The day, week, month or year that lies so many of its kind back.
pub(super) fn back(today: i64, unit: Unit, count: i64) -> Option<Days> {
    let (this_year, this_month, _) = civil(today)?;
    match unit {
        Unit::Day => Some(Days::one(today.checked_sub(count)?)),
        Unit::Week => {
            let monday = today.checked_sub(weekday(today))?.checked_sub(count.checked_mul(7)?)?;
            Some(Days { from: monday, to: monday.checked_add(7)? })
        }
        Unit::Month => {
            let (year, month) = month_at(this_year, this_month, count.checked_neg()?)?;
            months(year, month, 1)
        }
        Unit::Year => year(this_year.checked_sub(i32::try_from(count).ok()?)?),
    }
}

fn unit(word: &str) -> Option<Unit> {
    match word.strip_suffix('s').unwrap_or(word) {
        "day" => Some(Unit::Day),
        "week" => Some(Unit::Week),
        "month" => Some(Unit::Month),
        "year" => Some(Unit::Year),
        _ => None,
    }
}

fn count(word: &str) -> Option<i64> {
    if word == "a" || word == "an" || word == "few" || word == "couple" {
        return Some(1);
    }
    let named = NUMBERS.iter().position(|number| *number == word).and_then(|n| i64::try_from(n).ok());
    named.or_else(|| word.parse().ok().filter(|_| word.len() <= 4 && all_digits(word)))
}

/// The first month and how many; abbreviations only where something else says that a date is meant.
fn month_or_season(word: &str, short: bool) -> Option<(u8, i64)> {
    let named = (1..).zip(MONTHS).find(|(_, month)| {
        *month == word
            || ((short || word != "mar") && (word.len() == 3 || word == "sept") && month.starts_with(word))
    });
    let season = || SEASONS.iter().find(|(season, _)| *season == word).map(|(_, month)| (*month, 3));
    named.map(|(month, _)| (month, 1)).or_else(season)
}

fn is_season(word: &str) -> bool {
    SEASONS.iter().any(|(season, _)| *season == word)
}

/// Months that are words of another kind, too.
fn is_verb(word: &str) -> bool {
    matches!(word, "may" | "march" | "mar" | "august" | "dec" | "sep" | "jan" | "jun")
}

fn all_digits(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit())
}

fn plausible_year(word: &str) -> Option<i32> {
    word.parse().ok().filter(|year| word.len() == 4 && (1900..=2100).contains(year))
}

/// `7`, `7th`, `21st`.
fn day_of_month(word: &str) -> Option<u8> {
    let bare = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    bare.parse().ok().filter(|day| all_digits(bare) && (1..=31).contains(day))
}
