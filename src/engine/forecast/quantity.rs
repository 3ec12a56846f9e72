//! Numbers with their units, as they stand in a sentence: "78 kg", "$1,200", "850점".

/// Words after a number that are no unit.
const CONNECTIVES: &[&str] = &[
    "a", "an", "and", "or", "in", "on", "at", "of", "to", "for", "from", "by", "with", "as", "since",
    "until", "but", "is", "was", "now",
];
/// What makes a number a date, a time of day or an ordinal.
const DATES: &[&str] = &[
    "am",
    "pm",
    "o'clock",
    "st",
    "nd",
    "rd",
    "th",
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
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "년",
    "월",
    "일",
    "시",
    "번째",
    "년도",
];
/// Korean counters, the longest first: what follows them is a particle or an ending.
const COUNTERS: &[&str] = &[
    "킬로그램",
    "킬로미터",
    "퍼센트",
    "센티미터",
    "번째",
    "년도",
    "시간",
    "킬로",
    "만원",
    "미터",
    "그램",
    "주일",
    "개월",
    "단어",
    "페이지",
    "만",
    "점",
    "원",
    "개",
    "살",
    "세",
    "분",
    "초",
    "명",
    "권",
    "번",
    "회",
    "잔",
    "병",
    "층",
    "급",
    "년",
    "월",
    "일",
    "시",
];
const CURRENCIES: &str = "$€£¥₩";

/// A number in a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Quantity {
    pub(super) value: f64,
    /// Its unit, in lower case and without a plural's s, to be compared; empty if there is none.
    pub(super) unit: String,
    /// Its unit as written.
    pub(super) written: String,
    /// How many digits stand after the point.
    pub(super) decimals: usize,
}

impl Quantity {
    /// Another value as this one was written.
    pub(super) fn show(&self, value: f64) -> String {
        let (number, unit) = (format!("{value:.*}", self.decimals), &self.written);
        match unit.chars().next() {
            None => number,
            Some(c) if CURRENCIES.contains(c) => format!("{unit}{number}"),
            Some(c) if c.is_ascii_alphabetic() => format!("{number} {unit}"),
            Some(_) => format!("{number}{unit}"),
        }
    }
}

/// The numbers of a text, in order; dates, times of day and parts of names left out.
pub(super) fn quantities(text: &str) -> Vec<Quantity> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let word = word.trim_start_matches(['(', '~', '"', '\'']);
        let currency = word.chars().next().filter(|c| CURRENCIES.contains(*c));
        let number = currency.map_or(word, |c| word.trim_start_matches(c));
        let Some((value, decimals, rest)) = leading_number(number) else { continue };
        let trimmed = rest.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '\'']);
        let written = match currency {
            Some(currency) if trimmed.is_empty() => Some(currency.to_string()),
            Some(_) => None,
            None if trimmed.is_empty() && rest.is_empty() => {
                let next = words.get(at.saturating_add(1)).copied().unwrap_or_default();
                unit_after(next.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']))
            }
            // A mark after the number ends what it belongs to.
            None if trimmed.is_empty() => Some(String::new()),
            None => attached(trimmed),
        };
        let Some(written) = written else { continue };
        let is_year = written.is_empty() && decimals == 0 && (1_900.0..2_100.0).contains(&value);
        let folded = written.to_lowercase();
        if is_year || DATES.contains(&folded.as_str()) {
            continue;
        }
        let singular = folded.strip_suffix('s').filter(|s| s.chars().count() > 2 && !s.ends_with('s'));
        let unit = singular.map_or_else(|| folded.clone(), str::to_owned);
        found.push(Quantity { value, unit, written, decimals });
    }
    found
}

/// A number a text begins with, how many decimals it has, and what follows. None for a date, a time or a fraction.
fn leading_number(text: &str) -> Option<(f64, usize, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.')).unwrap_or(text.len());
    let digits = text.get(..end)?.trim_end_matches(['.', ',']);
    let rest = text.get(digits.len()..)?;
    let goes_on = rest.starts_with(['-', ':', '/', '\u{2013}', '.', ',']);
    let is_part = goes_on && rest.chars().nth(1).is_some_and(char::is_alphanumeric);
    if digits.is_empty() || digits.len() > 15 || is_part {
        return None;
    }
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    // Commas part thousands; anything else is a list.
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let is_grouped = groups.all(|group| group.len() == 3) && (!whole.contains(',') || first.len() <= 3);
    let is_plain = !first.is_empty() && decimals.chars().all(|c| c.is_ascii_digit()) && is_grouped;
    let value: f64 = format!("{}.{decimals}0", whole.replace(',', "")).parse().ok()?;
    is_plain.then_some((value, decimals.len(), rest))
}

/// The unit in the word after a number; empty if that is none; none where it makes the number a date.
fn unit_after(next: &str) -> Option<String> {
    match next.chars().next() {
        Some('%') => Some("%".to_owned()),
        Some(c) if CURRENCIES.contains(c) => Some(c.to_string()),
        Some(c) if c.is_alphabetic() => {
            let folded = next.to_lowercase();
            if CONNECTIVES.contains(&folded.as_str()) { Some(String::new()) } else { attached(next) }
        }
        _ => Some(String::new()),
    }
}

/// The unit that a word begins with: Latin letters as they are, Korean up to the end of its counter.
fn attached(word: &str) -> Option<String> {
    let latin: String =
        word.chars().take_while(|c| c.is_ascii_alphabetic() || matches!(c, '%' | '°' | '/')).collect();
    if !latin.is_empty() {
        return Some(latin);
    }
    if let Some(counter) = COUNTERS.iter().find(|counter| word.starts_with(**counter)) {
        return Some((*counter).to_owned());
    }
    let first = word.chars().next()?;
    (first.is_alphabetic() && !matches!(first, '가'..='힣')).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<String> {
        quantities(text).iter().map(|q| format!("{} {}", q.value, q.unit)).collect()
    }

    #[test]
    fn numbers_are_read_with_their_units() {
        for (text, want) in [
            ("User weighs 78 kg", &["78 kg"][..]),
            ("User weighs 78.5kg.", &["78.5 kg"]),
            ("User ran 5 km in 30 minutes", &["5 km", "30 minute"]),
            ("User's rent is $1,200 a month", &["1200 $"]),
            ("사용자의 토익 점수는 850점이다", &["850 점"]),
            ("사용자의 몸무게는 78kg이다", &["78 kg"]),
            ("User knows 1,500 words", &["1500 word"]),
            ("User's TOEIC score is 850.", &["850 "]),
            ("User has saved 40%", &["40 %"]),
        ] {
            assert_eq!(read(text), want, "{text}");
        }
    }

    #[test]
    fn dates_times_names_and_years_are_no_quantities() {
        for text in [
            "User was born on 1990-05-12",
            "User gets up at 7:30",
            "User was in Rome in 2024",
            "User drives an A4 and a 3/4 ton truck",
            "User's exam is on 12 May",
            "User came in 3rd",
            "사용자의 생일은 5월 12일이다",
            "Call 010-1234-5678",
        ] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn another_value_is_written_alike() {
        let show = |text: &str, value: f64| quantities(text).first().map(|q| q.show(value)).unwrap();
        assert_eq!(show("78.5 kg", 74.04), "74.0 kg");
        assert_eq!(show("$1,200", 1_300.2), "$1300");
        assert_eq!(show("850점", 900.0), "900점");
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(?s).{0,60}") {
            prop_assert!(quantities(&text).iter().all(|q| q.value.is_finite() && q.decimals <= 15));
        }
    }
}
