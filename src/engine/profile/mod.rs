//! `profile`: who somebody is, ready at any time. Slots with their values, a summary, how they want things done: read off the
//! projection, with no model asked and nothing read from the store.
//!
//! ```text
//!   part      which part of a profile a fact belongs to
//!   summary   the foremost facts of each part, within a number of tokens
//! ```
//!
//! The order of importance is kept up by the state (`state/ranks`), so that a profile costs the few facts it shows.

mod part;
mod summary;

use std::collections::BTreeMap;

use serde::Serialize;

use self::summary::{Candidate, lines};
pub(super) use self::{
    part::Part,
    summary::{Line, one_line},
};
use super::{
    Engine,
    request::{Profile, ProfileOptions},
    state::{Filled, State, weight},
};
use crate::{
    Result,
    model::{Memory, Scope, Timestamp},
    rules::Slot,
    sort::Arrange,
};

/// How many facts of a part may stand in a summary.
const MAX_OF_A_PART: usize = 40;
/// How many plans are looked through for those still to come.
const MAX_PLANS: usize = 200;
/// How many procedures, and how many preferences, are listed.
const MAX_LISTED: usize = 50;
/// How long a plan still counts as one, in milliseconds: a plan with a date alone begins at midnight, UTC.
const DAY_MS: i64 = 86_400_000;

/// A memory by its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Its id.
    pub id: String,
    /// Its text.
    pub memory: String,
}

/// What a slot holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SlotValue {
    /// The text of the memory that says it.
    pub memory: String,
    /// Its value alone, in lower case, where rules read it off the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// That memory's id.
    pub memory_id: String,
    /// When it last changed: RFC 3339.
    pub updated_at: String,
}

/// What `profile` answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProfileResult {
    /// What is known of the slots, by name: the application's own, and those that rules know.
    pub slots: BTreeMap<String, SlotValue>,
    /// What matters most, a line for each part; empty if nothing is known.
    pub summary: String,
    /// An estimate of its tokens.
    pub tokens: usize,
    /// How the person wants things done, the most important first.
    pub procedures: Vec<Told>,
    /// What they like or do not, likewise.
    pub preferences: Vec<Told>,
}

impl Told {
    fn of(memory: &Memory) -> Option<Self> {
        Some(Self { id: memory.id.to_string(), memory: memory.current()?.text.clone() })
    }
}

impl Engine {
    /// What is known of somebody, in short. Errors: `invalid_input`, `scope_required`.
    pub async fn profile(&self, options: ProfileOptions) -> Result<ProfileResult> {
        let Profile { scope, max_tokens } = options.checked()?;
        self.ready().await?;
        let state = self.state.borrow();
        let now = self.ports.clock.now();
        let lines = summary(&state, &scope, now, max_tokens);
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        let listed = |part| {
            let memories = state.foremost(&scope, part, now, MAX_LISTED).into_iter();
            memories.filter_map(Told::of).collect()
        };
        Ok(ProfileResult {
            slots: self.slots(&state, &scope, now),
            summary: texts.join("\n"),
            tokens: lines.iter().map(|line| line.tokens).sum(),
            procedures: listed(Part::Procedures),
            preferences: listed(Part::Preferences),
        })
    }

    fn slots(&self, state: &State, scope: &Scope, now: Timestamp) -> BTreeMap<String, SlotValue> {
        let mut slots = BTreeMap::new();
        let mut filled = state.filled(scope, now);
        // The application's own have the first say about a name.
        filled.arrange_by_key(|filled| !filled.is_own);
        for Filled { memory, slot: Slot { key, value }, is_own } in filled {
            let Some(current) = memory.current() else { continue };
            let own = current.slot.clone().filter(|_| is_own);
            let name = own.or_else(|| self.options.guidance.known_slot(&key)).unwrap_or(key);
            let held = || SlotValue {
                memory: current.text.clone(),
                value: (!is_own).then_some(value),
                memory_id: memory.id.to_string(),
                updated_at: memory.updated_at.to_string(),
            };
            slots.entry(name).or_insert_with(held);
        }
        slots
    }
}

/// The lines of somebody's summary.
pub(super) fn summary(state: &State, scope: &Scope, now: Timestamp, max_tokens: usize) -> Vec<Line> {
    let of_part = |part: Part| {
        let most = if part == Part::Plans { MAX_PLANS } else { MAX_OF_A_PART };
        let is_due = |memory: &&Memory| {
            let happens = memory.current().and_then(|version| version.event_time);
            part != Part::Plans || happens.is_none_or(|at| at.millis() > now.millis().saturating_sub(DAY_MS))
        };
        let memories = state.foremost(scope, part, now, most).into_iter().filter(is_due);
        let candidate =
            move |memory| Some(Candidate { part, weight: weight(memory), told: Told::of(memory)? });
        memories.filter_map(candidate).take(MAX_OF_A_PART).collect::<Vec<_>>()
    };
    let candidates: Vec<Candidate> = Part::ALL.into_iter().flat_map(of_part).collect();
    lines(&candidates, max_tokens)
}

/// How somebody wants things done: the most important first.
pub(super) fn procedures<'a>(state: &'a State, scope: &Scope, now: Timestamp) -> Vec<&'a Memory> {
    state.foremost(scope, Part::Procedures, now, MAX_LISTED)
}
