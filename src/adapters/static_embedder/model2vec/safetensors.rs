//! The safetensors container (<https://github.com/huggingface/safetensors>): a JSON header that names ranges of what follows.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::{
    bytes::{Bytes, corrupt},
    rows::{Coding, half},
};
use crate::Result;

/// The longest header, in bytes: these files have a few tensors.
const MAX_HEADER: u64 = 1 << 20;

#[derive(Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: (usize, usize),
}

/// The tensors of a file.
pub(super) struct Tensors<'a> {
    entries: HashMap<String, Entry>,
    data: &'a [u8],
}

/// A table of vectors.
pub(super) struct Table<'a> {
    pub(super) rows: usize,
    pub(super) dims: usize,
    pub(super) coding: Coding,
    pub(super) bytes: &'a [u8],
}

impl<'a> Tensors<'a> {
    pub(super) fn read(file: &'a [u8]) -> Result<Self> {
        let mut rest = Bytes::new(file);
        let header =
            rest.u64().filter(|length| *length <= MAX_HEADER).and_then(|length| rest.take(length as usize));
        let header = header.ok_or_else(|| corrupt("is no safetensors file"))?;
        let named: Map<String, Value> =
            serde_json::from_slice(header).map_err(|_| corrupt("has no readable safetensors header"))?;
        let tensors = named.into_iter().filter(|(name, _)| name != "__metadata__");
        let entries = tensors.map(|(name, value)| Some((name, serde_json::from_value(value).ok()?)));
        let entries = entries.collect::<Option<_>>().ok_or_else(|| corrupt("describes a tensor wrongly"))?;
        let data = rest.take(rest.len()).unwrap_or_default();
        Ok(Self { entries, data })
    }

    fn bytes(&self, entry: &Entry, width: usize) -> Result<&'a [u8]> {
        let (start, end) = entry.data_offsets;
        let bytes = self.data.get(start..end).ok_or_else(|| corrupt("is cut off"))?;
        let numbers = entry.shape.iter().try_fold(1_usize, |product, n| product.checked_mul(*n));
        let right = numbers.and_then(|numbers| numbers.checked_mul(width)) == Some(bytes.len());
        right.then_some(bytes).ok_or_else(|| corrupt("has a tensor whose shape is not its size"))
    }

    /// A two-dimensional tensor of `F32`, `F16` or `I8` (whose common scale does not matter to a direction).
    pub(super) fn table(&self, name: &str) -> Result<Option<Table<'a>>> {
        let Some(entry) = self.entries.get(name) else { return Ok(None) };
        let (coding, width) = match entry.dtype.as_str() {
            "F32" => (Coding::Float32, 4),
            "F16" => (Coding::Float16, 2),
            "I8" => (Coding::Int8, 1),
            _ => return Err(corrupt("has vectors of a type other than F32, F16 and I8")),
        };
        let [rows, dims] = entry.shape.as_slice() else {
            return Err(corrupt("has vectors that are no table"));
        };
        Ok(Some(Table { rows: *rows, dims: *dims, coding, bytes: self.bytes(entry, width)? }))
    }

    /// A one-dimensional tensor of floats.
    pub(super) fn numbers(&self, name: &str) -> Result<Option<Vec<f32>>> {
        let Some(entry) = self.entries.get(name) else { return Ok(None) };
        Ok(Some(match entry.dtype.as_str() {
            "F64" => self
                .bytes(entry, 8)?
                .as_chunks::<8>()
                .0
                .iter()
                .map(|b| f64::from_le_bytes(*b) as f32)
                .collect(),
            "F32" => {
                self.bytes(entry, 4)?.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect()
            }
            "F16" => self
                .bytes(entry, 2)?
                .as_chunks::<2>()
                .0
                .iter()
                .map(|b| half(u16::from_le_bytes(*b)))
                .collect(),
            _ => return Err(corrupt("has weights of a type other than F64, F32 and F16")),
        }))
    }

    /// A one-dimensional tensor of integers: Python writes them as wide as its clustering made them.
    pub(super) fn indices(&self, name: &str) -> Result<Option<Vec<u32>>> {
        let Some(entry) = self.entries.get(name) else { return Ok(None) };
        let wide: Vec<i64> = match entry.dtype.as_str() {
            "I64" => {
                self.bytes(entry, 8)?.as_chunks::<8>().0.iter().map(|b| i64::from_le_bytes(*b)).collect()
            }
            "I32" => self
                .bytes(entry, 4)?
                .as_chunks::<4>()
                .0
                .iter()
                .map(|b| i32::from_le_bytes(*b).into())
                .collect(),
            _ => return Err(corrupt("has a mapping of a type other than I64 and I32")),
        };
        let narrow = wide.into_iter().map(u32::try_from).collect::<std::result::Result<_, _>>();
        narrow.map(Some).map_err(|_| corrupt("maps a token to no row"))
    }
}
