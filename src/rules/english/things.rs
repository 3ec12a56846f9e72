//! What somebody likes, is allergic to or has: things, one or a list of them.

use super::{
    capture::Captured,
    lexicon::{self, list},
    matcher::Words,
    measure, phrase,
    words::Token,
};

/// The most words of a thing.
const MAX_WORDS: usize = 7;
/// The most things of a list.
const MAX_THINGS: usize = 8;
list!(
    /// Where a thing ends, beside marks and "and".
    ENDS,
    "because, but, so, when, while, if, since, than, though, although, now, too, lately, nowadays, \
     honestly, actually, tbh, lol, haha, hehe, btw, sometimes, already, really, again, whenever, \
     especially, particularly, mostly, mainly, usually, as, instead, also, not, until, before, after, \
     then, thanks, please, every, where"
);
/// The same in two words.
const LONG_ENDS: &[(&str, &str)] = &[
    ("a", "lot"),
    ("so", "much"),
    ("very", "much"),
    ("as", "well"),
    ("these", "days"),
    ("the", "most"),
    ("any", "more"),
    ("right", "now"),
    ("more", "than"),
    ("better", "than"),
    ("in", "general"),
    ("for", "sure"),
    ("at", "all"),
    ("a", "bit"),
    ("a", "ton"),
    ("this", "year"),
    ("so", "far"),
    ("no", "longer"),
];
/// "And" within one thing.
const PAIRS: &[(&str, &str)] = &[
    ("rock", "roll"),
    ("mac", "cheese"),
    ("fish", "chips"),
    ("dungeons", "dragons"),
    ("jelly", "peanut"),
    ("butter", "jelly"),
    ("black", "white"),
    ("bread", "butter"),
    ("drum", "bass"),
    ("arts", "crafts"),
    ("salt", "pepper"),
    ("r", "b"),
    ("bed", "breakfast"),
    ("rick", "morty"),
    ("pride", "prejudice"),
    ("simon", "garfunkel"),
    ("tom", "jerry"),
    ("rhythm", "blues"),
    ("cookies", "cream"),
    ("ham", "cheese"),
    ("gin", "tonic"),
    ("salt", "vinegar"),
    ("law", "order"),
    ("hide", "seek"),
    ("peace", "quiet"),
];
list!(
    /// What a thing does not begin with.
    NO_BEGINNINGS,
    "both, all, some, any, everything, anything, nothing, something, everyone, everybody, someone, \
     anyone, nobody, either, each, such, certain, another, other, others, same, more, less, few, many, \
     much, lots, most, several, enough, first, second, third, last, next, previous, former, latter, \
     option, number, answer, just, only, is, of, and, or, a, an, for, in, on, at, by, with, about, up, \
     out, off, over, down, it, from, into, too, as, like, very, being, having, getting, seeing, knowing, \
     hearing, when, yes, ok, okay, well, oh, using, tastes, smells, looks, feels, sounds, makes, gives, reminds, seems, asking, saying, thinking, looking, trying"
);
list!(
    /// What says nothing without what was said before.
    NO_HEADS,
    "idea, ideas, way, ways, look, looks, sound, sounds, answer, answers, question, questions, \
     suggestion, suggestions, thing, things, stuff, part, parts, version, versions, option, options, \
     plan, plans, title, name, names, fact, concept, approach, response, responses, joke, jokes, point, \
     attitude, tone, direction, feeling, vibe, choice, result, results, output, wording, phrasing, \
     draft, explanation, example, examples, list, change, changes, update, thought, thoughts, advice, \
     help, life, self, style, logic, enthusiasm, lot, bit, god, truth, sense, time, kind, \
     sort, type, guts, ground, breath, rest, latter, drill"
);
list!(
    /// "The beach" needs nothing before it; "the design" does.
    THE,
    "beach, ocean, sea, mountains, outdoors, rain, cold, heat, sun, snow, countryside, city, piano, \
     guitar, violin, gym, library, theatre, theater, cinema, opera, movies, arts, winter, summer, night, \
     dark, desert, forest, woods, internet, dentist, smell, taste, 80s, 90s, color, colour, weekend, \
     weekends, morning"
);
list!(
    /// "I hate to say it", "I like to think so".
    NO_INFINITIVES,
    "say, think, believe, break, bother, ask, admit, interrupt, be, know, see, hear, imagine, have, get, \
     tell, disagree, point, burst, do, make, add, use, pretend, keep, disappoint, nag, wait, stay, go, not, stop, remind"
);

/// Reads things with commas and "and" between. What cannot be read ends the list.
pub(super) fn list(words: Words<'_>, read: impl Fn(Words<'_>) -> Option<(usize, String)>) -> Captured {
    let mut used = usize::from(words.is(0, &["both"]));
    let mut texts = Vec::new();
    while texts.len() < MAX_THINGS {
        let left = words.from(used);
        let mut parting = left.tokens.iter().take_while(|token| token.is(&[",", "and", "or"])).count();
        if texts.is_empty() && parting > 0 || !texts.is_empty() && parting == 0 || parting > 2 {
            break;
        }
        if parting > 0 && left.is(parting, &["also", "especially"]) {
            parting += 1;
        }
        let Some((length, text)) = read(left.from(parting)) else { break };
        texts.push(text);
        used += parting + length;
    }
    (!texts.is_empty()).then_some((used, texts))
}

fn ends(words: Words<'_>, at: usize) -> bool {
    let Some(token) = words.tokens.get(at) else { return true };
    let pair = |(first, second): &(&str, &str)| token.key == *first && words.is(at + 1, &[second]);
    if token.is(&["and", "or"]) {
        let before = at.checked_sub(1).and_then(|before| words.tokens.get(before));
        let within = |(first, second): &(&str, &str)| {
            before.is_some_and(|before| before.key == *first) && words.is(at + 1, &[second])
        };
        return !PAIRS.iter().any(within);
    }
    token.is_mark() || token.is_in(&ENDS) || LONG_ENDS.iter().any(pair)
}

/// Something that is liked or not: "tea", "hiking in the mountains", "to cook".
pub(super) fn thing(words: Words<'_>) -> Option<(usize, String)> {
    let used = (0..=words.tokens.len()).find(|at| ends(words, *at))?;
    let phrase = words.tokens.get(..used).filter(|phrase| phrase.len() <= MAX_WORDS)?;
    let (first, last) = (phrase.first()?, phrase.last()?);
    let second = phrase.get(1);
    let article = first.is(&["a", "an"])
        && second.is_some_and(|token| token.is(&["good", "nice", "strong", "cold", "hot", "challenge"]));
    let refused = |token: &Token| {
        phrase::is_refused(token) || token.is(&["more", "less", "better", "something", "everything"])
    };
    let proper = |token: &Token| token.is_capital(words.sentence);
    let the = !first.is(&["the"]) || second.is_some_and(|token| token.is_in(&THE) || proper(token));
    let to = !first.is(&["to"]) || second.is_some_and(|token| !token.is_in(&NO_INFINITIVES));
    let begins = !first.is_in(&NO_BEGINNINGS) || article;
    let head = !last.is_in(&NO_HEADS)
        && !last.is(&["to", "of", "in", "on", "for", "with", "about", "the", "a", "an", "my", "me"]);
    let of = phrase.iter().position(|token| token.is(&["of"])).and_then(|of| phrase.get(of.checked_sub(1)?));
    let fits = the
        && to
        && begins
        && head
        && !phrase.iter().any(refused)
        && !of.is_some_and(|token| token.is_in(&NO_HEADS));
    // "I hate surprises at the checkout".
    let idle = first.is(&["surprises", "surprise"]) && phrase.len() > 1;
    let fits = fits && !idle && !phrase.iter().all(|token| token.is(&["my", "our", "myself", "to", "me"]));
    let text = phrase::text(Words { tokens: phrase, ..words });
    (fits && text.chars().any(char::is_alphabetic)).then_some((used, text))
}

/// A plain noun: "peanuts", "cat hair".
pub(super) fn noun(words: Words<'_>) -> Option<(usize, String)> {
    let used = phrase::noun_phrase(words).filter(|used| *used <= 4)?;
    let phrase = words.tokens.get(..used)?;
    let bad = |token: &Token| {
        token.is_in(&NO_BEGINNINGS) && !token.is(&["all", "most", "some", "certain"])
            || token.is_in(&NO_HEADS)
    };
    let fits = !phrase.iter().any(|token| bad(token) || token.is(&["my", "our"]));
    fits.then(|| (used, phrase::text(Words { tokens: phrase, ..words })))
}

/// Something people are allergic to.
pub(super) fn allergen(words: Words<'_>) -> Option<(usize, String)> {
    let (used, text) = noun(words)?;
    let no = words.tokens.get(..used)?.iter().any(|token| token.is_in(&lexicon::NO_ALLERGENS));
    (!no).then_some((used, text))
}

/// Something to eat.
pub(super) fn food(words: Words<'_>) -> Option<(usize, String)> {
    let (used, text) = noun(words)?;
    let no = words.tokens.get(..used)?.iter().any(|token| token.is_in(&lexicon::NO_FOOD));
    (!no).then_some((used, text))
}

/// A condition of health by its name: "asthma", "type 2 diabetes", "Crohn's disease".
pub(super) fn condition(words: Words<'_>) -> Option<(usize, String)> {
    let used = phrase::noun_phrase(words).filter(|used| *used <= 5)?;
    let article = usize::from(words.is(0, &["a", "an", "the", "severe", "mild", "bad", "chronic", "some"]));
    let phrase = words.tokens.get(..used)?;
    let last = phrase.last()?;
    let named =
        lexicon::CONDITIONS.begins(words.from(article).tokens).is_some_and(|length| length + article == used);
    let ends = lexicon::CONDITION_ENDINGS.iter().any(|ending| last.key.ends_with(ending));
    let tail = (0..used).any(|at| {
        lexicon::CONDITIONS.begins(words.from(at).tokens).is_some_and(|length| at + length == used)
    });
    let skip = usize::from(words.is(0, &["the", "some"]));
    (named || ends || tail)
        .then(|| (used, phrase::text(Words { tokens: phrase.get(skip..).unwrap_or_default(), ..words })))
}

/// A drug by its name, with or without its dose: "10 mg of lisinopril".
pub(super) fn drug(words: Words<'_>) -> Option<(usize, String)> {
    let dose = measure::measure(words).unwrap_or(0);
    let dose = dose + usize::from(words.is(dose, &["of"]));
    let left = words.from(dose);
    let name = left.first()?;
    let ends = lexicon::DRUG_ENDINGS.iter().any(|ending| name.key.ends_with(ending)) && name.key.len() > 6;
    let length = lexicon::DRUGS.begins(left.tokens).or_else(|| ends.then_some(1))?;
    let after = measure::measure(left.from(length)).filter(|_| dose == 0).unwrap_or(0);
    let length = length + after;
    let name = phrase::text(Words { tokens: left.tokens.get(..length)?, ..words });
    let amount = measure::measure(words).and_then(|used| words.tokens.get(..used));
    let text = match amount.map(|tokens| phrase::text(Words { tokens, ..words })) {
        Some(amount) => format!("{name} {amount}"),
        None => name,
    };
    Some((dose + length, text))
}
