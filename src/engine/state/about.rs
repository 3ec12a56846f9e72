//! Which facts are about the same thing: by scope and the key of their slot ([`crate::rules::Slot`]). Made for a scope when
//! somebody first asks, and kept up from then on: who never asks pays nothing.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
};

use super::{State, turns::Turns};
use crate::{
    model::{Memory, Scope, Timestamp, Version},
    rules::{self, Slot},
    sort::Arrange,
};

/// What the keys of the application's own slots begin with.
const APPLICATION: &str = "profile:";

/// Memories by what they are about.
#[derive(Debug, Default)]
pub(super) struct About(RefCell<Known>);

#[derive(Debug, Default)]
struct Known {
    /// By the number of the scope, for those that were looked through, and by key.
    by_key: HashMap<u32, BTreeMap<String, Vec<u32>>>,
    of: HashMap<u32, (u32, Vec<String>)>,
}

/// A memory that holds the value of a slot.
#[derive(Clone, Debug)]
pub(crate) struct Filled<'a> {
    pub(crate) memory: &'a Memory,
    pub(crate) slot: Slot,
    /// Whether the slot is the application's own, not one of the rules'.
    pub(crate) is_own: bool,
}

/// What a fact is about: the application's slot that it fills, if it fills one, and what its sentence says. The value of an
/// application's slot is its whole sentence, because only the application knows what it means.
pub(crate) fn slots_of(own: Option<&str>, text: &str) -> Vec<Slot> {
    let own = own.map(|name| Slot::new(&format!("{APPLICATION}{name}"), text));
    own.into_iter().chain(rules::slot_of(text)).collect()
}

fn of_version(version: &Version) -> Vec<Slot> {
    slots_of(version.slot.as_deref(), &version.text)
}

impl About {
    pub(super) fn put(&mut self, scope: u32, slot: u32, memory: &Memory) {
        let known = self.0.get_mut();
        if known.by_key.contains_key(&scope) {
            known.put(scope, slot, memory);
        }
    }

    pub(super) fn remove(&mut self, slot: u32) {
        let known = self.0.get_mut();
        let Some((scope, keys)) = known.of.remove(&slot) else { return };
        let Some(by_key) = known.by_key.get_mut(&scope) else { return };
        for key in keys {
            if let Some(slots) = by_key.get_mut(&key) {
                slots.retain(|other| *other != slot);
                if slots.is_empty() {
                    by_key.remove(&key);
                }
            }
        }
    }
}

impl Known {
    fn put(&mut self, scope: u32, slot: u32, memory: &Memory) {
        let is_turn = Turns::said(memory).is_some();
        let about = memory.current().filter(|_| !is_turn).map(of_version).unwrap_or_default();
        let keys: Vec<String> = about.into_iter().map(|about| about.key).collect();
        if keys.is_empty() {
            return;
        }
        let by_key = self.by_key.entry(scope).or_default();
        for key in &keys {
            by_key.entry(key.clone()).or_default().push(slot);
        }
        self.of.insert(slot, (scope, keys));
    }
}

impl State {
    /// The facts that a question in `scope` may see, not over at `at`, about the same thing as `about`, with what they say of
    /// it; the last learned first.
    pub(crate) fn about(&self, scope: &Scope, about: &Slot, at: Timestamp) -> Vec<(&Memory, Slot)> {
        let mut found: Vec<(&Memory, Slot)> = Vec::new();
        for number in self.scopes.numbers(scope) {
            self.look_through(number);
            let known = self.about.0.borrow();
            let slots = known.by_key.get(&number).and_then(|by_key| by_key.get(&about.key));
            let memories = slots.into_iter().flatten().filter_map(|slot| self.at(*slot));
            found.extend(memories.filter(|memory| !memory.has_expired(at)).filter_map(|memory| {
                let said = of_version(memory.current()?).into_iter().find(|slot| slot.key == about.key)?;
                Some((memory, said))
            }));
        }
        found.arrange_by(|(a, _), (b, _)| b.learned().cmp(&a.learned()).then_with(|| b.id.cmp(&a.id)));
        found
    }

    /// Each slot that holds one value in `scope`, with the memory learned last of those that are not over at `at`; in the
    /// order of their keys. Slots of many values ("attitude:tea") are left out.
    pub(crate) fn filled(&self, scope: &Scope, at: Timestamp) -> Vec<Filled<'_>> {
        let mut keys: Vec<String> = Vec::new();
        for number in self.scopes.numbers(scope) {
            self.look_through(number);
            let known = self.about.0.borrow();
            let own = |key: &String| key.starts_with(APPLICATION) || !key.contains(':');
            keys.extend(
                known.by_key.get(&number).into_iter().flat_map(BTreeMap::keys).filter(|k| own(k)).cloned(),
            );
        }
        keys.arrange();
        keys.dedup();
        let last = |key: String| {
            let is_own = key.starts_with(APPLICATION);
            let (memory, slot) =
                self.about(scope, &Slot { key, value: String::new() }, at).into_iter().next()?;
            (slot.value != Slot::ENDED).then_some(Filled { memory, slot, is_own })
        };
        keys.into_iter().filter_map(last).collect()
    }

    fn look_through(&self, number: u32) {
        let mut known = self.about.0.borrow_mut();
        if known.by_key.contains_key(&number) {
            return;
        }
        known.by_key.insert(number, BTreeMap::new());
        // Turns are passed over unread: most memories are, where no model extracts.
        let facts = self.scopes.slots(number).into_iter().filter(|slot| !self.turns.contains(*slot));
        for slot in facts {
            self.docs.look(slot, |memory| known.put(number, slot, memory));
        }
    }
}
