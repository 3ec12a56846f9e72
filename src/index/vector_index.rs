//! The index of vectors: insert, remove, search. Upkeep is in `upkeep`, saving in `parts` and `snapshot`.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
};

use super::{
    arena::Arena,
    code::{Code, Query, Signs},
    finalists::{Bound, Finalists},
    options::{Effort, IndexOptions},
    parts::Imported,
    plan::{self, DEFAULT_RECALL, Plan, Way},
    scan,
    segment::Segment,
    slots::SlotSet,
    staged::{self, Lane, Scratch, View},
    top_k::Scored,
    upkeep::Task,
    vector::normalise,
};
use crate::{Error, ErrorCode, Result};

/// How many of the last queries a plan is measured with.
const RECENT_QUERIES: usize = 32;

/// Vectors by slot, searched by cosine similarity.
///
/// Every vector is found from the moment it is in. [`Self::maintain`] makes searches faster, never more right than
/// [`Effort`] says.
#[derive(Debug)]
pub struct VectorIndex {
    dims: usize,
    pub(super) options: IndexOptions,
    pub(super) arena: Arena,
    /// The slots that have a vector.
    pub(super) live: SlotSet,
    /// Those of them that are in no segment.
    pub(super) fresh: SlotSet,
    pub(super) segments: Vec<Segment>,
    pub(super) next_segment: u32,
    pub(super) plan: Option<Plan>,
    pub(super) plan_version: u64,
    /// How many rows there were when the sign bits' origin was taken.
    pub(super) centred_at: usize,
    pub(super) task: Option<Task>,
    /// For each page of rows, how often it changed.
    pub(super) page_versions: Vec<u64>,
    pub(super) imported: Imported,
    /// The last queries, and how many there were in all.
    pub(super) recent: RefCell<VecDeque<Vec<f32>>>,
    pub(super) asked: Cell<u32>,
    pub(super) scratch: RefCell<Vec<Scratch>>,
}

impl VectorIndex {
    /// An empty index of vectors of `dims` components.
    pub fn new(dims: usize, options: IndexOptions) -> Self {
        Self {
            dims,
            options,
            arena: Arena::new(dims),
            live: SlotSet::new(),
            fresh: SlotSet::new(),
            segments: Vec::new(),
            next_segment: 0,
            plan: None,
            plan_version: 0,
            centred_at: 0,
            task: None,
            page_versions: Vec::new(),
            imported: Imported::default(),
            recent: RefCell::default(),
            asked: Cell::new(0),
            scratch: RefCell::default(),
        }
    }

    /// The width of its vectors.
    pub const fn dims(&self) -> usize {
        self.dims
    }

    /// How it is laid out.
    pub const fn options(&self) -> IndexOptions {
        self.options
    }

    /// Puts a vector in, in place of the one the slot has. It is found from then on.
    ///
    /// Errors: `embedding_mismatch` for another width, `invalid_input` if a component is NaN or infinite or all are
    /// zero, or for a slot of 2²⁴ or more, `out_of_memory`; the slot then keeps what it had.
    pub fn insert(&mut self, slot: u32, vector: &[f32]) -> Result<()> {
        self.check_width(vector)?;
        let code = Code::of(vector)?;
        self.arena.put(slot, &code)?;
        self.leave(slot);
        self.live.insert(slot);
        self.fresh.insert(slot);
        Ok(())
    }

    /// Takes a slot's vector out; it is not found from then on. True if it had one.
    pub fn remove(&mut self, slot: u32) -> bool {
        if !self.live.remove(slot) {
            return false;
        }
        self.leave(slot);
        if self.live.is_empty() {
            self.forget_all();
        }
        true
    }

    /// Gives the memory back. Versions go on, so that no part is taken for one that was saved before.
    fn forget_all(&mut self) {
        let mut new = Self::new(self.dims, self.options);
        new.page_versions = std::mem::take(&mut self.page_versions);
        (new.next_segment, new.plan_version) = (self.next_segment, self.plan_version + 1);
        *self = new;
    }

    /// The slot's row is not what it was.
    fn leave(&mut self, slot: u32) {
        self.fresh.remove(slot);
        for segment in &mut self.segments {
            segment.bury(slot);
        }
        match &mut self.task {
            Some(Task::Seal(seal)) => seal.forget(slot),
            Some(Task::Recentre(recentring)) => recentring.renew(&self.arena, slot),
            Some(Task::Calibrate(_)) | None => {}
        }
        let page = slot as usize / self.page_rows();
        if page >= self.page_versions.len() {
            self.page_versions.resize(page + 1, 0);
        }
        if let Some(version) = self.page_versions.get_mut(page) {
            *version += 1;
        }
    }

    /// How many vectors it holds.
    pub const fn len(&self) -> usize {
        self.live.len()
    }

    /// Whether it holds none.
    pub const fn is_empty(&self) -> bool {
        self.live.is_empty()
    }

    /// Whether the slot has a vector.
    pub fn contains(&self, slot: u32) -> bool {
        self.live.contains(slot)
    }

    /// The `k` slots nearest to `query` among `allowed` (all, if none is given), best first; ties by slot. The score is
    /// the cosine, −1 to 1. The set restricts before anything is ranked, so `k` slots come back if `k` are allowed.
    ///
    /// Errors: `embedding_mismatch` for another width, `invalid_input` if a component is NaN or infinite or all are
    /// zero.
    pub fn search(&self, query: &[f32], k: usize, allowed: Option<&SlotSet>) -> Result<Vec<Scored>> {
        self.search_with(query, k, allowed, Effort::Planned)
    }

    /// The same with a say in how much work it is worth.
    pub fn search_with(
        &self,
        query: &[f32],
        k: usize,
        allowed: Option<&SlotSet>,
        effort: Effort,
    ) -> Result<Vec<Scored>> {
        let unit = self.unit(query)?;
        self.remember(&unit);
        Ok(self.answer(&Query::of(unit), k, allowed, effort))
    }

    /// Several queries at once, each answered as by itself. Rows that are scanned are read once for all of them; so are,
    /// where those do not fit a cache, sign bits.
    ///
    /// Errors as of [`Self::search`], for any of the queries.
    pub fn search_many(
        &self,
        queries: &[&[f32]],
        k: usize,
        allowed: Option<&SlotSet>,
        effort: Effort,
    ) -> Result<Vec<Vec<Scored>>> {
        let units = queries.iter().map(|query| self.unit(query)).collect::<Result<Vec<_>>>()?;
        units.iter().for_each(|unit| self.remember(unit));
        let queries: Vec<Query> = units.into_iter().map(Query::of).collect();
        let (eligible, count) = self.eligible(allowed);
        let k = k.min(count);
        if k == 0 {
            return Ok(vec![Vec::new(); queries.len()]);
        }
        match self.way(k, count, effort) {
            Way::All => {
                let mut finalists: Vec<Finalists> =
                    queries.iter().map(|query| Finalists::new(query, k, Bound::Proven)).collect();
                let set = eligible.as_ref().unwrap_or(&self.live);
                scan::all_many(&self.arena, &queries, set, &mut finalists);
                Ok(queries.iter().zip(finalists).map(|(query, f)| f.settle(&self.arena, query)).collect())
            }
            Way::Each => Ok(queries.iter().map(|query| self.answer(query, k, allowed, effort)).collect()),
            Way::Staged(effort) => Ok(queries
                .chunks(staged::together(self.view(), effort))
                .flat_map(|queries| self.staged(queries, k, eligible.as_ref(), effort))
                .collect()),
        }
    }

    /// Up to 32 queries together in stages, or by a scan where those leave too few.
    pub(super) fn staged(
        &self,
        queries: &[Query],
        k: usize,
        eligible: Option<&SlotSet>,
        effort: staged::Effort,
    ) -> Vec<Vec<Scored>> {
        let view = View { eligible, ..self.view() };
        let signs: Vec<Signs> = queries.iter().map(|query| query.signs(self.arena.mean())).collect();
        let mut scratch = self.scratch.borrow_mut();
        scratch.resize_with(queries.len(), Scratch::default);
        let mut lanes: Vec<Lane<'_>> = queries
            .iter()
            .zip(&signs)
            .zip(scratch.iter_mut())
            .map(|((query, signs), scratch)| Lane { query, signs, scratch })
            .collect();
        let mut found = staged::search(view, &mut lanes, k, effort);
        scratch.truncate(1);
        for (found, query) in found.iter_mut().zip(queries).filter(|(found, _)| found.len() < k) {
            // A cut by sign bits may leave too few of a set that lies far from the query: then all of it is scored.
            let mut finalists = Finalists::new(query, k, Bound::Proven);
            scan::all(&self.arena, query, eligible.unwrap_or(&self.live), &mut finalists);
            *found = finalists.settle(&self.arena, query);
        }
        found
    }

    fn answer(&self, query: &Query, k: usize, allowed: Option<&SlotSet>, effort: Effort) -> Vec<Scored> {
        let (eligible, count) = self.eligible(allowed);
        let k = k.min(count);
        if k == 0 {
            return Vec::new();
        }
        let set = eligible.as_ref().unwrap_or(&self.live);
        let mut finalists = Finalists::new(query, k, Bound::Proven);
        match self.way(k, count, effort) {
            Way::All => scan::all(&self.arena, query, set, &mut finalists),
            Way::Each => scan::some(&self.arena, query, set.iter(), &mut finalists),
            Way::Staged(effort) => {
                let queries = std::slice::from_ref(query);
                return self.staged(queries, k, eligible.as_ref(), effort).pop().unwrap_or_default();
            }
        }
        finalists.settle(&self.arena, query)
    }

    /// The slots that may answer, if those are not all, and how many they are.
    fn eligible(&self, allowed: Option<&SlotSet>) -> (Option<SlotSet>, usize) {
        let all = self.live.len();
        match allowed {
            Some(set) if set.count_common(&self.live) < all => {
                let both = set.intersection(&self.live);
                let count = both.len();
                (Some(both), count)
            }
            _ => (None, all),
        }
    }

    pub(super) fn way(&self, k: usize, eligible: usize, effort: Effort) -> Way {
        let rows = self.live.len();
        let by_recall = |recall| self.plan.as_ref().map(|plan| plan.effort(recall, k, rows));
        let effort = match effort {
            Effort::Planned => by_recall(DEFAULT_RECALL),
            Effort::Recall(recall) => by_recall(recall),
            Effort::Ef(ef) => {
                let ef = ef.clamp(k, rows.max(k));
                self.plan.as_ref().map(|plan| plan.with_ef(ef))
            }
            Effort::Exact => None,
        };
        plan::cheapest(effort, rows, rows - self.fresh.len(), eligible)
    }

    pub(super) fn view(&self) -> View<'_> {
        View { arena: &self.arena, fresh: &self.fresh, segments: &self.segments, eligible: None }
    }

    /// Keeps a query for the next measurement of the plan.
    fn remember(&self, unit: &[f32]) {
        self.asked.set(self.asked.get().saturating_add(1));
        let mut recent = self.recent.borrow_mut();
        if recent.len() >= RECENT_QUERIES {
            recent.pop_front();
        }
        recent.push_back(unit.to_vec());
    }

    /// What takes part in a search: `none` if it is empty, `flat` if all is scanned, `cells`, or `graph`.
    pub fn kind(&self) -> &'static str {
        if self.is_empty() {
            "none"
        } else if self.segments.is_empty() {
            "flat"
        } else if self.segments.iter().any(|segment| segment.graph.is_some()) {
            "graph"
        } else {
            "cells"
        }
    }

    /// How many candidates get an int8 score for `k` hits; none if all do, or nothing was measured yet.
    pub fn planned(&self, k: usize) -> Option<usize> {
        match self.way(k, self.live.len(), Effort::Planned) {
            Way::Staged(effort) => Some(effort.ef),
            Way::All | Way::Each => None,
        }
    }

    /// How many vectors' sign bits a search for `k` hits reads; none if all are scored instead.
    pub fn planned_rows(&self, k: usize) -> Option<usize> {
        match self.way(k, self.live.len(), Effort::Planned) {
            Way::Staged(effort) => Some(staged::rows_read(self.view(), effort)),
            Way::All | Way::Each => None,
        }
    }

    /// Bytes of memory it holds.
    pub fn bytes(&self) -> usize {
        let sets = 8 * (self.live.words().len() + self.fresh.words().len());
        self.arena.bytes() + self.segments.iter().map(Segment::bytes).sum::<usize>() + sets
    }

    /// How many segments there are, and how many dead rows they hold.
    pub fn segments(&self) -> (usize, usize) {
        let dead = self.segments.iter().map(|segment| segment.rows() - segment.alive.len()).sum();
        (self.segments.len(), dead)
    }

    fn unit(&self, vector: &[f32]) -> Result<Vec<f32>> {
        self.check_width(vector)?;
        normalise(vector)
    }

    fn check_width(&self, vector: &[f32]) -> Result<()> {
        if vector.len() == self.dims {
            return Ok(());
        }
        let message = format!("this store's embeddings have {} dimensions, not {}", self.dims, vector.len());
        Err(Error::new(ErrorCode::EmbeddingMismatch, message))
    }
}
