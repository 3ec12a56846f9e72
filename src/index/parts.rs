//! The index in parts.

use super::VectorIndex;
use crate::{Error, Result, index::kernel};

const ROWS: u32 = 64;

impl VectorIndex {
    /// Parts.
    pub fn parts(&self) -> Vec<(String, u64)> {
        self.versions.iter().map(|(n, v)| (format!("rows/{n:08x}"), *v)).collect()
    }

    /// Bytes of a part.
    pub fn export(&self, part: &str) -> Option<Vec<u8>> {
        let n = u32::from_str_radix(part.strip_prefix("rows/")?, 16).ok()?;
        self.versions.get(&n)?;
        let mut out = Vec::new();
        for slot in n * ROWS..(n + 1) * ROWS {
            if let Some(vector) = self.vector(slot) {
                out.extend_from_slice(&slot.to_le_bytes());
                vector.iter().for_each(|x| out.extend_from_slice(&x.to_le_bytes()));
            }
        }
        Some(out)
    }

    /// Takes a part over.
    pub fn import(&mut self, part: &str, bytes: &[u8]) -> Result<()> {
        let bad = || Error::storage_corrupt("a part of the index is damaged");
        let n = part.strip_prefix("rows/").and_then(|n| u32::from_str_radix(n, 16).ok()).ok_or_else(bad)?;
        let (quads, rest) = bytes.as_chunks::<4>();
        if !rest.is_empty() || quads.len() % (self.dims() + 1) != 0 {
            return Err(bad());
        }
        for row in quads.chunks(self.dims() + 1) {
            let (slot, vector) = row.split_first().ok_or_else(bad)?;
            let vector: Vec<f32> = vector.iter().map(|q| f32::from_le_bytes(*q)).collect();
            self.insert(u32::from_le_bytes(*slot), &vector)?;
        }
        self.versions.insert(n, 0);
        Ok(())
    }

    /// After the last part.
    pub fn finish_import(&mut self) {}

    /// Cosine of a slot.
    pub fn similarity(&self, query: &[f32], slot: u32) -> Option<f32> {
        Some(kernel::dot(query, self.vector(slot)?))
    }

    pub(super) fn touch(&mut self, slot: u32) {
        *self.versions.entry(slot / ROWS).or_default() += 1;
    }
}
