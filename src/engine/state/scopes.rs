//! Who there is: scopes by number, each with the slots of its memories.

use std::collections::HashMap;

use crate::{index::SlotSet, model::Scope};

/// From so many slots on a scope has a set of bits. A set is as long as its highest slot: a hundred thousand users of a
/// few memories each would take gigabytes.
const MANY: usize = 512;

/// Every scope that has a memory.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    numbers: HashMap<Scope, u32>,
    entries: Vec<Option<Entry>>,
    free: Vec<u32>,
}

#[derive(Debug)]
struct Entry {
    scope: Scope,
    slots: Slots,
}

/// A set of slots, small while it has few.
#[derive(Debug)]
enum Slots {
    /// In ascending order.
    Few(Vec<u32>),
    Many(SlotSet),
}

impl Scopes {
    /// Adds a slot to a scope; the scope's number.
    pub(super) fn enter(&mut self, scope: &Scope, slot: u32) -> u32 {
        let number = self.number(scope).unwrap_or_else(|| self.add(scope));
        if let Some(Some(entry)) = self.entries.get_mut(number as usize) {
            entry.slots.insert(slot);
        }
        number
    }

    /// Takes a slot out of a scope; a scope without one is forgotten.
    pub(super) fn leave(&mut self, number: u32, slot: u32) {
        let Some(place) = self.entries.get_mut(number as usize) else { return };
        let Some(entry) = place else { return };
        if entry.slots.remove(slot) {
            self.numbers.remove(&entry.scope);
            self.free.push(number);
            *place = None;
        }
    }

    pub(super) fn number(&self, scope: &Scope) -> Option<u32> {
        self.numbers.get(scope).copied()
    }

    pub(super) fn scope(&self, number: u32) -> Option<&Scope> {
        Some(&self.entries.get(number as usize)?.as_ref()?.scope)
    }

    /// Whether any scope is covered.
    pub(super) fn knows(&self, scope: &Scope) -> bool {
        self.covered(scope).next().is_some()
    }

    /// The slots of every scope that `scope` covers.
    pub(super) fn allowed(&self, scope: &Scope) -> SlotSet {
        let mut allowed = SlotSet::new();
        for entry in self.covered(scope) {
            match &entry.slots {
                Slots::Few(slots) => allowed.extend(slots.iter().copied()),
                Slots::Many(slots) => allowed.union_with(slots),
            }
        }
        allowed
    }

    /// The slots of one scope, in order.
    pub(super) fn slots(&self, number: u32) -> Vec<u32> {
        match self.entries.get(number as usize) {
            Some(Some(Entry { slots: Slots::Few(slots), .. })) => slots.clone(),
            Some(Some(Entry { slots: Slots::Many(slots), .. })) => slots.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The numbers of every scope that `scope` covers.
    pub(super) fn numbers(&self, scope: &Scope) -> impl Iterator<Item = u32> {
        let covers =
            move |entry: &Option<Entry>| entry.as_ref().is_some_and(|entry| scope.covers(&entry.scope));
        (0_u32..).zip(&self.entries).filter(move |(_, entry)| covers(entry)).map(|(number, _)| number)
    }

    fn covered(&self, scope: &Scope) -> impl Iterator<Item = &Entry> {
        self.entries.iter().flatten().filter(|entry| scope.covers(&entry.scope))
    }

    fn add(&mut self, scope: &Scope) -> u32 {
        let number = self.free.pop().unwrap_or_else(|| {
            self.entries.push(None);
            u32::try_from(self.entries.len().saturating_sub(1)).unwrap_or(u32::MAX)
        });
        if let Some(place) = self.entries.get_mut(number as usize) {
            *place = Some(Entry { scope: scope.clone(), slots: Slots::Few(Vec::new()) });
        }
        self.numbers.insert(scope.clone(), number);
        number
    }
}

impl Slots {
    fn insert(&mut self, slot: u32) {
        match self {
            Self::Few(slots) => {
                if let Err(at) = slots.binary_search(&slot) {
                    slots.insert(at, slot);
                }
                if slots.len() >= MANY {
                    *self = Self::Many(slots.iter().copied().collect());
                }
            }
            Self::Many(slots) => {
                slots.insert(slot);
            }
        }
    }

    /// Whether it is empty afterwards.
    fn remove(&mut self, slot: u32) -> bool {
        match self {
            Self::Few(slots) => {
                if let Ok(at) = slots.binary_search(&slot) {
                    slots.remove(at);
                }
                slots.is_empty()
            }
            Self::Many(slots) => {
                slots.remove(slot);
                slots.is_empty()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn is_a_map_of_sets(
            steps in proptest::collection::vec((0_u8..3, 0_u32..700, any::<bool>()), 0..900),
            from in 0_u32..700,
        ) {
            let (mut scopes, mut naive): (Scopes, BTreeMap<u8, BTreeSet<u32>>) = Default::default();
            let scope = |user: u8| Scope::user(format!("user{user}"));
            let crowd = (from..700).map(|slot| (0, slot, true));
            for (user, slot, enter) in crowd.chain(steps) {
                if enter {
                    scopes.enter(&scope(user), slot);
                    naive.entry(user).or_default().insert(slot);
                } else if let Some(number) = scopes.number(&scope(user)) {
                    scopes.leave(number, slot);
                    naive.entry(user).or_default().remove(&slot);
                }
            }
            for (user, slots) in &naive {
                prop_assert!(scopes.allowed(&scope(*user)).iter().eq(slots.iter().copied()));
                prop_assert_eq!(scopes.knows(&scope(*user)), !slots.is_empty());
            }
            let all: BTreeSet<u32> = naive.values().flatten().copied().collect();
            prop_assert!(scopes.allowed(&Scope::default()).iter().eq(all));
        }
    }
}
