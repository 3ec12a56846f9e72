//! What callers get: the shapes of `src/bindings/types.d.ts`, as serde writes them.

mod graph;

use serde::{Serialize, Serializer};

pub use self::graph::{
    EntityItem, GraphPath, Neighbor, Neighborhood, RelatedItem, RelationItem, TimelineEntry,
};
use super::rows::Job;
use crate::{
    Error,
    model::{Entity, Event, Evidence, Kind, Media, Memory, Metadata, Op, Relation, Role, Scope},
    ports::{Embedder, Readiness, StoreInfo, Usage},
};

/// A memory as shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MemoryItem {
    /// Its id.
    pub id: String,
    /// Its current text.
    pub memory: String,
    /// What sort of thing it is.
    pub kind: Kind,
    /// Free words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// The caller's own data.
    #[serde(skip_serializing_if = "Metadata::is_empty")]
    pub metadata: Metadata,
    /// Whose it is.
    #[serde(flatten)]
    pub scope: Scope,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339.
    pub updated_at: String,
    /// RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_time: Option<String>,
    /// RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
    /// The slot of the application's profile that it fills.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slot: Option<String>,
    /// How much it matters, 0 to 1, as the model said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub importance: Option<f64>,
    /// The picture or sound it is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media: Option<Media>,
    /// Who and what it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<Entity>,
    /// How they stand to each other.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation>,
    /// The current version's number.
    pub version: u32,
    /// Why it is remembered.
    pub evidence: Evidence,
}

impl MemoryItem {
    /// Shows a memory that is current; none for one that was deleted.
    pub fn of(memory: &Memory) -> Option<Self> {
        let current = memory.current()?;
        Some(Self {
            id: memory.id.to_string(),
            memory: current.text.clone(),
            kind: current.kind,
            categories: current.categories.clone(),
            metadata: memory.metadata.clone(),
            scope: memory.scope.clone(),
            created_at: memory.created_at.to_string(),
            updated_at: memory.updated_at.to_string(),
            event_time: current.event_time.map(|t| t.to_string()),
            expires_at: current.expires_at.map(|t| t.to_string()),
            slot: current.slot.clone(),
            importance: current.importance,
            media: current.media.clone(),
            entities: current.entities.clone(),
            relations: current.relations.clone(),
            version: current.number,
            evidence: current.evidence.clone(),
        })
    }

    /// When it happened; where nobody said, when it was said or learned last. RFC 3339.
    pub fn moment(&self) -> String {
        let said = || self.evidence.said_at.map(|at| at.to_string());
        self.event_time.clone().or_else(said).unwrap_or_else(|| self.updated_at.clone())
    }
}

/// Writes 0.65 as 0.65, not as the nearest f32 in f64's digits.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn shortest<S: Serializer>(number: &f32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(number.to_string().parse().unwrap_or_default())
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_none_at_all(count: &usize) -> bool {
    *count == 0
}

/// One part of a hit's score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ScorePart {
    /// `vector`, `words`, `neighbours`, `session`, `speaker`, `recency`, `use`, `importance`, `time`, `graph`,
    /// `diversity` or `rerank`.
    pub signal: &'static str,
    /// As measured: cosine similarity, BM25, days, times, a share.
    #[serde(serialize_with = "shortest")]
    pub raw: f32,
    /// Normalised to 0..1.
    #[serde(serialize_with = "shortest")]
    pub value: f32,
    /// What it counts; below 0 where it counts against the hit (`diversity`).
    #[serde(serialize_with = "shortest")]
    pub weight: f32,
}

/// A memory that answers a search.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SearchHit {
    /// The memory.
    #[serde(flatten)]
    pub item: MemoryItem,
    /// The sum of `weight * value` over the parts, 0 to 1.
    #[serde(serialize_with = "shortest")]
    pub score: f32,
    /// The parts.
    pub explain: Vec<ScorePart>,
}

/// An error as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The stable code.
    pub code: &'static str,
    /// What to do.
    pub message: String,
}

impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        Self { code: error.code().as_str(), message: error.message().to_owned() }
    }
}

/// What `search` answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SearchResult {
    /// Best first.
    pub results: Vec<SearchHit>,
    /// Why the answer rests on words alone, if it does although an embedder is configured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub degraded: Option<Problem>,
    /// What the model made of the query, if that was asked for and it answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rewritten: Option<String>,
}

/// What `getAll` answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MemoryList {
    /// Newest first.
    pub results: Vec<MemoryItem>,
}

/// One decision of an `add`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AddedItem {
    /// The memory it is about.
    pub id: String,
    /// Its text now; the text it had, if deleted.
    pub memory: String,
    /// What sort of thing it is.
    pub kind: Kind,
    /// What was decided.
    pub event: Op,
    /// The decision's id, for `undo`.
    pub event_id: String,
    /// The text before an update.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_memory: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Why a turn is not extracted yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PendingNote {
    /// The turn's id in `pending()`.
    pub id: String,
    /// What went wrong; [`BUFFERED`] where nothing did.
    #[serde(flatten)]
    pub problem: Problem,
}

/// The code of a turn that waits for more, where turns are buffered.
pub const BUFFERED: &str = "buffered";

/// Why a turn was finished without asking the model.
pub const NOTHING_NEW: &str = "nothing_new";

impl Job {
    /// The note that it waits.
    pub(super) fn pending(&self, problem: Problem) -> PendingNote {
        PendingNote { id: self.id.to_string(), problem }
    }
}

/// What `add` answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AddResult {
    /// The decisions, in order.
    pub results: Vec<AddedItem>,
    /// What the model calls took: all of them, those of a try that failed, too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage: Option<Usage>,
    /// How many facts of the model were not kept because they only repeat its instructions.
    #[serde(skip_serializing_if = "is_none_at_all")]
    pub ungrounded: usize,
    /// [`NOTHING_NEW`] where no model was asked, because nothing new was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skipped: Option<&'static str>,
    /// Set when the model could not finish, or the turn is buffered: it is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending: Option<PendingNote>,
}

/// One entry of `history`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HistoryEntry {
    /// The decision's id.
    pub id: String,
    /// The memory.
    pub memory_id: String,
    /// What was decided.
    pub event: Op,
    /// The text before.
    pub previous_memory: Option<String>,
    /// The text after.
    pub new_memory: Option<String>,
    /// RFC 3339.
    pub at: String,
    /// The decision that it reverses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undoes: Option<String>,
    /// On what grounds.
    pub evidence: Evidence,
}

impl HistoryEntry {
    /// A decision about a memory, with the texts of its versions.
    pub fn of(event: Event, memory: &Memory) -> Self {
        let text = |number: Option<u32>| {
            let version = memory.versions().iter().find(|v| Some(v.number) == number)?;
            Some(version.text.clone())
        };
        Self {
            id: event.id.to_string(),
            memory_id: event.memory_id.to_string(),
            event: event.op,
            previous_memory: text(event.from_version),
            new_memory: text(event.to_version),
            at: event.at.to_string(),
            undoes: event.undoes.map(|id| id.to_string()),
            evidence: event.evidence,
        }
    }
}

/// What `changes` answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct HistoryList {
    /// Oldest first.
    pub results: Vec<HistoryEntry>,
}

/// A message of a pending turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PendingMessage {
    /// Who spoke.
    pub role: Role,
    /// What was said.
    pub content: String,
    /// Pictures and sounds sent with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Media>,
    /// RFC 3339.
    pub at: String,
}

/// A turn that is not extracted yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PendingItem {
    /// Its id.
    pub id: String,
    /// Whose it is.
    #[serde(flatten)]
    pub scope: Scope,
    /// What was said.
    pub messages: Vec<PendingMessage>,
    /// Why the last try failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// How many tries failed.
    pub attempts: u32,
    /// RFC 3339.
    pub created_at: String,
}

/// What `flush` answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FlushResult {
    /// Turns finished by this call.
    pub finished: usize,
    /// Turns still pending.
    pub remaining: usize,
    /// The decisions taken.
    pub results: Vec<AddedItem>,
    /// What the model calls took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage: Option<Usage>,
}

/// What `delete` and `deleteAll` answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Deleted {
    /// How many memories.
    pub deleted: usize,
}

/// What `context` answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ContextResult {
    /// The block for a prompt; empty if nothing was found.
    pub text: String,
    /// The memories used.
    pub ids: Vec<String>,
    /// An estimate of its tokens.
    pub tokens: usize,
    /// As in `SearchResult`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub degraded: Option<Problem>,
}

/// What `chat` answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChatResult {
    /// The answer.
    pub text: String,
    /// What was recalled for it.
    pub recalled: Vec<SearchHit>,
    /// As in `SearchResult`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub degraded: Option<Problem>,
    /// What was remembered of the exchange.
    pub added: AddResult,
}

/// The index, in figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IndexHealth {
    /// `none`, `flat`, `cells` or `graph`.
    pub kind: &'static str,
    /// How many vectors it holds.
    pub vectors: usize,
    /// Bytes of memory it holds.
    pub bytes: usize,
    /// Whether it has no upkeep left to do.
    pub maintained: bool,
    /// Which kernel computes similarities.
    pub kernel: &'static str,
}

/// The embedder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EmbedderHealth {
    /// Who makes vectors.
    pub provider: String,
    /// With which model, once that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// How wide they are, once that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dims: Option<usize>,
    /// Whether it can embed now, as far as is known.
    pub loaded: bool,
    /// Why it cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

impl EmbedderHealth {
    /// How an embedder is.
    pub fn of(embedder: &dyn Embedder) -> Self {
        let space = embedder.space();
        let readiness = embedder.readiness();
        Self {
            provider: embedder.provider().to_owned(),
            model: space.map(|space| space.model.clone()),
            dims: space.map(|space| space.dims),
            loaded: matches!(readiness, Readiness::Ready),
            problem: match &readiness {
                Readiness::Failed(error) => Some(Problem::from(error)),
                Readiness::Ready | Readiness::Loading => None,
            },
        }
    }
}

/// What a day's model calls came to, and what is left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BudgetHealth {
    /// Calls made, failed ones too.
    pub calls: u64,
    /// Tokens taken, in and out; a call under way counts with what was set aside for it.
    pub tokens: u64,
    /// Calls left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calls_left: Option<u64>,
    /// Tokens left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens_left: Option<u64>,
    /// When the next day begins, RFC 3339.
    pub renews_at: String,
}

/// A row that failed its checksum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SetAside {
    /// Its table.
    pub table: &'static str,
    /// Its key.
    pub key: String,
}

/// What `health` answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Health {
    /// Where rows are kept.
    pub storage: StoreInfo,
    /// How many memories are current.
    pub memories: usize,
    /// How many turns wait.
    pub pending: usize,
    /// The vector index.
    pub index: IndexHealth,
    /// Who makes vectors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embedder: Option<EmbedderHealth>,
    /// What the day's model calls came to, where there is a budget.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<BudgetHealth>,
    /// Rows set aside.
    pub set_aside: Vec<SetAside>,
    /// The library's version.
    pub version: &'static str,
}
