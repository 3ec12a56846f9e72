//! An object of options, field by field: for the few that the index takes, which need nothing of what reads a whole
//! configuration.

use js_sys::{Date, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::foreign;
use crate::{Error, Result};

/// How much of a misspelt name an error shows.
const SHOWN_CHARS: usize = 60;

/// Hands every field that is there (`undefined` is not) to `take`, which says whether it is an option. Nothing is handed
/// over if there is no object.
///
/// Errors: `invalid_input` for what is no object, a field that is no option or cannot be read; and those of `take`.
pub(super) fn each(
    object: &JsValue,
    what: &str,
    mut take: impl FnMut(&str, &JsValue) -> Result<bool>,
) -> Result<()> {
    if object.is_undefined() || object.is_null() {
        return Ok(());
    }
    let unreadable = |_| Error::invalid_input(format!("{what} has a field that cannot be read"));
    let is_other = object.is_instance_of::<Date>() || foreign::is_array(object).map_err(unreadable)?;
    if !object.is_object() || is_other {
        return Err(Error::invalid_input(format!("{what} must be an object")));
    }
    for key in foreign::keys(object).map_err(unreadable)?.iter() {
        let value = Reflect::get(object, &key).map_err(unreadable)?;
        let name = key.as_string().unwrap_or_default();
        if !value.is_undefined() && !take(&name, &value)? {
            let shown: String = name.chars().take(SHOWN_CHARS).collect();
            return Err(Error::invalid_input(format!("{what}.{shown} is not an option: check its spelling")));
        }
    }
    Ok(())
}

/// What a field of a value holds, of `undefined` if that is no object.
///
/// Error: `invalid_input` if it throws.
pub(super) fn one(object: &JsValue, what: &str, name: &str) -> Result<JsValue> {
    if !object.is_object() {
        return Ok(JsValue::UNDEFINED);
    }
    Reflect::get(object, &name.into())
        .map_err(|_| Error::invalid_input(format!("{what}.{name} cannot be read")))
}
