//! Names of places, people and organisations. A capital letter tells them; without one, only places that are known, and names
//! where nothing else is said.

use super::{
    lexicon::{self, list},
    matcher::Words,
    phrase,
    words::Token,
};

list!(
    /// Small words within a name.
    LINKS,
    "of, de, la, le, del, di, da, do, van, von, der, den, el, and, the, upon"
);

/// Whether capital letters say anything in this sentence: not where everything is in capitals.
fn has_case(words: Words<'_>) -> bool {
    words.sentence.chars().any(char::is_lowercase)
}

fn is_named(words: Words<'_>, at: usize) -> bool {
    words.tokens.get(at).is_some_and(|token| {
        let text = token.text(words.sentence);
        text.starts_with(char::is_uppercase) && !token.is_in(&lexicon::NO_NAMES) && has_case(words)
    })
}

/// How many words from `at` on make one name, small words between two capitals included.
fn run(words: Words<'_>, from: usize, most: usize) -> usize {
    let mut used = from;
    while used < most {
        if is_named(words, used) {
            used += 1;
        } else if used > from && words.is_in(used, &LINKS) && is_named(words, used + 1) {
            used += 2;
        } else {
            break;
        }
    }
    used.saturating_sub(from)
}

/// A place: "Busan", "the Bay Area", "Austin, Texas", "new york".
pub(super) fn place(words: Words<'_>) -> Option<usize> {
    let the = usize::from(
        words.is(0, &["the", "downtown", "central", "northern", "southern", "western", "eastern", "upstate"]),
    );
    let known = lexicon::PLACES.begins(words.from(the).tokens);
    let named = run_of_place(words, the);
    let mut used = the + named.max(known.unwrap_or(0));
    if used == the {
        return None;
    }
    if words.tokens.get(the..used)?.iter().any(|token| token.is_in(&lexicon::NO_PLACES)) {
        return None;
    }
    // "Busan, Korea", "Portland, OR".
    if words.is(used, &[","]) {
        let after = words.from(used + 1);
        let region = lexicon::PLACES.begins(after.tokens).or_else(|| {
            let code = after.first()?.text(words.sentence);
            (code.len() == 2 && code.chars().all(|c| c.is_ascii_uppercase()) && code != "OK").then_some(1)
        });
        used += region.map_or(0, |region| region + 1);
    } else if let Some(region) = lexicon::PLACES.begins(words.from(used).tokens) {
        used += region;
    }
    Some(used)
}

fn run_of_place(words: Words<'_>, the: usize) -> usize {
    let named = run(words, the, the + 5);
    // "Paris and Rome" are two.
    let and = words.tokens.iter().skip(the).take(named).position(|token| token.is(&["and"]));
    and.unwrap_or(named)
}

fn is_word(token: &Token) -> bool {
    token.key.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '-' | '.'))
        && token.key.chars().count() <= 30
}

fn fits_name(words: Words<'_>, used: usize) -> bool {
    let name = words.tokens.get(..used).unwrap_or_default();
    let fits = |token: &Token| {
        is_word(token)
            && !token.is_in(&lexicon::NO_NAMES)
            && !token.key.ends_with("'s")
            && !phrase::is_refused(token)
    };
    !name.is_empty() && name.iter().all(fits)
}

/// Somebody's name in capital letters: "Ana", "Dr. Kim", "Mary Jane Watson".
pub(super) fn name(words: Words<'_>) -> Option<usize> {
    let used = run(words, 0, 3);
    let named = words.tokens.get(..used)?;
    let text = |token: &&Token| {
        // "OK" and "INFJ" are no names.
        let written = token.text(words.sentence);
        written.chars().count() == 1 || written.chars().any(char::is_lowercase)
    };
    let one = named
        .iter()
        .all(|token| text(&token) && !token.is_in(&LINKS) && !token.is_in(&lexicon::NATIONALITIES));
    let title = used == 1 && words.is(0, &["dr", "mr", "mrs", "ms", "prof"]);
    (one && !title && fits_name(words, used)).then_some(used)
}

/// An organisation by its name alone.
pub(super) fn company(words: Words<'_>) -> Option<usize> {
    let used = run(words, 0, 5);
    let named = words.tokens.get(..used)?;
    let fits = used > 0
        && !named.iter().any(|token| token.is_in(&lexicon::NO_EMPLOYERS) || token.is_in(&lexicon::LANGUAGES));
    (fits && lexicon::PLACES.begins(words.tokens).is_none()).then_some(used)
}

/// Where one trains: "the university gym", "Gold's Gym".
pub(super) fn gym(words: Words<'_>) -> Option<usize> {
    let used = phrase::noun_phrase(words).filter(|used| (2..=5).contains(used))?;
    let last = words.tokens.get(used.checked_sub(1)?)?;
    let bare = used == 2 && words.is(0, &["the", "a", "my", "our", "this", "another"]);
    let said = last.is(&["gym", "dojo", "crossfit", "fitness"]);
    (said && !bare && !words.is(0, &["a", "an"])).then_some(used)
}

/// A school: an organisation that says so, or is written in capitals alone.
pub(super) fn school(words: Words<'_>) -> Option<usize> {
    let used = organization(words)?;
    let said = words.tokens.get(..used)?;
    let is_school = |token: &Token| token.is_in(&lexicon::SCHOOLS);
    let letters = |token: &Token| {
        let text = token.text(words.sentence);
        text.len() >= 3 && text.chars().all(|c| c.is_ascii_uppercase())
    };
    let article = words.is(0, &["a", "an"]) || used == 1 && said.iter().any(is_school);
    (!article
        && said
            .iter()
            .any(|token| is_school(token) || letters(token) || token.is_in(&lexicon::NAMED_SCHOOLS)))
    .then_some(used)
}

/// Somebody's name where nothing else can stand: "my name is anna".
pub(super) fn any_name(words: Words<'_>) -> Option<usize> {
    if let Some(used) = name(words) {
        return Some(used);
    }
    let used = 1 + usize::from(words.is(0, &["dr", "mr", "mrs", "ms", "prof"]));
    let ends = words
        .tokens
        .get(used)
        .is_none_or(|after| after.is_mark() || after.is(&["and", "but", "by", "the", "not", "now"]));
    let two =
        words.tokens.get(used).is_some_and(is_word) && words.tokens.get(used + 1).is_none_or(Token::is_mark);
    let used = if ends { used } else { used + usize::from(two) };
    ((ends || two) && fits_name(words, used)).then_some(used)
}

/// An organisation: "Naver", "the University of Oxford", "a bank"; in small letters one word alone.
pub(super) fn organization(words: Words<'_>) -> Option<usize> {
    let the = usize::from(words.is(0, &["the"]));
    let named = run(words, the, the + 6);
    if named > 0 {
        // "KAIST University", "Lincoln high school".
        let kind = words
            .tokens
            .iter()
            .skip(the + named)
            .take_while(|token| token.is_in(&lexicon::KINDS_OF_ORGANIZATION))
            .count();
        return Some(the + named + kind);
    }
    let first = words.first()?;
    if first.is(&["a", "an", "the"]) {
        let used = phrase::noun_phrase(words).filter(|used| (2..=5).contains(used))?;
        let last = words.tokens.get(used.checked_sub(1)?)?;
        return lexicon::WORKPLACES.has(&last.key).then_some(used);
    }
    let ends = phrase::noun_phrase(words)? == 1;
    let plain = is_word(first)
        && first.key.chars().count() > 2
        && !first.is_in(&lexicon::NO_EMPLOYERS)
        && !first.key.ends_with("'s");
    (ends && plain && !first.is_in(&lexicon::NO_NAMES)).then_some(1)
}
