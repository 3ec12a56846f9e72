//! The projection: what the engine answers from, held in memory. It is touched only after the store said yes, and
//! can be rebuilt from the store at any time.

use std::collections::{BTreeMap, HashMap};

use unicode_normalization::UnicodeNormalization;

use super::rows::Job;
use crate::{
    Error, Result,
    index::{IndexOptions, SlotSet, VectorIndex},
    model::{Filter, Memory, MemoryId, MessageId, Scope},
    ports::{EmbeddingSpace, Key, Table},
    text::WordIndex,
};

/// Current memories by slot, with the two indexes over them.
pub(crate) struct State {
    /// The store's sequence number this state shows.
    pub(crate) seq: u64,
    docs: Vec<Option<Memory>>,
    slots: HashMap<MemoryId, u32>,
    scopes: HashMap<Scope, SlotSet>,
    same_text: HashMap<String, Vec<u32>>,
    pub(crate) words: WordIndex,
    pub(crate) vectors: Option<VectorIndex>,
    pub(crate) jobs: BTreeMap<MessageId, Job>,
    pub(crate) set_aside: Vec<(Table, Key)>,
    /// Index changes since the last snapshot.
    pub(crate) unsaved: usize,
}

impl State {
    pub(crate) fn new(space: Option<&EmbeddingSpace>, options: IndexOptions) -> Self {
        Self {
            seq: 0,
            docs: Vec::new(),
            slots: HashMap::new(),
            scopes: HashMap::new(),
            same_text: HashMap::new(),
            words: WordIndex::new(),
            vectors: space.map(|s| VectorIndex::new(s.dims, options)),
            jobs: BTreeMap::new(),
            set_aside: Vec::new(),
            unsaved: 0,
        }
    }

    /// How many memories are current.
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(crate) fn memory(&self, id: &MemoryId) -> Option<&Memory> {
        self.at(*self.slots.get(id)?)
    }

    pub(crate) fn at(&self, slot: u32) -> Option<&Memory> {
        self.docs.get(slot as usize)?.as_ref()
    }

    pub(crate) fn slot(&self, id: &MemoryId) -> Option<u32> {
        self.slots.get(id).copied()
    }

    /// Whether there is anything at all in `scope`.
    pub(crate) fn knows(&self, scope: &Scope) -> bool {
        self.scopes.keys().any(|theirs| scope.covers(theirs))
    }

    /// The slots a question in `scope` may see, before anything is ranked.
    pub(crate) fn allowed(&self, scope: &Scope, filter: Option<&Filter>) -> SlotSet {
        let mut allowed = SlotSet::new();
        for (theirs, slots) in &self.scopes {
            if scope.covers(theirs) {
                slots.iter().filter(|s| self.passes(*s, filter)).for_each(|s| {
                    allowed.insert(s);
                });
            }
        }
        allowed
    }

    fn passes(&self, slot: u32, filter: Option<&Filter>) -> bool {
        filter.is_none_or(|f| self.at(slot).is_some_and(|m| f.matches(m)))
    }

    /// Memories of exactly the scope whose text is the same but for case, width and white space.
    pub(crate) fn same_text(&self, scope: &Scope, text: &str) -> Option<&Memory> {
        let slots = self.same_text.get(&comparable(text))?;
        slots.iter().filter_map(|s| self.at(*s)).find(|m| m.scope == *scope)
    }

    /// Current memories without a vector, which `flush` embeds.
    pub(crate) fn unembedded(&self) -> Vec<&Memory> {
        let Some(vectors) = &self.vectors else { return Vec::new() };
        self.docs
            .iter()
            .zip(0u32..)
            .filter(|(_, slot)| !vectors.contains(*slot))
            .filter_map(|(m, _)| m.as_ref())
            .collect()
    }

    /// Puts a memory as it now is: indexed if current, gone if closed. A vector that belonged to another version
    /// of it is dropped; `embedding` takes its place.
    pub(crate) fn put(&mut self, memory: Memory, embedding: Option<&[f32]>) -> Result<()> {
        let Some(text) = memory.current().map(|v| v.text.clone()) else {
            self.remove(&memory.id);
            return Ok(());
        };
        let version = memory.current().map(|v| v.number);
        let keeps_vector = embedding.is_none()
            && self.memory(&memory.id).and_then(Memory::current).map(|v| v.number) == version;
        let slot = match self.slot(&memory.id) {
            Some(slot) => {
                self.unlist(slot);
                slot
            }
            None => u32::try_from(self.docs.len()).map_err(|_| Error::internal("too many memories"))?,
        };
        self.list(slot, memory, &text);
        if let Some(vectors) = &mut self.vectors {
            match embedding {
                Some(vector) => vectors.insert(slot, vector)?,
                None if !keeps_vector => drop(vectors.remove(slot)),
                None => {}
            }
            self.unsaved = self.unsaved.saturating_add(1);
        }
        Ok(())
    }

    /// Takes over an index whose slots hold these memories. The state is empty.
    pub(crate) fn adopt(&mut self, index: VectorIndex, memories: Vec<(u32, Memory)>) {
        for (slot, memory) in memories {
            let text = memory.current().map(|v| v.text.clone()).unwrap_or_default();
            self.list(slot, memory, &text);
        }
        self.vectors = Some(index);
        self.unsaved = 0;
    }

    fn list(&mut self, slot: u32, memory: Memory, text: &str) {
        self.scopes.entry(memory.scope.clone()).or_default().insert(slot);
        self.same_text.entry(comparable(text)).or_default().push(slot);
        self.words.insert(slot, text);
        self.slots.insert(memory.id.clone(), slot);
        let at = slot as usize;
        if at >= self.docs.len() {
            self.docs.resize_with(at.saturating_add(1), || None);
        }
        if let Some(doc) = self.docs.get_mut(at) {
            *doc = Some(memory);
        }
    }

    /// Gives a current memory its vector.
    pub(crate) fn embed(&mut self, id: &MemoryId, vector: &[f32]) -> Result<()> {
        if let (Some(slot), Some(vectors)) = (self.slots.get(id), &mut self.vectors) {
            vectors.insert(*slot, vector)?;
            self.unsaved = self.unsaved.saturating_add(1);
        }
        Ok(())
    }

    /// Removes a memory from everything that answers.
    pub(crate) fn remove(&mut self, id: &MemoryId) {
        let Some(slot) = self.slots.remove(id) else { return };
        self.unlist(slot);
        self.words.remove(slot);
        if let Some(vectors) = &mut self.vectors {
            vectors.remove(slot);
            self.unsaved = self.unsaved.saturating_add(1);
        }
        if let Some(doc) = self.docs.get_mut(slot as usize) {
            *doc = None;
        }
    }

    /// Every current memory with its slot, in the order of slots.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &Memory)> {
        (0u32..).zip(&self.docs).filter_map(|(slot, m)| Some((slot, m.as_ref()?)))
    }

    /// Takes a slot out of the lists that are keyed by what the memory was.
    fn unlist(&mut self, slot: u32) {
        let Some(memory) = self.docs.get(slot as usize).and_then(Option::as_ref) else { return };
        let text = memory.current().map(|v| comparable(&v.text));
        if let Some(slots) = self.scopes.get_mut(&memory.scope) {
            slots.remove(slot);
            if slots.is_empty() {
                let scope = memory.scope.clone();
                self.scopes.remove(&scope);
            }
        }
        let Some(text) = text else { return };
        if let Some(slots) = self.same_text.get_mut(&text) {
            slots.retain(|s| *s != slot);
            if slots.is_empty() {
                self.same_text.remove(&text);
            }
        }
    }
}

/// A text for telling whether it is the same: compatibility forms, case, white space and final punctuation apart.
/// Accents count: they change words.
pub(crate) fn comparable(text: &str) -> String {
    let folded = text.nfkc().collect::<String>().to_lowercase();
    let words: Vec<&str> = folded.split_whitespace().collect();
    words.join(" ").trim_end_matches(['.', '!', '。', '！', ' ']).to_owned()
}
