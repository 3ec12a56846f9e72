//! The device's own part of `add`, where no model is or none can be reached: what rules read from the person's words, settled by
//! what it is about. Two statements about one thing are one memory, the newer of them current.

mod forget;

use std::collections::HashSet;

use super::{
    Engine,
    add::{Done, keeps_turn_pending},
    compare::{self, Offered},
    decide::Decision,
    extract::{Fact, Shown},
    finish::Provenance,
    forgetting::turns_too,
    reconcile::Settled,
    rows::Job,
    state::{State, slots_of},
    verify::same_words,
};
use crate::{
    Result,
    model::{Kind, Memory, Message, MessageId, Op, Role, Timestamp, Version},
    rules::{self, Found, Slot, Statement},
    text::{content_words, normalize},
};

/// What rules found in a turn, before it is held against what is known.
#[derive(Debug, Default)]
struct Reading {
    /// Facts, with the vectors still to be made.
    facts: Vec<Fact>,
    /// What is done to memories at once: corrections, and wishes to forget.
    settled: Vec<Settled>,
    /// The messages that wish something forgotten.
    wishes: Vec<MessageId>,
}

/// What rules made of a turn.
#[derive(Debug, Default)]
pub(super) struct Ruled {
    pub(super) settled: Vec<Settled>,
    /// The messages that wish something forgotten: they are not kept, because they name it.
    pub(super) wishes: Vec<MessageId>,
}

impl Engine {
    /// A turn where no model is: its messages word for word, and beside them the facts that rules read.
    pub(super) async fn without_model(&self, job: &Job, heard: &[Message]) -> Result<Done> {
        let Ruled { settled: facts, wishes } = self.by_rules(job, heard).await?;
        let mut settled = self.verbatim(job, heard, &wishes).await?;
        settled.extend(facts);
        let provenance = Provenance { unread: true, ..Provenance::by_rules() };
        let items = self.finish(job, &settled, &provenance).await?;
        Ok(Done { items, ..Done::default() })
    }

    /// What rules read from a turn, decided. Nothing in the turn is asked of a model.
    pub(super) async fn by_rules(&self, job: &Job, heard: &[Message]) -> Result<Ruled> {
        // "Yes" answers what was said before, in this turn or in the one before it.
        let answers = job.messages.first().is_some_and(|first| rules::agrees(&first.content));
        let before = if answers { self.earlier(job, 1).await?.pop() } else { None };
        let Reading { facts, mut settled, wishes } = {
            let state = self.state.borrow();
            self.read(&state, job, before.as_ref(), heard)
        };
        let rewritten: Vec<String> =
            settled.iter().map(|s| s.decision.text.clone().unwrap_or_default()).collect();
        let texts: Vec<String> = facts.iter().map(|fact| fact.text.clone()).chain(rewritten).collect();
        let mut vectors = match self.embed_documents(&texts).await {
            // Found by their words until `flush` has embedded them.
            Err(e) if keeps_turn_pending(e.code()) => vec![None; texts.len()],
            vectors => vectors?,
        };
        let of_settled = vectors.split_off(facts.len().min(vectors.len()));
        for (settled, vector) in settled.iter_mut().zip(of_settled) {
            settled.embedding = vector.filter(|_| settled.decision.op == Op::Update);
        }
        let now = self.ports.clock.now();
        let state = self.state.borrow();
        for (fact, embedding) in facts.into_iter().zip(vectors) {
            let decision = decided(&state, job, &fact, embedding.as_deref(), now)?;
            settled.push(Settled { fact, decision, embedding });
        }
        settled.extend(turns_too(&state, &job.scope, &settled));
        Ok(Ruled { settled, wishes })
    }

    fn read(&self, state: &State, job: &Job, earlier: Option<&Message>, heard: &[Message]) -> Reading {
        let mut reading = Reading::default();
        let offset = self.ports.clock.utc_offset_minutes();
        let now = self.ports.clock.now();
        let guidance = &self.options.guidance;
        for message in heard.iter().filter(|message| is_the_persons(state, job, message)) {
            // Also what was not heard because memory says so already: a question can be asked twice.
            let at = job.messages.iter().position(|said| said.id == message.id).unwrap_or_default();
            let before = at.checked_sub(1).map_or(earlier, |at| job.messages.get(at));
            // "Yes" makes the person's own what the assistant has just said of them.
            let confirmed = before
                .filter(|before| before.role == Role::Assistant && rules::agrees(&message.content))
                .and_then(|before| rules::as_said_by_the_person(&before.content));
            let said = confirmed.as_deref().unwrap_or(&message.content);
            for found in rules::read(said, message.at, offset) {
                match found {
                    Found::Statement(statement) => {
                        let slot = statement.slot.as_ref().and_then(|slot| guidance.known_slot(&slot.key));
                        let mut fact = Fact { slot, ..fact_of(statement, message) };
                        if guidance.admits(&fact.categories) && guidance.is_included(&fact.categories) {
                            fact.categories = guidance.known_categories(fact.categories);
                            reading.say(fact);
                        }
                    }
                    Found::Correction { wrong, right } => {
                        reading.correct(state, job, message, (&wrong, &right), now);
                    }
                    Found::Forget(topic) => forget::forget(&mut reading, state, job, message, &topic, offset),
                }
            }
        }
        reading
    }
}

impl Reading {
    /// A fact takes the place of what was said before in this turn about the same thing.
    fn say(&mut self, fact: Fact) {
        let about = rules::slot_of(&fact.text);
        let replaced = |earlier: &Fact| {
            same_words(&earlier.text, &fact.text)
                || about.as_ref().is_some_and(|about| {
                    rules::slot_of(&earlier.text).is_some_and(|other| other.key == about.key)
                })
        };
        self.facts.retain(|earlier| !replaced(earlier));
        self.facts.push(fact);
    }

    /// Puts right what was said last with the wrong word: in this turn, or else in the memory learned last.
    fn correct(
        &mut self,
        state: &State,
        job: &Job,
        message: &Message,
        (wrong, right): (&str, &str),
        now: Timestamp,
    ) {
        let in_turn = self.facts.iter_mut().rev().find_map(|fact| {
            let text = rules::corrected(&fact.text, wrong, right)?;
            Some((fact, text))
        });
        if let Some((fact, text)) = in_turn {
            fact.text = text;
            return;
        }
        let allowed = state.allowed(&job.scope, None, Some(now));
        let near = state.words.search(wrong, MAX_CORRECTED, Some(&allowed));
        let facts = near.iter().filter_map(|hit| state.at(hit.slot)).filter(|m| !is_turn(m));
        let holding = facts.filter_map(|memory| {
            let text = rules::corrected(&memory.current()?.text, wrong, right)?;
            Some((memory, text))
        });
        let Some((memory, text)) = holding.max_by_key(|(memory, _)| (memory.learned(), memory.id.number()))
        else {
            return;
        };
        let (Some(current), Some(target)) = (memory.current(), Offered::of(memory)) else { return };
        let fact = rested_on(message, rewritten(current, &text));
        let decision = Decision {
            op: Op::Update,
            target: Some(target),
            text: Some(text),
            reason: Some("the person corrected it".to_owned()),
            confidence: None,
        };
        self.settled.push(Settled { fact, decision, embedding: None });
    }
}

/// How many memories that hold the wrong word are looked at.
const MAX_CORRECTED: usize = 20;

/// What is done about a fact: nothing where it is known, an update where another value was known, else it is added.
fn decided(
    state: &State,
    job: &Job,
    fact: &Fact,
    vector: Option<&[f32]>,
    now: Timestamp,
) -> Result<Decision> {
    let known = |target: &Memory| Decision {
        op: Op::Noop,
        target: Offered::of(target),
        reason: Some("already known".to_owned()),
        ..Decision::fallback(fact)
    };
    if let Some(same) = state.same_text(&job.scope, &fact.text, now) {
        return Ok(known(same));
    }
    if let Some(decision) = by_slot(state, job, fact, now) {
        return Ok(decision);
    }
    let near = compare::neighbours(state, &job.scope, &fact.text, vector, now, compare::Among::Facts)?;
    let same = near.iter().find(|near| same_words(&near.text, &fact.text));
    if let Some(same) = same.and_then(|near| state.memory(&near.id)) {
        return Ok(known(same));
    }
    Ok(Decision { reason: Some("the person said so".to_owned()), ..Decision::fallback(fact) })
}

/// What the slot of a fact says is to be done about it, where it has one that is known: `text` then is the fact's own.
pub(super) fn by_slot(state: &State, job: &Job, fact: &Fact, now: Timestamp) -> Option<Decision> {
    let slots = slots_of(fact.slot.as_deref(), &fact.text);
    slots.into_iter().find_map(|about| in_slot(state, job, fact, &about, now))
}

fn in_slot(state: &State, job: &Job, fact: &Fact, about: &Slot, now: Timestamp) -> Option<Decision> {
    let known = state.about(&job.scope, about, now);
    let holds = |slot: &Slot| slot.value != Slot::ENDED;
    let to = |op: Op, memory: &Memory, reason: &str| Decision {
        op,
        target: Offered::of(memory),
        text: (op == Op::Update).then(|| fact.text.clone()),
        reason: Some(reason.to_owned()),
        confidence: None,
    };
    // "Takes lisinopril" says no more than "takes lisinopril 10 mg".
    let says_no_more = |slot: &Slot| slot.value == about.value || about.value == Slot::ANY;
    if let Some((same, _)) = known.iter().find(|(_, slot)| holds(slot) && says_no_more(slot)) {
        return Some(to(Op::Noop, same, "already known"));
    }
    if holds(about) {
        let other = known.iter().find(|(_, slot)| holds(slot)).or_else(|| known.first());
        return other.map(|(memory, _)| to(Op::Update, memory, "the person said what is so now"));
    }
    // "No longer in Seoul" ends Seoul, not the Busan they moved to.
    let said = content_words(&fact.text);
    // What the key names already is meant whatever its value: "no longer allergic to peanuts".
    let is_named = |slot: &Slot| slot.key.contains(':') || names(&said, &slot.value, &fact.text);
    let ends = |slot: &Slot| holds(slot) && is_named(slot);
    let ended = known.iter().find(|(_, slot)| ends(slot)).map(|(memory, _)| *memory);
    ended.map(|memory| to(Op::Update, memory, "the person said that it is no longer so"))
}

/// Whether a sentence of these words names a slot's value.
fn names(said: &HashSet<String>, value: &str, text: &str) -> bool {
    let words = content_words(value);
    if words.is_empty() { normalize(text).contains(value) } else { words.is_subset(said) }
}

/// Whether a message is the person's own, and the person can be told: where several people speak under names, "I" is one of them.
fn is_the_persons(state: &State, job: &Job, message: &Message) -> bool {
    if message.role != Role::User {
        return false;
    }
    let Some(name) = &message.name else { return true };
    let others = job.messages.iter().filter(|other| other.role == Role::User);
    let one = others.filter_map(|other| other.name.as_ref()).all(|other| other == name);
    let assistants = job.messages.iter().filter(|other| other.role != Role::User);
    let mut named: Vec<&str> = assistants.filter_map(|other| other.name.as_deref()).collect();
    named.push(name);
    one && !state.has_other_speakers(&job.scope, &named)
}

fn is_turn(memory: &Memory) -> bool {
    memory.current().is_some_and(|version| version.kind == Kind::Verbatim)
}

fn fact_of(statement: Statement, message: &Message) -> Fact {
    let Statement { text, kind, categories, importance, entities, relations, event_time, expires_at, .. } =
        statement;
    let fact = Fact {
        kind,
        categories,
        importance: Some(importance.clamp(0.0, 1.0)),
        entities,
        relations,
        event_time,
        expires_at,
        ..Fact::plain(text)
    };
    rested_on(message, fact)
}

/// A fact as another text of a version would be.
fn rewritten(version: &Version, text: &str) -> Fact {
    let Version {
        text,
        kind,
        categories,
        importance,
        media,
        slot,
        entities,
        relations,
        event_time,
        expires_at,
        ..
    } = version.rewritten(text);
    let media = media.map(|media| Shown { media, model: None });
    Fact {
        media,
        kind,
        categories,
        importance,
        slot,
        entities,
        relations,
        event_time,
        expires_at,
        ..Fact::plain(text)
    }
}

fn rested_on(message: &Message, fact: Fact) -> Fact {
    Fact { message_ids: vec![message.id.clone()], said_at: Some(message.at), ..fact }
}
