//! "Forget my address": what the person wants not to be remembered.

use super::{clauses::without_lead, lexicon::list, matcher::Words, words::Token};
use crate::rules::topics::keys_of;

list!(
    /// What stands before a wish.
    POLITE,
    "please, can you, could you, would you, will you, can you please, could you please, would you please, i want you to, \
     i need you to, i would like you to, i would prefer you to, i would prefer it if you, kindly, you can, you should, you may, \
     you must, you need to, you have to, feel free to, go ahead and, now, just, ok, i ask you to, i prefer you to, then"
);
list!(
    /// What ends the wish.
    ENDS,
    "because, but, so, please, thanks, thank, ok, okay, since, for, from, as, it's, already, completely, entirely, again, forever, now"
);
list!(
    /// Of the conversation, not of the person.
    OF_THE_TALK,
    "last, previous, earlier, question, questions, request, idea, suggestion, point, instructions, prompt, message, code, comment, \
     first, example, file, changes"
);

/// What is to be forgotten, in the person's words; empty: what was said last. None where nothing is.
pub(super) fn read(sentence: &str, words: &[Token]) -> Option<String> {
    let (words, polite) = without_polite(words);
    let words = Words { sentence, tokens: words };
    let first = words.first()?;
    match first.key.as_str() {
        "forget" => {
            forgotten(words.from(1), polite || words.tokens.iter().any(|token| token.is(&["please"])))
        }
        "delete" | "erase" | "remove" | "wipe" | "discard" | "clear" | "drop" | "purge" => {
            deleted(words.from(1))
        }
        "do" if words.is(1, &["not"]) => not_kept(words.from(2)),
        "never" => not_kept(words.from(1)).filter(|topic| !topic.is_empty()),
        "stop" if words.is(1, &["remembering", "storing", "saving"]) => {
            if is_end(words.from(2), &["that", "this", "it"]) {
                Some(String::new())
            } else {
                mine(words.from(2))
            }
        }
        _ => None,
    }
}

fn without_polite(words: &[Token]) -> (&[Token], bool) {
    let mut left = without_lead(words);
    let mut polite = false;
    while let Some(used) = POLITE.begins(left) {
        left = left.get(used..).unwrap_or_default();
        polite = true;
    }
    (left, polite)
}

/// After "forget".
fn forgotten(words: Words<'_>, polite: bool) -> Option<String> {
    if is_end(words, &["that", "this"]) {
        // Alone it is said as "never mind" is.
        return polite.then(String::new);
    }
    if let Some(about) = said_about(words) {
        return about;
    }
    if polite && words.is(0, &["about"]) && words.is(1, &["that", "the", "this"]) {
        let of_the_talk = words.tokens.iter().take(4).any(|token| token.is_in(&OF_THE_TALK));
        return (!of_the_talk && words.tokens.len() > 2).then(|| topic(words.from(2))).flatten();
    }
    let left = if words.is(0, &["that", "about"]) { words.from(1) } else { words };
    if let Some(about) = said_about(left) {
        return about;
    }
    if left.is(0, &["i", "we"]) && left.is(1, &["said", "told", "mentioned", "wrote"]) {
        let that = left.is(2, &["that", "this"]) || left.is(2, &["you"]) && left.is(3, &["that", "this"]);
        return (that && left.tokens.iter().filter(|token| !token.is_mark()).count() <= 4).then(String::new);
    }
    if left.is(0, &["i", "we"]) && left.is(1, &["asked", "ever", "even", "mentioned", "brought", "exist"]) {
        return None;
    }
    mine(left)
}

/// "What I said (about X)", "everything you know about X".
fn said_about(words: Words<'_>) -> Option<Option<String>> {
    let said = words.find(&[
        "what i said|wrote|mentioned *",
        "what i just? told you *",
        "everything|anything|all =about",
        "everything|anything|all|what that? you know|remember|saved|stored|have *",
        "everything|anything|all|what that? i told you *",
        "everything|anything|all|what that? i have? told|said|mentioned *",
        "the things|thing that? i said|told|mentioned *",
    ])?;
    let rest = Words { tokens: said.rest, ..words };
    let rest = if rest.is(0, &["you"]) { rest.from(1) } else { rest };
    let rest = if rest.is(0, &["stored", "saved"]) { rest.from(1) } else { rest };
    if rest.is(0, &["about", "regarding", "on"]) {
        return Some(topic(rest.from(1)));
    }
    let all = words.is(0, &["everything", "anything", "all"]) || words.is(1, &["you"]);
    Some((!all && is_end(rest, &["just", "now", "earlier", "before", "there"])).then(String::new))
}

/// After "delete": of the memory alone.
fn deleted(words: Words<'_>) -> Option<String> {
    if let Some(about) = said_about(words) {
        return about.filter(|topic| !topic.is_empty());
    }
    let memory = words.tokens.iter().any(|token| token.is(&["memory", "memories"]));
    if words.is(0, &["that", "this", "it"]) && memory {
        return Some(String::new());
    }
    let topic = topic(words)?;
    let ends = words
        .tokens
        .iter()
        .position(|token| token.is_mark() || token.is_in(&ENDS))
        .unwrap_or(words.tokens.len());
    let alone = is_end(words.from(ends), &["now"]);
    (memory && words.tokens.iter().any(|token| token.is(&["from"]))
        || alone && !keys_of(&topic).is_empty() && words.is(0, &["my"]))
    .then_some(topic)
}

/// After "do not".
fn not_kept(words: Words<'_>) -> Option<String> {
    let verb = words.first()?;
    let remembers = verb.is(&["remember", "memorize", "memorise"]);
    if !remembers && !verb.is(&["save", "store", "keep", "record", "log", "retain", "note"]) {
        return None;
    }
    let left = words.from(1);
    if is_end(left, &["that", "this"]) && !verb.is(&["keep", "note", "log"])
        || remembers && is_end(left, &["it"])
        || left.is(0, &["that", "this"]) && left.is(1, &["in"]) && left.is(3, &["memory"])
    {
        return Some(String::new());
    }
    if let Some(about) = said_about(left) {
        return about;
    }
    let that = left.is(0, &["that"]);
    let topic = mine(if that { left.from(1) } else { left })?;
    (remembers || that || !keys_of(&topic).is_empty()).then_some(topic)
}

/// Whether nothing but one of `keys`, marks and thanks is left.
fn is_end(words: Words<'_>, keys: &[&str]) -> bool {
    let polite = ["please", "thanks", "ok", "okay", "for", "me", "now"];
    words.tokens.iter().all(|token| token.is_mark() || token.is(keys) || token.is(&polite))
        && (words.tokens.is_empty() || words.tokens.iter().filter(|token| token.is(keys)).count() <= 1)
}

/// What is the person's own: "my address", "I live in Seoul".
fn mine(words: Words<'_>) -> Option<String> {
    let of_the_talk = words.tokens.iter().take(3).any(|token| token.is_in(&OF_THE_TALK));
    if words.is(0, &["where"]) && words.is(1, &["i"]) && words.is(2, &["live", "work", "study", "come", "am"])
        || words.is(0, &["how"]) && words.is(1, &["old"]) && words.is(2, &["i"])
    {
        return topic(words);
    }
    // "What grade I'm in".
    let which = words.is(0, &["what", "which"])
        && words.tokens.iter().skip(2).take(2).any(|token| token.is(&["i", "my"]));
    if which
        && !words
            .tokens
            .iter()
            .any(|token| token.is(&["said", "asked", "told", "wrote", "mean", "meant", "want"]))
    {
        return topic(words);
    }
    (words.is(0, &["my", "our", "i", "we"]) && !of_the_talk).then(|| topic(words)).flatten()
}

/// The words up to where something else begins.
fn topic(words: Words<'_>) -> Option<String> {
    let ends = |token: &Token| token.is_mark() || token.is_in(&ENDS);
    let used = words.tokens.iter().position(ends).unwrap_or(words.tokens.len());
    let said = Words { tokens: words.tokens.get(..used)?, ..words };
    let only_me = said.tokens.iter().all(|token| token.is(&["me", "us", "that", "this", "it", "you"]));
    let topic = said.written();
    (!only_me && !topic.is_empty()).then(|| topic.to_owned())
}
