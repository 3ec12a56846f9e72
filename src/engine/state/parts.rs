//! The state in parts, as a snapshot keeps it: blocks of memories, words, vectors. Loaded from them it is what it was,
//! but for what a damaged part held: that is left out, or made again from the texts.

use std::collections::BTreeMap;

use super::{State, block::Block, docs::slot_of};
use crate::{Error, Result, model::Memory, text::WordIndex};

/// The kinds of parts; what follows is the part's name within its kind.
const DOCS: &str = "docs/";
const WORDS: &str = "words/";
pub(crate) const VECTORS: &str = "vectors/";

impl State {
    /// The parts there are, with versions. A part whose version did not change has not changed.
    pub(crate) fn parts(&self) -> Vec<(String, u64)> {
        let mut all: Vec<(String, u64)> =
            self.docs.versions().map(|(n, version)| (format!("{DOCS}{n:08x}"), version)).collect();
        all.extend(self.words.parts().into_iter().map(|(name, v)| (format!("{WORDS}{name}"), v)));
        let vectors = self.vectors.iter().flat_map(|vectors| vectors.parts());
        all.extend(vectors.map(|(name, v)| (format!("{VECTORS}{name}"), v)));
        all
    }

    /// The bytes of a part; none if there is no such part, or none that could be read again.
    pub(crate) fn export(&self, part: &str) -> Option<Vec<u8>> {
        if let Some(name) = part.strip_prefix(WORDS) {
            return self.words.export(name);
        }
        if let Some(name) = part.strip_prefix(VECTORS) {
            return self.vectors.as_ref()?.export(name);
        }
        self.docs.export(block_of(part)?, |number| self.scopes.scope(number), |slot| self.turns.of(slot))
    }

    /// Takes a part over into a state that is being loaded, in any order. Error: `storage_corrupt`; what the part
    /// holds is then absent.
    pub(crate) fn import(&mut self, part: &str, bytes: &[u8]) -> Result<()> {
        if let Some(name) = part.strip_prefix(WORDS) {
            return self.words.import(name, bytes);
        }
        match (part.strip_prefix(VECTORS), &mut self.vectors) {
            (Some(name), Some(vectors)) => vectors.import(name, bytes),
            (Some(_), None) => Err(corrupt()),
            (None, _) => self.import_block(block_of(part).ok_or_else(corrupt)?, bytes),
        }
    }

    /// Call once after the last part. Whatever the parts say, every memory stands in every list and nothing else does;
    /// `parts` are those the snapshot was made of. Answers the versions of the parts as they were taken over: what had
    /// to be mended has another one by now.
    pub(crate) fn finish_import<'a>(
        &mut self,
        parts: impl Iterator<Item = &'a str>,
    ) -> BTreeMap<String, u64> {
        let ceiling = parts.filter_map(block_of).filter(|n| self.docs.may_have(*n)).max();
        let ceiling = ceiling.map_or(0, |n| slot_of(n.saturating_add(1), 0));
        if let Some(vectors) = &mut self.vectors {
            vectors.finish_import();
        }
        let mut taken = BTreeMap::new();
        taken.extend(self.parts());
        if self.words.finish_import().is_err() {
            self.words = WordIndex::new();
        }
        for slot in 0..ceiling {
            match self.docs.entry(slot) {
                Some(_) if self.words.contains(slot) => {}
                Some(_) => {
                    let text = self.docs.memory(slot).and_then(Memory::current).map_or("", |v| &v.text);
                    self.words.insert(slot, text);
                }
                None => {
                    self.words.remove(slot);
                    if let Some(vectors) = &mut self.vectors {
                        vectors.remove(slot);
                    }
                }
            }
        }
        taken
    }

    fn import_block(&mut self, n: usize, bytes: &[u8]) -> Result<()> {
        let block = Block::decode(bytes).filter(|_| self.docs.may_have(n) && self.docs.has_room(n));
        let block = block.ok_or_else(corrupt)?;
        if block.rows.iter().any(|row| self.slots.contains_key(&row.id)) {
            return Err(corrupt());
        }
        let mut numbers = Vec::with_capacity(block.rows.len());
        for row in &block.rows {
            let slot = slot_of(n, row.at);
            let number = block.scopes.get(row.scope).map(|scope| self.scopes.enter(scope, slot));
            let number = number.ok_or_else(corrupt)?;
            self.same_text.insert(number, row.text, slot);
            self.slots.insert(row.id, slot);
            if let Some(end) = row.expires {
                self.expiring.insert((end, slot));
            }
            if let Some((at, name)) = &row.said {
                self.turns.insert(slot, number, row.id, (*at, name.as_deref()));
            }
            numbers.push(number);
        }
        self.docs.import(n, block, &numbers);
        Ok(())
    }
}

/// The number of a block of memories.
fn block_of(part: &str) -> Option<usize> {
    usize::from_str_radix(part.strip_prefix(DOCS)?, 16).ok()
}

fn corrupt() -> Error {
    Error::storage_corrupt("a part of the snapshot is damaged")
}
