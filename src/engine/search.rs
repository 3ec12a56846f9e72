//! `search`: embed → restrict → rank → fuse, answered from the projection alone.

use std::collections::VecDeque;

use super::{
    Abort, Engine,
    fuse::{Cosine, Fused, Readings},
    request::{Search, SearchOptions},
    response::{MemoryItem, Problem, SearchHit, SearchResult},
};
use crate::{Error, ErrorCode, Result, ports::EmbedPurpose};

/// Candidates taken from each index for every hit asked for, and the fewest: what is far down in one ranking can
/// still win by the other.
const CANDIDATES_PER_HIT: usize = 4;
const MIN_CANDIDATES: usize = 60;
/// How many embedded queries are kept: an assistant asks the same thing in `context`, `search` and `chat`.
const CACHED_QUERIES: usize = 32;

/// The last queries with their vectors, newest last.
#[derive(Debug, Default)]
pub(super) struct QueryCache(VecDeque<(String, Vec<f32>)>);

impl QueryCache {
    fn get(&self, query: &str) -> Option<Vec<f32>> {
        self.0.iter().find(|(q, _)| q == query).map(|(_, v)| v.clone())
    }

    fn put(&mut self, query: &str, vector: Vec<f32>) {
        if self.0.len() >= CACHED_QUERIES {
            self.0.pop_front();
        }
        self.0.push_back((query.to_owned(), vector));
    }
}

impl Engine {
    /// The memories of a scope that answer a query, best first. If the embedder cannot be reached the answer rests
    /// on words alone and says so (`degraded`). Errors: `invalid_input`, `invalid_filter`, `scope_required`,
    /// `aborted`.
    pub async fn search(&self, query: &str, options: SearchOptions, abort: &Abort) -> Result<SearchResult> {
        let search = options.checked(query)?;
        self.ready().await?;
        self.recall(&search, abort).await
    }

    pub(super) async fn recall(&self, search: &Search, abort: &Abort) -> Result<SearchResult> {
        if !self.state.borrow().knows(&search.scope) {
            return Ok(SearchResult::default());
        }
        let (vector, degraded) = match abort.guard(self.embed_query(&search.query)).await {
            Ok(vector) => {
                // The model may just have come, and with it what the stored vectors are worth.
                self.ready().await?;
                (vector, None)
            }
            Err(e) if matches!(e.code(), ErrorCode::Aborted | ErrorCode::Closed) => return Err(e),
            Err(e) => (None, Some(Problem::from(&e))),
        };
        Ok(SearchResult { results: self.rank(search, vector.as_deref())?, degraded })
    }

    async fn embed_query(&self, query: &str) -> Result<Option<Vec<f32>>> {
        let Some(embedder) = &self.ports.embedder else { return Ok(None) };
        if let Some(vector) = self.queries.borrow().get(query) {
            return Ok(Some(vector));
        }
        let vectors = embedder.embed(&[query.to_owned()], EmbedPurpose::Query).await?;
        self.embedding_rests.set(false);
        let vector =
            vectors.into_iter().next().ok_or_else(|| Error::bad_reply("the embedder returned no vector"))?;
        if let Some(vector) = &vector {
            self.queries.borrow_mut().put(query, vector.clone());
        }
        Ok(vector)
    }

    fn rank(&self, search: &Search, vector: Option<&[f32]>) -> Result<Vec<SearchHit>> {
        let state = self.state.borrow();
        let allowed = state.allowed(&search.scope, search.filter.as_ref());
        let wanted = search.limit.saturating_mul(CANDIDATES_PER_HIT).max(MIN_CANDIDATES);
        let asked = state.asked(&search.scope, &search.query);
        let words = state.words.search_threads(&search.query, state.threads(), &asked.names);
        let by_words = words.best(wanted, &allowed);
        let near = match (&state.vectors, vector) {
            (Some(index), Some(vector)) => {
                Some((index.search(vector, wanted, Some(&allowed))?, index, vector))
            }
            _ => None,
        };
        let cosine = |slot| near.as_ref().and_then(|(_, index, vector)| index.similarity(vector, slot));
        // Nothing shares a word with "what is Ana up to?", and yet something is asked for.
        let room = wanted.saturating_sub(by_words.len());
        let by_speaker =
            asked.speaker.map(|speaker| state.said_by(speaker, &allowed, room)).unwrap_or_default();
        let readings = Readings {
            words: &words,
            by_words: &by_words,
            by_speaker: &by_speaker,
            by_vector: near.as_ref().map(|(near, ..)| (near.as_slice(), &cosine as Cosine<'_>)),
            fusion: self.ports.embedder.as_ref().map(|e| e.fusion()).unwrap_or_default(),
            asked: &asked,
            threads: state.threads(),
        };
        let fused = readings.fused();
        let hit = |f: Fused| {
            let item = MemoryItem::of(state.at(f.slot)?)?;
            Some(SearchHit { item, score: f.score, explain: f.parts })
        };
        let good = fused.into_iter().filter(|f| f.score >= search.threshold);
        Ok(good.filter_map(hit).take(search.limit).collect())
    }
}
