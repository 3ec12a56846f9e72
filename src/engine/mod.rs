//! The verbs. Each file is one step of a path: `add` is journal → extract → decide → reconcile → commit, `search`
//! is embed → restrict → rank → fuse. Nothing here knows a JavaScript type or an adapter.

mod abort;
mod add;
mod budget;
mod buffer;
mod by_rules;
mod chat;
mod codec;
mod commit;
mod compare;
mod decide;
mod edit;
mod embedding;
mod extract;
mod finish;
mod flush;
mod follow;
mod forecast;
mod forgetting;
mod freshness;
mod graph;
mod grounding;
mod guidance;
mod health;
mod ids;
mod import;
mod infer;
mod journal;
mod maintain;
mod media;
mod metered;
mod novelty;
mod open;
mod past;
mod profile;
mod prompts;
mod recall;
mod reconcile;
mod replay;
mod reply;
pub mod request;
pub mod response;
mod rows;
mod snapshot;
mod state;
mod undo;
mod verify;

use std::{
    cell::{Cell, RefCell},
    collections::{HashMap, HashSet},
    fmt,
    rc::Rc,
};

pub use abort::Abort;
pub use budget::Budget;
pub use buffer::Buffer;
pub use chat::ChatStep;
pub use forecast::{Basis, ForecastResult, Prediction};
use futures_util::lock::Mutex;
pub use guidance::Guidance;
pub use import::ImportResult;
pub use media::Blob;
pub use profile::{ProfileResult, SlotValue, Told};

use self::{freshness::Freshness, ids::Ids, metered::Models, state::State};
use crate::{
    Error, ErrorCode, Result,
    index::IndexOptions,
    model::{MessageId, Scope},
    ports::{Clock, Embedder, EmbeddingSpace, Entropy, Llm, Reranker, Store},
};

/// What the engine is given to work with.
#[derive(Clone)]
pub struct Ports {
    /// Where rows are kept.
    pub store: Rc<dyn Store>,
    /// Extracts and decides; without one, rules read facts, and messages are kept word for word beside them.
    pub llm: Option<Rc<dyn Llm>>,
    /// Answers in `chat`.
    pub chat: Option<Rc<dyn Llm>>,
    /// Makes vectors; without one, search is by words.
    pub embedder: Option<Rc<dyn Embedder>>,
    /// Has the last word on the order of hits; without one it is ours.
    pub reranker: Option<Rc<dyn Reranker>>,
    /// Time.
    pub clock: Rc<dyn Clock>,
    /// Randomness.
    pub entropy: Rc<dyn Entropy>,
}

impl fmt::Debug for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ports").field("store", &self.store.info()).finish_non_exhaustive()
    }
}

impl Ports {
    /// The space of the vectors; none without an embedder, and until it is known.
    fn space(&self) -> Option<&EmbeddingSpace> {
        self.embedder.as_deref().and_then(Embedder::space)
    }
}

/// How the engine works.
#[derive(Clone, Debug)]
pub struct Options {
    /// The vector index.
    pub index: IndexOptions,
    /// What to remember or leave out.
    pub guidance: Guidance,
    /// What model calls may come to in a day.
    pub budget: Budget,
    /// Whether a turn that says nothing new is finished without asking the model.
    pub novelty_gate: bool,
    /// How long turns are collected before they are read. None: each is read at once.
    pub buffer: Option<Buffer>,
}

impl Default for Options {
    fn default() -> Self {
        let (index, guidance, budget, buffer) = Default::default();
        Self { index, guidance, budget, novelty_gate: true, buffer }
    }
}

/// The memory of one store. Verbs take `&self` and may overlap; writes take turns.
pub struct Engine {
    /// Without the models, which stand behind the budget.
    ports: Ports,
    models: Models,
    options: Options,
    ids: Ids,
    state: RefCell<State>,
    freshness: Freshness,
    closed: Cell<bool>,
    write_turn: Mutex<()>,
    /// One save of the snapshot at a time.
    saving: Mutex<()>,
    /// One `add` at a time in a scope; different scopes do not wait for each other.
    scope_turns: RefCell<HashMap<Scope, Rc<Mutex<()>>>>,
    /// The waiting turns that somebody is about to read.
    in_hand: RefCell<HashSet<MessageId>>,
    queries: RefCell<recall::QueryCache>,
    uses: RefCell<recall::Uses>,
    /// The state of the last moment in the past that was asked about.
    past: RefCell<Option<past::Past>>,
    /// Whether embedding in the background has failed, and is left to the next time somebody embeds.
    embedding_rests: Cell<bool>,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("store", &self.ports.store.info()).finish_non_exhaustive()
    }
}

impl Engine {
    fn space(&self) -> Option<&EmbeddingSpace> {
        self.ports.space()
    }

    /// The lock of a scope. Locks nobody holds are dropped, so that a Worker serving many users does not grow.
    fn scope_turn(&self, scope: &Scope) -> Rc<Mutex<()>> {
        let mut turns = self.scope_turns.borrow_mut();
        turns.retain(|_, lock| Rc::strong_count(lock) > 1);
        Rc::clone(turns.entry(scope.clone()).or_default())
    }

    fn is_behind(&self) -> bool {
        let state = self.state.borrow();
        self.freshness.is_behind(state.seq) || state.space.as_ref() != self.space()
    }

    /// Refuses work after `close`, and catches up with other instances first.
    async fn ready(&self) -> Result<()> {
        if self.closed.get() {
            return Err(Error::new(ErrorCode::Closed, "this memory was closed: open a new one"));
        }
        if self.is_behind() {
            let _turn = self.write_turn.lock().await;
            if self.is_behind() {
                Box::pin(self.catch_up()).await?;
            }
        }
        Ok(())
    }

    /// Saves the index snapshot if it changed and lets go of the store. Closing twice is fine.
    pub async fn close(&self) -> Result<()> {
        if self.closed.replace(true) {
            return Ok(());
        }
        // The snapshot is derived: failing to save it costs time at the next opening and nothing else.
        let _ = self.save_snapshot().await;
        let _turn = self.write_turn.lock().await;
        self.ports.store.close().await
    }
}
