//! The journal of turns: a turn is written down before anything else happens to it, taken back if it is refused, and told why it
//! waits.

use super::{
    Engine,
    commit::{Draft, MAX_CONFLICTS},
    finish::Provenance,
    media, reconcile,
    request::{Adding, Said},
    response::AddedItem,
    rows::Job,
};
use crate::{
    Error, Result,
    model::{Attached, Message, Role},
    ports::Write,
    trust::{echo, secrets},
};

impl Engine {
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

    pub(super) async fn journal(&self, job: &Job, blobs: Vec<Write>) -> Result<()> {
        self.commit(|_| {
            Ok((Draft { put_jobs: vec![job.clone()], writes: blobs.clone(), ..Draft::default() }, ()))
        })
        .await
    }

    /// Takes a turn back, with what was sent in it, unless something else points to that.
    pub(super) async fn withdraw(&self, job: &Job) -> Result<()> {
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
}
