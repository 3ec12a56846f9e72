//! Which memories a new fact may be about: the nearest by meaning and by words, and the one that says just this.

use super::state::State;
use crate::{
    Result,
    index::SlotSet,
    model::{Memory, MemoryId, Scope, Timestamp},
};

/// Nearest memories by vector, as in mem0.
const NEAREST: usize = 5;
/// And by words, for what embeddings miss: names, numbers.
const NEAREST_WORDS: usize = 3;
/// Below this cosine similarity two texts are about different things in every model we know.
const MIN_SIMILARITY: f32 = 0.2;
/// How often pictures among the nearest make room for others.
const MAX_ROUNDS: usize = 8;
/// The most memories put before the model in one call.
pub(super) const MAX_OFFERED: usize = 60;

/// A memory as the model saw it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Offered {
    pub(super) id: MemoryId,
    pub(super) version: u32,
    pub(super) text: String,
}

impl Offered {
    pub(super) fn of(memory: &Memory) -> Option<Self> {
        let current = memory.current()?;
        Some(Self { id: memory.id.clone(), version: current.number, text: current.text.clone() })
    }
}

/// Which memories a text is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Among {
    /// Facts alone: a turn kept word for word, or a picture, is what a fact is made of, and neither repeats nor contradicts it.
    Facts,
    /// Turns, too.
    All,
}

/// The memories near `text` in `scope` that are not over by now, nearest first.
pub(super) fn neighbours(
    state: &State,
    scope: &Scope,
    text: &str,
    vector: Option<&[f32]>,
    now: Timestamp,
    among: Among,
) -> Result<Vec<Offered>> {
    let mut allowed = state.allowed(scope, None, Some(now));
    if among == Among::Facts {
        state.leave_out_turns(&mut allowed);
    }
    let mut slots = nearest(state, text, vector, &allowed)?;
    // What a fact is told by may stand in a picture's description, but the picture is not the fact.
    for _ in 0..MAX_ROUNDS {
        let media: Vec<u32> = slots.iter().copied().filter(|slot| is_media(state, *slot)).collect();
        if among == Among::All || media.is_empty() {
            break;
        }
        for slot in media {
            allowed.remove(slot);
        }
        slots = nearest(state, text, vector, &allowed)?;
    }
    slots.retain(|slot| among == Among::All || !is_media(state, *slot));
    Ok(slots.into_iter().filter_map(|slot| Offered::of(state.at(slot)?)).collect())
}

fn is_media(state: &State, slot: u32) -> bool {
    state.at(slot).and_then(Memory::current).is_some_and(|version| version.media.is_some())
}

/// The slots of what is allowed that are nearest, by meaning, then by words.
fn nearest(state: &State, text: &str, vector: Option<&[f32]>, allowed: &SlotSet) -> Result<Vec<u32>> {
    let mut slots = Vec::new();
    if let (Some(index), Some(vector)) = (&state.vectors, vector) {
        let near = index.search(vector, NEAREST, Some(allowed))?;
        slots.extend(near.iter().filter(|s| s.score >= MIN_SIMILARITY).map(|s| s.slot));
    }
    let wanted = if vector.is_some() { NEAREST_WORDS } else { NEAREST + NEAREST_WORDS };
    for hit in state.words.search(text, wanted, Some(allowed)) {
        if !slots.contains(&hit.slot) {
            slots.push(hit.slot);
        }
    }
    Ok(slots)
}
