//! Every error that reaches JavaScript is a real `Error` named `MemoryError` with a code.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use crate::Error;

/// The JavaScript error, with `code`, `retryable`, and where known `retryAfterMs` and `cause`.
pub(super) fn to_js(error: &Error) -> JsValue {
    let js = js_sys::Error::new(error.message());
    js.set_name("MemoryError");
    let set = |name: &str, value: JsValue| {
        // Setting a field of a fresh object does not fail.
        let _ = Reflect::set(&js, &JsValue::from_str(name), &value);
    };
    set("code", error.code().as_str().into());
    set("retryable", error.is_retryable().into());
    if let Some(ms) = error.retry_after_ms() {
        set("retryAfterMs", JsValue::from_f64(ms as f64));
    }
    if let Some(cause) = error.cause() {
        set("cause", to_js(cause));
    }
    js.into()
}
