//! Gemini's embedding models behind [`Embedder`].

use std::{fmt, rc::Rc};

use super::{
    client::Client,
    config::GeminiConfig,
    error::{self, Asked},
    models::{self, DEFAULT_EMBEDDING_MODEL, DIMS, EmbeddingModel, TaskScheme},
    wire::{BatchEmbedResponse, Content, EmbedRequest},
};
use crate::{
    Error, Result,
    adapters::unit::unit,
    ports::{Clock, EmbedPurpose, Embedder, EmbeddingSpace, Entropy, Http, PortFuture},
};

/// The most texts of one request.
const MAX_BATCH: usize = 100;
/// The most bytes of one request's body: the service takes 4 MiB, and a proxy may add to it.
const MAX_BATCH_BYTES: usize = 4 * 1024 * 1024 - 64 * 1024;

const BATCH_START: &str = r#"{"requests":["#;
const BATCH_END: &str = "]}";

/// One embedding model of Gemini. Texts longer than the model takes are cut (the service would refuse them, or cut
/// them unasked): after 24 KB, of `gemini-embedding-001` after 6 KB.
pub struct GeminiEmbedder {
    client: Client,
    model: EmbeddingModel,
    space: EmbeddingSpace,
}

impl fmt::Debug for GeminiEmbedder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GeminiEmbedder").field("space", &self.space).finish_non_exhaustive()
    }
}

impl GeminiEmbedder {
    /// A door to `model`, whose vectors are to be `dims` wide (128 to 3072). Errors: `invalid_config`, naming the key.
    pub fn new(
        config: &GeminiConfig,
        model: &str,
        dims: usize,
        http: Rc<dyn Http>,
        clock: Rc<dyn Clock>,
        entropy: Rc<dyn Entropy>,
    ) -> Result<Self> {
        if !DIMS.contains(&dims) {
            return Err(Error::invalid_config("`dims` must lie between 128 and 3072"));
        }
        let client = Client::new(config, model, DEFAULT_EMBEDDING_MODEL, http, clock, entropy)?;
        let space = EmbeddingSpace { provider: "gemini".to_owned(), model: client.model().to_owned(), dims };
        Ok(Self { client, model: models::embedding_model(model), space })
    }

    async fn embed_all(&self, texts: &[String], purpose: EmbedPurpose) -> Result<Vec<Option<Vec<f32>>>> {
        let elements = texts.iter().map(|text| self.element(text, purpose));
        let mut vectors = Vec::with_capacity(texts.len());
        for (count, body) in Batches::of(elements) {
            let read = |bytes: &[u8]| read(bytes, count, self.space.dims, self.client.asked());
            vectors.extend(self.client.call("batchEmbedContents", &body?, read).await?.into_iter().map(Some));
        }
        Ok(vectors)
    }

    /// One text's element of the request, as JSON.
    fn element(&self, text: &str, purpose: EmbedPurpose) -> Result<String> {
        // The words are those the model was trained with: https://ai.google.dev/gemini-api/docs/embeddings
        let (prefix, task_type) = match (self.model.scheme, purpose) {
            (TaskScheme::Prefix, EmbedPurpose::Query) => ("task: search result | query: ", None),
            (TaskScheme::Prefix, EmbedPurpose::Document) => ("title: none | text: ", None),
            (TaskScheme::TaskType, EmbedPurpose::Query) => ("", Some("RETRIEVAL_QUERY")),
            (TaskScheme::TaskType, EmbedPurpose::Document) => ("", Some("RETRIEVAL_DOCUMENT")),
        };
        let text = format!("{prefix}{}", cut(text, self.model.max_bytes.saturating_sub(prefix.len())));
        let request = EmbedRequest {
            model: &self.client.resource,
            content: Content::new(None, &text),
            task_type,
            output_dimensionality: self.space.dims,
        };
        serde_json::to_string(&request).map_err(|_| Error::internal("a request could not be written as JSON"))
    }
}

impl Embedder for GeminiEmbedder {
    fn provider(&self) -> &str {
        &self.space.provider
    }

    fn space(&self) -> Option<&EmbeddingSpace> {
        Some(&self.space)
    }

    fn embed<'a>(
        &'a self,
        texts: &'a [String],
        purpose: EmbedPurpose,
    ) -> PortFuture<'a, Vec<Option<Vec<f32>>>> {
        Box::pin(self.embed_all(texts, purpose))
    }
}

/// The bodies of as few requests as the service's limits allow, each with its number of texts, made as they are needed.
struct Batches<I: Iterator<Item = Result<String>>> {
    elements: std::iter::Peekable<I>,
}

impl<I: Iterator<Item = Result<String>>> Batches<I> {
    fn of(elements: I) -> Self {
        Self { elements: elements.peekable() }
    }
}

impl<I: Iterator<Item = Result<String>>> Iterator for Batches<I> {
    type Item = (usize, Result<String>);

    fn next(&mut self) -> Option<Self::Item> {
        let mut body = String::from(BATCH_START);
        let mut count = 0;
        let fits = |body: &str, element: &Result<String>| match element {
            Ok(json) => body.len() + json.len() + 1 + BATCH_END.len() <= MAX_BATCH_BYTES,
            Err(_) => true,
        };
        while count < MAX_BATCH {
            // A text is cut long before it could fill a batch by itself; if one ever did, it would go alone.
            let Some(element) = self.elements.next_if(|element| count == 0 || fits(&body, element)) else {
                break;
            };
            match element {
                Ok(json) => {
                    if count > 0 {
                        body.push(',');
                    }
                    body.push_str(&json);
                    count += 1;
                }
                Err(error) => return Some((count, Err(error))),
            }
        }
        body.push_str(BATCH_END);
        (count > 0).then_some((count, Ok(body)))
    }
}

/// At most `max` bytes of `text`, whole characters.
fn cut(text: &str, max: usize) -> &str {
    let end = (0..=max.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// The vectors of an answer, each of length 1: the service makes them so for some models and widths only.
fn read(bytes: &[u8], count: usize, dims: usize, asked: Asked<'_>) -> Result<Vec<Vec<f32>>> {
    let response: BatchEmbedResponse = serde_json::from_slice(bytes).map_err(|_| {
        Error::bad_reply("the embedding service sent something that is not its JSON, or only a part of it")
    })?;
    if let Some(e) = &response.error {
        return Err(error::of_object(e, asked));
    }
    let embeddings = response.embeddings.unwrap_or_default();
    if embeddings.len() != count {
        return Err(Error::bad_reply(format!(
            "the embedding service sent {} vectors for {count} texts",
            embeddings.len()
        )));
    }
    embeddings.into_iter().map(|embedding| unit(embedding.values.unwrap_or_default(), dims)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_are_cut_between_characters() {
        assert_eq!((cut("abc", 9), cut("abc", 2), cut("가나", 4), cut("가", 2)), ("abc", "ab", "가", ""));
    }

    proptest! {
        #[test]
        fn batches_keep_order_and_limits(sizes in prop::collection::vec(1_usize..900_000, 0..30), many in 0_usize..250) {
            let texts: Vec<String> = sizes.iter().copied().chain(std::iter::repeat_n(3, many))
                .enumerate().map(|(i, size)| format!("{i}:{}", "x".repeat(size))).collect();
            let batches: Vec<_> = Batches::of(texts.iter().map(|t| Ok(format!("\"{t}\"")))).collect();
            let mut seen = Vec::new();
            for (count, body) in &batches {
                let body = body.as_ref().unwrap();
                prop_assert!(*count <= MAX_BATCH && body.len() <= MAX_BATCH_BYTES);
                let json: serde_json::Value = serde_json::from_str(body).unwrap();
                let items = json["requests"].as_array().unwrap();
                prop_assert_eq!(items.len(), *count);
                seen.extend(items.iter().map(|item| item.as_str().unwrap().to_owned()));
            }
            prop_assert_eq!(&seen, &texts);
            // No two neighbours would have fitted into one.
            for pair in batches.windows(2) {
                let (a, b) = (&pair[0], &pair[1]);
                let first_of_b: usize = texts[batches.iter().take_while(|x| !std::ptr::eq(*x, b)).map(|x| x.0).sum::<usize>()].len() + 2;
                prop_assert!(a.0 == MAX_BATCH || a.1.as_ref().unwrap().len() + first_of_b + 1 > MAX_BATCH_BYTES);
            }
        }
    }
}
