//! Figures of health, sport, tests and clothes: weights, blood pressure, times, distances, scores, sizes.

use super::{
    lexicon::{BODY, List, list},
    matcher::Words,
    measure::measure,
    words::Token,
};

list!(
    /// Units of weight.
    WEIGHTS,
    "kg, kgs, kilo, kilos, kilogram, kilograms, lb, lbs, pound, pounds, stone"
);
list!(
    /// How far one runs, swims or rides.
    DISTANCES,
    "1k, 3k, 5k, 10k, 15k, 20k, 25k, 30k, 50k, 100k, half marathon, half, marathon, full marathon, mile, 100m, 200m, 400m, 800m, \
     1500m, 100 m, 200 m, 400 m, 800 m, 1500 m, 5 km, 10 km, 15 km, 20 km, 100 km, 5km, 10km, 2k row, 2k, olympic triathlon, triathlon, ironman"
);
list!(
    /// Races by their last word.
    RACES,
    "marathon, half, half-marathon, triathlon, ironman, race, 5k, 10k, ultra, duathlon, fun run, tournament, championship, regatta, \
     trail run, parkrun, sprint"
);
list!(
    /// What is paid back over years.
    DEBTS,
    "car, student, house, home, personal, boat, van, truck, bike, motorbike, motorcycle, flat, apartment, business, bank, payday"
);
list!(
    /// How somebody is with money.
    THRIFT,
    "careful, cautious, frugal, conservative, bad, terrible, good, hopeless, risk-averse, tight, anxious, disorganised, disorganized"
);
list!(
    /// What is wrong with a part of the body for long.
    HURTS,
    "stress fracture, hairline fracture, fracture, sprain, torn ligament, torn tendon, torn muscle, pulled muscle, tendonitis, tendinitis, \
     torn meniscus, slipped disc, herniated disc, torn cartilage, plantar fasciitis, pinched nerve, trapped nerve, bursitis"
);
list!(
    /// What something does to who cannot bear it.
    REACTIONS,
    "a rash, rashes, hives, heartburn, eczema, bloating, stomach cramps, stomach aches, acid reflux, itchy skin, nosebleeds, \
     an upset stomach"
);

fn value(token: &Token) -> Option<f64> {
    token.key.replace(',', "").parse().ok()
}

fn whole(token: Option<&Token>, least: f64, most: f64) -> bool {
    token.and_then(value).is_some_and(|value| (least..=most).contains(&value))
}

/// "88 kg", "187lbs": not "20 mg".
pub(super) fn bodyweight(words: Words<'_>) -> Option<usize> {
    let used = measure(words)?;
    let last = words.tokens.get(used.checked_sub(1)?)?;
    let unit = last.key.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let digits: String = words.first()?.key.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let weight: f64 = digits.parse().ok()?;
    let least = if unit == "stone" { 6.0 } else { 35.0 };
    (WEIGHTS.has(unit) && (least..=450.0).contains(&weight)).then_some(used)
}

/// How much of a drug: "20 mg", "50mcg".
pub(super) fn dose(words: Words<'_>) -> Option<usize> {
    let used = measure(words)?;
    let last = words.tokens.get(used.checked_sub(1)?)?;
    let unit = last.key.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    ["mg", "mcg", "ml", "units", "iu"].contains(&unit).then_some(used)
}

/// A blood pressure: "128/82", "150 over 95".
pub(super) fn pressure(words: Words<'_>) -> Option<usize> {
    let fits = |high: &str, low: &str| {
        let read = |text: &str, least: u16, most: u16| {
            text.parse::<u16>().is_ok_and(|value| (least..=most).contains(&value))
        };
        let above = high.parse::<u16>().ok() > low.parse::<u16>().ok();
        above && read(high, 80, 250) && read(low, 40, 150)
    };
    let key = &words.first()?.key;
    if let Some((high, low)) = key.split_once('/') {
        return fits(high, low).then_some(1);
    }
    (words.is(1, &["over"]) && fits(key, &words.tokens.get(2)?.key)).then_some(3)
}

/// How long something took: "56:40", "58 minutes", "1 hour 52 minutes".
pub(super) fn duration(words: Words<'_>) -> Option<usize> {
    let key = &words.first()?.key;
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    if key.contains(':') {
        return key.split(':').all(digits).then_some(1);
    }
    let unit = |at: usize| {
        words.is(
            at,
            &["minutes", "minute", "min", "mins", "seconds", "second", "sec", "secs", "hours", "hour", "h"],
        )
    };
    if !digits(key) || !unit(1) {
        return None;
    }
    let and = 2 + usize::from(words.is(2, &["and"]));
    let more = words.tokens.get(and).is_some_and(|token| digits(&token.key));
    Some(if more && unit(and + 1) {
        and + 2
    } else if more && and == 2 {
        3
    } else {
        2
    })
}

/// A distance that times are told of: "10k", "half marathon".
pub(super) fn distance(words: Words<'_>) -> Option<usize> {
    DISTANCES.begins(words.tokens)
}

/// A score of a test: a whole number between 200 and 1600.
pub(super) fn score(words: Words<'_>) -> Option<usize> {
    let first = words.first()?;
    let points = usize::from(words.is(1, &["points"]));
    (whole(Some(first), 200.0, 1600.0) && first.key.chars().all(|c| c.is_ascii_digit())).then_some(1 + points)
}

/// A number that is aimed at: a weight, a score, a plain number of two digits or more.
pub(super) fn figure(words: Words<'_>) -> Option<usize> {
    let plain = || whole(words.first(), 10.0, 9999.0).then_some(1);
    bodyweight(words).or_else(|| score(words)).or_else(plain)
}

/// A size of shoes or clothes: "UK 9", "size 42".
pub(super) fn size(words: Words<'_>) -> Option<usize> {
    let size = usize::from(words.is(0, &["size"]));
    let land = usize::from(words.is(size, &["uk", "us", "eu"]));
    let used = size + land + 1;
    (size + land > 0 && whole(words.tokens.get(size + land), 1.0, 60.0)).then_some(used)
}

/// A race by its name: "the Vienna half", "my first triathlon".
pub(super) fn race(words: Words<'_>) -> Option<usize> {
    let used = super::phrase::noun_phrase(words).filter(|used| *used <= 5)?;
    words.tokens.get(used.checked_sub(1)?)?.is_in(&RACES).then_some(used)
}

/// What gives one a rash: the words before "gives".
pub(super) fn cause(words: Words<'_>) -> Option<usize> {
    // "My boss gives me hives" is no allergy.
    super::phrase::before(words, &["gives", "give"]).filter(|_| !words.is(0, &["my", "our", "this", "that"]))
}

/// The lists that a gap of this kind is one of.
pub(super) fn list_of(kind: &str) -> Option<&'static List> {
    match kind {
        "debt" => Some(&DEBTS),
        "thrift" => Some(&THRIFT),
        "hurt" => Some(&HURTS),
        "reaction" => Some(&REACTIONS),
        "body" => Some(&BODY),
        _ => None,
    }
}
