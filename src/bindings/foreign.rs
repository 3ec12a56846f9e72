//! Looking at a caller's value may run the caller's code: getters, proxies, methods put in place of others. What that
//! code throws must not pass through ours, which could not go on after it, so every look here catches.

use js_sys::{Array, Date, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    pub(super) fn is_array(value: &JsValue) -> Result<bool, JsValue>;

    /// The names of an object's own fields.
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    pub(super) fn keys(object: &JsValue) -> Result<Array, JsValue>;

    /// `Date.prototype.getTime`, whatever the date's own `getTime` is.
    #[wasm_bindgen(catch, js_namespace = ["Date", "prototype", "getTime"], js_name = call)]
    fn time_of(date: &JsValue) -> Result<f64, JsValue>;
}

/// How many items a list says it has.
pub(super) fn length(list: &JsValue) -> Result<u32, JsValue> {
    let length = Reflect::get(list, &"length".into())?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, NaN is 0")]
    Ok(length.as_f64().unwrap_or(0.0) as u32)
}

/// A `Date` as RFC 3339: none if the value is no date, `Err` if it is an invalid one.
pub(super) fn date(value: &JsValue) -> Option<Result<String, JsValue>> {
    value.is_instance_of::<Date>().then(|| {
        let ms = time_of(value)?;
        if ms.is_nan() {
            return Err(JsValue::UNDEFINED);
        }
        Ok(Date::new(&ms.into()).to_iso_string().into())
    })
}
