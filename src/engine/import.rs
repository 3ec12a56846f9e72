//! `importConversations`: conversations of the past, each group of messages a turn of its own time.
//!
//! A group is journalled in the very change that marks it as taken, so an import that was cut off goes on where it was, and one
//! that is given again adds nothing.

use serde::Serialize;

use super::{
    Abort, Engine, codec,
    commit::{Draft, MAX_CONFLICTS},
    flush::is_about_this_turn,
    request::{Adding, ConversationInput, Group, Import, ImportOptions},
    response::{AddedItem, Problem},
    rows::{ImportRow, Job, import_key},
};
use crate::{
    Error, ErrorCode, Result,
    model::Op,
    ports::{Table, Usage},
};

/// What an import has done, and what it is to do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportResult {
    /// Conversations of which something was taken in.
    pub conversations: usize,
    /// Conversations that had been imported before.
    pub skipped: usize,
    /// How many conversations there are in all.
    pub total: usize,
    /// Messages taken in.
    pub messages: usize,
    /// Memories added.
    pub added: usize,
    /// Memories that got a new text.
    pub updated: usize,
    /// Memories closed, because the person said that they are no longer so, or wished it.
    pub deleted: usize,
    /// Turns that wait for a model: `flush` finishes them.
    pub pending: usize,
    /// Why they wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
    /// What the model's calls took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage: Option<Usage>,
}

impl ImportResult {
    fn count(&mut self, items: &[AddedItem]) {
        let of = |op: Op| items.iter().filter(|item| item.event == op).count();
        self.added = self.added.saturating_add(of(Op::Add));
        self.updated = self.updated.saturating_add(of(Op::Update));
        self.deleted = self.deleted.saturating_add(of(Op::Delete));
    }
}

impl Engine {
    /// Takes in conversations of the past, in order of time, each at its own time. Given again, it goes on where it was cut off and
    /// skips what was taken in before. `on_progress` hears after each group of messages. If the model cannot be reached, the rest is
    /// journalled, too, and waits. Errors: `invalid_input` and `scope_required` before anything is taken in; `storage_*`;
    /// `aborted`: what was taken in by then stays, and a group that was being read waits for `flush` or the next import.
    pub async fn import_conversations(
        &self,
        conversations: Vec<ConversationInput>,
        options: ImportOptions,
        on_progress: &mut dyn FnMut(&ImportResult),
        abort: &Abort,
    ) -> Result<ImportResult> {
        let Import { adding, conversations } = options.checked(conversations)?;
        self.ready().await?;
        let mut result = ImportResult { total: conversations.len(), ..ImportResult::default() };
        let mut unreachable: Option<Error> = None;
        for conversation in conversations {
            let mut is_new = false;
            for group in conversation.groups {
                let count = group.messages.len();
                let Some(job) = abort.guard(self.take(&group, &adding)).await? else { continue };
                is_new = true;
                let (items, failure) = match &unreachable {
                    Some(error) => (self.wait(&job, Some(error)).await?, Some(error.clone())),
                    None => {
                        let (done, failure) = self.attempt(&job, abort).await?;
                        if let Some(took) = done.usage {
                            *result.usage.get_or_insert_default() += took;
                        }
                        (done.items, failure)
                    }
                };
                result.count(&items);
                if let Some(e) = failure {
                    result.pending = result.pending.saturating_add(1);
                    result.problem = Some(Problem::from(&e));
                    unreachable = unreachable.or_else(|| (!is_about_this_turn(e.code())).then_some(e));
                }
                result.messages = result.messages.saturating_add(count);
                on_progress(&result);
            }
            let counter = if is_new { &mut result.conversations } else { &mut result.skipped };
            *counter = counter.saturating_add(1);
            if !is_new {
                on_progress(&result);
            }
        }
        Ok(result)
    }

    /// Journals a group with the mark that it is taken; the turn that waits since an earlier import; none if that is done.
    async fn take(&self, group: &Group, adding: &Adding) -> Result<Option<Job>> {
        let key = import_key(&adding.scope, &group.hash)?;
        for _ in 0..MAX_CONFLICTS {
            let seq = self.state.borrow().seq;
            let row = self.ports.store.get(Table::Meta, std::slice::from_ref(&key)).await?.pop().flatten();
            if let Some(row) = row {
                // A mark that cannot be read is a mark: taken twice is worse than not at all.
                let mark = codec::read::<ImportRow>(Table::Meta, &key, &row).ok();
                return Ok(mark.and_then(|mark| self.state.borrow().jobs.get(&mark.job).cloned()));
            }
            let (job, mut blobs) = self.job(group.messages.clone(), adding.clone())?;
            let mark = ImportRow { scope: adding.scope.clone(), job: job.id.clone() };
            blobs.push(codec::put(Table::Meta, key.clone(), &mark)?);
            let taken = self
                .commit(|state| {
                    // Marks are in no state: what was read holds only if nothing was written since.
                    if state.seq != seq {
                        return Ok((Draft::default(), false));
                    }
                    let draft =
                        Draft { put_jobs: vec![job.clone()], writes: blobs.clone(), ..Draft::default() };
                    Ok((draft, true))
                })
                .await?;
            if taken {
                return Ok(Some(job));
            }
        }
        Err(Error::new(ErrorCode::StorageConflict, "other tabs keep writing to this store: try again"))
    }
}
