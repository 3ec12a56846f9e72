//! Sequence numbers as JavaScript numbers.

use wasm_bindgen::JsValue;

/// The largest whole number a JavaScript number holds exactly: 2^53 - 1.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

/// A sequence number for JavaScript. One a millisecond would reach the limit in 285,000 years.
pub(super) fn to_js(seq: u64) -> JsValue {
    JsValue::from_f64(seq as f64)
}

/// The sequence number in a value that may be anything.
pub(super) fn from_js(value: &JsValue) -> Option<u64> {
    let number = value.as_f64()?;
    ((0.0..=MAX_SAFE).contains(&number) && number.fract() == 0.0).then_some(number as u64)
}
