//! Judges how well texts answer a query.

use super::PortFuture;

/// A reranker: slower and better than the index, so it reads only the first hits.
pub trait Reranker {
    /// A score for each text, in order, higher for better; on any scale. What is wrong with the answer (another number
    /// of scores, scores that are no numbers) the caller finds out.
    fn rerank<'a>(&'a self, query: &'a str, texts: &'a [String]) -> PortFuture<'a, Vec<f32>>;
}
