//! Plain values as a source of typed ones, stricter than `serde_json`'s own: a list is no struct. Otherwise
//! `["user", "hi"]` would be a message, field by field. And it tells where a value was wrong: a wrapper that does
//! (`serde_path_to_error`) has every type compiled once more.

use std::{cell::RefCell, vec};

use serde::{
    Deserializer,
    de::{DeserializeOwned, DeserializeSeed, Error as _, MapAccess, SeqAccess, Unexpected, Visitor},
    forward_to_deserialize_any,
};
use serde_json::{Error, Value, map};

/// Reads a type. The error comes with the path to what is wrong, such as `filter.all[0]`; empty for the value itself.
pub(super) fn read<T: DeserializeOwned>(value: Value) -> Result<T, (String, Error)> {
    let path = RefCell::default();
    T::deserialize(Strict { value, path: &path })
        .map_err(|e| (path.borrow().trim_start_matches('.').to_owned(), e))
}

/// The value to read.
struct Strict<'p> {
    value: Value,
    /// The path, written from its end on the way out of an error.
    path: &'p RefCell<String>,
}

impl<'de> Deserializer<'de> for Strict<'_> {
    type Error = Error;

    /// What is read as whatever it is: free JSON, tagged unions. Those take lists for structs, so whoever reads one
    /// makes sure first that it is an object.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Object(map) => {
                visitor.visit_map(Fields { left: map.into_iter(), here: None, path: self.path })
            }
            Value::Array(list) => visitor.visit_seq(Items { left: list.into_iter(), at: 0, path: self.path }),
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.value {
            Value::Object(map) => {
                visitor.visit_map(Fields { left: map.into_iter(), here: None, path: self.path })
            }
            _ => Err(Error::invalid_type(Unexpected::Other("no object"), &visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.value.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

/// The fields of an object.
struct Fields<'p> {
    left: map::IntoIter,
    here: Option<(String, Value)>,
    path: &'p RefCell<String>,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        self.here = self.left.next();
        let Some((key, _)) = &self.here else { return Ok(None) };
        let read = seed.deserialize(Value::String(key.clone()));
        read.map(Some).map_err(|e| passed(self.path, &format!(".{key}"), e))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let (key, value) = self.here.take().unwrap_or_default();
        let read = seed.deserialize(Strict { value, path: self.path });
        read.map_err(|e| passed(self.path, &format!(".{key}"), e))
    }
}

/// The items of a list.
struct Items<'p> {
    left: vec::IntoIter<Value>,
    at: usize,
    path: &'p RefCell<String>,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let Some(value) = self.left.next() else { return Ok(None) };
        let at = self.at;
        self.at = at.saturating_add(1);
        let read = seed.deserialize(Strict { value, path: self.path });
        read.map(Some).map_err(|e| passed(self.path, &format!("[{at}]"), e))
    }
}

/// An error on its way out of a field or an item.
#[cold]
fn passed(path: &RefCell<String>, step: &str, error: Error) -> Error {
    path.borrow_mut().insert_str(0, step);
    error
}
