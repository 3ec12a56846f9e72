//! Following the store: what others have written since, told by the log and read from the rows.

use std::{cell::RefCell, collections::BTreeSet};

use super::{
    Engine, Ports, budget, codec, open,
    rows::{LogRow, job_key, log_key, memory_key, vector_key},
    state::State,
};
use crate::{
    Error, Result,
    model::{Memory, MemoryId, MessageId},
    ports::{Key, Range, Table},
};

impl Engine {
    /// Reads what others have written since. The caller holds the write turn.
    pub(super) async fn catch_up(&self) -> Result<()> {
        self.freshness.begin();
        let seen = self.state.borrow().seq;
        let seq = self.ports.store.seq().await?;
        // A log with a gap (cleared, pruned) or damage tells nothing: then the rows themselves are the truth. So they are when
        // the embedder's space has become known: the vectors in the store were of no use before.
        let another_space = self.state.borrow().space.as_ref() != self.space();
        if another_space || (seq != seen && !follow(&self.ports, &self.state, seen, seq).await?) {
            let state = open::load(&self.ports, &self.options).await?;
            self.state.replace(state);
        }
        self.freshness.settled();
        Ok(())
    }
}

/// Applies what the log tells since `seen`; false if it does not tell everything up to `seq`.
pub(super) async fn follow(ports: &Ports, state: &RefCell<State>, seen: u64, seq: u64) -> Result<bool> {
    let news = Range::from(log_key(seen.saturating_add(1))?);
    let rows = ports.store.scan(Table::Log, &news).await?;
    let mut touched = BTreeSet::new();
    let mut jobs = BTreeSet::new();
    let mut spent = false;
    let mut next = seen.saturating_add(1);
    for row in rows {
        let Ok(log) = codec::read::<LogRow>(Table::Log, &row.key, &row.value) else { return Ok(false) };
        if row.key != log_key(next)? {
            return Ok(false);
        }
        touched.extend(log.memories);
        jobs.extend(log.jobs);
        spent |= log.spent;
        next = next.saturating_add(1);
    }
    if next <= seq {
        return Ok(false);
    }
    reread_memories(ports, state, touched.into_iter().collect()).await?;
    reread_jobs(ports, state, jobs.into_iter().collect()).await?;
    if spent {
        let spent = budget::read(ports).await?;
        state.borrow_mut().spent = spent;
    }
    state.borrow_mut().seq = next.saturating_sub(1);
    Ok(true)
}

async fn reread_memories(ports: &Ports, state: &RefCell<State>, ids: Vec<MemoryId>) -> Result<()> {
    let keys = ids.iter().map(memory_key).collect::<Result<Vec<Key>>>()?;
    let values = ports.store.get(Table::Memories, &keys).await?;
    let mut found = Vec::new();
    for ((id, key), value) in ids.iter().zip(&keys).zip(values) {
        let mut state = state.borrow_mut();
        match value.map(|v| read_memory(key, &v)) {
            Some(Ok(memory)) => found.push(memory),
            // What it was before is not what it is.
            Some(Err(_)) => {
                state.remove(id);
                state.set_aside(Table::Memories, key);
            }
            None => state.remove(id),
        }
    }
    let vectors = read_vectors(ports, &found).await?;
    let mut state = state.borrow_mut();
    for (memory, vector) in found.into_iter().zip(vectors) {
        let vector = state.usable(vector, &memory);
        state.put(memory, vector.as_deref())?;
    }
    Ok(())
}

async fn reread_jobs(ports: &Ports, state: &RefCell<State>, ids: Vec<MessageId>) -> Result<()> {
    let keys = ids.iter().map(job_key).collect::<Result<Vec<Key>>>()?;
    let values = ports.store.get(Table::Pending, &keys).await?;
    let mut state = state.borrow_mut();
    for ((id, key), value) in ids.into_iter().zip(&keys).zip(values) {
        match value.map(|v| codec::read(Table::Pending, key, &v)) {
            Some(Ok(job)) => drop(state.jobs.insert(id, job)),
            _ => drop(state.jobs.remove(&id)),
        }
    }
    Ok(())
}

/// Reads a memory's row. Error: `storage_corrupt`, also for one that belongs under another key.
pub(super) fn read_memory(key: &Key, sealed: &[u8]) -> Result<Memory> {
    let memory: Memory = codec::read(Table::Memories, key, sealed)?;
    if memory.id.as_str() != key.as_str() || memory.id.number().is_none() {
        return Err(Error::storage_corrupt("a stored memory lies under another key and was set aside"));
    }
    Ok(memory)
}

/// A vector row as found: none if there is none in this space, an error if it is damaged.
type Found = Result<Option<Vec<f32>>>;

/// The stored vectors of the current versions, as far as they lie in the embedder's space.
pub(super) async fn read_vectors(ports: &Ports, memories: &[Memory]) -> Result<Vec<Found>> {
    let Some(space) = ports.space() else {
        return Ok(memories.iter().map(|_| Ok(None)).collect());
    };
    let version = |m: &Memory| m.current().map_or(0, |v| v.number);
    let keys = memories.iter().map(|m| vector_key(&m.id, version(m))).collect::<Result<Vec<Key>>>()?;
    let values = ports.store.get(Table::Vectors, &keys).await?;
    let read = |(key, value): (&Key, Option<Vec<u8>>)| match value {
        None => Ok(None),
        Some(sealed) => codec::vector_in(space, codec::open(Table::Vectors, key, &sealed)?),
    };
    Ok(keys.iter().zip(values).map(read).collect())
}

impl State {
    /// The vector, or none; a damaged one is set aside (the memory is embedded again by `flush`).
    pub(super) fn usable(&mut self, found: Found, memory: &Memory) -> Option<Vec<f32>> {
        match found {
            Ok(vector) => vector,
            Err(_) => {
                let version = memory.current().map_or(0, |v| v.number);
                if let Ok(key) = vector_key(&memory.id, version) {
                    self.set_aside(Table::Vectors, &key);
                }
                None
            }
        }
    }

    /// Notes a row that cannot be read.
    pub(super) fn set_aside(&mut self, table: Table, key: &Key) {
        if !self.set_aside.iter().any(|(t, k)| *t == table && k == key) {
            self.set_aside.push((table, key.clone()));
        }
    }

    /// Whether a row's key is that of a current memory.
    pub(super) fn knows_key(&self, key: &Key) -> bool {
        MemoryId::parse(key.as_str()).is_ok_and(|id| self.slot(&id).is_some())
    }
}
