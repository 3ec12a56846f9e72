//! A caller's own function as a reranker. What it gives is checked like the answer of a service.

use std::rc::Rc;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::numbers;
use crate::{
    Error, ErrorCode, Result,
    ports::{PortFuture, Reranker},
};

/// The port over `rerank(query, texts)`.
struct HostReranker(Function);

/// The reranker of a configuration, if it has one. Error: `invalid_config`.
pub(super) fn reranker(rerank: JsValue) -> Result<Option<Rc<dyn Reranker>>> {
    if rerank.is_undefined() || rerank.is_null() {
        return Ok(None);
    }
    let rerank = rerank.dyn_into().map_err(|_| Error::invalid_config("config.rerank must be a function"))?;
    Ok(Some(Rc::new(HostReranker(rerank))))
}

impl Reranker for HostReranker {
    fn rerank<'a>(&'a self, query: &'a str, texts: &'a [String]) -> PortFuture<'a, Vec<f32>> {
        Box::pin(async move {
            let list: Array = texts.iter().map(|text| JsValue::from(text.as_str())).collect();
            // What it throws may hold a memory's text, so nothing of it is passed on.
            let failed = |_| {
                Error::new(ErrorCode::ModelUnavailable, "the `rerank` you gave failed: look at what it threw")
            };
            let promise = self.0.call2(&JsValue::UNDEFINED, &query.into(), &list).map_err(failed)?;
            let answer = JsFuture::from(Promise::resolve(&promise)).await.map_err(failed)?;
            numbers::floats(&answer, "the answer").map_err(|_| {
                Error::bad_reply(
                    "the `rerank` you gave must resolve to a list with a finite number for each text",
                )
            })
        })
    }
}
