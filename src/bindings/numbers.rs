//! Numbers from JavaScript: typed arrays as they are, plain arrays number by number.

use js_sys::{ArrayBuffer, Float32Array, Reflect, Uint8Array, Uint32Array};
use wasm_bindgen::{JsCast, JsValue};

use super::foreign;
use crate::{Error, ErrorCode, Result};

/// A `Float32Array` or an array of numbers. What is no number becomes NaN, which the index refuses.
pub(super) fn floats(value: &JsValue, what: &str) -> Result<Vec<f32>> {
    let wrong = || Error::invalid_input(format!("{what} must be a Float32Array or an array of numbers"));
    match view(value).and_then(JsCast::dyn_ref::<Float32Array>) {
        Some(array) => copied(array.length(), |to| array.copy_to(to)),
        None => list(value, wrong, |x| Some(x.as_f64().map_or(f32::NAN, |x| x as f32))),
    }
}

/// A `Uint32Array` or an array of integers of that range.
pub(super) fn ids(value: &JsValue, what: &str) -> Result<Vec<u32>> {
    let wrong = || {
        Error::invalid_input(format!(
            "{what} must be a Uint32Array or an array of integers from 0 to 4,294,967,295"
        ))
    };
    let id = |x: &JsValue| x.as_f64().filter(|x| (0.0..=f64::from(u32::MAX)).contains(x) && x.fract() == 0.0);
    match view(value).and_then(JsCast::dyn_ref::<Uint32Array>) {
        Some(array) => copied(array.length(), |to| array.copy_to(to)),
        None => list(value, wrong, |x| id(x).map(|x| x as u32)),
    }
}

/// A `Uint8Array`.
pub(super) fn bytes(value: &JsValue, what: &str) -> Result<Vec<u8>> {
    let wrong = || Error::invalid_input(format!("{what} must be a Uint8Array"));
    let array = view(value).and_then(JsCast::dyn_ref::<Uint8Array>).ok_or_else(wrong)?;
    copied(array.length(), |to| array.copy_to(to))
}

/// An integer, 0 or more; infinity is the largest.
pub(super) fn count(value: &JsValue, what: &str) -> Result<usize> {
    let number = value.as_f64().filter(|x| *x >= 0.0 && (x.fract() == 0.0 || x.is_infinite()));
    number
        .map(|x| x as usize)
        .ok_or_else(|| Error::invalid_input(format!("{what} must be an integer, 0 or more")))
}

/// The value, if it is a view of a buffer: then asking for its class and its content runs nobody's code.
fn view(value: &JsValue) -> Option<&JsValue> {
    ArrayBuffer::is_view(value).then_some(value)
}

/// Copies a typed array of this length, if there is memory for it.
fn copied<T: Clone + Default>(length: u32, copy: impl FnOnce(&mut [T])) -> Result<Vec<T>> {
    let mut to = Vec::new();
    to.try_reserve_exact(length as usize).map_err(|_| {
        let message = "these are more numbers than fit into memory at once: pass them in smaller batches";
        Error::new(ErrorCode::OutOfMemory, message)
    })?;
    to.resize(length as usize, T::default());
    copy(&mut to);
    Ok(to)
}

fn list<T>(
    value: &JsValue,
    wrong: impl Fn() -> Error,
    item: impl Fn(&JsValue) -> Option<T>,
) -> Result<Vec<T>> {
    if !foreign::is_array(value).unwrap_or(false) {
        return Err(wrong());
    }
    let length = foreign::length(value).map_err(|_| wrong())?;
    (0..length)
        .map(|at| item(&Reflect::get_u32(value, at).map_err(|_| wrong())?).ok_or_else(&wrong))
        .collect()
}
