//! Which facts are about the same thing: by scope and the key of their slot ([`crate::rules::Slot`]). Made for a scope when
//! somebody first asks, and kept up from then on: who never asks pays nothing.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
};

use super::{State, turns::Turns};
use crate::{
    model::{Memory, Scope, Timestamp},
    rules::{self, Slot},
};

/// Memories by what they are about.
#[derive(Debug, Default)]
pub(super) struct About(RefCell<Known>);

#[derive(Debug, Default)]
struct Known {
    /// The scopes, by number, that were looked through.
    scopes: HashSet<u32>,
    by_key: HashMap<(u32, String), Vec<u32>>,
    of: HashMap<u32, (u32, String)>,
}

impl About {
    pub(super) fn put(&mut self, scope: u32, slot: u32, memory: &Memory) {
        let known = self.0.get_mut();
        if known.scopes.contains(&scope) {
            known.put(scope, slot, memory);
        }
    }

    pub(super) fn remove(&mut self, slot: u32) {
        let known = self.0.get_mut();
        let Some(place) = known.of.remove(&slot) else { return };
        if let Some(slots) = known.by_key.get_mut(&place) {
            slots.retain(|other| *other != slot);
            if slots.is_empty() {
                known.by_key.remove(&place);
            }
        }
    }
}

impl Known {
    fn put(&mut self, scope: u32, slot: u32, memory: &Memory) {
        let is_turn = Turns::said(memory).is_some();
        let about = memory.current().filter(|_| !is_turn).and_then(|version| rules::slot_of(&version.text));
        if let Some(about) = about {
            self.by_key.entry((scope, about.key.clone())).or_default().push(slot);
            self.of.insert(slot, (scope, about.key));
        }
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
            let slots = known.by_key.get(&(number, about.key.clone()));
            let memories = slots.into_iter().flatten().filter_map(|slot| self.at(*slot));
            found.extend(memories.filter(|memory| !memory.has_expired(at)).filter_map(|memory| {
                let said = rules::slot_of(&memory.current()?.text)?;
                Some((memory, said))
            }));
        }
        found.sort_by(|(a, _), (b, _)| b.learned().cmp(&a.learned()).then_with(|| b.id.cmp(&a.id)));
        found
    }

    fn look_through(&self, number: u32) {
        let mut known = self.about.0.borrow_mut();
        if !known.scopes.insert(number) {
            return;
        }
        // Turns are passed over unread: most memories are, where no model extracts.
        let facts = self.scopes.slots(number).into_iter().filter(|slot| !self.turns.contains(*slot));
        for slot in facts {
            self.docs.look(slot, |memory| known.put(number, slot, memory));
        }
    }
}
