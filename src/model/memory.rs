//! A memory: a chain of versions. An update closes the last version and opens the next; a delete closes it. What is learned
//! late of an earlier time is put before what is current.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    graph::{Entity, Relation, USER},
    ids::{MemoryId, MessageId},
    media::Media,
    message::Role,
    scope::Scope,
    time::{Timestamp, rfc3339},
};

/// The caller's own data on a memory: JSON that filters can ask about.
pub type Metadata = Map<String, Value>;

/// What sort of thing is remembered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Something that is so.
    #[default]
    Fact,
    /// What the person likes, or does not.
    Preference,
    /// Something that happened or will.
    Event,
    /// How the person wants things done.
    Procedure,
    /// A message kept word for word (`infer: false`, or no model configured).
    Verbatim,
    /// A picture or a sound: its caption, and what a model saw or heard in it.
    Media,
}

/// Why a version exists: what was said, by whom, and what the model made of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// The messages it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub message_ids: Vec<MessageId>,
    /// Who said it; none where the caller wrote it directly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Role>,
    /// That speaker's name, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When it was said: the last of the messages it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rfc3339")]
    pub said_at: Option<Timestamp>,
    /// The model's reason, in its own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// How sure the model says it is, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// Which model decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Which version of the prompts it was asked with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt_version: Option<String>,
}

/// One state of a memory, true from `valid_from` until `valid_to`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// 1 for the first that was learned, then one more each time.
    pub number: u32,
    /// What is remembered: one self-contained sentence, or a message word for word.
    pub text: String,
    /// What sort of thing it is.
    #[serde(default)]
    pub kind: Kind,
    /// Free words, from the model or the caller.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// How much it matters in the long run, 0 to 1, if the model said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importance: Option<f64>,
    /// The picture or sound it is of, if it is of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<Media>,
    /// The slot of the application's profile that it fills, if it fills one: of two such facts the newer is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<String>,
    /// Who and what it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<Entity>,
    /// How they stand to each other, as long as the version holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation>,
    /// When it happened or began to be so, if that was said (event time).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_time: Option<Timestamp>,
    /// From when on it is of no more use, if that was said: a plain search passes it over then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// When we learned it (record time).
    pub valid_from: Timestamp,
    /// When it stopped being current; none while it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Timestamp>,
    /// The version that replaced it; none if it is current or was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<u32>,
    /// Why it exists.
    #[serde(default)]
    pub evidence: Evidence,
}

impl Version {
    /// When it was said, or where that is not known, learned.
    pub fn began(&self) -> Timestamp {
        self.evidence.said_at.unwrap_or(self.valid_from)
    }

    /// The same with another text: entities and relations that it does not name are left out.
    pub fn rewritten(&self, text: &str) -> Self {
        let folded = text.to_lowercase();
        let is_named = |name: &String| name == USER || folded.contains(&name.to_lowercase());
        let entities: Vec<Entity> = self
            .entities
            .iter()
            .filter(|e| is_named(&e.name) || e.aliases.iter().any(is_named))
            .cloned()
            .collect();
        let relations =
            self.relations.iter().filter(|r| is_named(&r.subject) && is_named(&r.object)).cloned();
        Self { text: text.to_owned(), relations: relations.collect(), entities, ..self.clone() }
    }
}

/// A memory with all its versions, in the order in which they were so; there is always at least one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Memory {
    /// Its id, for life.
    pub id: MemoryId,
    /// Whose it is.
    pub scope: Scope,
    /// The caller's own data.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub metadata: Metadata,
    /// When it was first learned.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    versions: Vec<Version>,
}

impl Memory {
    /// A new memory of one version, which must be open and is numbered 1.
    pub fn new(id: MemoryId, scope: Scope, metadata: Metadata, mut first: Version) -> Self {
        first.number = 1;
        let at = first.valid_from;
        Self { id, scope, metadata, created_at: at, updated_at: at, versions: vec![first] }
    }

    /// Every version, oldest first.
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// The version that is current, or none once the memory was deleted.
    pub fn current(&self) -> Option<&Version> {
        self.versions.last().filter(|v| v.valid_to.is_none())
    }

    /// The newest version, current or not. None only for a row that did not come from this library.
    pub fn latest(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// When it was said or learned last.
    pub fn learned(&self) -> Timestamp {
        self.current().and_then(|version| version.evidence.said_at).unwrap_or(self.updated_at)
    }

    /// When it happened or began; where nobody said, when it was said or learned last.
    pub fn moment(&self) -> Timestamp {
        self.current().and_then(|version| version.event_time).unwrap_or_else(|| self.learned())
    }

    /// Whether it is over by then.
    pub fn has_expired(&self, at: Timestamp) -> bool {
        self.current().and_then(|version| version.expires_at).is_some_and(|end| end <= at)
    }

    /// The memory as it was known at a moment: what had been said by then, or where that is not known, learned. None if
    /// it was not known yet, or deleted before.
    pub fn as_of(&self, at: Timestamp) -> Option<Self> {
        let begun = |v: &Version| v.began() <= at;
        let last = self.versions.iter().rposition(begun)?;
        let mut versions = self.versions.get(..=last)?.to_vec();
        let current = versions.last_mut()?;
        if current.superseded_by.is_none() && current.valid_to.is_some_and(|to| to <= at) {
            return None;
        }
        (current.valid_to, current.superseded_by) = (None, None);
        let updated_at = current.valid_from;
        Some(Self { updated_at, versions, ..self.clone() })
    }

    /// Closes the current version at `next.valid_from` and opens `next` after it. Returns the new number.
    /// On a deleted memory it opens `next` after the closed one.
    pub fn supersede(&mut self, mut next: Version) -> u32 {
        let number = self.next_number();
        if let Some(last) = self.versions.last_mut().filter(|v| v.valid_to.is_none()) {
            last.valid_to = Some(next.valid_from);
            last.superseded_by = Some(number);
        }
        next.number = number;
        next.valid_to = None;
        next.superseded_by = None;
        self.updated_at = next.valid_from;
        self.versions.push(next);
        number
    }

    /// Puts a version where it was said or learned, before the current one, which stays current. Returns its number: the order of
    /// versions is that of time, their numbers are that of learning. None if it is no older than the current one, or the memory
    /// was deleted.
    pub fn precede(&mut self, mut earlier: Version) -> Option<u32> {
        let began = earlier.began();
        self.current().filter(|current| began < current.began())?;
        let at = self.versions.iter().position(|version| began < version.began())?;
        earlier.number = self.next_number();
        let next = self.versions.get(at)?;
        (earlier.valid_to, earlier.superseded_by) = (Some(next.began()), Some(next.number));
        let number = earlier.number;
        if let Some(before) = at.checked_sub(1).and_then(|before| self.versions.get_mut(before)) {
            (before.valid_to, before.superseded_by) = (Some(began), Some(number));
        }
        self.versions.insert(at, earlier);
        Some(number)
    }

    fn next_number(&self) -> u32 {
        self.versions.iter().map(|version| version.number).max().map_or(1, |last| last.saturating_add(1))
    }

    /// Closes the current version; the chain stays. False if it was closed already.
    pub fn close(&mut self, at: Timestamp) -> bool {
        let Some(last) = self.versions.last_mut().filter(|v| v.valid_to.is_none()) else { return false };
        last.valid_to = Some(at);
        self.updated_at = at;
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(at: i64) -> Version {
        let at = Timestamp::from_millis(at).unwrap();
        let evidence = Evidence { said_at: Some(at), ..Evidence::default() };
        let valid_from = Timestamp::from_millis(1_000_000).unwrap();
        Version { text: at.millis().to_string(), valid_from, evidence, ..Version::default() }
    }

    fn memory(first: i64) -> Memory {
        let id = MemoryId::new(Timestamp::default(), &[1; 10]);
        Memory::new(id, Scope::user("ana"), Metadata::new(), said(first))
    }

    proptest! {
        #[test]
        fn in_whatever_order_it_is_learned_each_moment_has_what_was_said_last_before_it(
            times in prop::collection::btree_set(1_i64..1_000, 1..12),
            order in any::<prop::sample::Index>(),
            asked in 0_i64..1_100,
        ) {
            let times: Vec<i64> = times.into_iter().collect();
            let mut learned = times.clone();
            learned.rotate_left(order.index(times.len()));
            let (first, rest) = learned.split_first().unwrap();
            let mut memory = memory(*first);
            for at in rest {
                if memory.precede(said(*at)).is_none() {
                    memory.supersede(said(*at));
                }
            }
            let shown: Vec<i64> = memory.versions().iter().map(|v| v.began().millis()).collect();
            prop_assert_eq!(&shown, &times);
            let mut numbers: Vec<u32> = memory.versions().iter().map(|v| v.number).collect();
            numbers.sort_unstable();
            prop_assert_eq!(numbers, (1..).take(times.len()).collect::<Vec<u32>>());
            let chained = memory.versions().windows(2).all(|pair| match pair {
                [a, b] => a.superseded_by == Some(b.number) && a.valid_to.is_some(),
                _ => false,
            });
            prop_assert!(chained && memory.current().is_some());
            let then = memory.as_of(Timestamp::from_millis(asked).unwrap());
            let known = then.and_then(|m| m.current().map(|v| v.began().millis()));
            prop_assert_eq!(known, times.iter().copied().rfind(|at| *at <= asked));
        }
    }

    #[test]
    fn what_is_as_new_or_belongs_to_a_deleted_memory_does_not_go_before() {
        let mut memory = memory(10);
        assert_eq!(memory.precede(said(10)), None);
        assert_eq!(memory.precede(said(5)), Some(2));
        memory.close(Timestamp::from_millis(20).unwrap());
        assert_eq!(memory.precede(said(1)), None);
    }
}
