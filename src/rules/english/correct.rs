//! "No, I meant Busan, not Seoul": what was understood wrong, and what was meant.

use super::{
    clauses::without_lead,
    lexicon,
    matcher::Words,
    words::{Token, tokens},
};
use crate::rules::Found;

/// What was meant comes first.
const RIGHT_FIRST: &[&str] = &[
    "i meant|mean to? say? {short} ,? not {short} $",
    "i said|typed|wrote {short} ,? not {short} $",
    "it is|was {short} ,? not {short} $",
    "that is|was {short} ,? not {short} $",
    "make that|it {short} ,? not {short} $",
    "that|it should be|say|read {short} ,? not {short} $",
    "i meant {short} instead of {short} $",
    "i meant {short} rather than {short} $",
    "my {animal} is called|named? {short} ,? not {short} $",
    "my {relative} is called|named? {short} ,? not {short} $",
    "my {animals} name is {short} ,? not {short} $",
    "my {relatives} name is {short} ,? not {short} $",
];
/// What was understood comes first.
const WRONG_FIRST: &[&str] = &[
    "not {short} ,|but but? it? is? {short} $",
    "the|my {subject} is|was not in|on|at? {short} ,|but but? it? is|was? in|on|at? {short} $",
    "it is|was not {short} ,|but but? it? is|was? {short} $",
    "that is not {short} ,|but but? it? is? {short} $",
    "i did not mean|say {short} ,|but but? i? meant|said? {short} $",
    "i do not mean {short} ,|but but? i? mean? {short} $",
    "i said {short} ,|but but? i? meant {short} $",
    "my {animal} is not called|named? {short} ,|but but? it? is? called? {short} $",
];
/// The same with nothing before it: names and numbers alone.
const BARE: &[&str] = &["{short} ,? not {short} $"];

/// What a sentence corrects.
pub(super) fn read(sentence: &str, words: &[Token]) -> Option<Found> {
    let marks = words.iter().rev().take_while(|token| token.is_mark()).count();
    if words.iter().any(|token| token.is(&["?"])) {
        return None;
    }
    let left = without_lead(words.get(..words.len().checked_sub(marks)?)?);
    let led = left.len() + marks < words.len() && !left.is_empty();
    let words = Words { sentence, tokens: left };
    let owned = |text: &str| text.replace('’', "'").split(' ').any(|word| word.ends_with("'s"));
    let tell = |(right, wrong): (String, String)| {
        let said = words.is(0, &["i"]) && words.is(1, &["said", "typed", "wrote"]);
        let fits =
            right != wrong && !owned(&right) && !owned(&wrong) && (!said || led || stands_alone(words));
        fits.then_some(Found::Correction { wrong, right })
    };
    let last = |found: super::matcher::Match<'_>| {
        let count = found.captures.len();
        let at = |back: usize| count.checked_sub(back).and_then(|at| found.text(at)).map(str::to_owned);
        Some((at(2)?, at(1)?))
    };
    if let Some((right, wrong)) = words.find(RIGHT_FIRST).and_then(last) {
        return tell((right, wrong)).filter(|_| led || stands_alone(words) || !words.is(0, &["it", "that"]));
    }
    if let Some((wrong, right)) = words.find(WRONG_FIRST).and_then(last) {
        return tell((right, wrong)).filter(|_| led || stands_alone(words) || words.is(0, &["i", "my"]));
    }
    let (right, wrong) = words.find(BARE).and_then(last)?;
    tell((right, wrong)).filter(|_| led || stands_alone(words))
}

/// Whether a sentence names somebody, a place or a number.
fn stands_alone(words: Words<'_>) -> bool {
    words.tokens.iter().enumerate().any(|(at, token)| {
        let named = at > 0 && token.start > 0 && token.is_capital(words.sentence) && !token.is(&["i"]);
        named || lexicon::PLACES.begins(words.from(at).tokens).is_some()
    })
}

/// A memory's text with what was wrong put right, as a word of its own, whatever its case. The person stays who they are.
pub(in crate::rules) fn corrected(text: &str, wrong: &str, right: &str) -> Option<String> {
    let (said, wanted) = (tokens(text), tokens(wrong.trim()));
    let right = right.trim();
    if wanted.is_empty() || right.is_empty() {
        return None;
    }
    let mut out = String::new();
    let mut written = 0;
    let mut at = 1;
    while at < said.len() {
        let here = said.get(at..at + wanted.len()).unwrap_or_default();
        let whole = here.len() == wanted.len() && here.iter().zip(&wanted).all(|(a, b)| a.key == b.key);
        let last = here.last().filter(|last| last.key.ends_with("'s"));
        let owned = last.is_some_and(|last| {
            let before = here.len().saturating_sub(1);
            let same = here.iter().zip(&wanted).take(before).all(|(a, b)| a.key == b.key);
            same && wanted.last().is_some_and(|wanted| last.key.strip_suffix("'s") == Some(&wanted.key))
        });
        let (Some(first), Some(last)) = (here.first().filter(|_| whole || owned), here.last()) else {
            at += 1;
            continue;
        };
        out.push_str(text.get(written..first.start)?);
        out.push_str(right);
        if owned && !whole {
            out.push_str("'s");
        }
        written = last.end;
        at += wanted.len();
    }
    out.push_str(text.get(written..)?);
    (written > 0 && out != text).then_some(out)
}
