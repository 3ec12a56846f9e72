//! `add`: journal → process → commit. What reads the turn is a model (`infer`), or rules on the device (`by_rules`).
//!
//! The turn is journalled before anything else happens, and the journal entry goes in the very batch that brings
//! its memories. So a crash, a dead network or a broken reply leaves it pending, and nothing is done twice.

use super::{
    Abort, Engine,
    decide::Decision,
    extract::Fact,
    finish::Provenance,
    flush::is_about_this_turn,
    reconcile::Settled,
    request::{AddOptions, Adding, MessageInput, Said, checked_messages},
    response::{AddResult, AddedItem, BUFFERED, NOTHING_NEW, Problem},
    rows::Job,
};
use crate::{
    Error, ErrorCode, Result,
    model::{Message, MessageId, Op, Role, Scope},
    ports::Usage,
    trust::echo,
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
    pub(super) fn heard(&self, job: &Job) -> Vec<Message> {
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
