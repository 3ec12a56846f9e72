//! CRC-32 as in zip and PNG, sixteen bytes at a time. The tables are made when first needed: a library that brings them along
//! puts 16 kB into the wasm that do not compress.

use std::sync::OnceLock;

/// ISO-HDLC's polynomial, lowest bit first.
const POLYNOMIAL: u32 = 0xEDB8_8320;
const STEP: usize = 16;

/// What a byte does to the checksum that has 15, 14, … 0 more bytes of its step behind it.
type Tables = [[u32; 256]; STEP];

static TABLES: OnceLock<Tables> = OnceLock::new();

/// The checksum of some bytes.
pub(crate) fn hash(bytes: &[u8]) -> u32 {
    hash_all(&[bytes])
}

/// The checksum of several pieces, one after the other.
pub(crate) fn hash_all(pieces: &[&[u8]]) -> u32 {
    let tables = TABLES.get_or_init(tables);
    !pieces.iter().fold(u32::MAX, |crc, piece| {
        let (steps, rest) = piece.as_chunks::<STEP>();
        let crc = steps.iter().fold(crc, |crc, step| folded(tables, crc, step));
        let last = tables.last();
        rest.iter().fold(crc, |crc, byte| last.map_or(0, |table| entry(table, crc as u8 ^ byte)) ^ crc >> 8)
    })
}

fn folded(tables: &Tables, crc: u32, step: &[u8; STEP]) -> u32 {
    let bytes = (u128::from_le_bytes(*step) ^ u128::from(crc)).to_le_bytes();
    tables.iter().zip(bytes).fold(0, |crc, (table, byte)| crc ^ entry(table, byte))
}

/// Every byte has an entry.
fn entry(table: &[u32; 256], byte: u8) -> u32 {
    table.get(usize::from(byte)).copied().unwrap_or_default()
}

fn tables() -> Tables {
    let mut next = [0; 256];
    for (entry, byte) in next.iter_mut().zip(0_u32..) {
        *entry = (0..8).fold(byte, |crc, _| if crc & 1 == 1 { crc >> 1 ^ POLYNOMIAL } else { crc >> 1 });
    }
    let first = next;
    let mut tables = [first; STEP];
    for table in tables.iter_mut().rev() {
        *table = next;
        // One more byte, a zero, behind each.
        next = next.map(|crc| crc >> 8 ^ entry(&first, crc as u8));
    }
    tables
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_checksums() {
        assert_eq!((hash(b""), hash(b"123456789")), (0, 0xCBF4_3926));
        assert_eq!(hash_all(&[b"1234", b"", b"56789"]), 0xCBF4_3926);
    }

    proptest! {
        #[test]
        fn it_is_what_everybody_elses_is(bytes: Vec<u8>, cut: prop::sample::Index) {
            let (a, b) = bytes.split_at(cut.index(bytes.len() + 1));
            prop_assert_eq!(hash(&bytes), crc32fast::hash(&bytes));
            prop_assert_eq!(hash_all(&[a, b]), crc32fast::hash(&bytes));
        }
    }
}
