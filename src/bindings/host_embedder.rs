//! A caller's own function as an embedder. What it gives is checked like the answer of a service.

use std::rc::Rc;

use futures_util::future::{Either, select};
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::{foreign, numbers};
use crate::{
    Error, ErrorCode, Result,
    adapters::unit::unit,
    ports::{Clock, EmbedPurpose, Embedder, EmbeddingSpace, PortFuture},
};

const PROVIDER: &str = "host";
/// The most texts of one call.
const MAX_BATCH: usize = 64;
/// Time limit of one call, in milliseconds.
const TIMEOUT_MS: u64 = 60_000;
const MAX_DIMS: usize = 65_536;
const MAX_NAME: usize = 200;

/// The port over `embed(texts, purpose)`.
pub(super) struct HostEmbedder {
    embed: Function,
    space: EmbeddingSpace,
    clock: Rc<dyn Clock>,
}

impl HostEmbedder {
    /// Error: `invalid_config`.
    pub(super) fn new(embed: Function, model: String, dims: usize, clock: Rc<dyn Clock>) -> Result<Self> {
        if !(1..=MAX_DIMS).contains(&dims) {
            return Err(Error::invalid_config("config.embedder.dims must lie between 1 and 65536"));
        }
        if model.trim().is_empty() || model.len() > MAX_NAME {
            return Err(Error::invalid_config("config.embedder.model must hold 1 to 200 bytes"));
        }
        Ok(Self { embed, space: EmbeddingSpace { provider: PROVIDER.to_owned(), model, dims }, clock })
    }

    async fn embed_all(&self, texts: &[String], purpose: EmbedPurpose) -> Result<Vec<Option<Vec<f32>>>> {
        let mut vectors = Vec::with_capacity(texts.len());
        for batch in texts.chunks(MAX_BATCH) {
            match select(Box::pin(self.call(batch, purpose)), self.clock.sleep(TIMEOUT_MS)).await {
                Either::Left((answer, _)) => vectors.extend(answer?),
                Either::Right(_) => {
                    return Err(Error::new(
                        ErrorCode::Timeout,
                        "the `embed` you gave took longer than a minute",
                    ));
                }
            }
        }
        Ok(vectors)
    }

    async fn call(&self, texts: &[String], purpose: EmbedPurpose) -> Result<Vec<Option<Vec<f32>>>> {
        let list: Array = texts.iter().map(|text| JsValue::from(text.as_str())).collect();
        let purpose = match purpose {
            EmbedPurpose::Document => "document",
            EmbedPurpose::Query => "query",
        };
        // What it throws may hold a memory's text, so nothing of it is passed on.
        let failed =
            |_| Error::new(ErrorCode::ModelUnavailable, "the `embed` you gave failed: look at what it threw");
        let promise = self.embed.call2(&JsValue::UNDEFINED, &list, &purpose.into()).map_err(failed)?;
        let answer = JsFuture::from(Promise::resolve(&promise)).await.map_err(failed)?;
        let wrong =
            || Error::bad_reply("the `embed` you gave must resolve to a list with a vector for each text");
        let is_list = foreign::is_array(&answer).unwrap_or(false);
        if !is_list || foreign::length(&answer).map_err(|_| wrong())? as usize != texts.len() {
            return Err(wrong());
        }
        let vector = |at: usize| {
            let vector =
                Reflect::get_u32(&answer, u32::try_from(at).unwrap_or(u32::MAX)).map_err(|_| wrong())?;
            if vector.is_null() || vector.is_undefined() {
                return Ok(None);
            }
            let numbers = numbers::floats(&vector, "a vector").map_err(|_| wrong())?;
            unit(numbers, self.space.dims).map(Some)
        };
        (0..texts.len()).map(vector).collect()
    }
}

impl Embedder for HostEmbedder {
    fn provider(&self) -> &str {
        PROVIDER
    }

    fn space(&self) -> Option<&EmbeddingSpace> {
        Some(&self.space)
    }

    fn is_on_device(&self) -> bool {
        true
    }

    fn embed<'a>(
        &'a self,
        texts: &'a [String],
        purpose: EmbedPurpose,
    ) -> PortFuture<'a, Vec<Option<Vec<f32>>>> {
        Box::pin(self.embed_all(texts, purpose))
    }
}
