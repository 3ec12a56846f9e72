//! Which memories a query may be about: the best by words, the nearest by vector, what the one asked about has said, what was
//! at the time asked about, what is near to the entities it names.
//! Scope and filter restrict before anything is ranked.

use super::{
    super::{
        request::Search,
        state::{Asked, State},
    },
    fuse::{Fused, Readings},
    signals::Signals,
};
use crate::{
    Result,
    index::{Effort, Scored, SlotSet},
    ports::Fusion,
};

/// Candidates taken from each index for every hit asked for, and the fewest: what is far down in one ranking can
/// still win by the other.
const CANDIDATES_PER_HIT: usize = 4;
const MIN_CANDIDATES: usize = 60;
/// And of the time that the query names.
const TIMED_CANDIDATES: usize = 60;
/// And of what is near to the entities it names.
const LINKED_CANDIDATES: usize = 60;

/// How many candidates each index is asked for.
pub(super) fn wanted(limit: usize) -> usize {
    limit.saturating_mul(CANDIDATES_PER_HIT).max(MIN_CANDIDATES)
}

/// For each query that has a vector what lies nearest to it. Asked of the index at once, which reads rows once for all.
pub(super) fn nearest(
    state: &State,
    vectors: &[Option<Vec<f32>>],
    wanted: usize,
    allowed: &SlotSet,
) -> Result<Vec<Option<Vec<Scored>>>> {
    let Some(index) = &state.vectors else { return Ok(vec![None; vectors.len()]) };
    let asked: Vec<&[f32]> = vectors.iter().flatten().map(Vec::as_slice).collect();
    let found = match asked.as_slice() {
        [one] => vec![index.search(one, wanted, Some(allowed))?],
        many => index.search_many(many, wanted, Some(allowed), Effort::Planned)?,
    };
    let mut found = found.into_iter();
    Ok(vectors.iter().map(|vector| vector.as_ref().and_then(|_| found.next())).collect())
}

/// Every candidate of those `allowed` with its relevance, best first. `near`: the query's vector and what lies nearest to it.
pub(super) fn candidates(
    state: &State,
    search: &Search,
    query: &str,
    near: Option<(&[f32], &[Scored])>,
    allowed: &SlotSet,
    signals: &Signals<'_>,
    fusion: Fusion,
) -> Vec<Fused> {
    let wanted = wanted(search.limit);
    let asked: Asked = state.asked(&search.scope, query);
    let words = state.words.search_threads(query, state.threads(), &asked.names);
    let by_words = words.best(wanted, allowed);
    let measure = near.and_then(|(vector, _)| state.vectors.as_ref()?.measure(vector));
    let cosine = |slot| measure.as_ref()?.cosine(slot);
    // Nothing shares a word with "what is Ana up to?" or "what was last week?", and yet something is asked for.
    let room = wanted.saturating_sub(by_words.len());
    let mut others = asked.speaker.map(|speaker| state.said_by(speaker, allowed, room)).unwrap_or_default();
    others.extend(signals.window.iter().flat_map(|window| state.within(*window, allowed, TIMED_CANDIDATES)));
    others.extend(signals.links.nearest(LINKED_CANDIDATES, |slot| allowed.contains(slot)));
    let readings = Readings {
        words: &words,
        by_words: &by_words,
        others: &others,
        by_vector: near.map(|(_, near)| (near, &cosine as &dyn Fn(u32) -> Option<f32>)),
        fusion,
        asked: &asked,
        threads: state.threads(),
    };
    readings.fused()
}
