//! Looking at a caller's value may run the caller's code: getters, proxies, methods put in place of others. What that
//! code throws must not pass through ours, which could not go on after it, so every look here catches.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    pub(super) fn is_array(value: &JsValue) -> Result<bool, JsValue>;

    /// The names of an object's own fields.
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    pub(super) fn keys(object: &JsValue) -> Result<Array, JsValue>;
}

/// A number that a value says it has; 0 for anything else.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, NaN is 0")]
pub(super) fn number(value: &JsValue, field: &str) -> Result<u32, JsValue> {
    Ok(Reflect::get(value, &field.into())?.as_f64().unwrap_or(0.0) as u32)
}

/// How many items a list says it has.
pub(super) fn length(list: &JsValue) -> Result<u32, JsValue> {
    number(list, "length")
}
