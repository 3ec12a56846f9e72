//! Vectors for texts that are to be kept.

use super::{Engine, add::keeps_turn_pending};
use crate::{Error, Result, ports::EmbedPurpose};

impl Engine {
    /// One vector a text; none for a text without a direction, and for each without an embedder.
    pub(super) async fn embed_documents(&self, texts: &[String]) -> Result<Vec<Option<Vec<f32>>>> {
        if texts.iter().any(String::is_empty) {
            let said: Vec<String> = texts.iter().filter(|text| !text.is_empty()).cloned().collect();
            let mut vectors = Box::pin(self.embed_documents(&said)).await?.into_iter();
            let vector = |text: &String| if text.is_empty() { None } else { vectors.next().flatten() };
            return Ok(texts.iter().map(vector).collect());
        }
        match &self.ports.embedder {
            Some(embedder) if !texts.is_empty() => {
                let vectors = embedder.embed(texts, EmbedPurpose::Document).await?;
                if vectors.len() != texts.len() {
                    return Err(Error::bad_reply(
                        "the embedder returned another number of vectors than of texts",
                    ));
                }
                self.embedding_rests.set(false);
                Ok(vectors)
            }
            _ => Ok(vec![None; texts.len()]),
        }
    }

    /// The same for what a model call has already been spent on: it does not wait for an embedder on the device that
    /// fails. `maintain` and `flush` make up for it.
    pub(super) async fn embed_facts(&self, texts: &[String]) -> Result<Vec<Option<Vec<f32>>>> {
        let on_device = self.ports.embedder.as_ref().is_some_and(|embedder| embedder.is_on_device());
        match self.embed_documents(texts).await {
            Err(e) if on_device && keeps_turn_pending(e.code()) => Ok(vec![None; texts.len()]),
            answer => answer,
        }
    }
}
