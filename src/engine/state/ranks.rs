//! What matters most about somebody: facts by scope and part of the profile, in the order of their importance. Made for a scope
//! when a profile is first asked for, and kept up from then on, so that a profile reads its first few and no more.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
};

use super::State;
use crate::{
    engine::{profile::Part, recall::judged},
    model::{Memory, Scope, Timestamp},
    sort::Arrange,
};

/// What a fact counts that nobody has judged.
const UNJUDGED: f32 = 0.4;

/// Facts in the order of their importance.
#[derive(Debug, Default)]
pub(super) struct Ranks(RefCell<Known>);

#[derive(Debug, Default)]
struct Known {
    /// By the number of the scope, for those that were looked through.
    scopes: HashMap<u32, BTreeSet<Rank>>,
    of: HashMap<u32, (u32, Rank)>,
}

/// Where a fact stands: higher is more important, then learned later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    part: Part,
    /// In thousandths.
    importance: u32,
    learned: i64,
    id: u128,
    slot: u32,
}

impl Rank {
    fn of(slot: u32, memory: &Memory) -> Option<Self> {
        let part = Part::of(memory.current()?)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1,000")]
        let importance = (weight(memory) * 1_000.0) as u32;
        Some(Self { part, importance, learned: memory.learned().millis(), id: memory.id.number()?, slot })
    }
}

/// How important a memory is for a profile, 0 to 1.
pub(crate) fn weight(memory: &Memory) -> f32 {
    judged(memory).unwrap_or(UNJUDGED)
}

impl Ranks {
    pub(super) fn put(&mut self, scope: u32, slot: u32, memory: &Memory) {
        let known = self.0.get_mut();
        if known.scopes.contains_key(&scope) {
            known.put(scope, slot, memory);
        }
    }

    pub(super) fn remove(&mut self, slot: u32) {
        let known = self.0.get_mut();
        let Some((scope, rank)) = known.of.remove(&slot) else { return };
        if let Some(ranks) = known.scopes.get_mut(&scope) {
            ranks.remove(&rank);
        }
    }
}

impl Known {
    fn put(&mut self, scope: u32, slot: u32, memory: &Memory) {
        if let Some(rank) = Rank::of(slot, memory) {
            self.scopes.entry(scope).or_default().insert(rank);
            self.of.insert(slot, (scope, rank));
        }
    }
}

impl State {
    /// The facts of one part of a profile that a question in `scope` may see and that are not over at `at`: the most important
    /// first, at most so many.
    pub(crate) fn foremost(&self, scope: &Scope, part: Part, at: Timestamp, most: usize) -> Vec<&Memory> {
        let mut found: Vec<(Rank, &Memory)> = Vec::new();
        for number in self.scopes.numbers(scope) {
            self.rank(number);
            let known = self.ranks.0.borrow();
            let Some(ranks) = known.scopes.get(&number) else { continue };
            let (least, greatest) = (Rank::least(part), Rank::greatest(part));
            let memories = ranks.range(least..=greatest).rev();
            let current = memories.filter_map(|rank| Some((*rank, self.at(rank.slot)?)));
            found.extend(current.filter(|(_, memory)| !memory.has_expired(at)).take(most));
        }
        found.arrange_by(|(a, _), (b, _)| b.cmp(a));
        found.into_iter().take(most).map(|(_, memory)| memory).collect()
    }

    fn rank(&self, number: u32) {
        let mut known = self.ranks.0.borrow_mut();
        if known.scopes.contains_key(&number) {
            return;
        }
        known.scopes.insert(number, BTreeSet::new());
        let facts = self.scopes.slots(number).into_iter().filter(|slot| !self.turns.contains(*slot));
        for slot in facts {
            self.docs.look(slot, |memory| known.put(number, slot, memory));
        }
    }
}

impl Rank {
    const fn least(part: Part) -> Self {
        Self { part, importance: 0, learned: i64::MIN, id: 0, slot: 0 }
    }

    const fn greatest(part: Part) -> Self {
        Self { part, importance: u32::MAX, learned: i64::MAX, id: u128::MAX, slot: u32::MAX }
    }
}
