//! Values and keys in one form: what two sentences say alike is the same.

use super::super::{
    lexicon::{MONTHS, list},
    words::{Token, tokens},
};
use crate::text::normalize;

/// A place without the land it is in.
pub(super) fn place(text: &str) -> Option<String> {
    whole(text.split(',').next()?)
}

/// A value: lower case, without an article.
pub(super) fn plain(text: &str) -> String {
    without_article(&normalize(text)).to_owned()
}

/// Without an article, in lower case.
pub(super) fn whole(text: &str) -> Option<String> {
    Some(plain(text))
}

/// A drug without its dose.
pub(super) fn drug(text: &str) -> Option<String> {
    let normal = normalize(text);
    let name = normal.rsplit(" of ").next()?;
    let mut words =
        name.split(' ').skip_while(|word| word.starts_with(|c: char| c.is_ascii_digit()) || *word == "mg");
    let first = words.next()?;
    let name = words.take_while(|word| !word.starts_with(|c: char| c.is_ascii_digit()));
    let rest: Vec<&str> = std::iter::once(first).chain(name).collect();
    Some(bare(&rest.join(" ")))
}

/// The dose that is said with a drug; "yes" where none is.
pub(super) fn dose(text: &str) -> Option<String> {
    let normal = normalize(text);
    let mut words = normal.split(' ').skip_while(|word| !word.starts_with(|c: char| c.is_ascii_digit()));
    let Some(number) = words.next() else { return Some("yes".to_owned()) };
    let whole = number.ends_with(|c: char| c.is_alphabetic());
    let unit = words.next().filter(|_| !whole);
    Some(unit.map_or_else(|| number.to_owned(), |unit| format!("{number} {unit}")))
}

/// A day as month, day and, if it is said, year: "may 3 1990".
pub(super) fn birthday(text: &str) -> Option<String> {
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
pub(super) fn bare(text: &str) -> String {
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
