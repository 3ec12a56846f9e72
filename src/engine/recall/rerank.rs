//! The host's own judgement of the first hits: a cross-encoder, a model call, a rule.

use crate::sort::Arrange;
use futures_util::future::{Either, select};

use super::super::{
    Abort, Engine,
    request::Search,
    response::{Problem, ScorePart, SearchHit},
};
use crate::{Error, ErrorCode, Result, ports::Reranker};

/// How many hits it reads at least, and at most; as many as are asked for in between.
const READS: std::ops::RangeInclusive<usize> = 50..=100;
/// What its judgement counts; the rest of the score stays as it was.
const WEIGHT: f32 = 0.8;
/// How long it may take, in milliseconds.
const TIME_LIMIT_MS: u64 = 10_000;

impl Engine {
    /// How many hits are ranked for a search.
    pub(super) fn wanted(&self, search: &Search) -> usize {
        if self.ports.reranker.is_some() { search.limit.max(*READS.start()) } else { search.limit }
    }

    /// The hits in the reranker's order, or in ours if it fails, with the reason; cut to what is asked for. The best it
    /// has read becomes 1, the worst 0; what it has not read keeps its score.
    pub(super) async fn rerank(
        &self,
        search: &Search,
        query: &str,
        mut hits: Vec<SearchHit>,
        abort: &Abort,
    ) -> Result<(Vec<SearchHit>, Option<Problem>)> {
        let mut failed = None;
        if let Some(reranker) = self.ports.reranker.as_deref().filter(|_| !hits.is_empty()) {
            let texts: Vec<String> =
                hits.iter().take(*READS.end()).map(|hit| hit.item.memory.clone()).collect();
            match abort.guard(self.judge(reranker, query, &texts)).await {
                Ok(scores) => apply(&mut hits, &scores),
                Err(e) if matches!(e.code(), ErrorCode::Aborted | ErrorCode::Closed) => return Err(e),
                Err(e) => failed = Some(Problem::from(&e)),
            }
        }
        hits.retain(|hit| hit.score >= search.threshold);
        hits.truncate(search.limit);
        Ok((hits, failed))
    }

    async fn judge(&self, reranker: &dyn Reranker, query: &str, texts: &[String]) -> Result<Vec<f32>> {
        let late = self.ports.clock.sleep(TIME_LIMIT_MS);
        let scores = match select(reranker.rerank(query, texts), late).await {
            Either::Left((scores, _)) => scores?,
            Either::Right(_) => {
                return Err(Error::new(
                    ErrorCode::Timeout,
                    "the `rerank` you gave took longer than 10 seconds",
                ));
            }
        };
        if scores.len() != texts.len() || scores.iter().any(|score| !score.is_finite()) {
            let message = "the `rerank` you gave must resolve to a list with a finite number for each text";
            return Err(Error::bad_reply(message));
        }
        Ok(scores)
    }
}

fn apply(hits: &mut [SearchHit], scores: &[f32]) {
    let (low, high) = scores.iter().fold((f32::MAX, f32::MIN), |(low, high), s| (low.min(*s), high.max(*s)));
    // In halves, because the span of two finite numbers need not be finite.
    let span = high / 2.0 - low / 2.0;
    for (hit, raw) in hits.iter_mut().zip(scores) {
        let value = if span > 0.0 { ((raw / 2.0 - low / 2.0) / span).clamp(0.0, 1.0) } else { 1.0 };
        hit.explain.iter_mut().for_each(|part| part.weight *= 1.0 - WEIGHT);
        hit.explain.push(ScorePart { signal: "rerank", raw: *raw, value, weight: WEIGHT });
        hit.score = hit.explain.iter().map(|part| part.weight * part.value).sum::<f32>().clamp(0.0, 1.0);
    }
    hits.arrange_by(|a, b| b.score.total_cmp(&a.score));
}
