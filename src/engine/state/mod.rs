//! The projection: what the engine answers from, held in memory. It is touched only after the store said yes, and
//! can be rebuilt from the store at any time.

mod about;
mod block;
mod docs;
mod graphs;
mod parts;
mod ranks;
mod same_text;
mod scopes;
#[cfg(test)]
mod tests;
mod turns;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

pub(crate) use about::{Filled, slots_of};
pub(crate) use parts::VECTORS;
pub(crate) use ranks::weight;
pub(crate) use same_text::comparable;
pub(crate) use turns::Asked;

use self::{
    about::About,
    docs::{Docs, Entry},
    graphs::Graphs,
    ranks::Ranks,
    same_text::{SameText, text_hash},
    scopes::Scopes,
    turns::Turns,
};
use super::{budget::Spent, rows::Job, snapshot::Saved};
use crate::{
    Result,
    index::{IndexOptions, SlotSet, VectorIndex},
    model::{Filter, MediaId, Memory, MemoryId, MessageId, Scope, Timestamp, Version},
    ports::{EmbeddingSpace, Key, Table},
    sort::Arrange,
    text::{Threads, TimeWindow, WordIndex},
};

/// Current memories by slot, with the two indexes over them.
pub(crate) struct State {
    /// The store's sequence number this state shows.
    pub(crate) seq: u64,
    docs: Docs,
    slots: HashMap<u128, u32>,
    scopes: Scopes,
    same_text: SameText,
    about: About,
    ranks: Ranks,
    graphs: Graphs,
    /// When what is over one day is over, in milliseconds, in order.
    expiring: BTreeSet<(i64, u32)>,
    turns: Turns,
    pub(crate) words: WordIndex,
    pub(crate) vectors: Option<VectorIndex>,
    /// The space of the vectors.
    pub(crate) space: Option<EmbeddingSpace>,
    /// Slots whose text the embedder has no vector for.
    directionless: HashSet<u32>,
    pub(crate) jobs: BTreeMap<MessageId, Job>,
    /// What the day's model calls have come to.
    pub(in crate::engine) spent: Spent,
    pub(crate) set_aside: Vec<(Table, Key)>,
    /// From which key on the memory rows are to be checked; none once they were read.
    pub(crate) unchecked: Option<Option<Key>>,
    /// What the snapshot in the store holds of this state.
    pub(crate) saved: Saved,
}

impl State {
    pub(crate) fn new(space: Option<&EmbeddingSpace>, options: IndexOptions) -> Self {
        Self {
            seq: 0,
            docs: Docs::default(),
            slots: HashMap::new(),
            scopes: Scopes::default(),
            same_text: SameText::default(),
            about: About::default(),
            ranks: Ranks::default(),
            graphs: Graphs::default(),
            expiring: BTreeSet::new(),
            turns: Turns::default(),
            words: WordIndex::new(),
            vectors: space.map(|s| VectorIndex::new(s.dims, options)),
            space: space.cloned(),
            directionless: HashSet::new(),
            jobs: BTreeMap::new(),
            spent: Spent::default(),
            set_aside: Vec::new(),
            unchecked: None,
            saved: Saved::default(),
        }
    }

    /// How many memories are current.
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(crate) fn memory(&self, id: &MemoryId) -> Option<&Memory> {
        self.at(self.slot(id)?)
    }

    pub(crate) fn at(&self, slot: u32) -> Option<&Memory> {
        self.docs.memory(slot)
    }

    pub(crate) fn slot(&self, id: &MemoryId) -> Option<u32> {
        self.slots.get(&id.number()?).copied()
    }

    /// Whether there is anything at all in `scope`.
    pub(crate) fn knows(&self, scope: &Scope) -> bool {
        self.scopes.knows(scope)
    }

    /// The slots a question in `scope` may see, before anything is ranked. `at`: what is over by then is passed over.
    pub(crate) fn allowed(&self, scope: &Scope, filter: Option<&Filter>, at: Option<Timestamp>) -> SlotSet {
        let mut allowed = self.scopes.allowed(scope);
        if let Some(at) = at {
            for (_, slot) in self.expiring.range(..=(at.millis(), u32::MAX)) {
                allowed.remove(*slot);
            }
        }
        match filter {
            Some(filter) => {
                let passes = |slot: &u32| self.at(*slot).is_some_and(|memory| filter.matches(memory));
                allowed.iter().filter(passes).collect()
            }
            None => allowed,
        }
    }

    /// Which memories stand beside each other in a conversation.
    pub(crate) fn threads(&self) -> &Threads {
        &self.turns.threads
    }

    /// Who of those that speak in `scope` a query asks about.
    pub(crate) fn asked(&self, scope: &Scope, query: &str) -> Asked {
        self.turns.asked(query, self.scopes.numbers(scope))
    }

    /// Takes turns kept word for word out of a set.
    pub(crate) fn leave_out_turns(&self, allowed: &mut SlotSet) {
        let turns: Vec<u32> = allowed.iter().filter(|slot| self.turns.contains(*slot)).collect();
        for slot in turns {
            allowed.remove(slot);
        }
    }

    /// The turns of what `scope` covers that were said at one of these times, in milliseconds.
    pub(crate) fn turns_said(&self, times: &[i64], scope: &Scope) -> impl Iterator<Item = &Memory> {
        let allowed = self.scopes.allowed(scope);
        let slots: Vec<u32> = allowed.iter().filter(|slot| self.turns.was_said(*slot, times)).collect();
        slots.into_iter().filter_map(|slot| self.at(slot))
    }

    /// Whether anybody of another name than these is known to speak in what `scope` covers.
    pub(crate) fn has_other_speakers(&self, scope: &Scope, names: &[&str]) -> bool {
        self.scopes.numbers(scope).any(|number| self.turns.has_others(number, names))
    }

    /// The last turns that a speaker said, of those allowed.
    pub(crate) fn said_by(&self, speaker: u64, allowed: &SlotSet, most: usize) -> Vec<u32> {
        self.turns.said_by(speaker, allowed, most)
    }

    /// What happened, or was said or learned, within a window, of what is allowed: the latest, at most so many.
    pub(crate) fn within(&self, window: TimeWindow, allowed: &SlotSet, most: usize) -> Vec<u32> {
        let moment = |slot: u32| Some((self.docs.entry(slot)?.moment, slot));
        let is_within = |(moment, _): &(i64, u32)| (window.from..window.to).contains(moment);
        let mut found: Vec<(i64, u32)> = allowed.iter().filter_map(moment).filter(is_within).collect();
        if found.len() > most {
            found.select_nth_unstable_by(most, |a, b| b.cmp(a));
            found.truncate(most);
        }
        found.arrange_by(|a, b| b.cmp(a));
        found.into_iter().map(|(_, slot)| slot).collect()
    }

    /// The memory of exactly the scope, not over at `at`, of no picture or sound, whose text is the same but for case, width and white space.
    pub(crate) fn same_text(&self, scope: &Scope, text: &str, at: Timestamp) -> Option<&Memory> {
        self.same_media(scope, text, None, at)
    }

    /// The same of what is of that picture or sound; of none, if none is given.
    pub(crate) fn same_media(
        &self,
        scope: &Scope,
        text: &str,
        media: Option<&MediaId>,
        at: Timestamp,
    ) -> Option<&Memory> {
        let number = self.scopes.number(scope)?;
        let comparable_text = comparable(text);
        let says = |v: &Version| {
            comparable(&v.text) == comparable_text && v.media.as_ref().map(|media| &media.id) == media
        };
        let says_it = |memory: &&Memory| memory.current().is_some_and(says);
        let hash = text_hash(&comparable_text);
        let of_scope = |slot: &u32| {
            let is_it = |e: Entry| {
                e.scope == number && e.text == hash && e.expires.is_none_or(|end| end > at.millis())
            };
            self.docs.entry(*slot).is_some_and(is_it)
        };
        // The one that came first, however its slot stands in the chain.
        let mut slots: Vec<u32> = self.same_text.candidates(number, hash).filter(of_scope).collect();
        slots.arrange();
        slots.into_iter().filter_map(|slot| self.at(slot)).find(says_it)
    }

    /// Current memories without a vector that may get one, which `flush` and `maintain` embed.
    pub(crate) fn unembedded(&self) -> impl Iterator<Item = &Memory> {
        let bare = |slot: &u32| {
            self.vectors.as_ref().is_some_and(|vectors| !vectors.contains(*slot))
                && !self.directionless.contains(slot)
        };
        self.docs.slots().filter(bare).filter_map(|slot| self.at(slot))
    }

    /// Puts a memory as it now is: indexed if current, gone if closed. A vector that belonged to another version
    /// of it is dropped; `embedding` takes its place.
    pub(crate) fn put(&mut self, memory: Memory, embedding: Option<&[f32]>) -> Result<()> {
        let (Some(current), Some(id)) = (memory.current(), memory.id.number()) else {
            self.remove(&memory.id);
            return Ok(());
        };
        let (version, text) = (current.number, text_hash(&comparable(&current.text)));
        let expires = current.expires_at.map(Timestamp::millis);
        let known = self.slot(&memory.id);
        let slot = known.unwrap_or_else(|| self.docs.free_slot());
        let before = self.docs.entry(slot);
        let keeps_vector = embedding.is_none() && before.is_some_and(|entry| entry.version == version);
        if let Some(entry) = before {
            self.unlist(slot, entry);
            if entry.version != version {
                self.directionless.remove(&slot);
            }
        }
        self.words.insert(slot, &current.text);
        let scope = self.scopes.enter(&memory.scope, slot);
        self.same_text.insert(scope, text, slot);
        self.about.put(scope, slot, &memory);
        self.ranks.put(scope, slot, &memory);
        self.graphs.put(slot, &memory);
        self.slots.insert(id, slot);
        if let Some(said) = Turns::said(&memory) {
            self.turns.insert(slot, scope, id, said);
        }
        if let Some(end) = expires {
            self.expiring.insert((end, slot));
        }
        let moment = memory.moment().millis();
        self.docs.put(slot, Entry { id, scope, version, text, moment, expires }, memory);
        self.saved.changed();
        match (&mut self.vectors, embedding) {
            (Some(vectors), Some(vector)) => vectors.insert(slot, vector)?,
            (Some(vectors), None) if !keeps_vector => drop(vectors.remove(slot)),
            _ => {}
        }
        Ok(())
    }

    /// Gives a current memory its vector.
    pub(crate) fn embed(&mut self, id: &MemoryId, vector: &[f32]) -> Result<()> {
        if let (Some(slot), Some(vectors)) = (self.slot(id), &mut self.vectors) {
            vectors.insert(slot, vector)?;
            self.saved.changed();
        }
        Ok(())
    }

    /// Whether some memory has no vector that may get one.
    pub(crate) fn lacks_vectors(&self) -> bool {
        let covered = |vectors: &VectorIndex| vectors.len().saturating_add(self.directionless.len());
        self.vectors.as_ref().is_some_and(|vectors| covered(vectors) < self.len())
    }

    /// Notes that the embedder has no vector for a current memory's text: it is found by its words.
    pub(crate) fn embed_in_vain(&mut self, id: &MemoryId) {
        if let Some(slot) = self.slot(id) {
            self.directionless.insert(slot);
        }
    }

    /// Removes a memory from everything that answers.
    pub(crate) fn remove(&mut self, id: &MemoryId) {
        let Some(slot) = id.number().and_then(|id| self.slots.remove(&id)) else { return };
        if let Some(entry) = self.docs.remove(slot) {
            self.unlist(slot, entry);
        }
        self.words.remove(slot);
        self.directionless.remove(&slot);
        if let Some(vectors) = &mut self.vectors {
            vectors.remove(slot);
        }
        self.saved.changed();
    }

    /// Takes a slot out of the lists that are keyed by what the memory was.
    fn unlist(&mut self, slot: u32, was: Entry) {
        self.same_text.remove(was.scope, was.text, slot);
        self.about.remove(slot);
        self.ranks.remove(slot);
        if !self.turns.contains(slot) {
            self.graphs.remove(slot, self.scopes.scope(was.scope));
        }
        if let Some(end) = was.expires {
            self.expiring.remove(&(end, slot));
        }
        self.turns.remove(slot, was.scope);
        self.scopes.leave(was.scope, slot);
    }
}
