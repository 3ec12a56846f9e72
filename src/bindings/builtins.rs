//! Values of the built-in classes that a plain value may hold, dates and bytes, whatever was put in place of their methods.

use js_sys::{ArrayBuffer, Date, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use super::foreign::number;

#[wasm_bindgen]
extern "C" {
    /// `Date.prototype.getTime`, whatever the date's own `getTime` is.
    #[wasm_bindgen(catch, js_namespace = ["Date", "prototype", "getTime"], js_name = call)]
    fn time_of(date: &JsValue) -> Result<f64, JsValue>;

    /// `Object.prototype.toString`: what a value is, in whichever realm it was made.
    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    fn tag_of(value: &JsValue) -> Result<String, JsValue>;

    /// `new Uint8Array(…)`, which throws on what is no buffer, on one that was transferred away and out of its bounds.
    #[wasm_bindgen(js_name = Uint8Array)]
    type View;

    #[wasm_bindgen(constructor, catch, js_class = "Uint8Array")]
    fn new(buffer: &JsValue, offset: u32, length: u32) -> Result<View, JsValue>;
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

/// The bytes of a part of a buffer.
fn view(buffer: &JsValue, offset: u32, length: u32) -> Result<Uint8Array, JsValue> {
    let view: JsValue = View::new(buffer, offset, length)?.into();
    Ok(view.unchecked_into())
}
