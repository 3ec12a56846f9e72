//! `pending` and `flush`: turns whose extraction has not succeeded, and memories that have no vector yet.

use super::{
    Abort, Engine,
    add::keeps_turn_pending,
    buffer::grouped,
    codec,
    commit::Draft,
    response::{FlushResult, PendingItem, PendingMessage},
    rows::{Job, vector_key},
    state::State,
};
use crate::{
    ErrorCode, Result,
    model::{Memory, MemoryId, Message},
    ports::{Table, Usage},
};

/// How many memories are embedded in one go.
const EMBED_AT_ONCE: usize = 100;

impl Engine {
    /// Turns that are journalled but not finished, oldest first.
    pub async fn pending(&self) -> Result<Vec<PendingItem>> {
        self.ready().await?;
        Ok(self.state.borrow().jobs.values().map(shown).collect())
    }

    /// Journals again what only rules have read, if there is a model now; tries every pending turn again, oldest first, each
    /// exactly once, those of a scope together as far as one call takes them; then describes what was sent while no model took it, and embeds what has no vector. A turn
    /// that fails by itself (blocked, unreadable) stays and the next is tried; if the service cannot be reached
    /// or refuses the key, or the budget is used up, the rest waits too. Errors: `aborted`, `storage_*`.
    pub async fn flush(&self, abort: &Abort) -> Result<FlushResult> {
        self.ready().await?;
        abort.guard(self.replay()).await?;
        let jobs: Vec<Job> = self.state.borrow().jobs.values().cloned().collect();
        let mut result = FlushResult::default();
        let mut took = Usage::default();
        let (mut reachable, mut embeds) = (true, true);
        let jobs = if self.llm().is_some() { grouped(jobs) } else { jobs };
        for job in jobs {
            let _in_hand = self.take_in_hand(std::slice::from_ref(&job));
            let (done, failure) = self.attempt(&job, abort).await?;
            result.finished = result.finished.saturating_add(done.turns);
            result.results.extend(done.items);
            took += done.usage.unwrap_or_default();
            if let Some(code) = failure.map(|e| e.code()) {
                reachable = is_about_this_turn(code);
                // Embedding is in no budget.
                embeds = reachable || code == ErrorCode::BudgetExceeded;
            }
            if !reachable {
                break;
            }
        }
        if reachable {
            result.results.extend(self.describe_missing(&mut took, abort).await?);
        }
        if embeds {
            match abort.guard(self.embed_missing()).await {
                Err(e) if !keeps_turn_pending(e.code()) => return Err(e),
                _ => {}
            }
        }
        result.usage = (took != Usage::default()).then_some(took);
        result.remaining = self.state.borrow().jobs.len();
        Ok(result)
    }

    /// Embeds everything that [`Self::embed_some`] does.
    async fn embed_missing(&self) -> Result<()> {
        while self.embed_some().await? {}
        Ok(())
    }

    /// Embeds some of the current memories that have no vector in the embedder's space: kept while it could not embed,
    /// or made with another embedder. True if there may be more.
    pub(super) async fn embed_some(&self) -> Result<bool> {
        let Some(embedder) = &self.ports.embedder else { return Ok(false) };
        if embedder.space().is_none() {
            embedder.prepare().await?;
            self.ready().await?;
        }
        let missing: Vec<(MemoryId, u32, String)> = {
            let state = self.state.borrow();
            let named = |m: &Memory| m.current().map(|v| (m.id.clone(), v.number, v.text.clone()));
            state.unembedded().filter_map(named).take(EMBED_AT_ONCE).collect()
        };
        let Some(space) = embedder.space().filter(|_| !missing.is_empty()) else { return Ok(false) };
        let texts: Vec<String> = missing.iter().map(|(_, _, text)| text.clone()).collect();
        let vectors = self.embed_documents(&texts).await?;
        let is_current = |state: &State, id: &MemoryId, version: u32| {
            // Changed or gone meanwhile: its new version is embedded by whoever wrote it.
            state.memory(id).and_then(Memory::current).is_some_and(|v| v.number == version)
        };
        self.commit(|state| {
            let mut draft = Draft::default();
            for ((id, version, _), vector) in missing.iter().zip(&vectors) {
                let Some(vector) = vector.as_ref().filter(|_| is_current(state, id, *version)) else {
                    continue;
                };
                let payload = codec::vector_payload(space, vector)?;
                draft.writes.push(codec::put_bytes(Table::Vectors, vector_key(id, *version)?, &payload));
                draft.embedded.push((id.clone(), vector.clone()));
            }
            Ok((draft, ()))
        })
        .await?;
        let mut state = self.state.borrow_mut();
        for ((id, version, _), _) in missing.iter().zip(&vectors).filter(|(_, vector)| vector.is_none()) {
            if is_current(&state, id, *version) {
                state.embed_in_vain(id);
            }
        }
        Ok(missing.len() == EMBED_AT_ONCE)
    }
}

/// Whether a failure is this turn's own, so that the next turn may fare better.
pub(super) const fn is_about_this_turn(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::ModelBlocked | ErrorCode::ModelTruncated | ErrorCode::ModelBadReply)
}

fn shown(job: &Job) -> PendingItem {
    let message = |m: &Message| PendingMessage {
        role: m.role,
        content: m.content.clone(),
        media: m.media.iter().map(|attached| attached.media.clone()).collect(),
        at: m.at.to_string(),
    };
    PendingItem {
        id: job.id.to_string(),
        scope: job.scope.clone(),
        messages: job.messages.iter().map(message).collect(),
        code: job.code.clone(),
        attempts: job.attempts,
        created_at: job.created_at.to_string(),
    }
}
