//! The end of a turn: its decisions, its messages and the end of its journal entry, as one change.

use super::{
    Engine,
    commit::Draft,
    media,
    reconcile::{self, Setting, Settled},
    response::AddedItem,
    rows::{Job, SummaryRow, Unread},
};
use crate::{Error, Result, rules};

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

    pub(super) fn setting<'a>(&'a self, job: &'a Job, provenance: &'a Provenance) -> Setting<'a> {
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
