//! The laws of an engine over any backend: what it was told is there when it is opened again, whatever happened.

pub(crate) mod damage;
pub(crate) mod faults;
pub(crate) mod memory;
pub(crate) mod snapshot;
pub(crate) mod tabs;

use std::{cell::Cell, rc::Rc};

use forgetmenot::{
    Result,
    engine::{
        Abort, Engine, Options, Ports,
        request::{AddOptions, GetAllOptions, MessageInput, SearchOptions},
        response::{AddResult, SearchHit},
    },
    index::IndexOptions,
    ports::{Range, Row, Table},
};

use super::StoreEnv;
use crate::support::{FakeClock, SeededEntropy, words::WordEmbedder};

/// Applies `$apply` to the laws of an engine over every backend.
macro_rules! laws_of_every_engine {
    ($apply:ident) => {
        $apply! {
            memory::what_was_said_is_found_after_reopening, memory::changes_and_their_history_survive,
            memory::what_was_known_then_is_told_and_decisions_are_undone,
            memory::vectors_are_taken_from_the_snapshot, memory::a_hard_delete_leaves_no_row_with_the_text,
            damage::damaged_rows_are_reported_and_the_rest_is_served, damage::a_damaged_snapshot_is_made_again,
            damage::a_damaged_row_is_served_from_the_snapshot_and_reported,
            snapshot::any_damage_to_a_snapshot_costs_only_time,
            snapshot::killed_while_saving_a_snapshot_is_old_or_new,
            snapshot::a_small_change_writes_little, snapshot::saving_keeps_no_query_waiting,
            snapshot::a_hard_delete_leaves_no_word_in_the_snapshot,
            faults::a_full_store_changes_nothing, faults::killed_at_any_step_a_turn_is_pending_or_done,
        }
    };
}
pub(crate) use laws_of_every_engine;

/// Applies `$apply` to the laws of engines that share a database.
macro_rules! laws_of_shared_engines {
    ($apply:ident) => {
        $apply! { tabs::two_engines_lose_nothing_and_see_each_other, tabs::a_reset_elsewhere_is_noticed }
    };
}
pub(crate) use laws_of_shared_engines;

/// What an engine over the database `main` stands on, so that it can be opened again.
pub(crate) struct World<'a> {
    env: &'a dyn StoreEnv,
    embedder: Rc<WordEmbedder>,
    clock: FakeClock,
    seeds: Cell<u64>,
    index: Cell<IndexOptions>,
}

impl<'a> World<'a> {
    pub(crate) fn new(env: &'a dyn StoreEnv) -> Self {
        let (embedder, clock) =
            (Rc::new(WordEmbedder::new("m1", 128)), FakeClock::at("2026-11-22T10:00:00Z"));
        // Every kind of part is in a snapshot of some hundred memories.
        let index = IndexOptions { cells_above: 200, graph_above: 100, may_block: true, seed: 1 };
        Self { env, embedder, clock, seeds: Cell::new(7), index: Cell::new(index) }
    }

    /// An engine without a model: what is said is kept word for word.
    async fn open(&self) -> Result<Rc<Engine>> {
        self.clock.advance(1_000); // ids are ordered by time
        self.seeds.set(self.seeds.get() + 2); // the generator uses odd seeds
        let ports = Ports {
            store: self.env.open("main").await?,
            llm: None,
            chat: None,
            embedder: Some(self.embedder.clone()),
            reranker: None,
            clock: Rc::new(self.clock.clone()),
            entropy: Rc::new(SeededEntropy::new(self.seeds.get())),
        };
        Engine::open(ports, Options { index: self.index.get(), ..Default::default() }).await
    }

    async fn rows(&self, table: Table) -> Vec<Row> {
        let store = self.env.open("main").await.unwrap();
        let rows = store.scan(table, &Range::default()).await.unwrap();
        store.close().await.unwrap();
        rows
    }

    /// Every row that a caller can notice: the log and the snapshot are about those rows.
    async fn rows_that_matter(&self) -> Vec<Row> {
        let mut all = Vec::new();
        for table in Table::ALL.iter().filter(|table| !matches!(table, Table::Log | Table::Pages)) {
            all.extend(self.rows(*table).await);
        }
        all
    }

    /// Flips one bit of a row, as a failing disk does.
    async fn damage(&self, table: Table, row: &Row) {
        let mut bytes = row.value.clone();
        let middle = bytes.len() / 2;
        bytes.iter_mut().skip(middle).take(1).for_each(|byte| *byte ^= 4);
        self.env.tamper("main", table, &row.key, &bytes).await;
    }
}

fn said(text: &str) -> Vec<MessageInput> {
    vec![MessageInput { role: "user".into(), content: text.into(), ..MessageInput::default() }]
}

fn of(user_id: &str) -> AddOptions {
    AddOptions { user_id: Some(user_id.into()), ..AddOptions::default() }
}

async fn add(engine: &Engine, user_id: &str, text: &str) -> AddResult {
    let added = engine.add(said(text), of(user_id), &Abort::never()).await.unwrap();
    assert!(added.pending.is_none(), "without a model nothing waits for one");
    added
}

/// Many memories in few calls.
async fn add_all(engine: &Engine, user_id: &str, texts: Vec<String>) {
    for some in texts.chunks(100) {
        let messages = some.iter().flat_map(|text| said(text)).collect();
        engine.add(messages, of(user_id), &Abort::never()).await.unwrap();
    }
}

async fn search(engine: &Engine, user_id: &str, query: &str) -> Vec<SearchHit> {
    // Always asked at one moment, so that the same memories have the same scores though time goes on.
    let now = Some("2026-12-01T00:00:00Z".into());
    let options = SearchOptions { user_id: Some(user_id.into()), now, ..SearchOptions::default() };
    engine.search(query, options, &Abort::never()).await.unwrap().results
}

/// The texts found, best first.
async fn found(engine: &Engine, user_id: &str, query: &str) -> Vec<String> {
    search(engine, user_id, query).await.into_iter().map(|hit| hit.item.memory).collect()
}

/// The current memories of a user, oldest first.
async fn all(engine: &Engine, user_id: &str) -> Vec<String> {
    let options = GetAllOptions { user_id: Some(user_id.into()), ..GetAllOptions::default() };
    let list = engine.get_all(options).await.unwrap();
    list.results.into_iter().rev().map(|memory| memory.memory).collect()
}
