//! What an index does between queries, in small steps: take sign bits about a new mean, measure its plan, seal fresh rows
//! into cells, put worn segments back, and, where the host allows a long call, build graphs.

use super::{
    calibrate::Calibration,
    graph::Graph,
    partition::Partition,
    plan::{LEVELS, SMALL},
    recentre::Recentring,
    segment::Segment,
    slots::SlotSet,
    staged::Effort,
    vector_index::VectorIndex,
};

/// The origin of sign bits is taken anew when the store has grown this many times, up to [`SETTLED`] rows.
const RECENTRE: usize = 4;
const SETTLED: usize = 32_768;

/// Work under way.
#[derive(Debug)]
pub(super) enum Task {
    Recentre(Recentring),
    Calibrate(Calibration),
    Seal(Seal),
}

/// A segment in the making.
#[derive(Debug)]
pub(super) struct Seal {
    partition: Partition,
    /// The segments that it replaces.
    merged: Vec<u32>,
    /// The rows it holds, but for those that changed since.
    alive: SlotSet,
}

impl Seal {
    /// The slot's row is not what it was when the partition began.
    pub(super) fn forget(&mut self, slot: u32) {
        self.alive.remove(slot);
    }
}

impl VectorIndex {
    /// Whether [`Self::maintain`] has something to do.
    pub fn needs_maintenance(&self) -> bool {
        self.task.is_some()
            || self.calibration_due()
            || self.seal_due()
            || self.worn().is_some()
            || self.graph_due().is_some()
    }

    /// Works until nothing is left to do or `stop` says so, which is asked about every tenth of a millisecond. True if
    /// there is more to do. Searches before, between and after see the same vectors: what a step makes lies beside what
    /// is searched until all of it is there. A step reads some thousand rows at most, however many there are; only
    /// sets of bits are gone through whole.
    ///
    /// One step takes longer: where [`IndexOptions::may_block`](super::IndexOptions::may_block) is set, the graph of a
    /// segment of more than `graph_above` rows is built in one call (instant-distance knows no other way).
    pub fn maintain(&mut self, stop: &mut dyn FnMut() -> bool) -> bool {
        while self.step() {
            if stop() {
                return self.needs_maintenance();
            }
        }
        false
    }

    /// One step. False if there was nothing to do.
    fn step(&mut self) -> bool {
        match self.task.take() {
            Some(Task::Recentre(mut recentring)) => match recentring.step(&self.arena, &self.segments) {
                Ok(true) => {
                    recentring.finish(&mut self.arena, &mut self.segments);
                    self.plan_version += 1;
                }
                Ok(false) => self.task = Some(Task::Recentre(recentring)),
                // Without memory for new bits the old ones stay.
                Err(_) => {}
            },
            Some(Task::Calibrate(mut calibration)) => match calibration.step(self.view(), &self.live) {
                Some(plan) => {
                    self.plan = Some(plan);
                    self.plan_version += 1;
                }
                None => self.task = Some(Task::Calibrate(calibration)),
            },
            Some(Task::Seal(mut seal)) => match seal.partition.step(&self.arena) {
                Some(cells) => self.sealed(cells, seal),
                None => self.task = Some(Task::Seal(seal)),
            },
            None => return self.begin(),
        }
        true
    }

    fn begin(&mut self) -> bool {
        if let Some(worn) = self.worn() {
            let segment = self.segments.swap_remove(worn);
            self.fresh.union_with(&segment.alive);
        } else if self.seal_due() {
            self.begin_seal();
        } else if self.calibration_due() && self.recentre_due() {
            self.centred_at = self.live.len();
            self.task = Some(Task::Recentre(Recentring::new(&self.arena, &self.live, self.options.seed)));
        } else if self.calibration_due() {
            let recent: Vec<Vec<f32>> = self.recent.borrow().iter().cloned().collect();
            let calibration = Calibration::new(
                self.view(),
                &self.live,
                recent.into_iter(),
                self.asked.get(),
                self.options.seed,
            );
            self.task = Some(Task::Calibrate(calibration));
        } else if let Some(at) = self.graph_due() {
            if let Some(segment) = self.segments.get_mut(at) {
                segment.graph = Graph::build(&self.arena, &segment.cells.rows, self.options.seed).ok();
                segment.graph_tried = true;
            }
        } else {
            return false;
        }
        true
    }

    fn calibration_due(&self) -> bool {
        self.live.len() >= SMALL
            && self.plan.as_ref().is_none_or(|plan| plan.is_outgrown(self.live.len(), self.asked.get()))
    }

    /// Fresh rows are worth sealing once they are many, and not few beside what is sealed.
    fn seal_due(&self) -> bool {
        self.fresh.len() > self.options.cells_above && self.fresh.len() * 8 >= self.live.len()
    }

    /// Below half of `cells_above` every segment is worn: not just below it, or a delete and an add would each cost a
    /// partition.
    fn worn(&self) -> Option<usize> {
        let few = self.live.len() * 2 < self.options.cells_above;
        self.segments.iter().position(|segment| few || segment.is_worn())
    }

    fn graph_due(&self) -> Option<usize> {
        let due = |s: &Segment| s.graph.is_none() && !s.graph_tried && s.rows() > self.options.graph_above;
        self.segments.iter().position(due).filter(|_| self.options.may_block)
    }

    /// Seals the fresh rows together with the segments that are not much larger than they are: so segments stay few,
    /// and a row is sealed anew a logarithmic number of times.
    fn begin_seal(&mut self) {
        let mut alive = self.fresh.clone();
        let mut merged = Vec::new();
        let mut by_size: Vec<&Segment> = self.segments.iter().collect();
        by_size.sort_unstable_by_key(|segment| segment.alive.len());
        for segment in by_size {
            if segment.alive.len() <= alive.len() * 2 {
                alive.union_with(&segment.alive);
                merged.push(segment.id);
            }
        }
        let partition = Partition::new(&self.arena, alive.clone(), self.options.seed);
        self.task = Some(Task::Seal(Seal { partition, merged, alive }));
    }

    fn sealed(&mut self, cells: super::cells::Cells, seal: Seal) {
        self.segments.retain(|segment| !seal.merged.contains(&segment.id));
        self.fresh.subtract(&seal.alive);
        self.segments.push(Segment::new(self.next_segment, cells, seal.alive));
        self.next_segment += 1;
        // Until it is measured anew how many cells are enough, all of them are read.
        if let Some(plan) = &mut self.plan {
            let all = |efforts: [Effort; LEVELS.len()]| {
                efforts.map(|effort| Effort { reach: None, read: 1.0, share: 1.0, ..effort })
            };
            (plan.near, plan.far) = (all(plan.near), all(plan.far));
            plan.stale = true;
        }
    }

    fn recentre_due(&self) -> bool {
        self.live.len() >= self.centred_at * RECENTRE && self.centred_at < SETTLED
    }
}
