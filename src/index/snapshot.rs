//! The index as one run of bytes: magic, version, the parts (postcard), CRC-32 of all that.

use serde::{Deserialize, Serialize};

use super::{options::IndexOptions, vector_index::VectorIndex};
use crate::{Error, Result};

/// The first bytes: what it is and the version of what follows.
const HEADER: [u8; 5] = *b"FMVI\x02";
const CHECKSUM_BYTES: usize = 4;
/// No embedding is wider.
const MAX_DIMS: u32 = 1 << 16;

#[derive(Serialize, Deserialize)]
struct Snapshot<'a> {
    dims: u32,
    #[serde(borrow)]
    parts: Vec<(&'a str, &'a [u8])>,
}

impl VectorIndex {
    /// Everything, as bytes with a version and a checksum: two bytes a component and some tens of bytes a vector.
    pub fn to_bytes(&self) -> Vec<u8> {
        let parts: Vec<(String, Vec<u8>)> = self
            .parts()
            .into_iter()
            .filter_map(|(name, _)| Some((name.clone(), self.export(&name)?)))
            .collect();
        let parts = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let mut out = HEADER.to_vec();
        // Writing to memory fails for no value of these types; a file without its parts would be refused when read.
        out.extend(postcard::to_allocvec(&Snapshot { dims: self.dims() as u32, parts }).unwrap_or_default());
        out.extend(crc32fast::hash(&out).to_le_bytes());
        out
    }

    /// Reads what [`Self::to_bytes`] wrote; the options may be others than it was written with.
    ///
    /// Error: `storage_corrupt` for anything else, down to a single bit.
    pub fn from_bytes(bytes: &[u8], options: IndexOptions) -> Result<Self> {
        let corrupt =
            || Error::storage_corrupt("the saved index is damaged: rebuild it from the stored vectors");
        let (checked, checksum) = bytes.split_last_chunk::<CHECKSUM_BYTES>().ok_or_else(corrupt)?;
        if crc32fast::hash(checked) != u32::from_le_bytes(*checksum) {
            return Err(corrupt());
        }
        let body = checked.strip_prefix(&HEADER).ok_or_else(corrupt)?;
        let (snapshot, rest) = postcard::take_from_bytes::<Snapshot<'_>>(body).map_err(|_| corrupt())?;
        if !rest.is_empty() || snapshot.dims > MAX_DIMS {
            return Err(corrupt());
        }
        let mut index = Self::new(snapshot.dims as usize, options);
        for (name, bytes) in snapshot.parts {
            index.import(name, bytes)?;
        }
        index.finish_import();
        Ok(index)
    }
}
