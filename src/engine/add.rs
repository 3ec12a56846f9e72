//! `add`: journal → process → commit. What reads the turn is a model (`infer`), or rules on the device (`by_rules`).
//!
//! The turn is journalled before anything else happens, and the journal entry goes in the very batch that brings
//! its memories. So a crash, a dead network or a broken reply leaves it pending, and nothing is done twice.

use super::{
    Abort, Engine,
    commit::{Draft, MAX_CONFLICTS},
    decide::Decision,
    extract::Fact,
    flush::is_about_this_turn,
    media,
    reconcile::{self, Setting, Settled},
    request::{AddOptions, Adding, MessageInput, Said, checked_messages},
    response::{AddResult, AddedItem, BUFFERED, NOTHING_NEW, Problem},
    rows::{Job, SummaryRow, Unread},
};
use crate::{
    Error, ErrorCode, Result,
    model::{Attached, Message, MessageId, Op, Role, Scope},
    ports::{EmbedPurpose, Usage, Write},
    rules,
    trust::{echo, secrets},
};

/// How many memories a sentence is held against to tell whether it repeats one.
const ECHO_CANDIDATES: usize = 3;

/// What is said of a turn that waits for more.
const WAITS_FOR_MORE: &str =
    "the turn is kept and will be read together with those that follow: flush reads it now";

/// What one processed turn did.
#[derive(Debug, Default)]
pub(super) struct Done {
    pub(super) items: Vec<AddedItem>,
    pub(super) usage: Option<Usage>,
    /// How many facts of the model were not kept because they only repeat its instructions.
    pub(super) ungrounded: usize,
    /// Whether no model was asked because nothing new was said.
    pub(super) skipped: bool,
    /// How many turns it finished: none if somebody else did.
    pub(super) turns: usize,
    /// Why not all of what was said is read yet: then the turns still wait.
    pub(super) missing: Option<Error>,
}

/// Which model and prompts led to the decisions, and what the conversation now sums up to.
#[derive(Debug, Default)]
pub(super) struct Provenance {
    pub(super) model: Option<String>,
    pub(super) prompt_version: Option<String>,
    pub(super) summary: Option<String>,
    /// Whether the turn was read by rules alone, for want of a model: one that comes later reads it again.
    pub(super) unread: bool,
}

impl Engine {
    /// Remembers a conversation. Resolves once its decisions are on the disk, or, if a model cannot be reached,
    /// once the turn is safely journalled (`pending`); so with a buffer, until it is due. Errors: `invalid_input`, `scope_required`, `storage_*`,
    /// `aborted` (nothing of the turn is kept then).
    pub async fn add(
        &self,
        messages: Vec<MessageInput>,
        options: AddOptions,
        abort: &Abort,
    ) -> Result<AddResult> {
        let messages = checked_messages(messages)?;
        let adding = options.checked()?;
        self.ready().await?;
        self.remember(messages, adding, abort).await
    }

    pub(super) async fn remember(
        &self,
        messages: Vec<Said>,
        adding: Adding,
        abort: &Abort,
    ) -> Result<AddResult> {
        let (job, blobs) = self.job(messages, adding)?;
        if job.messages.is_empty() {
            return Ok(AddResult::default());
        }
        abort.guard(self.journal(&job, blobs)).await?;
        let groups = self.due(&job);
        if groups.is_empty() {
            let problem = Problem { code: BUFFERED, message: WAITS_FOR_MORE.to_owned() };
            let (results, pending) = (self.wait(&job, None).await?, Some(job.pending(problem)));
            return Ok(AddResult { results, pending, ..AddResult::default() });
        }
        let _in_hand = self.take_in_hand(&groups);
        let mut added = AddResult::default();
        let mut skipped = true;
        for group in &groups {
            match self.attempt(group, abort).await {
                Ok((done, failure)) => {
                    skipped &= done.skipped;
                    added.results.extend(done.items);
                    if let Some(took) = done.usage {
                        *added.usage.get_or_insert_default() += took;
                    }
                    added.ungrounded = added.ungrounded.saturating_add(done.ungrounded);
                    let Some(e) = failure else { continue };
                    added.pending = Some(job.pending(Problem::from(&e)));
                    if !is_about_this_turn(e.code()) {
                        break;
                    }
                }
                Err(e) if e.code() == ErrorCode::Aborted => {
                    self.withdraw(&job).await?;
                    return Err(e);
                }
                // Refused as a whole: `storage_full` says that nothing was written, so nothing may wait either. If even
                // that cannot be written, the turn waits for `flush` and `pending` shows it.
                Err(e) if e.code() == ErrorCode::StorageFull => {
                    let _ = self.withdraw(&job).await;
                    return Err(e);
                }
                Err(e) => return Err(e),
            }
        }
        added.skipped = skipped.then_some(NOTHING_NEW);
        // What failed may have been turns that waited with it.
        added.pending = added.pending.filter(|_| self.state.borrow().jobs.contains_key(&job.id));
        Ok(added)
    }

    /// Does a job; or, where the model's failure lets it wait, writes down why, and answers that failure, too.
    pub(super) async fn attempt(&self, job: &Job, abort: &Abort) -> Result<(Done, Option<Error>)> {
        let mut took = Usage::default();
        let done = abort.guard(self.process(job, &mut took)).await;
        let (done, failure) = match done {
            Ok(mut done) => {
                let missing = done.missing.take();
                (done, missing)
            }
            Err(e) if keeps_turn_pending(e.code()) => {
                let items = self.wait(job, Some(&e)).await?;
                (Done { items, ..Done::default() }, Some(e))
            }
            Err(e) => return Err(e),
        };
        // What a failed try took was taken, too.
        let usage = (took != Usage::default()).then_some(took);
        Ok((Done { usage, ..done }, failure))
    }

    /// The turn with ids and times; the application's own instructions are left out.
    /// And the rows of what was sent with it.
    pub(super) fn job(&self, messages: Vec<Said>, adding: Adding) -> Result<(Job, Vec<Write>)> {
        let now = self.ports.clock.now();
        let Adding { scope, metadata, infer, expires_at, imported } = adding;
        let mut said_before = 0_u16;
        let mut blobs = Vec::new();
        let message = |said: Said| {
            // What memory put into a prompt is nobody's word, and a secret nobody's business.
            let content = secrets::masked(&echo::without_blocks(&said.content)).trim().to_owned();
            let at = said.at.unwrap_or(now);
            let (role, name) = (said.role, said.name);
            let mut media = Vec::new();
            for sent in said.media {
                blobs.extend(media::put(&scope, &sent.media, &sent.data, now)?);
                let caption =
                    sent.caption.map(|caption| secrets::masked(&echo::without_blocks(&caption)).into_owned());
                media.push(Attached {
                    media: sent.media,
                    caption,
                    note: None,
                    awaits_note: infer,
                    memory: None,
                });
            }
            let says_something = !content.is_empty() || !media.is_empty();
            // Messages lie in the order of their ids, those of the past in the past.
            let id = says_something.then(|| {
                said_before = said_before.saturating_add(1);
                if imported { self.ids.message_of(at, said_before) } else { self.ids.message() }
            });
            Ok(id.map(|id| Message { id, role, content, media, name, at }))
        };
        let said = messages.into_iter().filter(|m| m.role != Role::System);
        let messages = said.map(message).filter_map(Result::transpose).collect::<Result<_>>()?;
        let job = Job {
            id: self.ids.message(),
            scope,
            metadata,
            messages,
            infer,
            expires_at,
            read: false,
            imported,
            created_at: now,
            attempts: 0,
            code: None,
            parts: Vec::new(),
        };
        Ok((job, blobs))
    }

    async fn journal(&self, job: &Job, blobs: Vec<Write>) -> Result<()> {
        self.commit(|_| {
            Ok((Draft { put_jobs: vec![job.clone()], writes: blobs.clone(), ..Draft::default() }, ()))
        })
        .await
    }

    /// Takes a turn back, with what was sent in it, unless something else points to that.
    async fn withdraw(&self, job: &Job) -> Result<()> {
        for _ in 0..MAX_CONFLICTS {
            let seq = self.state.borrow().seq;
            let blobs = self.blobs_of_jobs(std::slice::from_ref(job)).await?;
            let done = self
                .commit(|state| {
                    if !blobs.is_empty() && state.seq != seq {
                        return Ok((Draft::default(), false));
                    }
                    let drop_jobs = vec![job.id.clone()];
                    Ok((Draft { drop_jobs, writes: blobs.clone(), ..Draft::default() }, true))
                })
                .await?;
            if done {
                return Ok(());
            }
        }
        // Others keep writing: the turn must go, its files may stay.
        self.commit(|_| Ok((Draft { drop_jobs: vec![job.id.clone()], ..Draft::default() }, ()))).await
    }

    /// Writes down why turns still wait, if they do; no error where they wait for more. What rules read from them is kept meanwhile, the
    /// first time.
    pub(super) async fn wait(&self, job: &Job, error: Option<&Error>) -> Result<Vec<AddedItem>> {
        let mut items = Vec::new();
        for id in job.ids() {
            let waiting = self.state.borrow().jobs.get(id).cloned();
            if let Some(job) = waiting {
                items.extend(self.wait_one(&job, error).await?);
            }
        }
        Ok(items)
    }

    async fn wait_one(&self, job: &Job, error: Option<&Error>) -> Result<Vec<AddedItem>> {
        let to_read = job.infer && !job.read;
        // A turn that rules fail at waits all the same.
        let ruled = if to_read { self.by_rules(job, &self.heard(job)).await.ok() } else { None };
        let settled = ruled.map(|ruled| ruled.settled).unwrap_or_default();
        self.commit(|state| {
            let Some(waiting) = state.jobs.get(&job.id) else { return Ok((Draft::default(), Vec::new())) };
            let (plan, items) = if waiting.read {
                Default::default()
            } else {
                reconcile::plan(state, &self.setting(job, &Provenance::by_rules()), &settled)
            };
            let kept = match error {
                Some(error) => waiting.failed(error),
                None => waiting.clone(),
            };
            let kept = Job { read: waiting.read || to_read, ..kept };
            let put_jobs = if kept == *waiting { Vec::new() } else { vec![kept] };
            Ok((Draft { plan, put_jobs, ..Draft::default() }, items))
        })
        .await
    }

    /// Does a journalled turn and takes it out of the journal, in one change. If somebody else has done it
    /// meanwhile, does nothing. `took` counts what the model's calls took, however it ends.
    async fn process(&self, job: &Job, took: &mut Usage) -> Result<Done> {
        let turn = self.scope_turn(&job.scope);
        let _turn = turn.lock().await;
        let Some(job) = &self.still_waiting(job) else { return Ok(Done::default()) };
        let turns = job.ids().len();
        let told = self.told(job, took).await?;
        let job = &*told;
        let heard = self.heard(job);
        let mut done = match (self.llm(), job.infer) {
            (Some(_), true) if self.says_nothing_new(job).await? => {
                let items = self.finish(job, &[], &Provenance::default()).await?;
                Done { items, skipped: true, ..Done::default() }
            }
            (Some(llm), true) if is_worth_asking(&heard, &job.scope) => {
                self.infer(&llm, job, &heard, took).await?
            }
            (Some(_), true) => {
                let items = self.finish(job, &[], &Provenance::default()).await?;
                Done { items, ..Done::default() }
            }
            (None, true) => self.without_model(job, &heard).await?,
            _ => {
                let settled = self.verbatim(job, &heard, &[]).await?;
                let items = self.finish(job, &settled, &Provenance::default()).await?;
                Done { items, ..Done::default() }
            }
        };
        done.turns = if done.missing.is_none() { turns } else { 0 };
        Ok(done)
    }

    /// The messages of a turn without what the assistant or a tool only repeats from memory.
    fn heard(&self, job: &Job) -> Vec<Message> {
        let state = self.state.borrow();
        let allowed = state.allowed(&job.scope, None, None);
        // A message that only brought a picture nobody described says nothing.
        let said = job.messages.iter().filter(|message| !message.content.is_empty());
        let heard = said.filter_map(|message| {
            if message.role == Role::User {
                return Some(message.clone());
            }
            let known = |sentence: &str| -> Vec<String> {
                let near = state.words.search(sentence, ECHO_CANDIDATES, Some(&allowed));
                let versions = near.into_iter().filter_map(|hit| state.at(hit.slot)?.current());
                // A turn that is read again is no echo of itself.
                let others = versions.filter(|version| !version.evidence.message_ids.contains(&message.id));
                others.map(|version| version.text.clone()).collect()
            };
            let (content, echoed) = echo::without_echoes(&message.content, known);
            let content = if echoed { content.trim().to_owned() } else { content };
            let says_something = !echoed || content.chars().any(char::is_alphanumeric);
            says_something.then(|| Message { content, ..message.clone() })
        });
        heard.collect()
    }

    /// Every message word for word, but those left out. A message that cannot be embedded now is found by its words until
    /// `flush` has embedded it.
    pub(super) async fn verbatim(
        &self,
        job: &Job,
        heard: &[Message],
        left_out: &[MessageId],
    ) -> Result<Vec<Settled>> {
        // What is more than an echo is kept whole.
        let is_heard = |message: &&Message| {
            heard.iter().any(|heard| heard.id == message.id) && !left_out.contains(&message.id)
        };
        let messages: Vec<&Message> = job.messages.iter().filter(is_heard).collect();
        let texts: Vec<String> = messages.iter().map(|m| m.content.clone()).collect();
        let embeddings = match self.embed_documents(&texts).await {
            Ok(embeddings) => embeddings,
            Err(e) if keeps_turn_pending(e.code()) => vec![None; texts.len()],
            Err(e) => return Err(e),
        };
        let settled = messages.into_iter().zip(embeddings).map(|(message, embedding)| {
            let fact = Fact::verbatim(message);
            let decision = Decision { op: Op::Add, ..Decision::fallback(&fact) };
            Settled { fact, decision, embedding }
        });
        Ok(settled.collect())
    }

    /// One vector a text; none for a text without a direction, and for each without an embedder.
    pub(super) async fn embed_documents(&self, texts: &[String]) -> Result<Vec<Option<Vec<f32>>>> {
        if texts.iter().any(String::is_empty) {
            let said: Vec<String> = texts.iter().filter(|text| !text.is_empty()).cloned().collect();
            let mut vectors = Box::pin(self.embed_documents(&said)).await?.into_iter();
            let vector = |text: &String| if text.is_empty() { None } else { vectors.next().flatten() };
            return Ok(texts.iter().map(vector).collect());
        }
        match &self.ports.embedder {
            Some(embedder) if !texts.is_empty() => {
                let vectors = embedder.embed(texts, EmbedPurpose::Document).await?;
                if vectors.len() != texts.len() {
                    return Err(Error::bad_reply(
                        "the embedder returned another number of vectors than of texts",
                    ));
                }
                self.embedding_rests.set(false);
                Ok(vectors)
            }
            _ => Ok(vec![None; texts.len()]),
        }
    }

    /// The same for what a model call has already been spent on: it does not wait for an embedder on the device that
    /// fails. `maintain` and `flush` make up for it.
    pub(super) async fn embed_facts(&self, texts: &[String]) -> Result<Vec<Option<Vec<f32>>>> {
        let on_device = self.ports.embedder.as_ref().is_some_and(|embedder| embedder.is_on_device());
        match self.embed_documents(texts).await {
            Err(e) if on_device && keeps_turn_pending(e.code()) => Ok(vec![None; texts.len()]),
            answer => answer,
        }
    }

    /// Commits the decisions, the messages and the end of the job as one change.
    pub(super) async fn finish(
        &self,
        job: &Job,
        settled: &[Settled],
        provenance: &Provenance,
    ) -> Result<Vec<AddedItem>> {
        let shown = self.shown(job).await?;
        let with_shown: Vec<Settled>;
        let settled = if shown.is_empty() {
            settled
        } else {
            with_shown = settled.iter().cloned().chain(shown).collect();
            &with_shown
        };
        let forgetting = self.forgetting(settled).await?;
        let unread = provenance.unread.then(|| Unread::of(job));
        self.commit(|state| {
            if !job.waits_in(state) {
                return Ok((Draft::default(), Vec::new()));
            }
            let (mut plan, items) = reconcile::plan(state, &self.setting(job, provenance), settled);
            let journalled = media::journalled(state, job, &plan);
            plan.messages = journalled.into_iter().filter(|m| forgetting.keeps(m)).collect();
            let mut writes = forgetting.writes(state)?;
            writes.extend(media::marks(job, &plan)?);
            let summary = provenance.summary.clone().filter(|s| !job.imported && !s.trim().is_empty());
            let draft = Draft {
                plan,
                scope: job.scope.clone(),
                unread: unread.clone(),
                drop_jobs: job.ids().to_vec(),
                summary: summary.map(|text| SummaryRow { scope: job.scope.clone(), text }),
                writes,
                ..Draft::default()
            };
            Ok((draft, items))
        })
        .await
    }

    /// Commits the decisions about a part of what was said; the job waits for the rest, with the reason. Rules need not read it any more.
    pub(super) async fn finish_part(
        &self,
        job: &Job,
        settled: &[Settled],
        provenance: &Provenance,
        missing: &Error,
    ) -> Result<Vec<AddedItem>> {
        let forgetting = self.forgetting(settled).await?;
        self.commit(|state| {
            if !job.waits_in(state) {
                return Ok((Draft::default(), Vec::new()));
            }
            let (plan, items) = reconcile::plan(state, &self.setting(job, provenance), settled);
            let waiting = job.ids().iter().filter_map(|id| state.jobs.get(id));
            let put_jobs = waiting.map(|job| Job { read: true, ..job.failed(missing) }).collect();
            let writes = forgetting.writes(state)?;
            Ok((Draft { plan, scope: job.scope.clone(), put_jobs, writes, ..Draft::default() }, items))
        })
        .await
    }

    fn setting<'a>(&'a self, job: &'a Job, provenance: &'a Provenance) -> Setting<'a> {
        Setting {
            ids: &self.ids,
            now: self.ports.clock.now(),
            scope: &job.scope,
            metadata: &job.metadata,
            expires_at: job.expires_at,
            model: provenance.model.as_deref(),
            prompt_version: provenance.prompt_version.as_deref(),
        }
    }
}

impl Provenance {
    /// That of what rules read.
    pub(super) fn by_rules() -> Self {
        Self { prompt_version: Some(rules::VERSION.to_owned()), ..Self::default() }
    }
}

/// Whether a turn says anything a fact could rest on: about a person nobody but the person can.
fn is_worth_asking(heard: &[Message], scope: &Scope) -> bool {
    heard.iter().any(|message| message.role == Role::User || scope.user_id.is_none())
}

/// Failures that a later try, another model or another key can mend: the turn waits for `flush`.
pub(super) const fn keeps_turn_pending(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::ModelAuth
            | ErrorCode::ModelRateLimited
            | ErrorCode::ModelQuota
            | ErrorCode::BudgetExceeded
            | ErrorCode::ModelNotFound
            | ErrorCode::ModelRejected
            | ErrorCode::ModelBlocked
            | ErrorCode::ModelTruncated
            | ErrorCode::ModelBadReply
            | ErrorCode::ModelUnavailable
            | ErrorCode::ModelCorrupt
            | ErrorCode::EmbeddingMismatch
            | ErrorCode::Network
            | ErrorCode::Timeout
    )
}
