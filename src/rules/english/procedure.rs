//! How the person wants things done: "always answer in Korean".

use super::{
    clauses::without_lead,
    lexicon::list,
    matcher::Words,
    rule::{PROCEDURE, stated},
    words::Token,
};
use crate::rules::Statement;

list!(
    /// What stands before a wish.
    POLITE,
    "please, can you, could you, would you, will you, can you please, could you please, would you please, i want you to, \
     i need you to, i would like you to, i would prefer you to, i would prefer that you, i would appreciate if you, i prefer you to, \
     i prefer that you, i like you to, i expect you to, kindly, you can, you may, you should, you must, make sure to, make sure you, make sure that you, be sure to, \
     try to, remember to, and, also, i ask you to, i prefer it when you, i like it when you"
);
list!(
    /// What makes it hold for good.
    FOR_GOOD,
    "from now on, in general, generally, as a rule, for future reference, from here on, from here on out, from today on, going forward, moving forward, in future, in the future, \
     every time, by default, from this point on, from this point forward, henceforth, at all times, in all your answers, \
     in all your replies, in all your responses, in every answer, in every reply, in every response, in all answers"
);
list!(
    /// What an assistant is asked to do.
    ORDERS,
    "answer, reply, respond, speak, talk, write, use, keep, explain, give, avoid, include, add, start, end, begin, finish, address, \
     format, remind, ask, show, say, tell, provide, cite, quote, translate, summarize, summarise, respect, assume, suggest, \
     recommend, call, be, send, list, put, stick, skip, mention, check, greet, structure, make, limit, convert, prefer, refer, \
     describe, apologize, apologise, repeat, offer, double-check, spell, return, output, stop, do, treat, consider, share, correct, point, highlight, teach, quiz, challenge, push, praise, shout, yell, lecture, preach, nag, coddle, sugarcoat, sugar-coat, patronize, patronise, moralize, moralise, flatter, baby, criticize, criticise, round, quote"
);
list!(
    /// What answers can do without.
    FORMS,
    "emojis, emoji, emoticons, jargon, bullet points, bullets, markdown, tables, abbreviations, slang, exclamation marks, \
     exclamation points, acronyms, profanity, swear words, bold, bold text, headings, headers, em dashes, em-dashes, \
     semicolons, buzzwords, filler words, hashtags, passive voice, lists, code comments, technical terms, technical jargon, \
     disclaimers, apologies, small talk, flattery, platitudes, honorifics, oxford commas, any emojis, any emoji"
);
list!(
    /// What answers are wished to be written with.
    STYLES,
    "metric units, the metric system, imperial units, bullet points, simple words, simple language, plain language, \
     plain english, british english, american english, british spelling, american spelling, short sentences, celsius, \
     fahrenheit, the 24-hour clock, 24-hour time, honorifics, formal language, informal language, polite language, \
     markdown, emojis, kilometers, kilometres, miles, polite speech, casual language, gender-neutral language"
);
list!(
    /// How answers are wished to be.
    MANNERS,
    "concise, brief, direct, honest, formal, informal, casual, polite, short, simple, succinct, to the point, blunt, friendly, \
     professional, precise, patient, encouraging, short and simple, brief and direct, more concise, more brief, more direct, \
     more formal, less formal, more casual, less verbose, shorter, short and sweet, kind, critical, brutally honest, detailed"
);

/// The wish a clause or a sentence states.
pub(super) fn read(clause: Words<'_>) -> Option<Statement> {
    let marks = clause.tokens.iter().rev().take_while(|token| token.is_mark()).count();
    let all = clause.tokens.get(..clause.tokens.len().checked_sub(marks)?)?;
    let short = Words { tokens: without_lead(all), ..clause }.find(&[
        "{manner} answers|replies|responses please $",
        "{manner} answers|replies|responses please|only|from|, *",
    ]);
    if let Some(manner) = short.as_ref().and_then(|found| found.text(0)) {
        return Some(stated(format!("User prefers {} answers", manner.to_lowercase()), PROCEDURE));
    }
    if let Some(form) = without(Words { tokens: all, ..clause }) {
        return Some(stated(format!("User wants the assistant not to use {form}"), PROCEDURE));
    }
    let (said, lasting) = stripped(without_lead(all));
    let words = Words { tokens: said, ..clause };
    if let Some(name) =
        words.find(&["call|address me as? {name} $", "call me as? {name} from|instead|not|, *"])
    {
        return Some(stated(format!("User wants to be called {}", name.text(0)?), super::rule::IDENTITY));
    }
    let adverb = words.first().filter(|first| first.is(&["always", "never"])).map(|first| first.key.clone());
    let order = if adverb.is_some() { words.from(1) } else { words };
    let negated = order.is(0, &["do"]) && order.is(1, &["not"]);
    let order = if negated { order.from(2) } else { order };
    if !order.first()?.is_in(&ORDERS)
        || order.tokens.len() < 2 && !(adverb.is_some() && order.is(0, &["apologize", "apologise"]))
        || order.tokens.len() > 16
    {
        return None;
    }
    if adverb.is_some()
        && order.is(0, &["say", "mention", "do", "be", "stop", "start"])
        && order.tokens.len() < 3
    {
        return None;
    }
    let wished = adverb.is_some() || lasting || says_how(order, negated);
    let begins = match (adverb.as_deref(), negated) {
        (Some(adverb), false) => format!("to {adverb} "),
        (_, true) => "not to ".to_owned(),
        (None, false) => "to ".to_owned(),
    };
    let text = text(order)?;
    wished.then(|| stated(format!("User wants the assistant {begins}{text}"), PROCEDURE))
}

/// "No emojis please".
fn without(words: Words<'_>) -> Option<String> {
    let used = FORMS.begins(words.from(1).tokens).filter(|_| words.is(0, &["no"]))?;
    let after = words.from(1 + used);
    let ends = after.tokens.iter().all(|token| token.is_mark() || token.is(&["please", "thanks", "ok"]));
    ends.then(|| {
        super::phrase::text(Words { tokens: words.tokens.get(1..=used).unwrap_or_default(), ..words })
    })
}

/// The words without "please" and "from now on", and whether the latter was there.
fn stripped(words: &[Token]) -> (&[Token], bool) {
    let mut left = words;
    let mut lasting = false;
    loop {
        let marks = left.iter().take_while(|token| token.is_mark()).count();
        left = left.get(marks..).unwrap_or_default();
        let good = FOR_GOOD.begins(left);
        lasting |= good.is_some();
        let Some(used) = good.or_else(|| POLITE.begins(left)) else { break };
        left = left.get(used..).unwrap_or_default();
    }
    loop {
        let good = (1..left.len()).find(|at| {
            let end = left.get(*at..).unwrap_or_default();
            FOR_GOOD.begins(end) == Some(end.len())
                || end.len() == 1 && end.iter().all(|token| token.is(&["please", "thanks", ","]))
        });
        let Some(at) = good else { return (left, lasting) };
        lasting |= left.len() - at > 1;
        left = left.get(..at).unwrap_or_default();
    }
}

/// Whether it is about answers as such, without "always".
fn says_how(order: Words<'_>, negated: bool) -> bool {
    let listed = |at: usize, list: &super::lexicon::List| {
        let left = order.from(at).tokens;
        list.begins(left).is_some_and(|used| used == left.len())
    };
    let answers = order
        .find(&["keep|make your|the|all? answers|replies|responses|explanations|messages *"])
        .is_some_and(|found| found.rest.len() <= 5 && !found.rest.is_empty());
    let plainly =
        order.find(&["explain things|everything|stuff|concepts|it in|with|simply *"]).is_some_and(|found| {
            found.rest.len() <= 4 && !found.rest.iter().any(|token| token.is(&["korean", "french"]))
        });
    let language = order.find(&["answer|reply|respond|speak|talk to? me? only? in {language} $"]).is_some();
    let without = (negated && order.is(0, &["use", "include", "add"]) || order.is(0, &["avoid"]))
        && listed(1, &FORMS)
        || order.is(0, &["stop", "avoid"]) && order.is(1, &["using", "adding"]) && listed(2, &FORMS);
    let with = !negated && order.is(0, &["use"]) && listed(1, &STYLES);
    let manner = !negated && order.is(0, &["be"]) && listed(1, &MANNERS);
    // "Don't lecture me"; of few words "don't shout at me" is said in jest.
    let tone = negated
        && (order.is(
            0,
            &[
                "lecture",
                "preach",
                "nag",
                "coddle",
                "sugarcoat",
                "sugar-coat",
                "patronize",
                "patronise",
                "moralize",
                "moralise",
                "flatter",
            ],
        ) || order.is(0, &["shout", "yell"]) && order.tokens.len() > 3);
    tone || !negated && (answers || language || plainly) || without || with || manner
}

/// The order in the third person: "my" is "their", "your" the assistant's.
fn text(order: Words<'_>) -> Option<String> {
    let mut text = String::new();
    for token in order.tokens {
        let said = match token.key.as_str() {
            "me" | "us" => "them",
            "my" | "our" => "their",
            "your" => "its",
            "i" | "we" | "you" | "yourself" | "it" | "this" | "that" | "these" | "those" => return None,
            _ => token.text(order.sentence),
        };
        if !token.is_mark() && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(said);
    }
    let mut letters = text.chars();
    // What began a sentence begins none here.
    letters.next().map(|first| first.to_lowercase().chain(letters).collect())
}
