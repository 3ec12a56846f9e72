//! Recall, from a query to the memories that answer it: `rewrite` (if asked for) → `query` (vectors) → `candidates`
//! (scope and filter first) → `fuse` (relevance) → `signals` → `diversity` → `rerank` → threshold → limit. Answered from the
//! projection alone: nothing is read from the store, nor written.

mod candidates;
mod context;
mod diversity;
mod fuse;
mod query;
mod rerank;
mod rewrite;
mod signals;
mod standing;

use std::collections::HashSet;

use self::{
    candidates::{candidates, nearest},
    context::overlap,
    diversity::diverse,
    fuse::Fused,
    signals::Signals,
};
pub(super) use self::{
    context::pack,
    query::QueryCache,
    signals::{Uses, judged},
    standing::Standing,
};
use super::{
    Abort, Engine,
    graph::Links,
    request::{MAX_QUERIES, Moment, Search, SearchOptions},
    response::{MemoryItem, Problem, SearchHit, SearchResult},
    state::State,
};
use crate::{
    Error, ErrorCode, Result,
    index::{Scored, SlotSet},
    model::{MemoryId, Timestamp},
    sort::Arrange,
    text::{time_window, tokenize},
};

/// A search looks at so many memories' entities at most, some ten milliseconds.
const MOST_READ: usize = 5_000;

impl Engine {
    /// The memories of a scope that answer a query, best first. If the embedder cannot be reached the answer rests
    /// on words alone and says so (`degraded`). Errors: `invalid_input`, `invalid_filter`, `scope_required`,
    /// `aborted`.
    pub async fn search(&self, query: &str, options: SearchOptions, abort: &Abort) -> Result<SearchResult> {
        let search = options.checked(query)?;
        self.ready().await?;
        self.recall(&search, abort).await
    }

    /// What `search` answers to each of up to a hundred queries, in order, with one call of the embedder and one question to
    /// the index. Errors: as for `search`, of any of them.
    pub async fn search_many(
        &self,
        queries: &[String],
        options: SearchOptions,
        abort: &Abort,
    ) -> Result<Vec<SearchResult>> {
        if queries.len() > MAX_QUERIES {
            return Err(Error::invalid_input(format!("give at most {MAX_QUERIES} queries a call")));
        }
        let searches: Result<Vec<Search>> = queries.iter().map(|q| options.clone().checked(q)).collect();
        let searches = searches?;
        self.ready().await?;
        self.recall_all(&searches, abort).await
    }

    pub(super) async fn recall(&self, search: &Search, abort: &Abort) -> Result<SearchResult> {
        let found = self.recall_all(std::slice::from_ref(search), abort).await?;
        Ok(found.into_iter().next().unwrap_or_default())
    }

    /// Notes that memories were handed to a model.
    pub(super) fn used(&self, ids: &[String]) {
        let now_ms = self.ports.clock.now().millis();
        let mut uses = self.uses.borrow_mut();
        for id in ids.iter().filter_map(|id| MemoryId::parse(id).ok()) {
            uses.note(&id, now_ms);
        }
    }

    /// Searches share a scope and options. Those of a moment in the past read the store.
    async fn recall_all(&self, searches: &[Search], abort: &Abort) -> Result<Vec<SearchResult>> {
        let Some(first) = searches.first() else { return Ok(Vec::new()) };
        let past = match first.as_of {
            Some(at) => Some(self.past(&first.scope, at).await?),
            None => None,
        };
        let is_known = match &past {
            Some(past) => past.len() > 0,
            None => self.state.borrow().knows(&first.scope),
        };
        if !is_known {
            return Ok(vec![SearchResult::default(); searches.len()]);
        }
        let mut rewritten = Vec::with_capacity(searches.len());
        for search in searches {
            rewritten.push(if search.rewrite { self.rewrite(&search.query, abort).await? } else { None });
        }
        let asked: Vec<&str> =
            searches.iter().zip(&rewritten).map(|(s, other)| other.as_deref().unwrap_or(&s.query)).collect();
        let (vectors, degraded) = match abort.guard(self.embed_queries(&asked)).await {
            Ok(vectors) => {
                // The model may just have come, and with it what the stored vectors are worth.
                self.ready().await?;
                (vectors, None)
            }
            Err(e) if matches!(e.code(), ErrorCode::Aborted | ErrorCode::Closed) => return Err(e),
            Err(e) => (self.known_vectors(&asked), Some(Problem::from(&e))),
        };
        let ranked = match &past {
            Some(past) => self.rank_all(past, searches, &asked, &vectors)?,
            None => self.rank_all(&self.state.borrow(), searches, &asked, &vectors)?,
        };
        let mut results = Vec::with_capacity(searches.len());
        let each = searches.iter().zip(&asked).zip(&vectors).zip(ranked).zip(rewritten.iter().cloned());
        for ((((search, query), vector), hits), rewritten) in each {
            let (hits, failed) = self.rerank(search, query, hits, abort).await?;
            results.push(SearchResult {
                results: hits,
                degraded: degraded.clone().filter(|_| vector.is_none()).or(failed),
                rewritten,
            });
        }
        Ok(results)
    }

    /// The hits of each search, before anybody else is asked: all from one state, at one moment. What they may see is the
    /// same, so it is looked up once, and the index is asked once.
    fn rank_all(
        &self,
        state: &State,
        searches: &[Search],
        queries: &[&str],
        vectors: &[Option<Vec<f32>>],
    ) -> Result<Vec<Vec<SearchHit>>> {
        let Some(first) = searches.first() else { return Ok(Vec::new()) };
        let clock = &self.ports.clock;
        let then = first.as_of.unwrap_or_else(|| clock.now());
        let now = || Moment { at: then, offset_minutes: clock.utc_offset_minutes() };
        let now = first.now.unwrap_or_else(now);
        let allowed =
            state.allowed(&first.scope, first.filter.as_ref(), (!first.include_expired).then_some(now.at));
        let near = nearest(state, vectors, candidates::wanted(first.limit), &allowed)?;
        let near = vectors.iter().zip(&near).map(|(vector, near)| vector.as_deref().zip(near.as_deref()));
        let each = searches.iter().zip(queries).zip(near);
        Ok(each.map(|((search, query), near)| self.rank(state, search, query, near, &allowed, now)).collect())
    }

    /// More hits than asked for where a reranker will choose among them; the threshold comes after it.
    fn rank(
        &self,
        state: &State,
        search: &Search,
        query: &str,
        near: Option<(&[f32], &[Scored])>,
        allowed: &SlotSet,
        now: Moment,
    ) -> Vec<SearchHit> {
        let uses = self.uses.borrow();
        let window = (search.signals.time > 0.0)
            .then(|| time_window(&search.query, now.at.millis(), now.offset_minutes))
            .flatten();
        let links = self.links(state, search, query, now.at);
        let now_ms = now.at.millis();
        let signals = Signals { weights: search.signals, now_ms, window, uses: &uses, links: &links };
        let fusion = self.ports.embedder.as_ref().map(|e| e.fusion()).unwrap_or_default();
        let fused = candidates(state, search, query, near, allowed, &signals, fusion);
        let wanted = self.wanted(search);
        let joined = join(state, &signals, fused, search, wanted);
        let likeness = |a, b| likeness(state, a, b);
        let best = diverse(joined, wanted, search.diversity, likeness);
        let hit = |f: Fused| {
            let item = MemoryItem::of(state.at(f.slot)?)?;
            Some(SearchHit { item, score: f.score, explain: f.parts })
        };
        best.into_iter().filter_map(hit).collect()
    }
}

impl Engine {
    /// What is near to the entities that a query names, in the person's words or in those it was put into. Nothing where
    /// their memories are still to be looked at (`maintain`), and it would take too long.
    fn links(&self, state: &State, search: &Search, query: &str, at: Timestamp) -> Links {
        let graph =
            (search.signals.graph > 0.0).then(|| state.graph_within(&search.scope, MOST_READ)).flatten();
        let Some(graph) = graph else { return Links::default() };
        let links = graph.links(&search.query, at.millis());
        if links.is_empty() && query != search.query { graph.links(query, at.millis()) } else { links }
    }
}

/// Adds the signals to every candidate that they could lift among the best; only those memories are unpacked.
fn join(
    state: &State,
    signals: &Signals<'_>,
    fused: Vec<Fused>,
    search: &Search,
    wanted: usize,
) -> Vec<Fused> {
    let last = fused.get(wanted.saturating_sub(1)).map_or(0.0, |f| f.score);
    let least = last - signals.total() - search.diversity * (1.0 + signals.total());
    let could = fused.into_iter().take_while(|f| f.score >= least);
    let mut joined: Vec<Fused> = could
        .filter_map(|f| {
            let memory = state.at(f.slot)?;
            Some(signals.join(f, memory))
        })
        .collect();
    joined.arrange_by(|a, b| b.score.total_cmp(&a.score).then(b.slot.cmp(&a.slot)));
    joined
}

/// How alike two memories are, 0 to 1: by their vectors, or where one has none by their words.
fn likeness(state: &State, a: u32, b: u32) -> f32 {
    let by_vector = state.vectors.as_ref().and_then(|vectors| vectors.likeness(a, b));
    by_vector.unwrap_or_else(|| {
        let words = |slot| -> HashSet<String> {
            let text = state.at(slot).and_then(|memory| memory.current()).map_or("", |v| v.text.as_str());
            tokenize(text).into_iter().collect()
        };
        overlap(&words(a), &words(b))
    })
}
