//! A sentence as its clauses. Commas and "and" part clauses only where a subject or a verb follows; elsewhere they part the
//! things of a list. A clause without a subject has the one before it: "I live in Busan and work at Naver".

use super::{lexicon::list, procedure::FOR_GOOD, words::Token};

list!(
    /// What clauses begin with that says nothing.
    LEADS,
    "hi, hello, hey, hi there, hey there, hello there, well, so, oh, ok, okay, yes, yeah, yep, no, nope, nah, btw, by the way, \
     fyi, also, and, but, then, or, just so you know, just to let you know, so you know, for the record, note that, please note that, \
     please note, remember that, please remember that, please remember, remember, keep in mind that, keep in mind, \
     please keep in mind that, please keep in mind, i should mention that, i should mention, i should add that, \
     i forgot to mention that, i forgot to mention, i forgot to say that, i forgot to say, i want you to know that, \
     i would like you to know that, i have to say, i must say, i have to admit, i must admit, i need you to know that, \
     let me add that, let me add, to be honest, to be fair, tbh, honestly, actually, personally, frankly, ps, p.s, p.s., \
     the thing is, fun fact, fun fact about me, about me, a bit about me, a little about me, as you know, you should know that, \
     you should know, let me tell you, let me introduce myself, nice to meet you, thanks, thank you, good morning, \
     good evening, good afternoon, sure, right now, these days, at the moment, nowadays, currently, presently, lately, \
     last year, last month, last week, yesterday, recently, because, although, \
     though, since, while, whereas, however, as, save this, save that, please save that, just, um, uh, hmm, ah, now, sorry, \
     correction, update, quick update, news, good news, bad news, unfortunately, luckily, sadly, greetings, mind you, \
     in fact, that said, anyway, anyways, don't forget that, please know that, know that, for context, some context, context, \
     for reference, background, for your information, one more thing, another thing, what is more, plus, to clarify, \
     also note that, also remember that, also please remember that, nice to meet you too, hi everyone, hi all, dear assistant, \
     important, rule, request, oops, whoops, my bad, my mistake, i mean, no wait, no no, big news, guess what, wait, first, firstly, second, secondly, third, finally, lastly, most importantly, importantly, \
     first of all, to start, in case you did not know, in case it matters, if it helps, if it matters, \
     do not forget that, do not forget, at present, as of now, as of today, as of this week, as of last week, starting today, \
     since last year, since last month, unlike most people, like many people, as a reminder, reminder, friendly reminder, \
     turns out, it turns out, it turns out that, turns out that, i just found out, i just found out that, i found out, i found out that, \
     i just learned that, this morning, tonight"
);
list!(
    /// What a clause begins with that has a subject.
    SUBJECTS,
    "i, we, he, she, they, it, you, there, this, that, these, those, everyone, everybody, someone, somebody, nobody, people, who"
);
list!(
    /// What a question or a request begins with.
    REQUESTS,
    "what, how, can, could, does, did, is, are, should, would, will, any, which, where, why, please, let, tell, give, help, \
     recommend, suggest, show, call, forget, always, never, answer, reply, respond, keep, use, explain, do, got, find, know, stop"
);
list!(
    /// Verbs that continue what the person says of themselves.
    VERBS,
    "live, work, study, like, love, hate, enjoy, prefer, have, own, drive, speak, play, am, was, moved, started, quit, got, \
     can, take, weigh, graduated, joined, left, bought, adopted, want, eat, drink, teach, dislike, adore, run, go, attend, \
     grew, major, recently, just, currently, plan, broke, no, never, usually, always, stopped, became, turned, retired, relocated"
);
list!(
    /// Of these, those that are things, too: verbs only where more follows.
    NOUNS_TOO,
    "work, study, play, love, hate, like, drive, drink, run, go, quit, can, left, plan, major, live, just, no, always, never, own, \
     got, was"
);
list!(
    /// Verbs of a third person.
    FINITE,
    "is, are, was, were, has, likes, loves, hates, lives, works, prefers, wants, does, can, will, died, passed, had, got, goes, \
     studies, enjoys, said, says, thinks, left, moved"
);
list!(
    /// What parts clauses wherever it stands.
    PARTING,
    "but, because, although, whereas, however"
);
list!(
    /// What parts clauses where a subject follows.
    PARTING_SUBJECTS,
    "so, while, since, as, though, plus, yet"
);
list!(
    /// What a clause begins with that only holds when something else does.
    CONDITIONS,
    "if, when, whenever, unless, until, after, before, once, where, till, wherever, provided, assuming"
);

/// Part of a sentence with a verb of its own.
#[derive(Clone, Debug, Default)]
pub(super) struct Clause {
    /// Its words, what says nothing at its beginning left out.
    pub(super) tokens: Vec<Token>,
    /// It says when or whether another holds, and nothing by itself.
    pub(super) is_condition: bool,
}

/// The clauses of a sentence's words.
pub(super) fn clauses(words: &[Token]) -> Vec<Clause> {
    let mut found: Vec<Clause> = Vec::new();
    let mut current = Clause::default();
    let mut left = without_lead(words);
    while let Some((token, after)) = left.split_first() {
        let speaks = current.tokens.first().is_some_and(|first| first.is(&["i", "we"]));
        if token.is(&[";", ":", "-", "(", ")", ".", "!", "?", "\"", "...", "/", "|", "*"])
            || is_picture(token)
        {
            close(&mut found, &mut current);
            left = without_lead(after);
        } else if token.is(&[","]) && FOR_GOOD.begins(&current.tokens) == Some(current.tokens.len()) {
            // "From now on, …" is no clause.
            left = after;
        } else if token.is(&[",", "and"]) && begins_clause(after, speaks)
            || token.is_in(&PARTING)
            || token.is_in(&PARTING_SUBJECTS) && begins_with_subject(after)
            || token.is(&["so"]) && after.first().is_some_and(|next| next.is_in(&REQUESTS))
        {
            let implied =
                !begins_with_subject(without_lead(after)) && speaks && begins_with_verb(without_lead(after));
            close(&mut found, &mut current);
            left = without_lead(after);
            if implied {
                current.tokens.push(Token::meant("i"));
            }
        } else if token.is_in(&CONDITIONS)
            && (token.is(&["if", "when", "whenever", "unless"]) || begins_with_subject(after))
        {
            close(&mut found, &mut current);
            current.is_condition = true;
            left = after;
        } else {
            current.tokens.push(token.clone());
            left = after;
        }
    }
    close(&mut found, &mut current);
    found
}

fn close(found: &mut Vec<Clause>, current: &mut Clause) {
    let mut clause = std::mem::take(current);
    while clause.tokens.last().is_some_and(|last| last.is_mark() || last.is(&["and"])) {
        clause.tokens.pop();
    }
    if !clause.tokens.is_empty() {
        found.push(clause);
    }
}

/// The words without greetings, "by the way" and the like.
pub(super) fn without_lead(words: &[Token]) -> &[Token] {
    let mut left = words;
    loop {
        let marks = left.iter().take_while(|token| token.is_mark()).count();
        left = left.get(marks..).unwrap_or_default();
        let year = left.first().is_some_and(|token| token.is(&["in"]))
            && left.get(1).is_some_and(|token| token.key.len() == 4 && token.key.parse::<u16>().is_ok());
        let next = left.first().is_some_and(|token| token.is(&["next"]))
            && left.get(1).is_some_and(|token| token.is(&["i", "we"]));
        let lead = LEADS.begins(left).or_else(|| year.then_some(2)).or_else(|| next.then_some(1));
        let Some(lead) = lead.filter(|lead| *lead < left.len()) else { return left };
        // "So" and "as" alone begin no clause: "as a nurse".
        let next = left.get(lead);
        if lead == 1
            && left.first().is_some_and(|token| token.is(&["as", "since", "just"]))
            && next.is_some_and(|token| !token.is_in(&SUBJECTS) && !token.is(&["my", "call"]))
        {
            return left;
        }
        left = left.get(lead..).unwrap_or_default();
    }
}

fn begins_with_subject(words: &[Token]) -> bool {
    let Some(first) = words.first() else { return false };
    if first.is(&["my", "our"]) {
        let clause = words.iter().take(6).take_while(|token| !token.is_mark() && !token.is(&["and", "or"]));
        return clause.skip(1).any(|token| token.is_in(&FINITE) || token.key.ends_with("'s"));
    }
    first.is_in(&SUBJECTS)
}

fn begins_with_verb(words: &[Token]) -> bool {
    let Some(first) = words.first() else { return false };
    let more = words.get(1).is_some_and(|token| !token.is_mark() && !token.is(&["and", "or", "but"]));
    if words.get(1).is_some_and(|token| token.is_in(&SUBJECTS)) {
        return false;
    }
    let negated = first.is(&["do"]) && words.get(1).is_some_and(|token| token.is(&["not"]));
    negated || first.is_in(&VERBS) && (more || !first.is_in(&NOUNS_TOO))
}

fn begins_clause(words: &[Token], speaks: bool) -> bool {
    let words = without_lead(words);
    let Some(first) = words.first() else { return true };
    begins_with_subject(words)
        || first.is_in(&REQUESTS)
        || first.is_in(&CONDITIONS)
        || first.is(&["not"])
        || speaks && begins_with_verb(words)
}

/// An emoji or another sign that is no mark of a list.
fn is_picture(token: &Token) -> bool {
    token.is_mark() && !token.key.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::{super::words::tokens, *};

    #[test]
    fn clauses_come_apart_and_lists_do_not() {
        for (sentence, expected) in [
            ("Hi, I live in Busan and work at Naver.", "i live in busan | i work at naver"),
            ("I like tea, coffee and cake", "i like tea , coffee and cake"),
            ("I like tea but hate coffee because it is bitter", "i like tea | i hate coffee | it is bitter"),
            ("By the way: my name is Ana and my dog is Rex", "my name is ana | my dog is rex"),
            ("I run when it rains", "i run | (it rains)"),
            ("I'm vegan, what can I eat?", "i am vegan | what can i eat"),
            ("I love food and work", "i love food and work"),
            ("", ""),
        ] {
            let found: Vec<String> = clauses(&tokens(sentence))
                .iter()
                .map(|clause| {
                    let keys: Vec<&str> = clause.tokens.iter().map(|token| token.key.as_str()).collect();
                    if clause.is_condition { format!("({})", keys.join(" ")) } else { keys.join(" ") }
                })
                .collect();
            assert_eq!(found.join(" | "), expected, "{sentence}");
        }
    }
}
