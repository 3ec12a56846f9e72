//! From what is stored to a projection: from the snapshot and the log since, or from the rows.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use futures_util::{StreamExt, lock::Mutex, stream};
use serde::de::DeserializeOwned;

use super::{
    Buffer, Engine, Options, Ports, budget, codec,
    follow::{follow, read_memory, read_vectors},
    freshness::Freshness,
    ids::Ids,
    metered::Models,
    rows::Job,
    snapshot::{self, Loaded},
    state::State,
};
use crate::{
    Error, Result,
    model::Memory,
    ports::{Key, Range, Row, Table},
};

/// How many vectors are read in one go, and how many such requests are under way.
const VECTORS_AT_ONCE: usize = 1_000;
const READS_AT_ONCE: usize = 3;

impl Engine {
    /// Opens the memory that a store holds. Rows that fail their checksum are set aside (`health` lists them) and
    /// the rest is served. Errors: `storage_*`, `invalid_config`.
    pub async fn open(mut ports: Ports, options: Options) -> Result<Rc<Self>> {
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
        let models = Models::taken_from(&mut ports);
        let ids = Ids::new(Rc::clone(&ports.clock), Rc::clone(&ports.entropy));
        Ok(Rc::new(Self {
            ids,
            state: RefCell::new(state),
            freshness,
            closed: Cell::new(false),
            write_turn: Mutex::new(()),
            saving: Mutex::new(()),
            scope_turns: RefCell::default(),
            in_hand: RefCell::default(),
            queries: RefCell::default(),
            uses: RefCell::default(),
            past: RefCell::default(),
            embedding_rests: Cell::new(false),
            ports,
            models,
            options,
        }))
    }
}

async fn begin(ports: &Ports, options: &Options) -> Result<State> {
    options.guidance.check()?;
    options.budget.check()?;
    options.buffer.iter().try_for_each(Buffer::check)?;
    load(ports, options).await
}

/// Builds the projection: from the snapshot and what the log tells since, else from the rows.
pub(super) async fn load(ports: &Ports, options: &Options) -> Result<State> {
    let refused = match snapshot::load(ports, options).await? {
        Some(loaded) => match since(ports, loaded).await? {
            Ok(state) => return Ok(state),
            Err(refused) => Some(refused),
        },
        None => None,
    };
    let mut state = State::new(ports.space(), options.index);
    // The number first: what is written while we read is caught up with later, never missed.
    state.seq = ports.store.seq().await?;
    let rows = ports.store.scan(Table::Memories, &Range::default()).await?;
    absorb(&mut state, rows);
    read_jobs(ports, &mut state).await?;
    embed(ports, &mut state).await?;
    if let Some(refused) = refused {
        state.saved.refuse(refused);
    }
    Ok(state)
}

/// A state from a snapshot, brought up to date; without it, what the snapshot was if the log does not reach back.
async fn since(ports: &Ports, loaded: Loaded) -> Result<std::result::Result<State, snapshot::Saved>> {
    let Loaded { mut state, complete } = loaded;
    let seq = ports.store.seq().await?;
    if seq < state.seq {
        return Ok(Err(state.saved));
    }
    read_jobs(ports, &mut state).await?;
    if !complete {
        let rows = ports.store.scan(Table::Memories, &Range::default()).await?;
        absorb(&mut state, rows);
    }
    let seen = state.seq;
    let state = RefCell::new(state);
    let reached = seq == seen || follow(ports, &state, seen, seq).await?;
    let mut state = state.into_inner();
    if !reached {
        return Ok(Err(state.saved));
    }
    embed(ports, &mut state).await?;
    state.unchecked = complete.then_some(None);
    Ok(Ok(state))
}

/// Puts in the memories of rows that the state does not know; damaged rows are set aside.
fn absorb(state: &mut State, rows: Vec<Row>) {
    for Row { key, value } in rows {
        if state.knows_key(&key) {
            continue;
        }
        match read_memory(&key, &value) {
            // Without a vector nothing can be wrong with it.
            Ok(memory) => drop(state.put(memory, None)),
            Err(_) => state.set_aside.push((Table::Memories, key)),
        }
    }
}

/// Reads what no snapshot holds: the turns that wait, and what was spent.
async fn read_jobs(ports: &Ports, state: &mut State) -> Result<()> {
    let (jobs, aside) = read_all::<Job>(ports, Table::Pending).await?;
    state.jobs.extend(jobs.into_iter().map(|job| (job.id.clone(), job)));
    state.set_aside.extend(aside);
    state.spent = budget::read(ports).await?;
    Ok(())
}

/// Gives every memory that has none its vector, if one is stored; damaged vectors are set aside.
async fn embed(ports: &Ports, state: &mut State) -> Result<()> {
    let bare: Vec<Memory> = state.unembedded().cloned().collect();
    let groups = stream::iter(bare.chunks(VECTORS_AT_ONCE));
    let mut answers = groups
        .map(async |some| Ok::<_, Error>((some, read_vectors(ports, some).await?)))
        .buffered(READS_AT_ONCE);
    while let Some(answer) = answers.next().await {
        let (memories, vectors) = answer?;
        for (memory, vector) in memories.iter().zip(vectors) {
            if let Some(vector) = state.usable(vector, memory) {
                state.embed(&memory.id, &vector)?;
            }
        }
    }
    Ok(())
}

async fn read_all<T: DeserializeOwned>(ports: &Ports, table: Table) -> Result<(Vec<T>, Vec<(Table, Key)>)> {
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
