//! Turns that are read together: those of one scope that wait, in groups of what one call can take. With a buffer, turns are let
//! wait on purpose; without one, what an outage left is read so.

use std::collections::{BTreeMap, HashSet};

use super::{Abort, Engine, flush::is_about_this_turn, media, rows::Job, state::State};
use crate::{
    Error, ErrorCode, Result,
    model::{MessageId, Scope, Timestamp},
    text::estimate_tokens,
};

/// How much is read in one go: a model that gets a day's talk at once overlooks half of it.
pub(super) const MAX_MESSAGES: usize = 20;
pub(super) const MAX_BYTES: usize = 16 * 1024;

/// How long turns are collected: until one of these is reached. None: it does not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Buffer {
    /// So many turns of a scope.
    pub turns: Option<u64>,
    /// So many tokens in them, as estimated.
    pub tokens: Option<u64>,
    /// So long nothing was added to the scope, in milliseconds.
    pub idle_ms: Option<u64>,
}

impl Buffer {
    /// Checks the limits. Error: `invalid_config`.
    pub fn check(&self) -> Result<()> {
        let limits = [("turns", self.turns), ("tokens", self.tokens), ("idleMs", self.idle_ms)];
        if limits.iter().all(|(_, limit)| limit.is_none()) {
            return Err(Error::invalid_config(
                "buffer needs turns, tokens or idleMs: how long turns are collected",
            ));
        }
        match limits.iter().find(|(_, limit)| *limit == Some(0)) {
            Some((key, _)) => Err(Error::invalid_config(format!("buffer.{key} must be a positive integer"))),
            None => Ok(()),
        }
    }
}

/// Turns that somebody is about to read: nobody else counts them as waiting. Let go of when dropped.
pub(super) struct InHand<'a> {
    engine: &'a Engine,
    ids: Vec<MessageId>,
}

impl Drop for InHand<'_> {
    fn drop(&mut self) {
        if let Ok(mut in_hand) = self.engine.in_hand.try_borrow_mut() {
            in_hand.retain(|id| !self.ids.contains(id));
        }
    }
}

impl Engine {
    pub(super) fn take_in_hand(&self, jobs: &[Job]) -> InHand<'_> {
        let ids: Vec<MessageId> = jobs.iter().flat_map(|job| job.ids().to_vec()).collect();
        self.in_hand.borrow_mut().extend(ids.iter().cloned());
        InHand { engine: self, ids }
    }

    /// What is read now that a turn is journalled: the turn, or with a buffer all of its scope that were not tried yet; nothing
    /// while they are to wait for more.
    pub(super) fn due(&self, job: &Job) -> Vec<Job> {
        let Some(buffer) = self.options.buffer.filter(|_| job.infer && self.llm().is_some()) else {
            return vec![job.clone()];
        };
        let fresh = self.fresh(&job.scope);
        let sizes = fresh.iter().flat_map(|job| &job.messages).map(|m| estimate_tokens(&m.content));
        let tokens = sizes.fold(0_usize, usize::saturating_add);
        let reaches = |limit: Option<u64>, count: usize| {
            limit.is_some_and(|most| u64::try_from(count).is_ok_and(|n| n >= most))
        };
        // Where no timer runs, whoever comes next notices.
        let before = fresh.iter().filter(|other| other.id != job.id).map(|other| other.created_at).max();
        let was_idle = before.is_some_and(|last| self.idle_in(buffer, last) == Some(0));
        if was_idle || reaches(buffer.turns, fresh.len()) || reaches(buffer.tokens, tokens) {
            grouped(fresh)
        } else {
            Vec::new()
        }
    }

    /// How long until some scope will have been idle long enough, in milliseconds, if nothing is added; none if nothing waits
    /// for that.
    pub fn reads_in(&self) -> Option<u64> {
        let buffer = self.options.buffer.filter(|_| !self.closed.get() && self.llm().is_some())?;
        self.last_added().values().filter_map(|last| self.idle_in(buffer, *last)).min()
    }

    /// Reads the turns of the scopes that nothing was added to for as long as the buffer says. Failures leave them pending with the
    /// reason; false if the service cannot be reached, so that there is no use in going on. Errors: `closed`, `storage_*`.
    pub async fn read_idle(&self) -> Result<bool> {
        self.ready().await?;
        let Some(buffer) = self.options.buffer.filter(|_| self.llm().is_some()) else { return Ok(true) };
        for (scope, last) in self.last_added() {
            if self.idle_in(buffer, last) != Some(0) {
                continue;
            }
            let groups = grouped(self.fresh(&scope));
            let _in_hand = self.take_in_hand(&groups);
            for group in &groups {
                let (_, failure) = self.attempt(group, &Abort::never()).await?;
                if failure.is_some_and(|e| !is_about_this_turn(e.code())) {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    fn idle_in(&self, buffer: Buffer, last: Timestamp) -> Option<u64> {
        let idle = self.ports.clock.now().millis().saturating_sub(last.millis());
        // A clock that was put back starts the wait anew.
        Some(buffer.idle_ms?.saturating_sub(u64::try_from(idle).unwrap_or_default()))
    }

    /// When the last turn was added to each scope that has some which nobody has tried.
    fn last_added(&self) -> BTreeMap<Scope, Timestamp> {
        let (state, in_hand) = (self.state.borrow(), self.in_hand.borrow());
        let mut last = BTreeMap::new();
        for job in state.jobs.values().filter(|job| is_fresh(job, &in_hand)) {
            let latest = last.entry(job.scope.clone()).or_insert(job.created_at);
            *latest = job.created_at.max(*latest);
        }
        last
    }

    /// The turns of a scope that nobody has tried, oldest first.
    fn fresh(&self, scope: &Scope) -> Vec<Job> {
        let (state, in_hand) = (self.state.borrow(), self.in_hand.borrow());
        state.jobs.values().filter(|job| job.scope == *scope && is_fresh(job, &in_hand)).cloned().collect()
    }

    /// A job as far as it still waits: others may have done it, or some of the turns it is made of.
    pub(super) fn still_waiting(&self, job: &Job) -> Option<Job> {
        let state = self.state.borrow();
        let waiting: Vec<&Job> = job.ids().iter().filter_map(|id| state.jobs.get(id)).collect();
        if waiting.len() == job.ids().len() {
            return Some(job.clone());
        }
        together(waiting)
    }
}

impl Job {
    /// Whether all of it is still in the journal.
    pub(super) fn waits_in(&self, state: &State) -> bool {
        self.ids().iter().all(|id| state.jobs.contains_key(id))
    }
}

fn is_fresh(job: &Job, in_hand: &HashSet<MessageId>) -> bool {
    job.infer && !job.imported && job.code.is_none() && !in_hand.contains(&job.id)
}

/// Jobs in the order given, those of one scope that go together as one. A turn that has failed by itself is tried alone, so that it
/// does not take others along; so is one with pictures, which are described one by one.
pub(super) fn grouped(jobs: Vec<Job>) -> Vec<Job> {
    let mut groups: Vec<Vec<Job>> = Vec::new();
    for job in jobs {
        let last =
            groups.iter_mut().rev().find(|group| group.first().is_some_and(|first| first.scope == job.scope));
        match last.filter(|group| has_room(group, &job)) {
            Some(group) => group.push(job),
            None => groups.push(vec![job]),
        }
    }
    groups.into_iter().filter_map(|group| together(group.iter().collect())).collect()
}

fn has_room(group: &[Job], job: &Job) -> bool {
    let all = || group.iter().chain([job]);
    let bytes = all().flat_map(|job| &job.messages).map(|message| message.content.len());
    let alike = |other: &Job| {
        other.metadata == job.metadata && other.expires_at == job.expires_at && other.imported == job.imported
    };
    all().all(is_sociable)
        && group.iter().all(alike)
        && all().map(|job| job.messages.len()).fold(0, usize::saturating_add) <= MAX_MESSAGES
        && bytes.fold(0, usize::saturating_add) <= MAX_BYTES
}

fn is_sociable(job: &Job) -> bool {
    let failed_alone = || {
        let code = ErrorCode::ALL.iter().find(|code| Some(code.as_str()) == job.code.as_deref());
        code.is_some_and(|code| is_about_this_turn(*code))
    };
    job.infer && media::of_job(job).next().is_none() && !failed_alone()
}

/// Several jobs as one; none if there is none.
fn together(jobs: Vec<&Job>) -> Option<Job> {
    let first = *jobs.first()?;
    if jobs.len() == 1 {
        return Some(first.clone());
    }
    let messages = jobs.iter().flat_map(|job| job.messages.clone()).collect();
    let parts = jobs.iter().map(|job| job.id.clone()).collect();
    Some(Job { messages, parts, ..first.clone() })
}
