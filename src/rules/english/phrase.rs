//! Noun phrases: how far one goes, and whether it can stand for itself in a memory.

use super::{
    lexicon::{self, list},
    matcher::Words,
    words::Token,
};

/// The most words of a phrase; longer ones are read wrong more often than right.
const MAX_WORDS: usize = 8;
list!(
    /// Where a noun phrase ends.
    STOPS,
    "is, are, more, better, in, at, on, for, with, from, to, by, near, since, until, till, during, after, before, into, about, \
     than, as, because, but, so, and, or, that, which, who, whom, whose, when, where, while, if, now, \
     too, also, though, lately, currently, again, every, each, ago, last, next, this, these, today, \
     tomorrow, yesterday, any, already, right, called, named, lol, haha, btw, over, around, like, then, \
     instead, please, thanks, full-time, part-time, nowadays, not, recently, soon, tonight"
);
list!(
    /// Words that no phrase about the person holds: what they stand for is in another sentence.
    REFUSED,
    "i, you, your, yours, he, she, it, its, we, they, him, her, them, his, hers, their, this, that, \
     these, those, me, us, yourself, himself, herself, itself, themselves, mine, what, how, why, where, \
     who, whom, whose, there, here, not, no, never, none, neither, nor, whatever, whoever, one, ones"
);
list!(
    /// Verbs with a subject: a clause and no phrase.
    FINITE,
    "am, is, are, was, were, has, have, had, do, does, did, will, would, can, could, should, must, \
     might, shall, makes, made, seems, means, got, said, says, went, ought"
);

/// Whether a word may not stand in a phrase about the person.
pub(super) fn is_refused(token: &Token) -> bool {
    token.is_in(&REFUSED) || token.is_in(&FINITE)
}

/// What words say in the third person: "my job" is "their job".
pub(super) fn text(words: Words<'_>) -> String {
    let mut text = String::new();
    let mut end: Option<usize> = None;
    for token in words.tokens.iter().filter(|token| token.end > token.start) {
        if end.is_some_and(|end| end > token.start) {
            continue;
        }
        let gap = end.and_then(|end| words.sentence.get(end..token.start)).unwrap_or_default();
        text.push_str(if gap.chars().any(char::is_whitespace) { " " } else { gap });
        text.push_str(match token.key.as_str() {
            "my" | "our" => "their",
            // "US 10" is a size.
            "us" if token.text(words.sentence) == "US" => "US",
            "me" | "us" => "them",
            "myself" | "ourselves" => "themselves",
            _ => token.text(words.sentence),
        });
        end = Some(token.end);
    }
    text
}

/// How many words the noun phrase at the beginning has, if it can stand for itself.
pub(super) fn noun_phrase(words: Words<'_>) -> Option<usize> {
    let stops = |token: &Token| token.is_mark() || token.is_in(&STOPS);
    let used = words.tokens.iter().position(stops).unwrap_or(words.tokens.len());
    let phrase = words.tokens.get(..used)?;
    let bare = phrase.iter().all(|token| token.is(&["a", "an", "the", "my", "our"]));
    let fits = used <= MAX_WORDS && !bare && !phrase.iter().any(is_refused);
    fits.then_some(used)
}

/// An occupation with its article: "a nurse", "the owner of a bakery".
pub(super) fn occupation(words: Words<'_>) -> Option<usize> {
    let article = words.is(0, &["a", "an", "the", "one"]);
    if article { title(words) } else { None }
}

/// An occupation, with or without its article: "senior software engineer".
pub(super) fn title(words: Words<'_>) -> Option<usize> {
    let used = noun_phrase(words).filter(|used| *used <= 6)?;
    let phrase = words.tokens.get(..used)?;
    let of = phrase.iter().position(|token| token.is(&["of"]));
    let last = phrase.get(of.unwrap_or(used).checked_sub(1)?)?;
    let head = last.key.rsplit(['-', '/']).next()?;
    let fits = match of {
        Some(_) => last.is_in(&LEADERS),
        None => lexicon::OCCUPATIONS.has(head),
    };
    (fits && !phrase.iter().any(|token| token.is_in(&JUDGEMENTS))).then_some(used)
}

list!(
    /// Who is one of something: "the owner of a bakery".
    LEADERS,
    "owner, founder, co-founder, ceo, cto, cfo, director, manager, professor, teacher, head, captain, president, dean, principal, vp"
);
list!(
    /// "A terrible cook" says how well, not what for a living.
    JUDGEMENTS,
    "number, biggest, die-hard, good, bad, great, terrible, horrible, decent, excellent, slow, fast, better, best, awful, amazing, lousy, huge, big, \
     careful, safe, natural, visual, real, true, nervous, poor, heavy, light, serious, avid, mediocre, worst, worse, failed, \
     aspiring, wannabe, total, hobby, amateur, frequent, nice, lucky, happy, sad, tired, armchair, double, secret, free, \
     lonely, curious, ideal, typical, simple, mere, just, only, quick, changed, wonderful, capable, confident"
);
list!(
    /// Homes that are no place.
    DWELLINGS,
    "apartment, flat, house, condo, studio, dorm, dormitory, townhouse, cottage, cabin, van, rv, farm, farmhouse, houseboat, \
     trailer, bungalow, loft, duplex, mansion, villa, village, town, city, suburbs, countryside, mountains, suburb, officetel, \
     high-rise, basement, area"
);

/// Where somebody lives, without its name: "a small apartment".
pub(super) fn dwelling(words: Words<'_>) -> Option<usize> {
    let used = noun_phrase(words).filter(|used| (2..=5).contains(used))?;
    let last = words.tokens.get(used.checked_sub(1)?)?;
    (words.is(0, &["a", "an", "the"]) && last.is_in(&DWELLINGS)).then_some(used)
}

/// A business: "a bakery", "my own small restaurant".
pub(super) fn business(words: Words<'_>) -> Option<usize> {
    let used = noun_phrase(words).filter(|used| (2..=5).contains(used))?;
    let last = words.tokens.get(used.checked_sub(1)?)?;
    let known = last.is_in(&lexicon::WORKPLACES)
        || last.is(&["business", "blog", "podcast", "bookshop", "farm", "channel"]);
    (words.is(0, &["a", "an", "my", "our", "the"]) && known && !last.is(&["office", "school", "government"]))
        .then_some(used)
}

/// Up to one of `keys`: "peanut" before "allergy".
pub(super) fn before(words: Words<'_>, keys: &[&str]) -> Option<usize> {
    let used = words.tokens.iter().position(|token| token.is(keys))?;
    let phrase = words.tokens.get(..used)?;
    let fits = (1..=3).contains(&used)
        && !words.is(0, &["a", "an", "the"])
        && !phrase.iter().any(|token| token.is_in(&JUDGEMENTS))
        && !phrase.iter().any(|token| is_refused(token) || token.is_mark() || token.is_in(&STOPS));
    fits.then_some(used)
}

/// A grade or year of school: "10th grade", "grade 5", "my second year of university".
pub(super) fn grade(words: Words<'_>) -> Option<usize> {
    let first = words.first()?;
    let ordinal = first.key.starts_with(|c: char| c.is_ascii_digit()) || first.is_in(&ORDINALS);
    if ordinal && words.is(1, &["grade"]) {
        return Some(2);
    }
    if first.is(&["grade", "year"])
        && words.tokens.get(1)?.key.parse::<u8>().is_ok_and(|year| (1..=13).contains(&year))
    {
        return Some(2);
    }
    if first.is(&["freshman", "sophomore", "junior", "senior"]) {
        return Some(1);
    }
    if first.is(&["my"]) && words.tokens.get(1)?.is_in(&ORDINALS) && words.is(2, &["year"]) {
        let school = words.is(3, &["of"])
            && words.is(4, &["university", "college", "uni", "school", "high", "med", "law"]);
        return Some(if school { 5 } else { 3 });
    }
    if first.is(&[
        "high",
        "middle",
        "elementary",
        "primary",
        "secondary",
        "grad",
        "graduate",
        "medical",
        "med",
        "law",
    ]) && words.is(1, &["school"])
    {
        return Some(2);
    }
    None
}

list!(
    ORDINALS,
    "first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth, eleventh, twelfth, final, last"
);

/// What somebody likes best, several of them: "Alien and Heat".
pub(super) fn favorites(words: Words<'_>) -> Option<usize> {
    let mut used = favored(words)?;
    while words.is(used, &[",", "and"]) {
        let parting = 1 + usize::from(words.is(used + 1, &["and"]));
        let Some(more) = favored(words.from(used + parting)) else { break };
        used += parting + more;
    }
    Some(used)
}

/// What somebody likes best: up to the verb or the end.
pub(super) fn favored(words: Words<'_>) -> Option<usize> {
    let ends =
        |token: &Token| token.is_mark() || token.is(&["is", "are", "because", "but", "so", "since", "and"]);
    let used = words.tokens.iter().position(ends).unwrap_or(words.tokens.len());
    let phrase = words.tokens.get(..used)?;
    let (first, last) = (phrase.first()?, phrase.last()?);
    let open = first.is(&["the", "when", "probably", "to", "a"])
        && !phrase.get(1).is_some_and(|token| token.is_capital(words.sentence));
    let fits = used <= 6
        && !open
        && !phrase.iter().any(is_refused)
        && !last.is(&["in", "on", "of", "to", "ever", "too"]);
    fits.then_some(used)
}

/// What somebody works as, whatever it is called.
pub(super) fn role(words: Words<'_>) -> Option<usize> {
    let used = noun_phrase(words).filter(|used| *used <= 5)?;
    let phrase = words.tokens.get(..used)?;
    let last = phrase.last()?;
    let no =
        phrase.iter().any(|token| token.is(&["my", "our", "usual", "well", "much", "always", "expected"]));
    (!no && !last.is(&[
        "team", "way", "result", "group", "couple", "whole", "unit", "charm", "gift", "kid", "child",
        "teenager",
    ]))
    .then_some(used)
}

/// What one is promoted to: an occupation, or "team lead".
pub(super) fn rank(words: Words<'_>) -> Option<usize> {
    let used = role(words)?;
    let last = words.tokens.get(used.checked_sub(1)?)?;
    let ranks = [
        "lead",
        "vp",
        "president",
        "partner",
        "head",
        "senior",
        "staff",
        "sergeant",
        "captain",
        "lieutenant",
        "associate",
        "chief",
    ];
    title(words).or_else(|| last.is(&ranks).then_some(used))
}

/// What people have and keep: "a blue car", "two guitars".
pub(super) fn possession(words: Words<'_>) -> Option<usize> {
    let used = noun_phrase(words).filter(|used| *used <= 6)?;
    let last = words.tokens.get(used.checked_sub(1)?)?;
    let one = last.key.strip_suffix('s').unwrap_or(&last.key);
    let counted = words.is_in(0, &lexicon::COUNTS) || words.is(0, &["new"]);
    let kept = lexicon::POSSESSIONS.has(one) || lexicon::POSSESSIONS.has(&last.key);
    (kept && counted).then_some(used)
}
