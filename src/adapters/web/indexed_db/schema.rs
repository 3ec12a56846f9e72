//! What lies where in the database.
//!
//! One object store a [`Table`](crate::ports::Table), out-of-line string keys, values as `Uint8Array`; and `header`,
//! with one row.

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::super::number;
use crate::ports::Entropy;

/// The object store of the header.
pub(super) const HEADER: &str = "header";
/// The key of its only row.
pub(super) const HEADER_KEY: &str = "header";
/// How many of the last batches the header names: a batch whose commit is in doubt is looked up among them.
const REMEMBERED: usize = 32;

/// What the store knows about itself, written in the same transaction as every strict batch.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// Drawn when the database was made: tells it from one made later under the same name.
    pub(super) id: String,
    /// The sequence number.
    pub(super) seq: u64,
    /// The ids of the last batches, the newest first.
    recent: Vec<String>,
}

impl Header {
    /// The header of a new database.
    pub(super) fn new(id: &str) -> Self {
        Self { id: id.to_owned(), seq: 0, recent: Vec::new() }
    }

    /// Its row: `[id, seq, newest batch, …]`.
    pub(super) fn to_js(&self) -> JsValue {
        let fields = [JsValue::from_str(&self.id), number::to_js(self.seq)];
        fields.into_iter().chain(self.recent.iter().map(|id| JsValue::from_str(id))).collect::<Array>().into()
    }

    /// Reads the row; none if it is not one.
    pub(super) fn from_js(row: &JsValue) -> Option<Self> {
        if !Array::is_array(row) {
            return None;
        }
        let fields: Array = Array::from(row);
        let recent = fields.iter().skip(2).map(|id| id.as_string()).collect::<Option<_>>()?;
        Some(Self { id: fields.get(0).as_string()?, seq: number::from_js(&fields.get(1))?, recent })
    }

    /// The header after the batch `id`.
    pub(super) fn after(&self, id: &str) -> Self {
        let recent =
            std::iter::once(id.to_owned()).chain(self.recent.iter().cloned()).take(REMEMBERED).collect();
        Self { id: self.id.clone(), seq: self.seq + 1, recent }
    }

    /// The sequence number the batch `id` left behind, if it is one of the last.
    pub(super) fn seq_after(&self, id: &str) -> Option<u64> {
        let age = self.recent.iter().position(|recent| recent == id)?;
        self.seq.checked_sub(u64::try_from(age).ok()?)
    }

    /// Whether it would still name a batch that was applied at `expect_seq`.
    pub(super) fn remembers(&self, expect_seq: u64) -> bool {
        self.seq.saturating_sub(expect_seq) <= REMEMBERED as u64
    }
}

/// A random id, for a database or a batch.
pub(super) fn new_id(entropy: &dyn Entropy) -> String {
    let mut bytes = [0; 12];
    entropy.fill(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
