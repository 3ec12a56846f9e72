//! Turns texts into vectors.

use serde::{Deserialize, Serialize};

use super::PortFuture;

/// Which side of a search a text stands on: models embed the two differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmbedPurpose {
    /// Something to be found.
    Document,
    /// What is asked.
    Query,
}

/// What makes vectors comparable: stored with every vector, and vectors of different spaces never meet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct EmbeddingSpace {
    /// Who makes them, `gemini`.
    pub provider: String,
    /// With which model, `gemini-embedding-2`.
    pub model: String,
    /// How wide they are.
    pub dims: usize,
}

/// An embedder. Errors as for `Llm`, and `embedding_mismatch` when a vector has not the width of the space.
pub trait Embedder {
    /// The space its vectors lie in.
    fn space(&self) -> &EmbeddingSpace;

    /// One vector a text, in order, each of `space().dims` finite numbers and of length 1. Splits into as many
    /// requests as the service's limits ask for; an empty slice makes none.
    fn embed<'a>(&'a self, texts: &'a [String], purpose: EmbedPurpose) -> PortFuture<'a, Vec<Vec<f32>>>;
}
