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
use crate::{Result, index::Scored, model::Timestamp, ports::Fusion};

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

/// Every candidate with its relevance, best first. `not_over_at`: what is over by then is left out.
pub(super) fn candidates(
    state: &State,
    search: &Search,
    query: &str,
    vector: Option<&[f32]>,
    signals: &Signals<'_>,
    not_over_at: Option<Timestamp>,
    fusion: Fusion,
) -> Result<Vec<Fused>> {
    let allowed = state.allowed(&search.scope, search.filter.as_ref(), not_over_at);
    let wanted = wanted(search.limit);
    let asked: Asked = state.asked(&search.scope, query);
    let words = state.words.search_threads(query, state.threads(), &asked.names);
    let by_words = words.best(wanted, &allowed);
    let index = state.vectors.as_ref().zip(vector);
    let near: Option<Vec<Scored>> =
        index.map(|(index, vector)| index.search(vector, wanted, Some(&allowed))).transpose()?;
    let measure = index.and_then(|(index, vector)| index.measure(vector));
    let cosine = |slot| measure.as_ref()?.cosine(slot);
    // Nothing shares a word with "what is Ana up to?" or "what was last week?", and yet something is asked for.
    let room = wanted.saturating_sub(by_words.len());
    let mut others = asked.speaker.map(|speaker| state.said_by(speaker, &allowed, room)).unwrap_or_default();
    others.extend(signals.window.iter().flat_map(|window| state.within(*window, &allowed, TIMED_CANDIDATES)));
    others.extend(signals.links.nearest(LINKED_CANDIDATES, |slot| allowed.contains(slot)));
    let readings = Readings {
        words: &words,
        by_words: &by_words,
        others: &others,
        by_vector: near.as_ref().map(|near| (near.as_slice(), &cosine as &dyn Fn(u32) -> Option<f32>)),
        fusion,
        asked: &asked,
        threads: state.threads(),
    };
    Ok(readings.fused())
}
