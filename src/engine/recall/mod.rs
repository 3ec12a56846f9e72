//! Recall, from a query to the memories that answer it: `query` (its vector) → `candidates` (scope and filter first) →
//! `fuse` (relevance) → threshold → limit. Answered from the projection alone: nothing is read from the store.

mod candidates;
mod context;
mod fuse;
mod query;

use self::{candidates::candidates, fuse::Fused};
pub(super) use self::{context::pack, query::QueryCache};
use super::{
    Abort, Engine,
    request::{Search, SearchOptions},
    response::{MemoryItem, Problem, SearchHit, SearchResult},
};
use crate::{ErrorCode, Result};

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
        let (vector, degraded) = match abort.guard(self.embed_queries(&[&search.query])).await {
            Ok(vectors) => {
                // The model may just have come, and with it what the stored vectors are worth.
                self.ready().await?;
                (vectors.into_iter().next().flatten(), None)
            }
            Err(e) if matches!(e.code(), ErrorCode::Aborted | ErrorCode::Closed) => return Err(e),
            Err(e) => (None, Some(Problem::from(&e))),
        };
        Ok(SearchResult { results: self.rank(search, vector.as_deref())?, degraded })
    }

    fn rank(&self, search: &Search, vector: Option<&[f32]>) -> Result<Vec<SearchHit>> {
        let state = self.state.borrow();
        let fusion = self.ports.embedder.as_ref().map(|e| e.fusion()).unwrap_or_default();
        let fused = candidates(&state, search, vector, fusion)?;
        let hit = |f: Fused| {
            let item = MemoryItem::of(state.at(f.slot)?)?;
            Some(SearchHit { item, score: f.score, explain: f.parts })
        };
        let good = fused.into_iter().filter(|f| f.score >= search.threshold);
        Ok(good.filter_map(hit).take(search.limit).collect())
    }
}
