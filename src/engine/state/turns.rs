//! Turns: verbatim memories as parts of conversations. A conversation is a scope, its run included; who said what is
//! known by name where the caller gave one.

use std::{
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

use super::same_text::{comparable, text_hash};
use crate::{
    index::SlotSet,
    model::{Kind, Memory},
    sort::Arrange,
    text::{Threads, Turn, names_in},
};

/// Which memories are turns, beside whom they stand, and who speaks in which scope.
#[derive(Debug, Default)]
pub(super) struct Turns {
    pub(super) threads: Threads,
    /// The speaker's name, by slot.
    names: Vec<Option<Rc<str>>>,
    /// How many turns each name has, by the number of the scope.
    speakers: HashMap<u32, BTreeMap<Rc<str>, usize>>,
}

/// When a turn was said, in milliseconds, and by whom.
pub(super) type Said<'a> = (i64, Option<&'a str>);

/// Who a query asks about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The tokens of the query that are names of speakers.
    pub(crate) names: Vec<String>,
    /// The one speaker it names; none if it names several.
    pub(crate) speaker: Option<u64>,
}

impl Turns {
    /// What makes a memory a turn: that it is kept word for word. When it was said and by whom, its first version knows;
    /// later ones only mend the text.
    pub(super) fn said(memory: &Memory) -> Option<Said<'_>> {
        memory.current().filter(|version| version.kind == Kind::Verbatim)?;
        let evidence = &memory.versions().first()?.evidence;
        Some((evidence.said_at.unwrap_or(memory.created_at).millis(), evidence.name.as_deref()))
    }

    pub(super) fn insert(&mut self, slot: u32, scope: u32, id: u128, (at, name): Said<'_>) {
        self.remove(slot, scope);
        let name = name.map(|name| self.enter(scope, name));
        let speaker = name.as_deref().map(speaker_of);
        self.threads.insert(slot, Turn { thread: scope, at, id, speaker });
        let place = slot as usize;
        if place >= self.names.len() {
            self.names.resize(place.saturating_add(1), None);
        }
        if let Some(place) = self.names.get_mut(place) {
            *place = name;
        }
    }

    pub(super) fn remove(&mut self, slot: u32, scope: u32) {
        self.threads.remove(slot);
        let Some(name) = self.names.get_mut(slot as usize).and_then(Option::take) else { return };
        let Some(speakers) = self.speakers.get_mut(&scope) else { return };
        if let Some(turns) = speakers.get_mut(&name) {
            *turns = turns.saturating_sub(1);
        }
        speakers.retain(|_, turns| *turns > 0);
        if speakers.is_empty() {
            self.speakers.remove(&scope);
        }
    }

    /// When a slot's turn was said and by whom.
    pub(super) fn of(&self, slot: u32) -> Option<Said<'_>> {
        let turn = self.threads.turn(slot)?;
        Some((turn.at, self.names.get(slot as usize).and_then(|name| name.as_deref())))
    }

    pub(super) fn contains(&self, slot: u32) -> bool {
        self.threads.turn(slot).is_some()
    }

    /// Whether a slot is a turn that was said at one of these times.
    pub(super) fn was_said(&self, slot: u32, times: &[i64]) -> bool {
        self.threads.turn(slot).is_some_and(|turn| times.contains(&turn.at))
    }

    /// Whether somebody of another name than these speaks in a scope.
    pub(super) fn has_others(&self, scope: u32, names: &[&str]) -> bool {
        let speakers = self.speakers.get(&scope);
        speakers.is_some_and(|speakers| speakers.keys().any(|name| !names.contains(&&**name)))
    }

    /// Whom of those who speak in the scopes a query names.
    pub(super) fn asked(&self, query: &str, scopes: impl Iterator<Item = u32>) -> Asked {
        let mut speakers: Vec<&Rc<str>> =
            scopes.filter_map(|scope| self.speakers.get(&scope)).flat_map(BTreeMap::keys).collect();
        speakers.arrange();
        speakers.dedup();
        let mut asked = Asked::default();
        let mut met: Vec<u64> = Vec::new();
        for (name, tokens) in names_in(query, speakers.into_iter().map(|name| &**name)) {
            asked.names.extend(tokens);
            met.push(speaker_of(name));
        }
        met.arrange();
        met.dedup();
        if let [speaker] = *met {
            asked.speaker = Some(speaker);
        }
        asked
    }

    /// The last turns that a speaker said, of those allowed, at most so many.
    pub(super) fn said_by(&self, speaker: u64, allowed: &SlotSet, most: usize) -> Vec<u32> {
        let turn = |slot: u32| Some((slot, self.threads.turn(slot).filter(|t| t.speaker == Some(speaker))?));
        let mut said: Vec<(u32, &Turn)> = allowed.iter().filter_map(turn).collect();
        said.arrange_by_key(|(_, turn)| std::cmp::Reverse((turn.at, turn.id)));
        said.into_iter().take(most).map(|(slot, _)| slot).collect()
    }

    fn enter(&mut self, scope: u32, name: &str) -> Rc<str> {
        let speakers = self.speakers.entry(scope).or_default();
        let name = match speakers.get_key_value(name) {
            Some((known, _)) => Rc::clone(known),
            None => name.into(),
        };
        let turns = speakers.entry(Rc::clone(&name)).or_default();
        *turns = turns.saturating_add(1);
        name
    }
}

/// One number for a name however it is spelled.
fn speaker_of(name: &str) -> u64 {
    text_hash(&comparable(name))
}
