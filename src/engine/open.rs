//! From stored rows to a projection: once when opening, and again in part when another instance has written.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    rc::Rc,
};

use futures_util::lock::Mutex;

use super::{
    Engine, Options, Ports, codec,
    freshness::Freshness,
    ids::Ids,
    rows::{LogRow, job_key, log_key, memory_key, vector_key},
    state::State,
};
use crate::{
    Error, Result,
    model::{Memory, MemoryId, MessageId},
    ports::{Embedder, Key, Range, Row, Table},
};

/// How many vectors are read in one go.
const VECTORS_AT_ONCE: usize = 1_000;

impl Engine {
    /// Opens the memory that a store holds. Rows that fail their checksum are set aside (`health` lists them) and
    /// the rest is served. Errors: `storage_*`, `invalid_config`.
    pub async fn open(ports: Ports, options: Options) -> Result<Rc<Self>> {
        // Before reading, so that what others write meanwhile is not missed.
        let freshness = Freshness::default();
        ports.store.watch(freshness.listener());
        let state = match begin(&ports, &options).await {
            Ok(state) => state,
            Err(e) => {
                // Nobody else could close it, and an open connection would hold up whoever tries to mend the store.
                let _ = ports.store.close().await;
                return Err(e);
            }
        };
        let ids = Ids::new(Rc::clone(&ports.clock), Rc::clone(&ports.entropy));
        Ok(Rc::new(Self {
            ids,
            state: RefCell::new(state),
            freshness,
            closed: Cell::new(false),
            write_turn: Mutex::new(()),
            scope_turns: RefCell::default(),
            queries: RefCell::default(),
            ports,
            options,
        }))
    }

    /// Reads what others have written since. The caller holds the write turn.
    pub(super) async fn catch_up(&self) -> Result<()> {
        self.freshness.begin();
        let seen = self.state.borrow().seq;
        let seq = self.ports.store.seq().await?;
        // A log with a gap (cleared, pruned) or damage tells nothing: then the rows themselves are the truth.
        if seq != seen && !self.follow(seen, seq).await? {
            let state = load(&self.ports, &self.options).await?;
            self.state.replace(state);
        }
        self.freshness.settled();
        Ok(())
    }

    async fn follow(&self, seen: u64, seq: u64) -> Result<bool> {
        let news = Range::from(log_key(seen.saturating_add(1))?);
        let rows = self.ports.store.scan(Table::Log, &news).await?;
        self.replay(&rows, seen, seq).await
    }

    /// Applies log rows `seen + 1 ..= seq`; false if one is missing.
    async fn replay(&self, rows: &[Row], seen: u64, seq: u64) -> Result<bool> {
        let mut touched = BTreeSet::new();
        let mut jobs = BTreeSet::new();
        let mut next = seen.saturating_add(1);
        for row in rows {
            let Ok(log) = codec::read::<LogRow>(Table::Log, &row.key, &row.value) else { return Ok(false) };
            if row.key != log_key(next)? {
                return Ok(false);
            }
            touched.extend(log.memories);
            jobs.extend(log.jobs);
            next = next.saturating_add(1);
        }
        if next <= seq {
            return Ok(false);
        }
        self.reread_memories(touched.into_iter().collect()).await?;
        self.reread_jobs(jobs.into_iter().collect()).await?;
        self.state.borrow_mut().seq = next.saturating_sub(1);
        Ok(true)
    }

    async fn reread_memories(&self, ids: Vec<MemoryId>) -> Result<()> {
        let keys = ids.iter().map(memory_key).collect::<Result<Vec<Key>>>()?;
        let values = self.ports.store.get(Table::Memories, &keys).await?;
        let mut found = Vec::new();
        for ((id, key), value) in ids.iter().zip(&keys).zip(values) {
            match value.map(|v| codec::read::<Memory>(Table::Memories, key, &v)) {
                Some(Ok(memory)) => found.push(memory),
                Some(Err(_)) => self.state.borrow_mut().set_aside.push((Table::Memories, key.clone())),
                None => self.state.borrow_mut().remove(id),
            }
        }
        let vectors = read_vectors(&self.ports, &found).await?;
        let mut state = self.state.borrow_mut();
        for (memory, vector) in found.into_iter().zip(vectors) {
            let vector = state.usable(vector, &memory);
            state.put(memory, vector.as_deref())?;
        }
        Ok(())
    }

    async fn reread_jobs(&self, ids: Vec<MessageId>) -> Result<()> {
        let keys = ids.iter().map(job_key).collect::<Result<Vec<Key>>>()?;
        let values = self.ports.store.get(Table::Pending, &keys).await?;
        let mut state = self.state.borrow_mut();
        for ((id, key), value) in ids.into_iter().zip(&keys).zip(values) {
            match value.map(|v| codec::read(Table::Pending, key, &v)) {
                Some(Ok(job)) => drop(state.jobs.insert(id, job)),
                _ => drop(state.jobs.remove(&id)),
            }
        }
        Ok(())
    }
}

/// A vector row as found: none if there is none in this space, an error if it is damaged.
type Found = Result<Option<Vec<f32>>>;

impl State {
    /// The vector, or none; a damaged one is set aside (the memory is embedded again by `flush`).
    fn usable(&mut self, found: Found, memory: &Memory) -> Option<Vec<f32>> {
        match found {
            Ok(vector) => vector,
            Err(_) => {
                let version = memory.current().map_or(0, |v| v.number);
                if let Ok(key) = vector_key(&memory.id, version) {
                    self.set_aside.push((Table::Vectors, key));
                }
                None
            }
        }
    }
}

async fn begin(ports: &Ports, options: &Options) -> Result<State> {
    if options.custom_instructions.chars().count() > 4_000 {
        return Err(Error::invalid_config("customInstructions may hold 4,000 characters"));
    }
    load(ports, options).await
}

/// Builds the projection from the rows.
async fn load(ports: &Ports, options: &Options) -> Result<State> {
    let space = ports.embedder.as_deref().map(Embedder::space);
    let mut state = State::new(space, options.index);
    // The number first: what is written while we read is caught up with later, never missed.
    state.seq = ports.store.seq().await?;
    let (memories, aside) = read_all::<Memory>(ports, Table::Memories).await?;
    let (jobs, jobs_aside) = read_all::<super::rows::Job>(ports, Table::Pending).await?;
    state.set_aside.extend(aside);
    state.set_aside.extend(jobs_aside);
    state.jobs.extend(jobs.into_iter().map(|job| (job.id.clone(), job)));
    let current: Vec<Memory> = memories.into_iter().filter(|m| m.current().is_some()).collect();
    let rest = match super::snapshot::load(ports, options).await {
        Some(snapshot) => state.restore(snapshot, current),
        None => current,
    };
    let mut rest = rest.into_iter();
    loop {
        let some: Vec<Memory> = rest.by_ref().take(VECTORS_AT_ONCE).collect();
        if some.is_empty() {
            break;
        }
        let vectors = read_vectors(ports, &some).await?;
        for (memory, vector) in some.into_iter().zip(vectors) {
            let vector = state.usable(vector, &memory);
            state.put(memory, vector.as_deref())?;
        }
    }
    Ok(state)
}

async fn read_all<T: serde::de::DeserializeOwned>(
    ports: &Ports,
    table: Table,
) -> Result<(Vec<T>, Vec<(Table, Key)>)> {
    let rows = ports.store.scan(table, &Range::default()).await?;
    let (mut good, mut aside) = (Vec::with_capacity(rows.len()), Vec::new());
    for Row { key, value } in rows {
        match codec::read(table, &key, &value) {
            Ok(row) => good.push(row),
            Err(_) => aside.push((table, key)),
        }
    }
    Ok((good, aside))
}

/// The stored vectors of the current versions, as far as they lie in the embedder's space.
async fn read_vectors(ports: &Ports, memories: &[Memory]) -> Result<Vec<Found>> {
    let Some(space) = ports.embedder.as_deref().map(Embedder::space) else {
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
