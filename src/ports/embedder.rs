//! Turns texts into vectors.

use serde::{Deserialize, Serialize};

use super::PortFuture;
use crate::Error;

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

/// How an embedder's similarities are weighed against words.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fusion {
    /// What words count, 0 to 1; similarity takes the rest.
    #[serde(rename = "words")]
    pub words_weight: f32,
    /// The cosine of texts that have nothing in common: counts 0.
    pub cosine_low: f32,
    /// The cosine from which on texts mean the same: counts 1.
    pub cosine_high: f32,
}

impl Fusion {
    /// A cosine as 0 to 1.
    pub fn scale(&self, cosine: f32) -> f32 {
        let range = self.cosine_high - self.cosine_low;
        if range > 0.0 { ((cosine - self.cosine_low) / range).clamp(0.0, 1.0) } else { 0.0 }
    }
}

impl Default for Fusion {
    /// For embedders nobody measured: half and half, which lay on the flat optimum of every embedder that was.
    fn default() -> Self {
        Self { words_weight: 0.5, cosine_low: 0.2, cosine_high: 1.0 }
    }
}

/// Whether an embedder can embed now.
#[derive(Clone, Debug)]
pub enum Readiness {
    /// It can, as far as is known.
    Ready,
    /// Its model is not there yet.
    Loading,
    /// Its model could not be had; a later call tries again.
    Failed(Error),
}

/// An embedder. Errors as for `Llm`, `model_corrupt` when its model's file is damaged, and `embedding_mismatch` when a
/// vector has not the width of the space.
pub trait Embedder {
    /// Who makes the vectors, `gemini`.
    fn provider(&self) -> &str;

    /// The space its vectors lie in; none until that is known (a model that is not loaded yet). Once known it stays.
    fn space(&self) -> Option<&EmbeddingSpace>;

    /// Whether it asks no service: then nothing waits for it when it fails, and embedding again costs nobody anything.
    fn is_on_device(&self) -> bool {
        false
    }

    /// Whether it can embed now.
    fn readiness(&self) -> Readiness {
        Readiness::Ready
    }

    /// Gets ready to embed, where that takes time: a model is fetched.
    fn prepare(&self) -> PortFuture<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    /// One vector a text, in order, each of `dims` finite numbers and of length 1; none for a text without a
    /// direction (nothing in it that the model knows): it is found by its words. Splits into as many requests as the
    /// service's limits ask for; an empty slice makes none.
    fn embed<'a>(
        &'a self,
        texts: &'a [String],
        purpose: EmbedPurpose,
    ) -> PortFuture<'a, Vec<Option<Vec<f32>>>>;

    /// How its similarities are weighed against words.
    fn fusion(&self) -> Fusion {
        Fusion::default()
    }
}
