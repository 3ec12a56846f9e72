//! What people do again and again, told in the third person.

use super::{lexicon::list, matcher::Words, phrase, words::Token};

list!(
    /// What people do again and again.
    HABITS,
    "run, jog, swim, walk, hike, cycle, bike, meditate, pray, read, write, journal, cook, bake, eat, drink, exercise, train, lift, \
     stretch, do, go, play, practice, practise, study, work, wake, get, see, sleep, commute, take, visit, call, watch, listen, garden, \
     paint, draw, dance, climb, surf, ski, fast, volunteer, attend, order, travel, ride, skip, teach, stream, nap, shower, knit"
);
list!(
    /// How often.
    OFTEN,
    "daily, weekly, nightly, monthly, every day, every morning, every evening, every night, every week, every weekend, \
     every weekday, every month, every year, every afternoon, every monday, every tuesday, every wednesday, every thursday, \
     every friday, every saturday, every sunday, every other day, every single day, every summer, every winter, each day, \
     each morning, each week, each night, each evening, once a day, once a week, once a month, once a year, twice a day, \
     twice a week, twice a month, twice a year, three times a week, three times a day, four times a week, five times a week, \
     six times a week, 3 times a week, 2 times a week, 4 times a week, 5 times a week, 6 times a week, 3 times a day, \
     on weekends, on weekdays, on mondays, on tuesdays, on wednesdays, on thursdays, on fridays, on saturdays, on sundays, \
     in the mornings, in the evenings, at weekends, most days, most mornings, most evenings, a few times a week"
);
/// What somebody does and how often: "run every morning".
pub(super) fn habit(words: Words<'_>) -> Option<(usize, String)> {
    let at = (1..words.tokens.len().min(10)).find(|at| OFTEN.begins(words.from(*at).tokens).is_some())?;
    let used = at + OFTEN.begins(words.from(at).tokens)?;
    let ends = words.tokens.get(used).is_none_or(|after| {
        after.is_mark()
            || after.is(&["now", "too", "and", "before", "after", "with", "at", "for", "to", "in"])
    });
    if ends { third_person(words, used, "") } else { None }
}

/// What somebody usually does: "usually wake up at 6".
pub(super) fn usual(words: Words<'_>) -> Option<(usize, String)> {
    let adverb =
        words.first().filter(|first| first.is(&["usually", "always", "often", "typically", "normally"]))?;
    let ends =
        |token: &Token| token.is_mark() || token.is(&["but", "because", "so", "and", "when", "if", "while"]);
    let left = words.from(1);
    let used = left.tokens.iter().position(ends).unwrap_or(left.tokens.len());
    let (used, text) = third_person(left, Some(used).filter(|used| (2..=8).contains(used))?, &adverb.key)?;
    Some((used + 1, text))
}

/// The words in the third person, if they begin with something people do.
fn third_person(words: Words<'_>, used: usize, adverb: &str) -> Option<(usize, String)> {
    let (verb, said) = words.tokens.get(..used)?.split_first()?;
    let up = verb.is(&["see"]) && said.first().is_some_and(|next| next.is(&["my"]))
        || !verb.is(&["get", "wake", "see"])
        || said.first().is_some_and(|next| next.is(&["up"]));
    if !verb.is_in(&HABITS) || !up || said.iter().any(|token| phrase::is_refused(token) || token.is_mark()) {
        return None;
    }
    let verb = match verb.key.as_str() {
        "go" | "do" => format!("{}es", verb.key),
        "study" => "studies".to_owned(),
        key if ["ch", "sh", "ss", "x"].iter().any(|end| key.ends_with(end)) => format!("{key}es"),
        key => format!("{key}s"),
    };
    let after = phrase::text(Words { tokens: said, ..words });
    let parts = [adverb, &verb, &after];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Some((used, parts.join(" ")))
}
