//! What a sentence about the person is about, whether a rule wrote it or a model: its slot.

use super::{
    lexicon::{MONTHS, list},
    matcher::Words,
    words::{Token, tokens},
};
use crate::{rules::Slot, text::normalize};

/// The value of what somebody had and has no more, whatever it was.
const NONE: &str = "none";

/// After "User": patterns, the slot's key and its value, with the captures of the pattern.
const DOES: &[(&[&str], &str, &str)] = &[
    (
        &[
            "no longer lives|resides in {place}",
            "does not live in {place} any more",
            "moved out of {place}",
            "moved away from {place}",
        ],
        "home",
        "no",
    ),
    (
        &[
            "lives|resides in|near {place}",
            "lives with {phrase} in {place}",
            "is living|residing|based|located in {place}",
            "has moved|relocated back? to {place}",
            "moved|relocated back? to {place}",
            "has lived|been living in {place}",
        ],
        "home",
        "{place}",
    ),
    (
        &["moved|relocated from {from} to {place}", "has moved|relocated from {from} to {place}"],
        "home",
        "{place}",
    ),
    (&["is {age} years|year old", "turned {age} ~", "is aged? {age} ~", "is a|an {aged} *"], "age", "{0}"),
    (&["was born on {birthday}"], "birthday", "{birthday}"),
    (
        &["is originally? from {place}", "comes originally? from {place}", "was born and raised in {place}"],
        "origin",
        "{place}",
    ),
    (&["is named {anyname}"], "name", "{0}"),
    (
        &["is called {anyname}", "goes by {anyname}", "wants|prefers|likes to be called {anyname}"],
        "called",
        "{0}",
    ),
    (
        &[
            "no longer works at|for|with {org}",
            "quit|left {company} ~",
            "resigned from {org}",
            "does not work at|for {org} any more",
            "was laid off from|by {org}",
        ],
        "employer",
        "no",
    ),
    (
        &[
            "quit|left|lost my job",
            "was laid off",
            "was fired",
            "is unemployed",
            "is between jobs",
            "does not have a job",
        ],
        "employer",
        NONE,
    ),
    (
        &[
            "works at|for|with {org}",
            "is working at|for {org}",
            "is employed at|by {org}",
            "joined {company}",
            "started working at|for {org}",
            "started a new? job at {org}",
        ],
        "employer",
        "{org}",
    ),
    (
        &[
            "works as {role}",
            "is working|employed as {role}",
            "was promoted to {role}",
            "got promoted to {role}",
            "became {occupation}",
        ],
        "occupation",
        "{role}",
    ),
    (&["practices intermittent fasting"], "diet", "intermittent fasting"),
    (&["is retired", "retired ~"], "occupation", "retired"),
    (&["is self-employed"], "occupation", "self-employed"),
    (&["works freelance"], "occupation", "freelancer"),
    (&["is a|an {student} at {org}"], "school", "{1}"),
    (&["is {occupation}", "is {title} at|for|of *"], "occupation", "{role}"),
    (&["no longer studies at {org}", "dropped out of {org}"], "school", "no"),
    (&["studies at {org}", "attends {org}", "is studying at {org}", "goes to {school}"], "school", "{org}"),
    (&["majors in {favorites}", "is majoring in {favorites}"], "major", "{0}"),
    (&["is in {grade}"], "grade", "{0}"),
    (
        &["is married|engaged to {anyname}", "is dating {name}", "is in a relationship with {name}"],
        "partner",
        "{0}",
    ),
    (
        &[
            "broke up with {name}",
            "is no longer with {name}",
            "is no longer dating|married {name}",
            "divorced {name}",
        ],
        "partner",
        "no",
    ),
    (&["broke up with my {partner}"], "partner", NONE),
    (&["is married", "got married"], "marital", "married"),
    (&["is single ~"], "marital", "single"),
    (&["is divorced", "got divorced"], "marital", "divorced"),
    (&["is engaged", "got engaged"], "marital", "engaged"),
    (&["is widowed", "is a widow|widower"], "marital", "widowed"),
    (&["is separated"], "marital", "separated"),
    (&["is no longer a|an? {diet}", "is not a|an? {diet}", "stopped being a|an? {diet}"], "diet", "no"),
    (
        &[
            "follows|keeps a|an strict? {diet} diet",
            "is on a|an {diet} diet",
            "is a|an strict? {diet} ~",
            "is strictly? {diet}",
            "eats only? {diet} ~",
            "became a? {diet}",
        ],
        "diet",
        "{0}",
    ),
    (&["does not eat {meat}", "no longer eats {meat}", "stopped eating {meat}"], "diet", "no {0}"),
    (&["eats {meat} again"], "diet", "{0}"),
    (&["does not eat {food}", "no longer eats {food}", "stopped eating {food}"], "diet:{0}", "no"),
    (&["eats {food} again"], "diet:{0}", "yes"),
    (
        &[
            "is no longer allergic to {allergens}",
            "is not allergic to {allergens}",
            "no longer has a|an? {allergen} allergy",
        ],
        "allergy:{0}",
        "no",
    ),
    (
        &[
            "is severely|highly|deathly|mildly? allergic to {allergens}",
            "has a|an severe|mild|serious? {allergen} allergy",
            "has an|a severe|mild|serious? allergy to {allergens}",
        ],
        "allergy:{0}",
        "yes",
    ),
    (&["is {intolerant} intolerant", "is intolerant to {allergens}"], "allergy:{0}", "intolerant"),
    (
        &["no longer has {conditions}", "does not have {conditions} any more", "recovered from {conditions}"],
        "condition:{0}",
        "no",
    ),
    (
        &[
            "has {conditions}",
            "suffers from {conditions}",
            "was|is diagnosed with {diagnosis}",
            "has been diagnosed with {diagnosis}",
        ],
        "condition:{0}",
        "yes",
    ),
    (&["is no longer pregnant"], "condition:pregnancy", "no"),
    (&["is pregnant", "is {weeks} weeks|months pregnant"], "condition:pregnancy", "yes"),
    (&["is {affected}"], "condition:{0}", "yes"),
    (
        &["no longer takes {drug}", "stopped taking {drug}", "is no longer on {drug}"],
        "medication:{drug}",
        "no",
    ),
    (
        &["takes {drug}", "is taking {drug}", "is on {drug}", "was prescribed {drug}"],
        "medication:{drug}",
        "yes",
    ),
    (
        &["quit|stopped smoking", "does not smoke", "no longer smokes", "is a non-smoker"],
        "habit:smoking",
        "no",
    ),
    (&["smokes ~", "smokes cigarettes", "is a smoker"], "habit:smoking", "yes"),
    (
        &["quit|stopped drinking alcohol?", "does not drink ~", "does not drink alcohol", "no longer drinks"],
        "habit:alcohol",
        "no",
    ),
    (&["prefers {phrase} to|over|rather *"], "attitude:{0}", "like"),
    (&["no longer likes|loves|enjoys {things}"], "attitude:{0}", "dislike"),
    (
        &[
            "likes|loves|enjoys|adores|prefers {things}",
            "is a|an big|huge|massive|great? fan of {things}",
            "is into {things}",
            "is fond of {things}",
            "is passionate|crazy about {things}",
            "is obsessed with {things}",
        ],
        "attitude:{0}",
        "like",
    ),
    (
        &[
            "hates|dislikes|despises|detests|loathes {things}",
            "does not like|love|enjoy {things}",
            "can not stand|bear {things}",
            "is not a? big? fan of {things}",
            "is not into {things}",
        ],
        "attitude:{0}",
        "dislike",
    ),
    (&["does not speak {languages}"], "language:{0}", "no"),
    (&["is learning {languages}"], "language:{0}", "learning"),
    (&["speaks fluent|some? {languages}", "is fluent in {languages}"], "language:{0}", "yes"),
    (&["weighs about|around? {measure}"], "weight", "{0}"),
    (&["is {measure} tall"], "height", "{0}"),
    (&["has a budget of {money}"], "budget", "{0}"),
    (&["has a|an {animal} called|named {anyname}"], "pet:{1}", "{0}"),
    (
        &["wants the assistant to always? answer|reply|respond|speak|talk|write to? me? only? in {language}"],
        "answers:language",
        "{0}",
    ),
];

/// After "User's": the same.
const HAS: &[(&[&str], &str, &str)] = &[
    (&["full|first|real? name is {anyname}"], "name", "{0}"),
    (&["nickname is {anyname}"], "called", "{0}"),
    (&["age is {age}"], "age", "{0}"),
    (&["birthday is|falls on? {birthday}", "date of birth is {birthday}"], "birthday", "{birthday}"),
    (&["favorite {subject} is|are {favorites}"], "favorite:{0}", "{1}"),
    (&["{partner} is called|named? {anyname} ~", "{partners} name is {anyname}"], "partner", "{1}"),
    (
        &["{animal} is called|named {anyname}", "{animal} is {name} ~", "{animals} name is {anyname}"],
        "pet:{1}",
        "{0}",
    ),
    (&["{animal} {name} died|passed", "{animal} {name} has died|passed"], "pet:{1}", "no"),
    (&["budget is about|around? {money}"], "budget", "{0}"),
    (&["weight is about|around? {measure}"], "weight", "{0}"),
    (&["height is about|around? {measure}"], "height", "{0}"),
    (&["hometown is {place}"], "origin", "{place}"),
    (&["job|occupation|profession title? is {role}"], "occupation", "{role}"),
    (&["employer|company is {org}"], "employer", "{org}"),
    (&["home is in? {place}", "address is {place}"], "home", "{place}"),
    (&["major is {noun}"], "major", "{0}"),
];

/// What a sentence of a memory is about.
pub(in crate::rules) fn slot_of(text: &str) -> Option<Slot> {
    let mut words = tokens(text);
    // "Their job" was "my job" when the person said it.
    for token in &mut words {
        let own = OWN.iter().find(|(theirs, _)| token.key == *theirs);
        token.key = own.map_or_else(|| std::mem::take(&mut token.key), |(_, mine)| (*mine).to_owned());
    }
    let all = Words { sentence: text, tokens: &words };
    let all = if all.is(0, &["the"]) { all.from(1) } else { all };
    let (table, said) = match all.first()?.key.as_str() {
        "user" => (DOES, all.from(1)),
        "user's" => (HAS, all.from(1)),
        _ => return None,
    };
    table.iter().find_map(|(patterns, key, value)| {
        let found = said.find(patterns)?;
        let fill = |template: &str, form: fn(&str) -> String| {
            let mut filled = template.to_owned();
            for gap in 0..found.captures.len() {
                filled = filled.replace(&format!("{{{gap}}}"), &form(found.text(gap)?));
            }
            let last = found.captures.len().checked_sub(1).and_then(|last| found.text(last));
            for (name, read) in SPECIAL {
                if filled.contains(name) {
                    filled = filled.replace(name, &read(last?)?);
                }
            }
            Some(filled)
        };
        Some(Slot::new(&fill(key, bare)?, &fill(value, plain)?))
    })
}

/// The person in the third person and in the first.
const OWN: &[(&str, &str)] = &[("their", "my"), ("them", "me"), ("themselves", "myself")];

type Read = fn(&str) -> Option<String>;

/// What is read from the last capture.
const SPECIAL: &[(&str, Read)] =
    &[("{place}", place), ("{org}", whole), ("{role}", whole), ("{drug}", drug), ("{birthday}", birthday)];

/// A place without the land it is in.
fn place(text: &str) -> Option<String> {
    whole(text.split(',').next()?)
}

/// A value: lower case, without an article.
fn plain(text: &str) -> String {
    without_article(&normalize(text)).to_owned()
}

/// Without an article, in lower case.
fn whole(text: &str) -> Option<String> {
    Some(plain(text))
}

/// A drug without its dose.
fn drug(text: &str) -> Option<String> {
    let normal = normalize(text);
    let name = normal.rsplit(" of ").next()?;
    let mut words =
        name.split(' ').skip_while(|word| word.starts_with(|c: char| c.is_ascii_digit()) || *word == "mg");
    let first = words.next()?;
    let rest: Vec<&str> = std::iter::once(first).chain(words).collect();
    Some(bare(&rest.join(" ")))
}

/// A day as month, day and, if it is said, year: "may 3 1990".
fn birthday(text: &str) -> Option<String> {
    let words = tokens(text);
    let month = words.iter().find(|token| token.is_in(&MONTHS))?.key.get(..3)?;
    let number =
        |token: &Token| token.key.trim_end_matches(|c: char| c.is_ascii_lowercase()).parse::<u16>().ok();
    let day = words.iter().filter_map(number).find(|number| *number <= 31)?;
    let year = words.iter().filter_map(number).find(|number| *number >= 1900);
    Some(year.map_or_else(|| format!("{month} {day}"), |year| format!("{month} {day} {year}")))
}

list!(
    /// What stands before a thing and does not make another of it.
    ARTICLES,
    "a, an, the, some, all, any, to, good, most"
);

/// A thing in one form, for keys: lower case, without an article, its last word in the singular.
fn bare(text: &str) -> String {
    let normal = normalize(text);
    let spelled = tokens(&normal);
    let skipped = spelled.iter().take_while(|token| token.is_in(&ARTICLES)).count();
    let left: Vec<&str> = spelled.iter().skip(skipped).map(|token: &Token| token.key.as_str()).collect();
    match left.split_last() {
        Some((last, before)) => {
            before.iter().map(|word| format!("{word} ")).collect::<String>() + &singular(american(last))
        }
        None => normal,
    }
}

fn american(word: &str) -> &str {
    match word {
        "colour" => "color",
        "flavour" => "flavor",
        "programme" => "program",
        "diabetic" => "diabetes",
        "asthmatic" => "asthma",
        "epileptic" => "epilepsy",
        "autistic" => "autism",
        "anemic" | "anaemic" => "anemia",
        "dyslexic" => "dyslexia",
        "hypertensive" => "hypertension",
        "colourblind" | "color-blind" | "colour-blind" => "colorblind",
        word => word,
    }
}

fn singular(word: &str) -> String {
    let ends = |ending: &str| word.strip_suffix(ending).filter(|stem| stem.chars().count() > 2);
    if let Some(stem) = ends("ies") {
        return format!("{stem}y");
    }
    if let Some(stem) = ends("ie") {
        return format!("{stem}y");
    }
    for (ending, cut) in [
        ("oes", "es"),
        ("ches", "es"),
        ("shes", "es"),
        ("sses", "es"),
        ("xes", "es"),
        ("oe", "e"),
        ("che", "e"),
        ("she", "e"),
        ("sse", "e"),
        ("xe", "e"),
    ] {
        if ends(ending).is_some() {
            return word.strip_suffix(cut).unwrap_or(word).to_owned();
        }
    }
    let kept = ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
    match ends("s") {
        Some(stem) if !kept => stem.to_owned(),
        _ => word.to_owned(),
    }
}

fn without_article(text: &str) -> &str {
    ["a ", "an ", "the "].iter().find_map(|article| text.strip_prefix(article)).unwrap_or(text)
}
