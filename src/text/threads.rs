//! Conversations: which text was said before and after which, and in which session.
//!
//! A thread is what one conversation's texts have in common (a scope with its run). Within a thread texts stand in the
//! order of time; a silence ends a session. Nothing of one text is stored with another: who stands beside whom is read
//! off the order, so a text that is removed leaves no trace in its neighbours.

use std::{cell::OnceCell, collections::HashMap};

use crate::sort::Arrange;

/// A silence longer than this ends a session: half an hour, the convention of web analytics.
pub const SESSION_GAP_MS: i64 = 30 * 60 * 1_000;

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The number of its thread.
    pub thread: u32,
    /// When it was said, in milliseconds.
    pub at: i64,
    /// Orders texts of one moment.
    pub id: u128,
    /// Who said it, as a number the caller chose; none if not known by name.
    pub speaker: Option<u64>,
}

impl Turn {
    const fn key(&self) -> (u32, i64, u128) {
        (self.thread, self.at, self.id)
    }

    /// Whether `next`, said later in the same thread, belongs to the session of `self`.
    const fn runs_on(&self, next: &Self) -> bool {
        self.thread == next.thread && next.at.saturating_sub(self.at) <= SESSION_GAP_MS
    }
}

/// Texts by slot, with the sessions they form.
#[derive(Debug, Default)]
pub struct Threads {
    turns: Vec<Option<Turn>>,
    len: usize,
    /// Made when first asked for after a change that is no appending.
    sessions: OnceCell<Sessions>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Sessions {
    /// The slots of each, in the order of time.
    slots: Vec<Vec<u32>>,
    /// Session and place in it, by slot.
    places: Vec<Option<(u32, u32)>>,
    /// The session at the end of each thread.
    last: HashMap<u32, u32>,
}

impl Threads {
    /// No texts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a slot's text where it was said, in place of where it stood.
    pub fn insert(&mut self, slot: u32, turn: Turn) {
        let at = slot as usize;
        if at >= self.turns.len() {
            self.turns.resize(at.saturating_add(1), None);
        }
        let Some(place) = self.turns.get_mut(at) else { return };
        let before = place.replace(turn);
        if before.is_none() {
            self.len = self.len.saturating_add(1);
        }
        if before.is_some_and(|before| before.key() == turn.key()) {
            return;
        }
        let appended = before.is_none()
            && self.sessions.get_mut().is_some_and(|sessions| sessions.append(slot, &turn, &self.turns));
        if !appended {
            self.sessions.take();
        }
    }

    /// Takes a slot's text out. Those before and after it are neighbours then.
    pub fn remove(&mut self, slot: u32) {
        if self.turns.get_mut(slot as usize).and_then(Option::take).is_some() {
            self.len = self.len.saturating_sub(1);
            self.sessions.take();
        }
    }

    /// Where a slot's text stands; none if it is not part of a conversation.
    pub fn turn(&self, slot: u32) -> Option<&Turn> {
        self.turns.get(slot as usize)?.as_ref()
    }

    /// How many texts are part of a conversation.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether none is.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many sessions there are.
    pub fn sessions(&self) -> usize {
        self.laid_out().slots.len()
    }

    /// The number of a slot's session, below [`Self::sessions`].
    pub fn session(&self, slot: u32) -> Option<u32> {
        Some(self.laid_out().place(slot)?.0)
    }

    /// The slots of a session, in the order of time.
    pub fn of_session(&self, session: u32) -> &[u32] {
        self.laid_out().slots.get(session as usize).map_or(&[], Vec::as_slice)
    }

    /// The slot said `distance` turns before (negative) or after this one in its session.
    pub fn beside(&self, slot: u32, distance: i32) -> Option<u32> {
        let sessions = self.laid_out();
        let (session, place) = sessions.place(slot)?;
        let place = place.checked_add_signed(distance)?;
        sessions.slots.get(session as usize)?.get(place as usize).copied()
    }

    fn laid_out(&self) -> &Sessions {
        self.sessions.get_or_init(|| Sessions::of(&self.turns))
    }
}

impl Sessions {
    fn of(turns: &[Option<Turn>]) -> Self {
        let mut order: Vec<(u32, &Turn)> =
            (0_u32..).zip(turns).filter_map(|(slot, turn)| Some((slot, turn.as_ref()?))).collect();
        order.arrange_by_key(|(_, turn)| turn.key());
        let mut sessions = Self::default();
        for (slot, turn) in order {
            sessions.append(slot, turn, turns);
        }
        sessions
    }

    /// Adds a text at the end of its thread. False, and nothing done, if that is not where it belongs.
    fn append(&mut self, slot: u32, turn: &Turn, turns: &[Option<Turn>]) -> bool {
        let last = self.last.get(&turn.thread).copied();
        let session = last.and_then(|session| self.slots.get(session as usize));
        let before = session.and_then(|slots| turns.get(*slots.last()? as usize)?.as_ref());
        if before.is_some_and(|before| before.key() > turn.key()) {
            return false;
        }
        let session = match last.filter(|_| before.is_some_and(|before| before.runs_on(turn))) {
            Some(session) => session,
            None => {
                let Ok(session) = u32::try_from(self.slots.len()) else { return false };
                self.slots.push(Vec::new());
                self.last.insert(turn.thread, session);
                session
            }
        };
        let Some(slots) = self.slots.get_mut(session as usize) else { return false };
        let Ok(place) = u32::try_from(slots.len()) else { return false };
        slots.push(slot);
        let at = slot as usize;
        if at >= self.places.len() {
            self.places.resize(at.saturating_add(1), None);
        }
        if let Some(known) = self.places.get_mut(at) {
            *known = Some((session, place));
        }
        true
    }

    fn place(&self, slot: u32) -> Option<(u32, u32)> {
        *self.places.get(slot as usize)?
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MINUTE: i64 = 60_000;

    fn turn(thread: u32, minute: i64, id: u128) -> Turn {
        Turn { thread, at: minute * MINUTE, id, speaker: None }
    }

    #[test]
    fn neighbours_are_those_of_the_session_in_the_order_of_time() {
        let mut threads = Threads::new();
        for (slot, thread, minute) in [(5, 1, 0), (2, 1, 2), (9, 1, 1), (3, 2, 1), (4, 1, 60), (6, 1, 61)] {
            threads.insert(slot, turn(thread, minute, u128::from(slot)));
        }
        assert_eq!(threads.of_session(threads.session(9).unwrap()), [5, 9, 2]);
        assert_eq!(
            (threads.beside(9, -1), threads.beside(9, 1), threads.beside(5, 2)),
            (Some(5), Some(2), Some(2))
        );
        assert_eq!((threads.beside(5, -1), threads.beside(2, 1), threads.beside(3, 1)), (None, None, None));
        assert_eq!((threads.sessions(), threads.len()), (3, 6));
        threads.remove(9);
        assert_eq!((threads.beside(5, 1), threads.session(9), threads.turn(9)), (Some(2), None, None));
    }

    #[test]
    fn a_silence_and_another_thread_end_a_session() {
        let mut threads = Threads::new();
        threads.insert(0, turn(1, 0, 0));
        threads.insert(1, turn(1, 30, 1));
        threads.insert(2, turn(1, 61, 2));
        threads.insert(3, turn(2, 30, 3));
        assert_eq!(threads.session(0), threads.session(1));
        assert_ne!(threads.session(1), threads.session(2));
        assert_ne!(threads.session(3), threads.session(1));
        threads.insert(4, turn(1, 45, 4));
        assert_eq!(threads.session(0), threads.session(2), "what comes between closes the gap");
    }

    proptest! {
        #[test]
        fn after_any_steps_it_is_what_its_turns_make_of_it(
            steps in proptest::collection::vec((0_u32..12, proptest::option::weighted(0.8, (0_u32..3, 0_i64..200)), any::<bool>()), 0..60),
        ) {
            let mut threads = Threads::new();
            for (slot, put, ask) in steps {
                match put {
                    Some((thread, minute)) => threads.insert(slot, turn(thread, minute, u128::from(slot))),
                    None => threads.remove(slot),
                }
                if ask {
                    let _ = threads.sessions();
                }
            }
            let rebuilt = Sessions::of(&threads.turns);
            prop_assert_eq!(threads.sessions(), rebuilt.slots.len());
            for slot in 0..12 {
                let expected = rebuilt.place(slot).map(|(session, _)| rebuilt.slots[session as usize].clone());
                let found = threads.session(slot).map(|session| threads.of_session(session).to_vec());
                prop_assert_eq!(found, expected);
            }
            prop_assert_eq!(threads.len(), (0..12).filter(|slot| threads.turn(*slot).is_some()).count());
        }
    }
}
