//! Pictures and sounds: kept, described by a model that can see or hear, remembered by what they show.

mod blobs;
mod describe;

use std::borrow::Cow;

pub use self::blobs::Blob;
pub(super) use self::blobs::{delete, of_job, of_memory, put};
use self::describe::describe;
use super::{
    Abort, Engine,
    add::keeps_turn_pending,
    codec,
    commit::Draft,
    compare::Offered,
    decide::Decision,
    extract::{Fact, Shown},
    flush::is_about_this_turn,
    reconcile::{self, Setting, Settled},
    request::MAX_TEXT_BYTES,
    response::AddedItem,
    rows::{Job, UNDESCRIBED_PREFIX, undescribed_key},
    state::State,
};
use crate::{
    ErrorCode, Result,
    model::{
        Attached, Change, Kind, MediaId, MediaNote, Memory, MemoryId, Message, MessageId, Metadata, Op, Plan,
        Role, Scope, Version,
    },
    ports::{Key, Llm, Range, Row, Table, Usage, Write},
};

impl Engine {
    /// A turn with what a model sees and hears in what was sent, in its messages' words. What was described is written down
    /// with the turn, so that it is not paid for twice. A file that the model refuses keeps its caption. Errors: the model's.
    pub(super) async fn told<'a>(&self, job: &'a Job, took: &mut Usage) -> Result<Cow<'a, Job>> {
        let asked = self.llm().filter(|_| job.infer);
        let (Some(llm), true) = (asked, of_job(job).next().is_some()) else {
            return Ok(Cow::Borrowed(job));
        };
        let mut job = job.clone();
        let mut usage = Usage::default();
        let described = self.describe_job(&llm, &mut job, &mut usage).await;
        *took += usage;
        if usage != Usage::default() {
            self.commit(|state| {
                let put_jobs = state
                    .jobs
                    .get(&job.id)
                    .map(|waiting| Job { messages: job.messages.clone(), ..waiting.clone() })
                    .into_iter()
                    .collect();
                Ok((Draft { put_jobs, ..Draft::default() }, ()))
            })
            .await?;
        }
        described?;
        job.messages.iter_mut().for_each(|message| message.content = in_words(message));
        Ok(Cow::Owned(job))
    }

    async fn describe_job(&self, llm: &dyn Llm, job: &mut Job, usage: &mut Usage) -> Result<()> {
        let scope = job.scope.clone();
        for attached in job.messages.iter_mut().flat_map(|message| &mut message.media) {
            let media = &attached.media;
            if !attached.awaits_note || attached.note.is_some() || !llm.supports(media.mime_type) {
                continue;
            }
            let blob = match self.blob_of(&scope, &media.id).await {
                Ok(Some(blob)) => blob,
                Err(e) if e.code() != ErrorCode::StorageCorrupt => return Err(e),
                _ => {
                    attached.awaits_note = false;
                    continue;
                }
            };
            match describe(llm, blob.mime_type, blob.data, attached.caption.as_deref(), usage).await {
                Ok(note) => (attached.note, attached.awaits_note) = (Some(note), false),
                Err(e) if e.code() == ErrorCode::ModelBlocked => attached.awaits_note = false,
                // If it is the file that is refused, the rest of the turn goes on; if it is any request, so is the next one.
                Err(e) if e.code() == ErrorCode::ModelRejected => {}
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }

    /// The memories of what was sent in a turn, ready to be committed. One that cannot be embedded now is embedded later.
    pub(super) async fn shown(&self, job: &Job) -> Result<Vec<Settled>> {
        let mut decided: Vec<(Fact, Decision)> = Vec::new();
        for message in &job.messages {
            for attached in &message.media {
                decided.extend(match &attached.memory {
                    Some(id) => self.seen_again(id, attached),
                    None => {
                        let fact = fact(message, attached);
                        let decision = Decision { op: Op::Add, ..Decision::fallback(&fact) };
                        Some((fact, decision))
                    }
                });
            }
        }
        let texts: Vec<String> = decided.iter().map(|(fact, _)| fact.text.clone()).collect();
        let embeddings = self.embed_leniently(&texts).await?;
        let settled = decided.into_iter().zip(embeddings).map(|((fact, decision), embedding)| Settled {
            fact,
            decision,
            embedding,
        });
        Ok(settled.collect())
    }

    /// A turn that a model reads later: what it saw is an update of the memory there is. One that was deleted does not come back.
    fn seen_again(&self, id: &MemoryId, attached: &Attached) -> Option<(Fact, Decision)> {
        let note = attached.note.as_ref()?;
        let state = self.state.borrow();
        let memory = state.memory(id)?;
        let seen = memory.current().filter(|version| version.evidence.model.is_none())?;
        update(Offered::of(memory)?, seen, note)
    }

    async fn embed_leniently(&self, texts: &[String]) -> Result<Vec<Option<Vec<f32>>>> {
        match self.embed_documents(texts).await {
            Err(e) if keeps_turn_pending(e.code()) => Ok(vec![None; texts.len()]),
            answer => answer,
        }
    }

    /// Describes what was kept with its caption alone, because no model was there that takes it. Each failure of a model that is
    /// about the file leaves it for the next time; any other ends the round. Answers the updates.
    pub(super) async fn describe_missing(&self, took: &mut Usage, abort: &Abort) -> Result<Vec<AddedItem>> {
        let Some(llm) = self.llm() else { return Ok(Vec::new()) };
        let mut items = Vec::new();
        for id in self.undescribed().await? {
            match abort.guard(self.describe_marked(&llm, &id, took)).await {
                Ok(done) => items.extend(done),
                Err(e) if is_about_this_turn(e.code()) || e.code() == ErrorCode::ModelRejected => {}
                Err(e) if keeps_turn_pending(e.code()) => break,
                Err(e) => return Err(e),
            }
        }
        Ok(items)
    }

    /// The memories that are marked as still to be described; some may be gone.
    pub(super) async fn undescribed(&self) -> Result<Vec<MemoryId>> {
        let marks = Range::prefix(&Key::new(UNDESCRIBED_PREFIX)?);
        let rows = self.ports.store.scan(Table::Meta, &marks).await?;
        let id = |row: &Row| MemoryId::parse(row.key.as_str().strip_prefix(UNDESCRIBED_PREFIX)?).ok();
        Ok(rows.iter().filter_map(id).collect())
    }

    async fn describe_marked(
        &self,
        llm: &dyn Llm,
        id: &MemoryId,
        usage: &mut Usage,
    ) -> Result<Vec<AddedItem>> {
        let known = self.state.borrow().memory(id).and_then(|memory| {
            let current = memory.current()?;
            Some((memory.scope.clone(), current.clone(), current.media.clone()?))
        });
        let Some((scope, version, media)) = known else { return self.unmark(id).await };
        if !llm.supports(media.mime_type) {
            return Ok(Vec::new());
        }
        let blob = match self.blob_of(&scope, &media.id).await {
            Err(e) if e.code() != ErrorCode::StorageCorrupt => return Err(e),
            Ok(Some(blob)) => blob,
            _ => return self.unmark(id).await,
        };
        let caption = Some(version.text.as_str()).filter(|text| !text.is_empty());
        match describe(llm, blob.mime_type, blob.data, caption, usage).await {
            Ok(note) => self.put_note(&scope, id, &version, &note).await,
            Err(e) if e.code() == ErrorCode::ModelBlocked => self.unmark(id).await,
            Err(e) => Err(e),
        }
    }

    /// The note becomes part of the memory as an update of it, unless it has changed meanwhile.
    async fn put_note(
        &self,
        scope: &Scope,
        id: &MemoryId,
        seen: &Version,
        note: &MediaNote,
    ) -> Result<Vec<AddedItem>> {
        let target = Offered { id: id.clone(), version: seen.number, text: seen.text.clone() };
        let Some((fact, decision)) = update(target, seen, note) else { return Ok(Vec::new()) };
        let embedding = self.embed_leniently(std::slice::from_ref(&fact.text)).await?.pop().flatten();
        let settled = [Settled { fact, decision, embedding }];
        self.commit(|state| {
            let setting = Setting {
                ids: &self.ids,
                now: self.ports.clock.now(),
                scope,
                metadata: &Metadata::default(),
                expires_at: None,
                model: None,
                prompt_version: None,
            };
            let current = state.memory(id).and_then(Memory::current).map(|version| version.number);
            if current != Some(seen.number) {
                return Ok((Draft::default(), Vec::new()));
            }
            let (plan, items) = reconcile::plan(state, &setting, &settled);
            let writes = vec![Write::Delete(Table::Meta, undescribed_key(id)?)];
            Ok((Draft { plan, writes, ..Draft::default() }, items))
        })
        .await
    }

    async fn unmark(&self, id: &MemoryId) -> Result<Vec<AddedItem>> {
        let writes = vec![Write::Delete(Table::Meta, undescribed_key(id)?)];
        self.commit(|_| Ok((Draft { writes: writes.clone(), ..Draft::default() }, Vec::new()))).await
    }
}

/// Marks the memories of a plan that a model is still to describe, and unmarks those it has.
pub(super) fn marks(job: &Job, plan: &Plan) -> Result<Vec<Write>> {
    let sent = || job.messages.iter().flat_map(|message| &message.media);
    let waiting: Vec<&MediaId> = sent().filter(|a| a.awaits_note).map(|a| &a.media.id).collect();
    let memories = plan.changes.iter().filter_map(|change| change.memory.as_ref());
    let waits = |memory: &&Memory| of_memory(memory).any(|id| waiting.contains(&id));
    let marks = memories.filter(waits).map(|m| codec::put(Table::Meta, undescribed_key(&m.id)?, &()));
    let seen = sent().filter(|a| !a.awaits_note).filter_map(|a| a.memory.as_ref());
    let unmarks = seen.map(|id| Ok(Write::Delete(Table::Meta, undescribed_key(id)?)));
    marks.chain(unmarks).collect()
}

/// The messages as they are journalled once their turn is finished: what a model saw stands in their words by then, and each
/// picture knows its memory, so that a model that reads them again makes no second one.
pub(super) fn journalled(state: &State, job: &Job, plan: &Plan) -> Vec<Message> {
    let mut messages = job.messages.clone();
    for message in &mut messages {
        for attached in &mut message.media {
            attached.note = None;
            if attached.memory.is_none() {
                let made =
                    plan.changes.iter().find(|change| shows(state, change, &message.id, &attached.media.id));
                attached.memory = made.map(|change| change.event.memory_id.clone());
            }
        }
    }
    messages
}

/// Whether a decision about a message's picture is this one.
fn shows(state: &State, change: &Change, message: &MessageId, media: &MediaId) -> bool {
    let memory = change.memory.as_ref().or_else(|| state.memory(&change.event.memory_id));
    let current = memory.and_then(Memory::current).and_then(|version| version.media.as_ref());
    current.is_some_and(|it| it.id == *media) && change.event.evidence.message_ids.contains(message)
}

/// A message's text with what was sent: a picture in brackets, as data; what is said in a sound as what the speaker said.
fn in_words(message: &Message) -> String {
    let mut lines: Vec<String> = vec![message.content.clone()];
    for attached in &message.media {
        let note = attached.note.as_ref();
        lines.extend(note.and_then(|note| note.transcript.clone()));
        let read = note.and_then(|note| note.text_in_image.as_ref()).map(|text| format!("it says: {text}"));
        let seen = [attached.caption.clone(), note.map(|note| note.description.clone()), read];
        let seen: Vec<String> = seen.into_iter().flatten().collect();
        if !seen.is_empty() {
            lines.push(format!("[{}: {}]", attached.media.mime_type.family(), seen.join("; ")));
        }
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// What is remembered of a picture or sound itself.
fn fact(message: &Message, attached: &Attached) -> Fact {
    let shown =
        Shown { media: attached.media.clone(), model: attached.note.as_ref().map(|note| note.model.clone()) };
    Fact {
        text: text(attached.caption.as_deref().unwrap_or_default(), attached.note.as_ref()),
        kind: Kind::Media,
        media: Some(shown),
        ..Fact::verbatim(message)
    }
}

/// The same memory with a note, as an update of it.
fn update(target: Offered, seen: &Version, note: &MediaNote) -> Option<(Fact, Decision)> {
    seen.media.as_ref()?;
    let fact = renewed(seen, note);
    let decision = Decision {
        op: Op::Update,
        target: Some(target),
        text: Some(fact.text.clone()),
        reason: Some("described by a model".to_owned()),
        ..Decision::fallback(&fact)
    };
    Some((fact, decision))
}

fn renewed(seen: &Version, note: &MediaNote) -> Fact {
    let evidence = &seen.evidence;
    Fact {
        kind: Kind::Media,
        importance: seen.importance,
        event_time: seen.event_time,
        expires_at: seen.expires_at,
        message_ids: evidence.message_ids.clone(),
        speaker: evidence.speaker.unwrap_or(Role::User),
        name: evidence.name.clone(),
        said_at: evidence.said_at,
        media: seen.media.clone().map(|media| Shown { media, model: Some(note.model.clone()) }),
        ..Fact::plain(text(&seen.text, Some(note)))
    }
}

/// Caption, description, and the words in it, each on lines of their own; empty if nothing is known.
fn text(caption: &str, note: Option<&MediaNote>) -> String {
    let mut lines = vec![caption];
    if let Some(note) = note {
        lines.push(&note.description);
        lines.extend(note.text_in_image.as_deref());
        lines.extend(note.transcript.as_deref());
    }
    lines.retain(|line| !line.is_empty());
    let text = lines.join("\n");
    let mut cut = MAX_TEXT_BYTES.min(text.len());
    while !text.is_char_boundary(cut) {
        cut = cut.saturating_sub(1);
    }
    text.get(..cut).unwrap_or_default().to_owned()
}
