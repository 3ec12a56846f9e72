//! One change, one batch: a plan becomes rows, the store takes all of them or none, and only then the projection
//! follows. The store refuses a batch that was planned against an old state; then the newer state is read and the
//! plan is made again.

use super::{
    Engine,
    budget::Spent,
    codec,
    rows::{
        Job, LogRow, SPENT, SummaryRow, TurnRow, UNREAD, Unread, event_key, job_key, log_key, memory_key,
        rows_of, summary_key, turn_key, vector_key,
    },
    state::State,
};
use crate::{
    Error, ErrorCode, Result,
    model::{MemoryId, MessageId, Plan, Scope},
    ports::{Batch, Durability, Key, Range, Table, Write},
};

/// How often a plan is made again because someone else wrote first, before the caller hears of it.
pub(super) const MAX_CONFLICTS: usize = 16;
/// How many log rows are kept for other instances to catch up by; who is further behind loads everything anew.
const LOG_KEPT: u64 = 4_096;
/// How often the log is pruned.
const LOG_PRUNED_EVERY: u64 = 256;

/// A plan and the rows that must change with it.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) plan: Plan,
    /// The scope of `plan.messages`.
    pub(super) scope: Scope,
    /// Set where no model has read `plan.messages`.
    pub(super) unread: Option<Unread>,
    pub(super) put_jobs: Vec<Job>,
    pub(super) drop_jobs: Vec<MessageId>,
    pub(super) summary: Option<SummaryRow>,
    /// What the day's model calls have come to.
    pub(super) spent: Option<Spent>,
    /// Vectors of current versions, for the projection; their rows stand in `writes`.
    pub(super) embedded: Vec<(MemoryId, Vec<f32>)>,
    /// Further rows.
    pub(super) writes: Vec<Write>,
    /// Whether they drop the snapshot's pages.
    pub(super) drops_pages: bool,
}

impl Draft {
    fn is_empty(&self) -> bool {
        self.plan.is_empty()
            && self.put_jobs.is_empty()
            && self.drop_jobs.is_empty()
            && self.summary.is_none()
            && self.spent.is_none()
            && self.writes.is_empty()
    }
}

impl Engine {
    /// Commits what `plan` makes of the state. `plan` may be called several times: each time on a newer state.
    pub(super) async fn commit<T>(&self, mut plan: impl FnMut(&State) -> Result<(Draft, T)>) -> Result<T> {
        let mut answer = None;
        let mut draft = |state: &State| {
            let (draft, planned) = plan(state)?;
            answer = Some(planned);
            Ok(draft)
        };
        self.commit_draft(&mut draft).await?;
        answer.ok_or_else(|| Error::new(ErrorCode::Internal, "nothing was planned"))
    }

    /// The same without an answer, so that it is compiled once.
    async fn commit_draft(&self, plan: &mut dyn FnMut(&State) -> Result<Draft>) -> Result<()> {
        let _turn = self.write_turn.lock().await;
        for _ in 0..MAX_CONFLICTS {
            if self.is_behind() {
                Box::pin(self.catch_up()).await?;
            }
            let mut draft = plan(&self.state.borrow())?;
            if draft.is_empty() {
                return Ok(());
            }
            let expect_seq = self.state.borrow().seq;
            let batch = self.batch(&mut draft, expect_seq)?;
            // Until the store has answered, what it holds is not known.
            self.freshness.begin();
            match self.ports.store.apply(&batch).await {
                Ok(seq) => {
                    self.show(draft, seq)?;
                    return Ok(());
                }
                Err(e) if e.code() == ErrorCode::StorageConflict => {}
                Err(e) => return Err(e),
            }
        }
        Err(Error::new(ErrorCode::StorageConflict, "other tabs keep writing to this store: try again"))
    }

    /// The draft as rows of one strict batch. Its further rows, which may be large, are taken out of it.
    fn batch(&self, draft: &mut Draft, expect_seq: u64) -> Result<Batch> {
        let seq = expect_seq.saturating_add(1);
        let mut writes = Vec::new();
        let mut log = LogRow::default();
        for id in &draft.plan.erase {
            writes.push(Write::Delete(Table::Memories, memory_key(id)?));
            writes.push(Write::DeleteRange(Table::Vectors, rows_of(id)?));
            writes.push(Write::DeleteRange(Table::Events, rows_of(id)?));
            log.memories.push(id.clone());
        }
        for (n, change) in draft.plan.changes.iter().enumerate() {
            let id = &change.event.memory_id;
            writes.push(codec::put(Table::Events, event_key(id, seq, n)?, &change.event)?);
            let Some(memory) = &change.memory else { continue };
            writes.push(codec::put(Table::Memories, memory_key(id)?, memory)?);
            log.memories.push(id.clone());
            if let (Some(vector), Some(space), Some(number)) =
                (&change.embedding, self.space(), change.event.to_version)
            {
                let payload = codec::vector_payload(space, vector)?;
                writes.push(codec::put_bytes(Table::Vectors, vector_key(id, number)?, &payload));
            }
        }
        log.memories.extend(draft.embedded.iter().map(|(id, _)| id.clone()));
        for message in &draft.plan.messages {
            let (scope, unread) = (draft.scope.clone(), draft.unread.clone());
            let row = TurnRow { scope, message: message.clone(), unread };
            writes.push(codec::put(Table::Turns, turn_key(&draft.scope, &message.id)?, &row)?);
        }
        if draft.unread.is_some() && !draft.plan.messages.is_empty() {
            writes.push(codec::put(Table::Meta, Key::new(UNREAD)?, &true)?);
        }
        for id in &draft.drop_jobs {
            writes.push(Write::Delete(Table::Pending, job_key(id)?));
            log.jobs.push(id.clone());
        }
        for job in &draft.put_jobs {
            writes.push(codec::put(Table::Pending, job_key(&job.id)?, job)?);
            log.jobs.push(job.id.clone());
        }
        if let Some(summary) = &draft.summary {
            writes.push(codec::put(Table::Meta, summary_key(&summary.scope)?, summary)?);
        }
        if let Some(spent) = &draft.spent {
            writes.push(codec::put(Table::Meta, Key::new(SPENT)?, spent)?);
            log.spent = true;
        }
        draft.drops_pages =
            draft.writes.iter().any(|write| matches!(write, Write::DeleteRange(Table::Pages, _)));
        writes.append(&mut draft.writes);
        writes.push(codec::put(Table::Log, log_key(seq)?, &log)?);
        if seq.is_multiple_of(LOG_PRUNED_EVERY) {
            let old = Range { to: Some(log_key(seq.saturating_sub(LOG_KEPT))?), ..Range::default() };
            writes.push(Write::DeleteRange(Table::Log, old));
        }
        Ok(Batch { durability: Durability::Strict { expect_seq }, writes })
    }

    /// Lets the projection follow what the store has taken.
    fn show(&self, draft: Draft, seq: u64) -> Result<()> {
        let mut state = self.state.borrow_mut();
        if draft.drops_pages {
            state.saved.forget();
        }
        draft.plan.erase.iter().for_each(|id| state.remove(id));
        for change in draft.plan.changes {
            if let Some(memory) = change.memory {
                // The vector of a version of the past is in no index.
                let current = memory.current().map(|version| version.number);
                let embedding = change.embedding.as_deref().filter(|_| change.event.to_version == current);
                state.put(memory, embedding)?;
            }
        }
        for (id, vector) in &draft.embedded {
            state.embed(id, vector)?;
        }
        for id in &draft.drop_jobs {
            state.jobs.remove(id);
        }
        for job in draft.put_jobs {
            state.jobs.insert(job.id.clone(), job);
        }
        state.spent = draft.spent.unwrap_or(state.spent);
        state.seq = seq;
        self.freshness.settled();
        Ok(())
    }
}
