//! "Forget that …", read by rules: which memories are meant.

use std::collections::{BTreeSet, HashSet};

use super::{Fact, Job, Message, Offered, Op, Reading, Settled, State, rested_on};
use crate::{
    engine::decide::Decision,
    model::{Memory, Role, Timestamp},
    rules::{self, Found, Slot},
    text::content_words,
};

/// How many memories one wish can close.
const MAX_FORGOTTEN: usize = 50;

/// Closes what a topic names; without a topic, what the person said last. What this very turn said of it is not remembered either.
pub(super) fn forget(
    reading: &mut Reading,
    state: &State,
    job: &Job,
    message: &Message,
    topic: &str,
    offset_minutes: i32,
) {
    reading.wishes.push(message.id.clone());
    let meant = if topic.trim().is_empty() {
        if reading.facts.pop().is_some() {
            return;
        }
        said_last(state, job)
    } else {
        let named = Topic::of(topic, message.at, offset_minutes);
        reading.facts.retain(|fact| !named.is_said_by(&fact.text));
        named.memories(state, job, message.at)
    };
    let mut seen = BTreeSet::new();
    let each_once = meant.into_iter().filter(|memory| seen.insert(memory.id.number()));
    for memory in each_once.take(MAX_FORGOTTEN) {
        let fact = Fact::wish_to_forget(topic);
        let decision = Decision {
            op: Op::Delete,
            target: Offered::of(memory),
            reason: Some("the person asked to forget it".to_owned()),
            ..Decision::fallback(&fact)
        };
        reading.settled.push(Settled { fact: rested_on(message, fact), decision, embedding: None });
    }
}

/// What is to be forgotten.
struct Topic {
    words: HashSet<String>,
    /// Slots with the value meant; none: whatever it is.
    slots: Vec<(String, Option<String>)>,
}

impl Topic {
    fn of(topic: &str, at: Timestamp, offset_minutes: i32) -> Self {
        let mut slots: Vec<(String, Option<String>)> =
            rules::keys_of(topic).into_iter().map(|key| (key.to_owned(), None)).collect();
        // "Forget that I live in Seoul" says which value.
        let said = rules::read(topic, at, offset_minutes).into_iter();
        let stated = said.filter_map(|found| match found {
            Found::Statement(statement) => statement.slot,
            _ => None,
        });
        slots.extend(stated.map(|slot| (slot.key, Some(slot.value))));
        Self { words: content_words(topic), slots }
    }

    /// Whether a text says every word of it, or is about a slot of it.
    fn is_said_by(&self, text: &str) -> bool {
        let has_words = !self.words.is_empty() && self.words.is_subset(&content_words(text));
        let is_slot = |slot: &Slot| {
            let meant = |(key, value): &(String, Option<String>)| {
                *key == slot.key && value.as_ref().is_none_or(|value| *value == slot.value)
            };
            self.slots.iter().any(meant)
        };
        has_words || rules::slot_of(text).is_some_and(|slot| is_slot(&slot))
    }

    fn memories<'a>(&self, state: &'a State, job: &Job, at: Timestamp) -> Vec<&'a Memory> {
        let mut found: Vec<&Memory> = Vec::new();
        for (key, value) in &self.slots {
            let slot = Slot { key: key.clone(), value: value.clone().unwrap_or_default() };
            found.extend(state.about(&job.scope, &slot, at).into_iter().map(|(memory, _)| memory));
        }
        let allowed = state.allowed(&job.scope, None, None);
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let near = state.words.search(&words.join(" "), MAX_FORGOTTEN, Some(&allowed));
        found.extend(near.iter().filter_map(|hit| state.at(hit.slot)));
        let says_it = |memory: &&Memory| memory.current().is_some_and(|v| self.is_said_by(&v.text));
        found.into_iter().filter(says_it).collect()
    }
}

/// What rests on the words the person said last.
fn said_last<'a>(state: &'a State, job: &Job) -> Vec<&'a Memory> {
    let allowed = state.allowed(&job.scope, None, None);
    let said = |memory: &&Memory| {
        let speaker = memory.current().and_then(|version| version.evidence.speaker);
        speaker == Some(Role::User)
    };
    let memories: Vec<&Memory> = allowed.iter().filter_map(|slot| state.at(slot)).filter(said).collect();
    let last = memories.iter().map(|memory| memory.learned()).max();
    memories.into_iter().filter(|memory| Some(memory.learned()) == last).collect()
}
