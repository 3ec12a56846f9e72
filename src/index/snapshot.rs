//! The index as one run of bytes: magic, version, the width, the parts (postcard), CRC-32 of all that.

use super::{arena::full, options::IndexOptions, vector_index::VectorIndex};
use crate::{Error, Result, crc32};

/// The first bytes: what it is and the version of what follows.
const HEADER: [u8; 5] = *b"FMVI\x02";
const CHECKSUM_BYTES: usize = 4;
/// No embedding is wider.
const MAX_DIMS: u32 = 1 << 16;

impl VectorIndex {
    /// Everything, as bytes with a version and a checksum: two bytes a component and some tens of bytes a vector.
    ///
    /// Error: `out_of_memory`.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        // Asked for at once, so that there is an answer when there is not enough; parts are small beside it.
        out.try_reserve_exact(self.bytes()).map_err(|_| full())?;
        out.extend(HEADER);
        out.extend((self.dims() as u32).to_le_bytes());
        for (name, _) in self.parts() {
            let Some(bytes) = self.export(&name) else { continue };
            // Writing to memory fails for no value of these types; a part that is missing would be noticed when read.
            out.extend(postcard::to_allocvec(&(name.as_str(), bytes.as_slice())).unwrap_or_default());
        }
        out.extend(crc32::hash(&out).to_le_bytes());
        Ok(out)
    }

    /// Reads what [`Self::to_bytes`] wrote; the options may be others than it was written with.
    ///
    /// Error: `storage_corrupt` for anything else, down to a single bit; `out_of_memory`.
    pub fn from_bytes(bytes: &[u8], options: IndexOptions) -> Result<Self> {
        let corrupt =
            || Error::storage_corrupt("the saved index is damaged: rebuild it from the stored vectors");
        let (checked, checksum) = bytes.split_last_chunk::<CHECKSUM_BYTES>().ok_or_else(corrupt)?;
        if crc32::hash(checked) != u32::from_le_bytes(*checksum) {
            return Err(corrupt());
        }
        let (dims, mut parts) =
            checked.strip_prefix(&HEADER).and_then(<[u8]>::split_first_chunk).ok_or_else(corrupt)?;
        let dims = u32::from_le_bytes(*dims);
        if dims > MAX_DIMS {
            return Err(corrupt());
        }
        let mut index = Self::new(dims as usize, options);
        while !parts.is_empty() {
            let ((name, bytes), rest) =
                postcard::take_from_bytes::<(&str, &[u8])>(parts).map_err(|_| corrupt())?;
            index.import(name, bytes)?;
            parts = rest;
        }
        index.finish_import();
        Ok(index)
    }
}
