//! The index as pages in the store, so that opening need not read every vector row nor build the graph again.
//!
//! A snapshot is derived and never trusted: it is checksummed as a whole, and an entry counts only if the memory's
//! current version is still the one that was indexed. What does not match is read from the vector rows.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{Engine, Options, Ports, codec, state::State};
use crate::{
    Result,
    index::VectorIndex,
    model::{Memory, MemoryId},
    ports::{Batch, Durability, Embedder, EmbeddingSpace, Key, Range, Table, Write},
};

/// A page is small enough to stay out of the side files that Chromium keeps IndexedDB values above 64 kB in: those
/// can go missing, and escape the quota until the commit.
const PAGE_BYTES: usize = 48 * 1024;
/// How many index changes make a new snapshot worth writing.
pub(super) const SAVE_AFTER: usize = 512;

/// Slots above this are not taken over: far more than fit in memory, and a table is sized by the highest.
const MAX_SLOT: u32 = 1 << 24;

#[derive(Serialize, Deserialize)]
struct Header {
    space: EmbeddingSpace,
    /// What lay in each slot: the memory and the version that was embedded.
    entries: Vec<(u32, MemoryId, u32)>,
}

/// A snapshot that passed its checksums.
pub(super) struct Snapshot {
    entries: Vec<(u32, MemoryId, u32)>,
    index: VectorIndex,
}

fn header_key() -> Result<Key> {
    Key::new("header")
}

fn page_key(n: usize) -> Result<Key> {
    Key::new(format!("page/{n:08x}"))
}

impl Engine {
    /// Writes the snapshot, unless nothing changed since the last one. The caller holds the write turn.
    pub(super) async fn save_snapshot(&self) -> Result<()> {
        let Some(batch) = self.snapshot_batch()? else { return Ok(()) };
        let saved = self.state.borrow().unsaved;
        self.ports.store.apply(&batch).await?;
        let mut state = self.state.borrow_mut();
        state.unsaved = state.unsaved.saturating_sub(saved);
        Ok(())
    }

    fn snapshot_batch(&self) -> Result<Option<Batch>> {
        let state = self.state.borrow();
        let (Some(space), Some(index)) = (self.space(), &state.vectors) else { return Ok(None) };
        if state.unsaved == 0 {
            return Ok(None);
        }
        let entries = state
            .iter()
            .filter(|(slot, _)| index.contains(*slot))
            .filter_map(|(slot, m)| Some((slot, m.id.clone(), m.current()?.number)))
            .collect();
        let header = Header { space: space.clone(), entries };
        let json =
            serde_json::to_vec(&header).map_err(|_| crate::Error::internal("a header did not serialise"))?;
        let length = u64::try_from(json.len()).unwrap_or(u64::MAX);
        let body = [&length.to_le_bytes(), json.as_slice(), &index.to_bytes()].concat();
        let mut writes = vec![Write::DeleteRange(Table::Pages, Range::default())];
        let mut pages = 0usize;
        for page in body.chunks(PAGE_BYTES) {
            writes.push(codec::put_bytes(Table::Pages, page_key(pages)?, page));
            pages = pages.saturating_add(1);
        }
        writes.push(codec::put(Table::Pages, header_key()?, &(pages, crc32fast::hash(&body)))?);
        Ok(Some(Batch { durability: Durability::Relaxed, writes }))
    }
}

/// Reads the snapshot; none if there is none, or if anything about it is wrong.
pub(super) async fn load(ports: &Ports, options: &Options) -> Option<Snapshot> {
    let space = ports.embedder.as_deref().map(Embedder::space)?;
    let mut rows = ports.store.scan(Table::Pages, &Range::default()).await.ok()?;
    let key = header_key().ok()?;
    let at = rows.iter().position(|row| row.key == key)?;
    let header = rows.remove(at);
    let (pages, sum): (usize, u32) = codec::read(Table::Pages, &key, &header.value).ok()?;
    if rows.len() != pages {
        return None;
    }
    let mut body = Vec::new();
    for row in &rows {
        body.extend_from_slice(codec::open(Table::Pages, &row.key, &row.value).ok()?);
    }
    if crc32fast::hash(&body) != sum {
        return None;
    }
    let (length, rest) = body.split_first_chunk::<8>()?;
    let (json, index) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
    let header: Header = serde_json::from_slice(json).ok()?;
    if header.space != *space {
        return None;
    }
    let index = VectorIndex::from_bytes(index, options.index).ok()?;
    (index.dims() == space.dims).then_some(Snapshot { entries: header.entries, index })
}

impl State {
    /// Takes over the snapshot's index for the memories it still fits; returns the others. The state is empty.
    pub(super) fn restore(&mut self, snapshot: Snapshot, current: Vec<Memory>) -> Vec<Memory> {
        let Snapshot { entries, mut index } = snapshot;
        let mut known: HashMap<(MemoryId, u32), u32> =
            entries.iter().map(|(slot, id, version)| ((id.clone(), *version), *slot)).collect();
        let mut fits: Vec<(u32, Memory)> = Vec::new();
        let mut rest = Vec::new();
        for memory in current {
            let version = memory.current().map_or(0, |v| v.number);
            match known.remove(&(memory.id.clone(), version)).filter(|s| *s < MAX_SLOT && index.contains(*s))
            {
                Some(slot) => fits.push((slot, memory)),
                None => rest.push(memory),
            }
        }
        for slot in known.into_values() {
            index.remove(slot);
        }
        self.adopt(index, fits);
        rest
    }
}
