//! The one seam every stored byte passes: nouns to sealed rows and back. Encrypting rows later changes this file
//! and no store.
//!
//! A sealed value is one format byte, a CRC-32 (IEEE) in big-endian, and the payload. The checksum covers the
//! table and the key too, so a row that landed under another key is as corrupt as one with a flipped bit.

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    Error, Result, crc32,
    ports::{EmbeddingSpace, Key, Row, Table, Write},
};

/// Plain payload with a checksum.
const FORMAT_PLAIN: u8 = 1;

/// Seals a payload for its place.
pub(super) fn seal(table: Table, key: &Key, payload: &[u8]) -> Vec<u8> {
    let mut sealed = Vec::with_capacity(payload.len().saturating_add(5));
    sealed.push(FORMAT_PLAIN);
    sealed.extend_from_slice(&checksum(table, key, payload).to_be_bytes());
    sealed.extend_from_slice(payload);
    sealed
}

/// Opens what `seal` made for the same place. Error: `storage_corrupt`, or `storage_newer` for a format that this
/// release does not know.
pub(super) fn open<'a>(table: Table, key: &Key, sealed: &'a [u8]) -> Result<&'a [u8]> {
    let corrupt = || Error::storage_corrupt("a stored row failed its checksum and was set aside");
    let (format, rest) = sealed.split_first().ok_or_else(corrupt)?;
    if *format != FORMAT_PLAIN {
        return Err(corrupt());
    }
    let (sum, payload) = rest.split_at_checked(4).ok_or_else(corrupt)?;
    if sum != checksum(table, key, payload).to_be_bytes() {
        return Err(corrupt());
    }
    Ok(payload)
}

fn checksum(table: Table, key: &Key, payload: &[u8]) -> u32 {
    crc32::hash_all(&[table.as_str().as_bytes(), b"\0", key.as_str().as_bytes(), b"\0", payload])
}

/// A write that puts `value` as JSON. JSON, because rows outlive releases: unknown fields are skipped, missing
/// ones take their defaults.
pub(super) fn put<T: Serialize>(table: Table, key: Key, value: &T) -> Result<Write> {
    let payload =
        serde_json::to_vec(value).map_err(|_| Error::internal("a row could not be written as JSON"))?;
    Ok(put_bytes(table, key, &payload))
}

/// A write that puts raw bytes.
pub(super) fn put_bytes(table: Table, key: Key, payload: &[u8]) -> Write {
    let value = seal(table, &key, payload);
    Write::Put(table, Row { key, value })
}

/// Reads a row that `put` wrote.
pub(super) fn read<T: DeserializeOwned>(table: Table, key: &Key, sealed: &[u8]) -> Result<T> {
    serde_json::from_slice(open(table, key, sealed)?)
        .map_err(|_| Error::storage_corrupt("a stored row did not parse and was set aside"))
}

/// A vector with the space it lies in: the space as JSON, a zero byte, then f32 little-endian.
pub(super) fn vector_payload(space: &EmbeddingSpace, vector: &[f32]) -> Result<Vec<u8>> {
    let mut payload = serde_json::to_vec(space).map_err(|_| Error::internal("a space did not serialise"))?;
    payload.push(0);
    vector.iter().for_each(|x| payload.extend_from_slice(&x.to_le_bytes()));
    Ok(payload)
}

/// Reads what `vector_payload` wrote; none if the vector lies in another space than `space`.
pub(super) fn vector_in(space: &EmbeddingSpace, payload: &[u8]) -> Result<Option<Vec<f32>>> {
    let corrupt = || Error::storage_corrupt("a stored vector did not parse and was set aside");
    let zero = payload.iter().position(|b| *b == 0).ok_or_else(corrupt)?;
    let (head, rest) = payload.split_at_checked(zero).ok_or_else(corrupt)?;
    let stored: EmbeddingSpace = serde_json::from_slice(head).map_err(|_| corrupt())?;
    if stored != *space {
        return Ok(None);
    }
    let bytes = rest.get(1..).unwrap_or_default();
    let (chunks, tail) = bytes.as_chunks::<4>();
    let vector: Vec<f32> = chunks.iter().map(|c| f32::from_le_bytes(*c)).collect();
    if !tail.is_empty() || vector.len() != space.dims || !vector.iter().all(|x| x.is_finite()) {
        return Err(corrupt());
    }
    Ok(Some(vector))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Key {
        Key::new(text).unwrap()
    }

    #[test]
    fn any_flipped_bit_cut_or_move_is_noticed() {
        let sealed = seal(Table::Memories, &key("a"), b"hello");
        assert_eq!(open(Table::Memories, &key("a"), &sealed).unwrap(), b"hello");
        for bit in 0..sealed.len() * 8 {
            let mut bad = sealed.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert!(open(Table::Memories, &key("a"), &bad).is_err(), "bit {bit}");
        }
        for len in 0..sealed.len() {
            assert!(open(Table::Memories, &key("a"), &sealed[..len]).is_err(), "cut at {len}");
        }
        assert!(open(Table::Memories, &key("b"), &sealed).is_err(), "another key");
        assert!(open(Table::Events, &key("a"), &sealed).is_err(), "another table");
    }

    #[test]
    fn vectors_come_back_only_in_their_own_space() {
        let space = EmbeddingSpace { provider: "p".into(), model: "m".into(), dims: 2 };
        let payload = vector_payload(&space, &[0.5, -1.0]).unwrap();
        assert_eq!(vector_in(&space, &payload).unwrap(), Some(vec![0.5, -1.0]));
        let other = EmbeddingSpace { model: "n".into(), ..space.clone() };
        assert_eq!(vector_in(&other, &payload).unwrap(), None);
        assert!(vector_in(&space, &payload[..payload.len() - 1]).is_err());
        assert!(vector_in(&space, b"").is_err());
    }
}
