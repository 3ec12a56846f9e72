//! Reading and changing memories by hand: `get`, `getAll`, `update`, `delete`, `deleteAll`, `history`, `reset`.

use std::collections::HashMap;

use super::{
    Engine, codec,
    commit::Draft,
    media,
    request::{DeleteAllOptions, GetAll, GetAllOptions, UpdateInput},
    response::{Deleted, HistoryEntry, MemoryItem, MemoryList},
    rows::{
        IMPORT_PREFIX, ImportRow, Job, SUMMARY_PREFIX, SummaryRow, TurnRow, memory_key, rows_of, summary_key,
        turn_key, undescribed_key,
    },
    state::State,
};
use crate::{
    Error, Result,
    model::{Change, Event, Evidence, Memory, MemoryId, MessageId, Op, Plan, Scope, Version},
    ports::{Key, Range, Table, Write},
    sort::Arrange,
};

fn unknown() -> Error {
    Error::not_found("no memory has this id: it may have been deleted")
}

impl Engine {
    /// A memory, or none if there is none (any more). Error: `invalid_input` for what is no id.
    pub async fn get(&self, id: &str) -> Result<Option<MemoryItem>> {
        let id = MemoryId::parse(id)?;
        self.ready().await?;
        Ok(self.state.borrow().memory(&id).and_then(MemoryItem::of))
    }

    /// The memories of a scope that are not over, newest first.
    pub async fn get_all(&self, options: GetAllOptions) -> Result<MemoryList> {
        let GetAll { scope, filter, limit, include_expired } = options.checked()?;
        self.ready().await?;
        let state = self.state.borrow();
        let now = (!include_expired).then(|| self.ports.clock.now());
        let allowed = state.allowed(&scope, filter.as_ref(), now);
        let mut found: Vec<&Memory> = allowed.iter().filter_map(|slot| state.at(slot)).collect();
        found.arrange_by(|a, b| b.created_at.cmp(&a.created_at).then_with(|| b.id.cmp(&a.id)));
        Ok(MemoryList { results: found.into_iter().take(limit).filter_map(MemoryItem::of).collect() })
    }

    /// Gives a memory a new text, new metadata, or both. Its old text stays in its history. Errors: `not_found`,
    /// `invalid_input`.
    pub async fn update(&self, id: &str, input: UpdateInput) -> Result<MemoryItem> {
        let id = MemoryId::parse(id)?;
        let (text, metadata) = input.checked()?;
        self.ready().await?;
        if self.state.borrow().memory(&id).is_none() {
            return Err(unknown());
        }
        let embedding = match &text {
            // A text that cannot be embedded now is found by its words until `flush` has embedded it.
            Some(text) => self
                .embed_documents(std::slice::from_ref(text))
                .await
                .ok()
                .and_then(|mut v| v.pop())
                .flatten(),
            None => None,
        };
        self.commit(|state| {
            let mut memory = state.memory(&id).cloned().ok_or_else(unknown)?;
            let old = memory.current().cloned().ok_or_else(unknown)?;
            let now = self.ports.clock.now();
            if let Some(metadata) = &metadata {
                memory.metadata = metadata.clone();
                memory.updated_at = now;
            }
            let renewed = text.as_ref().filter(|t| **t != old.text);
            let to = renewed.map_or(old.number, |text| {
                let evidence = by_hand();
                memory.supersede(Version { valid_from: now, evidence, ..old.rewritten(text) })
            });
            let event = self.event(&id, Op::Update, Some(old.number), Some(to));
            let embedding = renewed.and(embedding.clone());
            let item = MemoryItem::of(&memory).ok_or_else(unknown)?;
            let change = Change { memory: Some(memory), embedding, event };
            Ok((Draft { plan: Plan { changes: vec![change], ..Plan::default() }, ..Draft::default() }, item))
        })
        .await
    }

    /// Closes a memory: no search, list or prompt shows it again, its history stays. The messages it rests on and
    /// the summary of its scope go, so that they do not bring it back. Error: `not_found`.
    pub async fn delete(&self, id: &str) -> Result<Deleted> {
        let id = MemoryId::parse(id)?;
        self.ready().await?;
        let said = self.said(vec![id.clone()]).await?;
        self.commit(|state| {
            let memory = state.memory(&id).ok_or_else(unknown)?;
            let draft = self.closing(std::iter::once(memory), &said)?;
            Ok((draft, Deleted { deleted: 1 }))
        })
        .await
    }

    /// Closes every memory of a scope, and drops its waiting turns, messages and summaries. With `hard` the
    /// memories' rows, history, pictures and sounds go too.
    pub async fn delete_all(&self, options: DeleteAllOptions) -> Result<Deleted> {
        let (scope, hard) = options.checked()?;
        self.ready().await?;
        let traces = self.traces(&scope).await?;
        let said = self.said(self.ids_in(&scope)).await?;
        let closed = if hard { self.closed_memories(&scope).await? } else { Vec::new() };
        let seq = self.state.borrow().seq;
        let marks = if hard { self.undescribed().await? } else { Vec::new() };
        let blobs = if hard { self.all_blobs(&scope).await? } else { self.waiting_blobs(&scope).await? };
        self.commit(|state| {
            let allowed = state.allowed(&scope, None, None);
            let current: Vec<&Memory> = allowed.iter().filter_map(|slot| state.at(slot)).collect();
            let deleted = current.len();
            let mut draft = if hard {
                let erase: Vec<MemoryId> =
                    current.iter().map(|m| m.id.clone()).chain(closed.iter().cloned()).collect();
                let marked: Vec<&MemoryId> = marks.iter().filter(|id| erase.contains(id)).collect();
                let unmark =
                    marked.into_iter().map(|id| Ok(Write::Delete(Table::Meta, undescribed_key(id)?)));
                let unmark = unmark.collect::<Result<Vec<Write>>>()?;
                let plan = Plan { erase, ..Plan::default() };
                let mut draft = Draft { plan, writes: unmark, ..Draft::default() };
                for memory in current {
                    draft.writes.extend(grounds(memory, &said)?);
                    for id in media::of_memory(memory) {
                        draft.writes.extend(media::delete(&memory.scope, id)?);
                    }
                }
                draft
            } else {
                self.closing(current.into_iter(), &said)?
            };
            draft.writes.extend(traces.iter().cloned());
            for job in state.jobs.values().filter(|job| scope.covers(&job.scope)) {
                draft.drop_jobs.push(job.id.clone());
                for id in media::of_job(job).filter(|_| hard) {
                    draft.writes.extend(media::delete(&job.scope, id)?);
                }
            }
            // With `hard` whatever pointed to them goes; else what was found holds only if nothing was written since.
            if hard || state.seq == seq {
                draft.writes.extend(blobs.iter().cloned());
            }
            if hard {
                // The snapshot's pages hold the vectors too.
                draft.writes.push(Write::DeleteRange(Table::Pages, Range::default()));
            }
            Ok((draft, Deleted { deleted }))
        })
        .await
    }

    /// Every decision about a memory, oldest first. Error: `not_found`.
    pub async fn history(&self, id: &str) -> Result<Vec<HistoryEntry>> {
        let id = MemoryId::parse(id)?;
        self.ready().await?;
        let store = &self.ports.store;
        let key = memory_key(&id)?;
        let row = store.get(Table::Memories, std::slice::from_ref(&key)).await?.pop().flatten();
        let memory: Memory = codec::read(Table::Memories, &key, &row.ok_or_else(unknown)?)?;
        let rows = store.scan(Table::Events, &rows_of(&id)?).await?;
        let events = rows.iter().filter_map(|r| codec::read::<Event>(Table::Events, &r.key, &r.value).ok());
        Ok(events.map(|event| HistoryEntry::of(event, &memory)).collect())
    }

    /// Removes everything of this store.
    pub async fn reset(&self) -> Result<()> {
        self.ready().await?;
        let _turn = self.write_turn.lock().await;
        self.freshness.begin();
        let seq = self.ports.store.clear().await?;
        let mut state = State::new(self.space(), self.options.index);
        state.seq = seq;
        self.state.replace(state);
        self.freshness.settled();
        Ok(())
    }

    /// Closes memories, and drops what could bring them back.
    fn closing<'a>(&self, memories: impl Iterator<Item = &'a Memory>, said: &Said) -> Result<Draft> {
        let mut draft = Draft::default();
        for memory in memories {
            draft.writes.extend(grounds(memory, said)?);
            let mut memory = memory.clone();
            let from = memory.current().map(|v| v.number);
            memory.close(self.ports.clock.now());
            let event = self.event(&memory.id, Op::Delete, from, None);
            draft.plan.changes.push(Change { memory: Some(memory), embedding: None, event });
        }
        Ok(draft)
    }

    /// The messages that the decisions about these memories rest on: also those that only said it again.
    pub(super) async fn said(&self, ids: Vec<MemoryId>) -> Result<Said> {
        let mut said = Said::new();
        for id in ids {
            let rows = self.ports.store.scan(Table::Events, &rows_of(&id)?).await?;
            let events =
                rows.iter().filter_map(|r| codec::read::<Event>(Table::Events, &r.key, &r.value).ok());
            let messages = events.flat_map(|event| event.evidence.message_ids).collect();
            said.insert(id, messages);
        }
        Ok(said)
    }

    /// Deletes of every message, summary and mark of an import that the scope covers.
    async fn traces(&self, scope: &Scope) -> Result<Vec<Write>> {
        let store = &self.ports.store;
        let mut writes = Vec::new();
        for row in store.scan(Table::Turns, &Range::default()).await? {
            // A row that cannot be read cannot be shown to be somebody else's; it goes nowhere and stays.
            let turn = codec::read::<TurnRow>(Table::Turns, &row.key, &row.value);
            if turn.is_ok_and(|turn| scope.covers(&turn.scope)) {
                writes.push(Write::Delete(Table::Turns, row.key));
            }
        }
        let summaries = Range::prefix(&Key::new(SUMMARY_PREFIX)?);
        for row in store.scan(Table::Meta, &summaries).await? {
            let summary = codec::read::<SummaryRow>(Table::Meta, &row.key, &row.value);
            if summary.is_ok_and(|summary| scope.covers(&summary.scope)) {
                writes.push(Write::Delete(Table::Meta, row.key));
            }
        }
        let imports = Range::prefix(&Key::new(IMPORT_PREFIX)?);
        for row in store.scan(Table::Meta, &imports).await? {
            let mark = codec::read::<ImportRow>(Table::Meta, &row.key, &row.value);
            if mark.is_ok_and(|mark| scope.covers(&mark.scope)) {
                writes.push(Write::Delete(Table::Meta, row.key));
            }
        }
        Ok(writes)
    }

    /// Deletes of what was sent in a scope's waiting turns and belongs to nothing else.
    async fn waiting_blobs(&self, scope: &Scope) -> Result<Vec<Write>> {
        let waiting: Vec<Job> = {
            let state = self.state.borrow();
            state.jobs.values().filter(|job| scope.covers(&job.scope)).cloned().collect()
        };
        self.blobs_of_jobs(&waiting).await
    }

    /// The current memories of a scope.
    fn ids_in(&self, scope: &Scope) -> Vec<MemoryId> {
        let state = self.state.borrow();
        let allowed = state.allowed(scope, None, None);
        allowed.iter().filter_map(|slot| Some(state.at(slot)?.id.clone())).collect()
    }

    /// Memories of the scope that were closed before: only the store still knows them.
    async fn closed_memories(&self, scope: &Scope) -> Result<Vec<MemoryId>> {
        let rows = self.ports.store.scan(Table::Memories, &Range::default()).await?;
        let memories =
            rows.iter().filter_map(|r| codec::read::<Memory>(Table::Memories, &r.key, &r.value).ok());
        Ok(memories.filter(|m| m.current().is_none() && scope.covers(&m.scope)).map(|m| m.id).collect())
    }

    fn event(&self, id: &MemoryId, op: Op, from_version: Option<u32>, to_version: Option<u32>) -> Event {
        Event {
            id: self.ids.event(),
            memory_id: id.clone(),
            op,
            at: self.ports.clock.now(),
            from_version,
            to_version,
            undoes: None,
            evidence: by_hand(),
        }
    }
}

/// Messages by the memory they led to a decision about.
pub(super) type Said = HashMap<MemoryId, Vec<MessageId>>;

/// Deletes of the messages a memory rests on and of the summaries that may tell of it. A turn is journalled under
/// its own scope, which may be wider than the memory's.
pub(super) fn grounds(memory: &Memory, said: &Said) -> Result<Vec<Write>> {
    let known = memory.versions().iter().flat_map(|v| &v.evidence.message_ids);
    let mut messages: Vec<&MessageId> = known.chain(said.get(&memory.id).into_iter().flatten()).collect();
    messages.arrange();
    messages.dedup();
    let mut writes = Vec::new();
    for scope in memory.scope.covering() {
        writes.push(Write::Delete(Table::Meta, summary_key(&scope)?));
        for message in &messages {
            writes.push(Write::Delete(Table::Turns, turn_key(&scope, message)?));
        }
    }
    Ok(writes)
}

/// The evidence of a change that the caller made directly.
fn by_hand() -> Evidence {
    Evidence { reason: Some("changed directly".to_owned()), ..Evidence::default() }
}
