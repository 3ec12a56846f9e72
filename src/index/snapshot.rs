//! The index as bytes: magic, version, the blocks (postcard), CRC-32 of all that. Read as if an enemy had written it.

use serde::{Deserialize, Serialize};

use super::{flat::Flat, graph::Graph, segment::Segment, vector::is_unit};
use crate::{Error, Result};

/// The first bytes: what it is and the version of what follows.
const HEADER: [u8; 5] = *b"FMVI\x01";
const CHECKSUM_BYTES: usize = 4;

#[derive(Serialize, Deserialize)]
struct Snapshot<'a> {
    dims: u32,
    #[serde(borrow)]
    fresh: Block<'a>,
    #[serde(borrow)]
    segments: Vec<Block<'a>>,
}

#[derive(Serialize, Deserialize)]
struct Block<'a> {
    /// The slot of each row; none for a tombstone.
    slots: Vec<Option<u32>>,
    /// The rows, little-endian `f32`.
    #[serde(with = "bytes", borrow)]
    vectors: std::borrow::Cow<'a, [u8]>,
    /// instant-distance's form of the graph; empty where there is none.
    #[serde(with = "bytes", borrow)]
    graph: std::borrow::Cow<'a, [u8]>,
}

pub(crate) fn write(dims: usize, fresh: &Flat, segments: &[Segment]) -> Vec<u8> {
    let snapshot = Snapshot {
        dims: u32::try_from(dims).unwrap_or(u32::MAX),
        fresh: Block::new(fresh, Vec::new()),
        segments: segments
            .iter()
            .map(|s| Block::new(s.rows(), s.graph().to_bytes().unwrap_or_default()))
            .collect(),
    };
    let mut out = HEADER.to_vec();
    // Writing to memory fails for no value of these types; a file without its blocks would be refused when read.
    out.extend(postcard::to_allocvec(&snapshot).unwrap_or_default());
    out.extend(crc32fast::hash(&out).to_le_bytes());
    out
}

pub(crate) fn read(bytes: &[u8]) -> Result<(usize, Flat, Vec<Segment>)> {
    let corrupt = || Error::storage_corrupt("the saved index is damaged: rebuild it from the stored vectors");
    let (checked, checksum) = bytes.split_last_chunk::<CHECKSUM_BYTES>().ok_or_else(corrupt)?;
    if crc32fast::hash(checked) != u32::from_le_bytes(*checksum) {
        return Err(corrupt());
    }
    let body = checked.strip_prefix(&HEADER).ok_or_else(corrupt)?;
    let (snapshot, rest) = postcard::take_from_bytes::<Snapshot<'_>>(body).map_err(|_| corrupt())?;
    if !rest.is_empty() {
        return Err(corrupt());
    }
    let dims = snapshot.dims as usize;
    let fresh = snapshot.fresh.rows(dims)?;
    let mut segments = Vec::new();
    for block in snapshot.segments {
        let rows = block.rows(dims)?;
        let graph = Graph::from_bytes(&block.graph, rows.row_count())?;
        segments.push(Segment::from_parts(rows, graph));
    }
    if has_slot_twice(std::iter::once(&fresh).chain(segments.iter().map(Segment::rows))) {
        return Err(corrupt());
    }
    Ok((dims, fresh, segments))
}

impl Block<'_> {
    fn new(rows: &Flat, graph: Vec<u8>) -> Self {
        let vectors: Vec<u8> = rows.vectors().iter().flat_map(|x| x.to_le_bytes()).collect();
        Self { slots: rows.slots().to_vec(), vectors: vectors.into(), graph: graph.into() }
    }

    fn rows(&self, dims: usize) -> Result<Flat> {
        let (quads, rest) = self.vectors.as_chunks::<4>();
        let vectors: Vec<f32> = quads.iter().map(|&quad| f32::from_le_bytes(quad)).collect();
        if !rest.is_empty() || !vectors.chunks(dims.max(1)).all(is_unit) {
            return Err(Error::storage_corrupt("an index page holds vectors that are not of length 1"));
        }
        Flat::from_parts(dims, self.slots.clone(), vectors)
    }
}

fn has_slot_twice<'a>(blocks: impl Iterator<Item = &'a Flat>) -> bool {
    let mut seen = std::collections::HashSet::new();
    blocks.flat_map(Flat::live_slots).any(|slot| !seen.insert(slot))
}

/// Bytes as one run, not as a list of numbers: read without a copy.
mod bytes {
    use std::borrow::Cow;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Cow<'de, [u8]>, D::Error> {
        <&[u8]>::deserialize(deserializer).map(Cow::Borrowed)
    }
}
