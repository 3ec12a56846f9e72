//! Numbers with what they count: weights, heights, money, days of the year.

use super::{lexicon, matcher::Words, words::Token};

fn is_number(token: &Token) -> bool {
    let digits = token.key.chars().filter(char::is_ascii_digit).count();
    digits > 0 && token.key.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

/// A number with its unit: "70 kg", "180cm", "5'11", "6 feet 2".
pub(super) fn measure(words: Words<'_>) -> Option<usize> {
    let first = words.first()?;
    if !first.key.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let unit = first.key.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let is_unit = |key: &str| lexicon::UNITS.has(key);
    if is_unit(unit) || first.key.contains('\'') {
        return Some(1);
    }
    if !is_number(first) || !words.tokens.get(1).is_some_and(|token| is_unit(&token.key)) {
        return None;
    }
    let inches = words.tokens.get(2).is_some_and(is_number) && words.is(1, &["feet", "foot", "ft"]);
    Some(if !inches {
        2
    } else if words.is(3, &["inches", "inch", "in"]) {
        4
    } else {
        3
    })
}

/// An amount: "$500", "500 dollars", "2 million won".
pub(super) fn money(words: Words<'_>) -> Option<usize> {
    let first = words.first()?;
    let signed = first.key.starts_with(['$', '€', '£', '¥', '₩', '₹']);
    let digits = first.key.chars().any(|c| c.is_ascii_digit());
    let scaled = usize::from(words.is(1, &["million", "billion", "thousand", "k", "grand", "m"]));
    let named = words.is_in(1 + scaled, &lexicon::CURRENCIES);
    (digits && (signed || named)).then_some(1 + scaled + usize::from(named))
}

/// An amount, with its currency or without: "2,900", "45k".
pub(super) fn amount(words: Words<'_>) -> Option<usize> {
    let thousands = |first: &Token| {
        let number = first.key.strip_suffix('k').unwrap_or_default();
        !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.')
    };
    let plain =
        words.first().is_some_and(|first| is_number(first) && first.key.len() > 2 || thousands(first));
    money(words).or_else(|| plain.then_some(1))
}

/// A day of the year, with or without its year: "May 3", "3rd of May 1990".
pub(super) fn birthday(words: Words<'_>) -> Option<usize> {
    let is_month = |at: usize| words.is_in(at, &lexicon::MONTHS);
    let is_day = |at: usize| {
        let number =
            words.tokens.get(at).map(|token| token.key.trim_end_matches(|c: char| c.is_ascii_lowercase()));
        number.and_then(|number| number.parse::<u8>().ok()).is_some_and(|day| (1..=31).contains(&day))
    };
    let the = usize::from(words.is(0, &["the"]));
    let used = if is_month(0) && is_day(1) {
        2
    } else if is_day(the) && is_month(the + 1) {
        the + 2
    } else if is_day(the) && words.is(the + 1, &["of"]) && is_month(the + 2) {
        the + 3
    } else {
        return None;
    };
    let comma = usize::from(words.is(used, &[","]));
    let year = words.tokens.get(used + comma).and_then(|token| token.key.parse::<u16>().ok());
    Some(if year.is_some_and(|year| (1900..2100).contains(&year)) { used + comma + 1 } else { used })
}
