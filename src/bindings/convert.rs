//! JavaScript values to typed requests, and answers back. Values are copied through a bounded walk first, so that
//! depth, size, cycles, NaN, functions and throwing getters all end in a clear error.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use js_sys::{Reflect, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Number, Value};
use wasm_bindgen::JsValue;

use super::{builtins, foreign, strict};
use crate::{
    Error, Result,
    engine::request::{MAX_CALL_MEDIA_BYTES, MAX_MEDIA_BYTES},
};

/// The deepest value that is read.
const MAX_DEPTH: usize = 64;
/// The most values that are read of one argument.
const MAX_NODES: usize = 100_000;

/// Reads an options object (missing or null: all defaults) into a request. `signal` is not part of it.
pub(super) fn options<T: DeserializeOwned + Default>(value: &JsValue, what: &str) -> Result<T> {
    if value.is_undefined() || value.is_null() {
        return Ok(T::default());
    }
    let Value::Object(mut map) = plain(value, what, &["signal"])? else {
        return Err(Error::invalid_input(format!("{what} must be an object")));
    };
    map.remove("signal");
    typed(Value::Object(map), what)
}

/// Reads a plain value into a type. The error names the key and what is wrong, never the value.
pub(super) fn typed<T: DeserializeOwned>(value: Value, what: &str) -> Result<T> {
    strict::read(value).map_err(|(path, error)| wrong(what, &path, &error.to_string()))
}

#[cold]
fn wrong(what: &str, path: &str, text: &str) -> Error {
    let at = if path.is_empty() { what.to_owned() } else { format!("{what}.{path}") };
    let shown: String = at.chars().take(100).collect();
    Error::invalid_input(match text.split('`').nth(1).map(|k| k.chars().take(60).collect::<String>()) {
        Some(_) if text.starts_with("unknown field") => {
            format!("{shown} is not an option: check its spelling")
        }
        Some(key) if text.starts_with("missing field") => format!("{shown} needs `{key}`"),
        _ => format!("{shown} has the wrong type or value"),
    })
}

/// Takes the field that names the kind of a tagged union, which must be an object; the others are those of the kind.
pub(super) fn kind(value: &mut Value, tag: &str, what: &str) -> Result<String> {
    let Value::Object(fields) = value else {
        return Err(Error::invalid_input(format!("{what} must be an object")));
    };
    match fields.remove(tag) {
        Some(Value::String(kind)) => Ok(kind),
        Some(_) => Err(unknown_kind(what)),
        None => Err(Error::invalid_input(format!("{what} needs `{tag}`"))),
    }
}

/// The error of a tagged union of no known kind.
pub(super) fn unknown_kind(what: &str) -> Error {
    Error::invalid_input(format!("{what} has the wrong type or value"))
}

/// A plain copy of a JavaScript value. `undefined` fields are left out, dates become RFC 3339, lone surrogates
/// become U+FFFD. The keys in `skip` are not looked at (at the top).
pub(super) fn plain(value: &JsValue, what: &str, skip: &[&str]) -> Result<Value> {
    Walk { nodes: 0, what, skip, bytes: None }.value(value, 0)
}

/// The same of messages, whose pictures and sounds (`data`) may be bytes: they become base64.
pub(super) fn plain_with_bytes(value: &JsValue, what: &str) -> Result<Value> {
    Walk { nodes: 0, what, skip: &[], bytes: Some(0) }.value(value, 0)
}

struct Walk<'a> {
    nodes: usize,
    what: &'a str,
    skip: &'a [&'a str],
    /// How many bytes of files were read; none where no files are taken.
    bytes: Option<usize>,
}

impl Walk<'_> {
    fn value(&mut self, value: &JsValue, depth: usize) -> Result<Value> {
        self.nodes = self.nodes.saturating_add(1);
        if depth > MAX_DEPTH || self.nodes > MAX_NODES {
            return Err(self.wrong("is nested too deep or too large"));
        }
        if value.is_null() || value.is_undefined() {
            return Ok(Value::Null);
        }
        if let Some(flag) = value.as_bool() {
            return Ok(Value::Bool(flag));
        }
        if let Some(text) = value.as_string() {
            return Ok(Value::String(text));
        }
        if let Some(number) = value.as_f64() {
            return self.number(number);
        }
        if !value.is_object() {
            return Err(
                self.wrong("may hold only strings, numbers, booleans, null, lists, objects and dates")
            );
        }
        if foreign::is_array(value).map_err(|_| self.unreadable())? {
            return self.list(value, depth.saturating_add(1));
        }
        match builtins::date(value) {
            Some(date) => date.map(Value::String).map_err(|_| self.wrong("holds an invalid date")),
            None => self.object(value, depth),
        }
    }

    fn list(&mut self, list: &JsValue, depth: usize) -> Result<Value> {
        let length = foreign::length(list).map_err(|_| self.unreadable())?;
        let mut items = Vec::new();
        for at in 0..length {
            let item = Reflect::get_u32(list, at).map_err(|_| self.unreadable())?;
            items.push(self.value(&item, depth)?);
        }
        Ok(Value::Array(items))
    }

    fn file(&mut self, bytes: &Uint8Array, read: usize) -> Result<Value> {
        let length = bytes.length() as usize;
        let read = read.saturating_add(length);
        if length > MAX_MEDIA_BYTES || read > MAX_CALL_MEDIA_BYTES {
            return Err(self.wrong(&format!(
                "may hold {MAX_MEDIA_BYTES} bytes in an image or audio part, {MAX_CALL_MEDIA_BYTES} in all"
            )));
        }
        self.bytes = Some(read);
        Ok(Value::String(STANDARD.encode(bytes.to_vec())))
    }

    fn object(&mut self, object: &JsValue, depth: usize) -> Result<Value> {
        let mut map = Map::new();
        for key in foreign::keys(object).map_err(|_| self.unreadable())?.iter() {
            let name = key.as_string().unwrap_or_default();
            if depth == 0 && self.skip.contains(&name.as_str()) {
                continue;
            }
            let field = Reflect::get(object, &key).map_err(|_| self.unreadable())?;
            if field.is_undefined() {
                continue;
            }
            let file = self.bytes.filter(|_| name == "data" && field.is_object());
            let value = match file.and_then(|read| Some((read, builtins::bytes(&field)?))) {
                Some((read, bytes)) => self.file(&bytes.map_err(|_| self.unreadable())?, read)?,
                None => self.value(&field, depth.saturating_add(1))?,
            };
            map.insert(name, value);
        }
        Ok(Value::Object(map))
    }

    /// Whole numbers stay whole, so that they read into integer fields.
    fn number(&self, number: f64) -> Result<Value> {
        const SAFE: f64 = 9_007_199_254_740_991.0;
        #[expect(clippy::cast_possible_truncation, reason = "whole and within the safe integers")]
        if number.fract() == 0.0 && number.abs() <= SAFE {
            return Ok(Value::Number((number as i64).into()));
        }
        Number::from_f64(number)
            .map(Value::Number)
            .ok_or_else(|| self.wrong("holds a number that is not finite"))
    }

    fn unreadable(&self) -> Error {
        self.wrong("has a field that cannot be read")
    }

    fn wrong(&self, how: &str) -> Error {
        Error::invalid_input(format!("{} {how}", self.what))
    }
}

/// An answer as plain objects.
pub(super) fn to_js<T: Serialize>(answer: &T) -> Result<JsValue> {
    answer
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|_| Error::internal("an answer could not be written as a JavaScript value"))
}
