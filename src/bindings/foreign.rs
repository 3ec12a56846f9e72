//! Looking at a caller's value may run the caller's code: getters, proxies, methods put in place of others. What that
//! code throws must not pass through ours, which could not go on after it, so every look here catches.

use js_sys::{Array, ArrayBuffer, Date, Reflect, Uint8Array};
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

    /// `Object.prototype.toString`: what a value is, in whichever realm it was made.
    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    fn tag_of(value: &JsValue) -> Result<String, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// `new Uint8Array(…)`, which throws on what is no buffer, on one that was transferred away and out of its bounds.
    #[wasm_bindgen(js_name = Uint8Array)]
    type View;

    #[wasm_bindgen(constructor, catch, js_class = "Uint8Array")]
    fn new(buffer: &JsValue, offset: u32, length: u32) -> Result<View, JsValue>;
}

/// The bytes of a part of a buffer.
fn view(buffer: &JsValue, offset: u32, length: u32) -> Result<Uint8Array, JsValue> {
    let view: JsValue = View::new(buffer, offset, length)?.into();
    Ok(view.unchecked_into())
}

/// How a value's bytes lie in memory: a view of a buffer, or a buffer itself, also of another realm (an iframe).
pub(super) fn bytes(value: &JsValue) -> Option<Result<Uint8Array, JsValue>> {
    if ArrayBuffer::is_view(value) {
        return Some(part(value));
    }
    let is_buffer = tag_of(value).is_ok_and(|tag| tag == "[object ArrayBuffer]");
    is_buffer.then(|| view(value, 0, number(value, "byteLength")?))
}

fn part(value: &JsValue) -> Result<Uint8Array, JsValue> {
    let buffer = Reflect::get(value, &"buffer".into())?;
    view(&buffer, number(value, "byteOffset")?, number(value, "byteLength")?)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, NaN is 0")]
fn number(value: &JsValue, field: &str) -> Result<u32, JsValue> {
    Ok(Reflect::get(value, &field.into())?.as_f64().unwrap_or(0.0) as u32)
}

/// How many items a list says it has.
pub(super) fn length(list: &JsValue) -> Result<u32, JsValue> {
    number(list, "length")
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
