//! What stands in the gaps of a pattern: places, names, things, numbers. Each reader says how many words it took, and what it
//! found: one text, or several of a list.

use super::{
    figures, habit,
    lexicon::{self, List},
    life,
    matcher::Words,
    measure, names, phrase, procedure, things,
    words::Token,
};

/// How many words, and the texts.
pub(super) type Captured = Option<(usize, Vec<String>)>;

/// Reads what a gap of this kind holds from the first word on.
pub(super) fn read(kind: &str, words: Words<'_>) -> Captured {
    match kind {
        "place" => one(words, names::place(words)?),
        "name" => one(words, names::name(words)?),
        "anyname" => one(words, names::any_name(words)?),
        "org" => one(words, names::organization(words)?),
        "things" => things::list(words, things::thing),
        "thing" => things::thing(words).map(|(used, text)| (used, vec![text])),
        "allergens" => things::list(words, things::allergen),
        "noun" => things::noun(words).map(|(used, text)| (used, vec![text])),
        "conditions" => things::list(words, things::condition),
        "languages" => things::list(words, |words| in_list(words, &lexicon::LANGUAGES)),
        "language" => {
            things::list(words, |words| in_list(words, &lexicon::LANGUAGES)).filter(|(_, all)| all.len() == 1)
        }
        "drug" => things::drug(words).map(|(used, text)| (used, vec![text])),
        "nationality" => things::list(words, |words| in_list(words, &lexicon::NATIONALITIES)),
        "occupation" => one(words, phrase::occupation(words)?),
        "role" => one(words, phrase::role(words)?),
        "phrase" => one(words, phrase::noun_phrase(words)?),
        "subject" => one(words, phrase::noun_phrase(words).filter(|used| *used <= 4)?),
        "diet" => in_list(words, &lexicon::DIETS).map(|(used, text)| (used, vec![text])),
        "animal" => in_list(words, &lexicon::ANIMALS).map(|(used, text)| (used, vec![text])),
        "relative" => in_list(words, &lexicon::RELATIVES).map(|(used, text)| (used, vec![text])),
        "partner" => in_list(words, &lexicon::PARTNERS).map(|(used, text)| (used, vec![text])),
        "possession" => one(words, phrase::possession(words)?),
        "age" => number(words, 3.0, 120.0),
        "count" => in_list(words, &lexicon::COUNTS).map(|(used, text)| (used, vec![text])),
        "measure" => one(words, measure::measure(words)?),
        "money" => one(words, measure::money(words)?),
        "birthday" => one(words, measure::birthday(words)?),
        "aged" => aged(words),
        "year" => number(words, 1900.0, 2100.0),
        "weeks" => number(words, 1.0, 45.0),
        "from" => one(words, names::place(words).or_else(|| phrase::noun_phrase(words))?),
        "household" => in_list(words, &lexicon::HOUSEHOLD).map(|(used, text)| (used, vec![text])),
        "pets" => pets(words),
        "children" => in_list(words, &lexicon::CHILDREN).map(|(used, text)| (used, vec![text])),
        "dwelling" => one(words, phrase::dwelling(words)?),
        "allergen" => one(words, phrase::before(words, &["allergy", "allergies"])?),
        "liked" => one(words, phrase::before(words, &["fan"])?),
        "intolerant" => in_list(words, &lexicon::INTOLERANT).map(|(used, text)| (used, vec![text])),
        "affected" => in_list(words, &lexicon::AFFECTED).map(|(used, text)| (used, vec![text])),
        "plan_diet" => in_list(words, &lexicon::PLAN_DIETS).map(|(used, text)| (used, vec![text])),
        "diagnosis" => things::list(words, things::noun),
        "food" => things::list(words, things::food),
        "meat" => in_list(words, &lexicon::MEAT).map(|(used, text)| (used, vec![text])),
        "partners" => of(words, &lexicon::PARTNERS),
        "animals" => of(words, &lexicon::ANIMALS),
        "relatives" => of(words, &lexicon::RELATIVES),
        "company" => one(words, names::company(words)?),
        "school" => one(words, names::school(words)?),
        "rank" => one(words, phrase::rank(words)?),
        "title" => one(words, phrase::title(words)?),
        "field" => in_list(words, &lexicon::FIELDS).map(|(used, text)| (used, vec![text])),
        "business" => one(words, phrase::business(words)?),
        "studies" => things::list(words, |words| in_list(words, &lexicon::STUDIES)),
        "student" => in_list(words, &lexicon::STUDENTS).map(|(used, text)| (used, vec![text])),
        "grade" => one(words, phrase::grade(words)?),
        "favored" => one(words, phrase::favored(words)?),
        "favorites" => one(words, phrase::favorites(words)?),
        "short" => one(words, phrase::noun_phrase(words).filter(|used| *used <= 3)?),
        "vehicle" => one(words, life::vehicle(words)?),
        "habit" => habit::habit(words).map(|(used, text)| (used, vec![text])),
        "usual" => habit::usual(words).map(|(used, text)| (used, vec![text])),
        "goal" => one(words, life::goal(words)?),
        "learned" => one(words, life::learned(words)?),
        "test" => one(words, life::test(words)?),
        "skill" => in_list(words, &life::SKILLS).map(|(used, text)| (used, vec![text])),
        "manner" => in_list(words, &procedure::MANNERS).map(|(used, text)| (used, vec![text])),
        "team" => one(words, phrase::before(words, &["team", "department", "division", "squad"])?),
        "tallness" => one(words, measure::measure(words).filter(|used| is_length(words, *used))?),
        "heaviness" => one(words, measure::measure(words).filter(|used| !is_length(words, *used))?),
        "cigarettes" => one(
            words,
            words
                .tokens
                .iter()
                .position(|token| token.is(&["pack", "packs", "cigarette", "cigarettes"]))?
                .checked_add(1)?,
        ),
        "bodyweight" => one(words, figures::bodyweight(words)?),
        "dose" => one(words, figures::dose(words)?),
        "pressure" => one(words, figures::pressure(words)?),
        "duration" => one(words, figures::duration(words)?),
        "distance" => one(words, figures::distance(words)?),
        "score" => one(words, figures::score(words)?),
        "figure" => one(words, figures::figure(words)?),
        "size" => one(words, figures::size(words)?),
        "race" => one(words, figures::race(words)?),
        "cause" => one(words, figures::cause(words)?),
        "gym" => one(words, names::gym(words).or_else(|| names::company(words))?),
        "gymname" => one(words, names::gym(words)?),
        "amount" => one(words, measure::amount(words)?),
        "played" => things::list(words, |words| in_list(words, &life::PLAYED)),
        "tech" => things::list(words, |words| in_list(words, &life::TECHS)),
        "period" => one(words, 1).filter(|_| words.is(0, &["year", "month", "week", "hour", "day"])),
        "rest" => one(words, words.tokens.len()),
        _ => {
            // "Foot's all healed".
            let plain = |text: String| vec![text.trim_end_matches("'s").to_owned()];
            in_list(words, figures::list_of(kind)?).map(|(used, text)| (used, plain(text)))
        }
    }
}

fn one(words: Words<'_>, used: usize) -> Captured {
    let text = phrase::text(Words { tokens: words.tokens.get(..used)?, ..words });
    (!text.is_empty()).then(|| (used, vec![text]))
}

fn number(words: Words<'_>, least: f64, most: f64) -> Captured {
    let value: f64 = words.first()?.key.parse().ok()?;
    if (least..=most).contains(&value) && value.fract() == 0.0 { one(words, 1) } else { None }
}

/// Whether a measure is one of height.
fn is_length(words: Words<'_>, used: usize) -> bool {
    words.tokens.iter().take(used).any(|token| {
        let unit = token.key.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
        unit.starts_with('\'')
            || ["cm", "feet", "foot", "ft", "centimeters", "centimetres", "m", "meters", "metres"]
                .contains(&unit)
    })
}

/// Animals, one or several.
fn pets(words: Words<'_>) -> Captured {
    let mut bare = words.tokens.get(..words.tokens.len().min(3))?.to_vec();
    for token in &mut bare {
        token.key = token
            .key
            .trim_end_matches('s')
            .replace("puppie", "puppy")
            .replace("bunnie", "bunny")
            .replace("mice", "mouse");
    }
    one(words, lexicon::ANIMALS.begins(&bare).or_else(|| lexicon::ANIMALS.begins(words.tokens))?)
}

/// An entry of a list with "'s" after it: "wife's".
fn of(words: Words<'_>, list: &List) -> Captured {
    let is_name = |at: usize| words.is(at + 1, &["name"]);
    let owns =
        |(at, token): (usize, &Token)| token.key.ends_with("'s") || token.key.ends_with('s') && is_name(at);
    let most = words.tokens.iter().take(4).enumerate().position(owns)?;
    let mut bare = words.tokens.get(..=most)?.to_vec();
    if let Some(last) = bare.last_mut() {
        last.key = last.key.trim_end_matches('s').trim_end_matches('\'').to_owned();
    }
    let used = list.begins(&bare).filter(|used| *used == most + 1)?;
    let keys: Vec<&str> = bare.iter().map(|token| token.key.as_str()).collect();
    Some((used, vec![keys.join(" ")]))
}

/// "34-year-old", "34yo".
fn aged(words: Words<'_>) -> Captured {
    let key = &words.first()?.key;
    let digits: String = key.chars().take_while(char::is_ascii_digit).collect();
    let unit = key.strip_prefix(digits.as_str())?;
    let is_age = digits.parse::<u8>().is_ok_and(|age| (3..=120).contains(&age));
    let ends = ["-year-old", "yo", "y/o", "yrs", "-years-old", "yr"].contains(&unit);
    (is_age && ends).then(|| (1, vec![digits]))
}

/// The longest entry of a list that the words begin with.
fn in_list(words: Words<'_>, list: &List) -> Option<(usize, String)> {
    let used = list.begins(words.tokens)?;
    Some((used, phrase::text(Words { tokens: words.tokens.get(..used)?, ..words })))
}
