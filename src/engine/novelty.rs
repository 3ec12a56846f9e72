//! Whether a turn says anything new. Where it certainly does not, no model is asked; where that is not certain, one is.

use super::{
    Engine, codec,
    rows::{Job, TurnRow, turns_of},
    state::{State, comparable},
};
use crate::{
    Result,
    model::{Kind, Memory, Message, MessageId, Role, Timestamp},
    ports::Table,
    rules::{self, Found, Talk},
    text::{normalize, sentences},
};

/// How many messages before it a turn is held against.
const EARLIER_MESSAGES: usize = 20;
/// How many memories a sentence is held against.
const CANDIDATES: usize = 5;
/// Words that say no more with a noun than without.
const ARTICLES: &[&str] = &["a", "an", "the"];
/// How the first person becomes the third, by word.
const PERSONS: &[(&str, &str)] = &[
    ("my", "user's"),
    ("am", "is"),
    ("have", "has"),
    ("do", "does"),
    ("don't", "doesn't"),
    ("haven't", "hasn't"),
];
/// Contractions, as the words they stand for.
const CONTRACTIONS: &[(&str, &str)] = &[("i'm", "i am"), ("i've", "i have"), ("i'll", "i will")];

impl Engine {
    /// Whether each message of a turn that could bring a fact is small talk, what is known word for word, or what was said last already.
    /// Deterministic, and false wherever a doubt is left.
    pub(super) async fn says_nothing_new(&self, job: &Job) -> Result<bool> {
        let shows = job.messages.iter().any(|message| !message.media.is_empty());
        if !self.options.novelty_gate || shows {
            return Ok(false);
        }
        let now = self.ports.clock.now();
        let weighty = {
            let state = self.state.borrow();
            let offset = self.ports.clock.utc_offset_minutes();
            let speaks = |message: &&Message| message.role == Role::User || job.scope.user_id.is_none();
            let mut weighty: Vec<&Message> = Vec::new();
            for message in job.messages.iter().filter(speaks) {
                let is_wish = |found: &Found| matches!(found, Found::Forget(_) | Found::Correction { .. });
                if rules::read(&message.content, message.at, offset).iter().any(is_wish) {
                    return Ok(false);
                }
                let is_known =
                    || sentences(&message.content).all(|s| is_small(s) || is_known(&state, job, s, now));
                let settled = match rules::weighed(&message.content) {
                    Talk::Small => true,
                    Talk::Nods | Talk::Agrees => false,
                    Talk::Says => is_known(),
                };
                if !settled {
                    weighty.push(message);
                }
            }
            weighty
        };
        if weighty.is_empty() {
            return Ok(true);
        }
        let earlier = self.read_before(job).await?;
        let state = self.state.borrow();
        Ok(weighty.into_iter().all(|message| match rules::weighed(&message.content) {
            Talk::Small => true,
            talk @ (Talk::Nods | Talk::Agrees) => !answers(talk, before(job, &earlier, &message.id)),
            Talk::Says => is_repeated(&state, job, &earlier, message, now),
        }))
    }

    /// What was said in the scope before a turn, newest first, as far as a model has read it.
    async fn read_before(&self, job: &Job) -> Result<Vec<Message>> {
        let first = job.messages.iter().map(|message| &message.id).min();
        let range = turns_of(&job.scope)?.reversed().limited(EARLIER_MESSAGES);
        let rows = self.ports.store.scan(Table::Turns, &range).await?;
        let turns = rows.iter().filter_map(|r| codec::read::<TurnRow>(Table::Turns, &r.key, &r.value).ok());
        let came_before = |turn: &TurnRow| first.is_some_and(|first| turn.message.id < *first);
        Ok(turns.filter(came_before).filter(|turn| turn.unread.is_none()).map(|turn| turn.message).collect())
    }
}

fn is_small(sentence: &str) -> bool {
    rules::weighed(sentence) == Talk::Small
}

/// The message right before one, in its turn or before that.
fn before<'a>(job: &'a Job, earlier: &'a [Message], id: &MessageId) -> Option<&'a Message> {
    let at = job.messages.iter().position(|message| message.id == *id)?;
    at.checked_sub(1).map_or_else(|| earlier.first(), |at| job.messages.get(at))
}

/// Whether a nod or a yes may say something of the person by what it answers.
fn answers(talk: Talk, before: Option<&Message>) -> bool {
    let Some(before) = before.filter(|before| before.role != Role::User) else { return false };
    match talk {
        Talk::Agrees => rules::weighed(&before.content) != Talk::Small,
        _ => rules::may_be_answered_by_a_nod(&before.content),
    }
}

/// Whether a sentence is one that a current memory of the scope holds, in the same words. Not one that rests on this very turn: that is
/// how far the turn was read before, and not by a model.
fn is_known(state: &State, job: &Job, sentence: &str, now: Timestamp) -> bool {
    let allowed = state.allowed(&job.scope, None, Some(now));
    let near = state.words.search(sentence, CANDIDATES, Some(&allowed));
    let words = told(sentence);
    let says_it = |memory: &Memory| {
        let Some(current) = memory.current().filter(|_| is_fact(memory, job)) else { return false };
        comparable(&current.text) == comparable(sentence) || says_the_same(&words, &told(&current.text))
    };
    near.iter().filter_map(|hit| state.at(hit.slot)).any(says_it)
}

/// Whether the person has said a message word for word before, nothing else since, and what came of it still holds.
fn is_repeated(state: &State, job: &Job, earlier: &[Message], message: &Message, now: Timestamp) -> bool {
    let is_same = |other: &Message| comparable(&other.content) == comparable(&message.content);
    let in_turn: Vec<String> = job.messages.iter().map(|message| comparable(&message.content)).collect();
    let said = earlier
        .iter()
        .filter(|other| other.role == message.role && rules::weighed(&other.content) == Talk::Says);
    // "I live here" after "I moved there" is news again.
    let mut since = said.take_while(|other| in_turn.contains(&comparable(&other.content)));
    let allowed = state.allowed(&job.scope, None, Some(now));
    let near = state.words.search(&message.content, CANDIDATES, Some(&allowed));
    let stands = |id: &MessageId| {
        let rests = |memory: &Memory| {
            let current = memory.current().filter(|_| is_fact(memory, job));
            current.is_some_and(|version| version.evidence.message_ids.contains(id))
        };
        near.iter().filter_map(|hit| state.at(hit.slot)).any(rests)
    };
    since.any(|other| is_same(other) && stands(&other.id))
}

/// Whether a memory of the turn's scope is what somebody made of words, not the words themselves, and not of this turn.
fn is_fact(memory: &Memory, job: &Job) -> bool {
    let of_turn = |id: &MessageId| job.messages.iter().any(|message| message.id == *id);
    let is_fact = memory.current().is_some_and(|version| {
        !matches!(version.kind, Kind::Verbatim | Kind::Media)
            && !version.evidence.message_ids.iter().any(of_turn)
    });
    is_fact && memory.scope == job.scope
}

/// A sentence's words, the first person as the third.
fn told(sentence: &str) -> Vec<String> {
    let mut text = normalize(sentence).replace('\u{2019}', "'");
    for (short, long) in CONTRACTIONS {
        if let Some(rest) = text.trim_start().strip_prefix(short).filter(|rest| rest.starts_with(' ')) {
            text = format!("{long}{rest}");
        }
    }
    let words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let kept = words.filter(|word| !word.is_empty() && !ARTICLES.contains(word));
    let turned = kept.enumerate().map(|(at, word)| {
        let person = PERSONS.iter().find(|(first, _)| *first == word);
        match word {
            "i" if at == 0 => "user",
            _ => person.map_or(word, |(_, third)| third),
        }
    });
    turned.map(str::to_owned).collect()
}

/// Whether the words are the same, the verb after "user" in either person. Every word counts: "no", "lived", "sister".
fn says_the_same(said: &[String], known: &[String]) -> bool {
    let told = said.get(1);
    let begins = said.first().is_some_and(|first| first.starts_with("user"));
    let same = |(at, (said, known)): (usize, (&String, &String))| {
        let is_verb = at == 1 || at == 2 && told.is_some_and(|adverb| adverb.ends_with("ly"));
        said == known || is_verb && (*known == format!("{said}s") || *known == format!("{said}es"))
    };
    begins && said.len() > 1 && said.len() == known.len() && said.iter().zip(known).enumerate().all(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_person_says_what_the_third_says() {
        let same = |said: &str, known: &str| says_the_same(&told(said), &told(known));
        for (said, known) in [
            ("I live in Lisbon.", "User lives in Lisbon"),
            ("I’m a vegetarian", "User is vegetarian"),
            ("I really like tea!", "User really likes tea"),
            ("My sister lives in Porto", "User's sister lives in Porto"),
            ("I have two cats", "User has two cats"),
            ("I don't eat meat", "User doesn't eat meat"),
            ("I teach maths", "User teaches maths"),
        ] {
            assert!(same(said, known), "{said}");
        }
        for (said, known) in [
            ("I lived in Lisbon", "User lives in Lisbon"),
            ("I don't like tea", "User likes tea"),
            ("I live in Lisbon now", "User lives in Lisbon"),
            ("My sister lives in Lisbon", "User lives in Lisbon"),
            ("I live in Porto", "User lives in Lisbon"),
            ("Do I live in Lisbon?", "User lives in Lisbon"),
            ("Lisbon", "Lisbon"),
            ("You live in Lisbon", "User lives in Lisbon"),
            ("I like cat", "User likes cats"),
        ] {
            assert!(!same(said, known), "{said}");
        }
    }
}
