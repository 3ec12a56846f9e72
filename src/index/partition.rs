//! Rows grouped into cells around heads, in small steps.
//!
//! Two levels of k-means: as many groups as cells in a group, so that a row meets the square root of the heads at each
//! level instead of all of them; then each row goes to the best head of its nearest groups.

use super::{
    arena::Arena,
    arrange::Arrangement,
    cells::Cells,
    heads::Heads,
    lloyd::{Lloyd, STEP_DOTS, spread},
    slots::SlotSet,
};

/// Rows of a cell, on average. Measured on sentence embeddings (50,000 × 384): finer cells find more in as many rows read,
/// but there are more heads to rank: 128 rows a cell need 18 % of all rows for recall@10 0.99, 64 need 16 %, 32 need 12 %.
pub(super) const ROWS_PER_CELL: usize = 32;
/// Rows that teach the heads of the first level, for each of them.
const SAMPLE_PER_GROUP: usize = 64;
/// Groups whose heads a row is compared with in the end.
const NEAREST_GROUPS: usize = 4;
/// Slots that are listed in a step.
const STEP_SLOTS: usize = 8_192;

/// A partition under way.
#[derive(Debug)]
pub(super) struct Partition {
    rows: Vec<u32>,
    seed: u64,
    groups: Heads,
    /// The members of each group that still waits for its heads.
    members: Vec<Vec<u32>>,
    heads: Heads,
    /// Which heads are each group's.
    ranges: Vec<std::ops::Range<usize>>,
    cell_of: Vec<u32>,
    /// How many rows each cell has.
    counts: Vec<u32>,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// The slots, and up to which they were listed.
    List(SlotSet, u32),
    Group(Lloyd),
    Assign,
    Divide(Option<Lloyd>),
    Settle,
    Arrange(Box<Arrangement>),
}

impl Partition {
    /// Begins to partition the rows of these slots.
    pub(super) fn new(arena: &Arena, slots: SlotSet, seed: u64) -> Self {
        let none = || Heads::new(arena.stride());
        Self {
            rows: Vec::new(),
            seed,
            groups: none(),
            members: Vec::new(),
            heads: none(),
            ranges: Vec::new(),
            cell_of: Vec::new(),
            counts: Vec::new(),
            stage: Stage::List(slots, 0),
        }
    }

    /// Does a bounded piece of work; the cells, once all is done.
    pub(super) fn step(&mut self, arena: &Arena) -> Option<Cells> {
        match &mut self.stage {
            Stage::List(slots, done) => {
                self.rows.reserve_exact(slots.len() - self.rows.len());
                self.rows.extend(slots.iter_range(*done, STEP_SLOTS));
                *done += STEP_SLOTS as u32;
                if self.rows.len() >= slots.len() {
                    let cells = self.rows.len().div_ceil(ROWS_PER_CELL).max(1);
                    let groups = cells.isqrt().max(1);
                    let sample = spread(&self.rows, groups * SAMPLE_PER_GROUP, self.seed);
                    self.stage = Stage::Group(Lloyd::new(arena, sample, groups, self.seed));
                }
                None
            }
            Stage::Group(lloyd) => {
                if let Some(heads) = lloyd.step(arena) {
                    self.members = vec![Vec::new(); heads.len()];
                    self.groups = heads;
                    self.stage = Stage::Assign;
                }
                None
            }
            Stage::Assign => {
                self.assign(arena);
                None
            }
            Stage::Divide(_) => {
                self.divide(arena);
                None
            }
            Stage::Settle => {
                self.settle(arena);
                None
            }
            Stage::Arrange(arrangement) => arrangement.step(arena),
        }
    }

    /// Sends the next rows to their groups.
    fn assign(&mut self, arena: &Arena) {
        let batch = (STEP_DOTS / self.groups.len().max(1)).max(1);
        let done = self.cell_of.len();
        let mut dots = Vec::new();
        for slot in self.rows.iter().skip(done).take(batch) {
            let row = arena.row(*slot).map(|row| widened(row.high)).unwrap_or_default();
            let group =
                self.groups.nearest(&row, 0..self.groups.len(), &mut dots).map_or(0, |(group, _)| group);
            if let Some(members) = self.members.get_mut(group) {
                members.push(*slot);
            }
            self.cell_of.push(0);
        }
        if self.cell_of.len() >= self.rows.len() {
            self.cell_of.clear();
            self.stage = Stage::Divide(None);
        }
    }

    /// Finds heads among the members of one group after the other.
    fn divide(&mut self, arena: &Arena) {
        let Stage::Divide(lloyd) = &mut self.stage else { return };
        if let Some(heads) = lloyd.as_mut().and_then(|lloyd| lloyd.step(arena)) {
            self.ranges.push(self.heads.len()..self.heads.len() + heads.len());
            self.heads.append(&heads);
            *lloyd = None;
        }
        if lloyd.is_none() {
            let group = self.ranges.len();
            match self.members.get_mut(group) {
                Some(members) => {
                    let members = std::mem::take(members);
                    let wanted = members.len().div_ceil(ROWS_PER_CELL);
                    *lloyd = Some(Lloyd::new(arena, members, wanted, self.seed ^ group as u64));
                }
                None => {
                    self.counts = vec![0; self.heads.len()];
                    self.stage = Stage::Settle;
                }
            }
        }
    }

    /// Sends the next rows to their cells.
    fn settle(&mut self, arena: &Arena) {
        let meets = self.groups.len() + NEAREST_GROUPS * self.heads.len() / self.groups.len().max(1);
        let batch = (STEP_DOTS / meets.max(1)).max(1);
        let mut dots = Vec::new();
        for slot in self.rows.iter().skip(self.cell_of.len()).take(batch) {
            let row = arena.row(*slot).map(|row| widened(row.high)).unwrap_or_default();
            let mut groups: Vec<(f32, usize)> =
                self.groups.scores(&row, 0..self.groups.len(), &mut dots).zip(0..).collect();
            if groups.len() > NEAREST_GROUPS {
                groups.select_nth_unstable_by(NEAREST_GROUPS - 1, |a, b| b.0.total_cmp(&a.0));
                groups.truncate(NEAREST_GROUPS);
            }
            let ranges = groups.iter().filter_map(|(_, group)| self.ranges.get(*group).cloned());
            let best = ranges
                .filter_map(|range| self.heads.nearest(&row, range, &mut dots))
                .reduce(|best, next| if next.1 > best.1 { next } else { best });
            let cell = best.map_or(0, |(cell, _)| cell);
            self.cell_of.push(cell as u32);
            if let Some(count) = self.counts.get_mut(cell) {
                *count += 1;
            }
        }
        if self.cell_of.len() >= self.rows.len() {
            let (rows, cell_of) = (std::mem::take(&mut self.rows), std::mem::take(&mut self.cell_of));
            let heads = std::mem::replace(&mut self.heads, Heads::new(arena.stride()));
            let counts = std::mem::take(&mut self.counts);
            self.stage = Stage::Arrange(Box::new(Arrangement::new(arena, rows, cell_of, heads, counts)));
        }
    }
}

fn widened(row: &[i8]) -> Vec<i16> {
    row.iter().map(|x| i16::from(*x)).collect()
}
