//! What a query is: its vector, from the embedder or from memory.

use std::collections::VecDeque;

use super::super::Engine;
use crate::{Error, Result, ports::EmbedPurpose};

/// How many embedded queries are kept: an assistant asks the same thing in `context`, `search` and `chat`.
const CACHED_QUERIES: usize = 32;
/// Of a longer query only so many characters are embedded: more blurs its direction and exceeds what models take. All of
/// its words count.
const EMBEDDED_CHARS: usize = 8_000;

/// The last queries with their vectors, newest last.
#[derive(Debug, Default)]
pub(in crate::engine) struct QueryCache(VecDeque<(String, Vec<f32>)>);

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
    /// One vector a query, in order, by one call of the embedder for all that are not known. None without an embedder,
    /// and for a query that it finds no direction in.
    pub(super) async fn embed_queries(&self, queries: &[&str]) -> Result<Vec<Option<Vec<f32>>>> {
        let Some(embedder) = &self.ports.embedder else { return Ok(vec![None; queries.len()]) };
        let mut vectors = self.known_vectors(queries);
        let queries: Vec<String> = queries.iter().map(|query| embedded_part(query)).collect();
        let mut texts: Vec<String> = Vec::new();
        for (query, vector) in queries.iter().zip(&vectors) {
            if vector.is_none() && !texts.contains(query) {
                texts.push(query.clone());
            }
        }
        if texts.is_empty() {
            return Ok(vectors);
        }
        let made = embedder.embed(&texts, EmbedPurpose::Query).await?;
        self.embedding_rests.set(false);
        if made.len() != texts.len() {
            return Err(Error::bad_reply("the embedder did not return one vector a text"));
        }
        for (text, made) in texts.iter().zip(made) {
            let Some(made) = made else { continue };
            for (_, vector) in queries.iter().zip(&mut vectors).filter(|(query, _)| *query == text) {
                *vector = Some(made.clone());
            }
            self.queries.borrow_mut().put(text, made);
        }
        Ok(vectors)
    }

    /// The vectors of those queries that were embedded before: all there is while the embedder cannot be reached.
    pub(super) fn known_vectors(&self, queries: &[&str]) -> Vec<Option<Vec<f32>>> {
        queries.iter().map(|query| self.queries.borrow().get(&embedded_part(query))).collect()
    }
}

fn embedded_part(query: &str) -> String {
    query.chars().take(EMBEDDED_CHARS).collect()
}
