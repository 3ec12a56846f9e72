//! Measures a plan: for sample queries, how deep in the order of sign bits their true neighbours lie, and how many
//! cells must be read to meet them.

use super::{
    arena::{Arena, CHUNK_ROWS},
    code::Query,
    finalists::{Bound, Finalists},
    kernel,
    lloyd::spread_set,
    plan::{FAR, LEVELS, NEAR, Plan},
    scan,
    slots::SlotSet,
    staged::{Effort, View},
    vector::normalise,
};

/// Stored rows that serve as queries, beside the last real ones.
const SAMPLE: usize = 128;
/// Chunks of a step.
const STEP_CHUNKS: usize = 8;

/// Cells whose rows are numbered in a step.
const STEP_CELLS: usize = 64;

/// A measurement under way.
#[derive(Debug)]
pub(super) struct Calibration {
    queries: Vec<Sample>,
    rows: usize,
    /// Chunks of the current query that were scanned.
    scanned: usize,
    finalists: Option<Finalists>,
    /// How many live rows of those chunks lie at each Hamming distance from it.
    distances: Vec<u32>,
    asked: u32,
    /// Of stored rows that served as queries, and of real ones, by number of neighbours: the dearer count.
    near: [Ranks; 2],
    far: [Ranks; 2],
    /// The cell of each sealed slot, counted over all segments.
    cell_of: Vec<u32>,
    /// The segment and the cell in it that are numbered next, and the number.
    numbered: (usize, usize, u32),
}

#[derive(Debug)]
struct Sample {
    query: Query,
    bits: Vec<u64>,
    /// The stored row that asks: it does not count as its own neighbour.
    asks: Option<u32>,
}

/// One for each level.
type Efforts = [Effort; LEVELS.len()];

/// What each neighbour would have cost.
#[derive(Debug, Default)]
struct Ranks {
    ef: Vec<usize>,
    share: Vec<f32>,
}

impl Calibration {
    /// Begins to measure with `recent` queries (unit vectors) and some of the `live` rows.
    pub(super) fn new(
        view: View<'_>,
        live: &SlotSet,
        recent: impl Iterator<Item = Vec<f32>>,
        asked: u32,
        seed: u64,
    ) -> Self {
        let arena = view.arena;
        let of_row = |slot: u32| {
            let row = arena.row(slot)?;
            let vector = row
                .high
                .iter()
                .zip(row.low)
                .map(|(h, l)| (f32::from(*h) * 256.0 + f32::from(*l)) * row.scale);
            Some(Sample::new(arena, normalise(&vector.collect::<Vec<f32>>()).ok()?, Some(slot)))
        };
        let mut queries: Vec<Sample> = recent.map(|unit| Sample::new(arena, unit, None)).collect();
        queries.extend(spread_set(live, SAMPLE, seed).into_iter().filter_map(of_row));
        Self {
            queries,
            rows: live.len(),
            scanned: 0,
            finalists: None,
            distances: Vec::new(),
            asked,
            near: Default::default(),
            far: Default::default(),
            cell_of: Vec::new(),
            numbered: (0, 0, 0),
        }
    }

    /// Does a bounded piece of work; the plan, once every query was measured.
    pub(super) fn step(&mut self, view: View<'_>, live: &SlotSet) -> Option<Plan> {
        if self.number_cells(view) {
            return None;
        }
        let Some(sample) = self.queries.last() else { return Some(self.plan()) };
        let finalists =
            self.finalists.get_or_insert_with(|| Finalists::new(&sample.query, FAR + 1, Bound::Likely));
        let done = scan::stretch(view.arena, &sample.query, live, finalists, self.scanned, STEP_CHUNKS);
        self.distances.resize(sample.bits.len() * 64 + 1, 0);
        count_distances(view.arena, &sample.bits, live, self.scanned, &mut self.distances);
        self.scanned += STEP_CHUNKS;
        if done {
            self.measure(view);
            self.scanned = 0;
            self.distances.clear();
        }
        None
    }

    /// Notes the cell of the next sealed rows; false once all are known.
    fn number_cells(&mut self, view: View<'_>) -> bool {
        let (at, first, mut number) = self.numbered;
        let Some(segment) = view.segments.get(at) else { return false };
        let end = segment.cells.len().min(first + STEP_CELLS);
        for cell in first..end {
            for slot in segment.cells.rows.get(segment.cells.cell(cell)).unwrap_or_default() {
                let place = *slot as usize;
                if place >= self.cell_of.len() {
                    self.cell_of.resize(place + 1, u32::MAX);
                }
                if let Some(place) = self.cell_of.get_mut(place).filter(|_| segment.alive.contains(*slot)) {
                    *place = number;
                }
            }
            number += 1;
        }
        self.numbered = if end < segment.cells.len() { (at, end, number) } else { (at + 1, 0, number) };
        true
    }

    /// Ranks the true neighbours of the query that was just scanned for.
    fn measure(&mut self, view: View<'_>) {
        let (Some(sample), Some(finalists)) = (self.queries.pop(), self.finalists.take()) else { return };
        let truth = finalists.settle(view.arena, &sample.query);
        let within = |distance: u32| {
            let nearer = self.distances.iter().take(distance as usize + 1);
            nearer.map(|rows| *rows as usize).sum()
        };
        let cells = cell_ranks(view, &sample.query);
        let neighbours = truth.iter().filter(|hit| Some(hit.slot) != sample.asks).take(FAR);
        for (nth, hit) in neighbours.enumerate() {
            let bits = view.arena.bits(hit.slot).unwrap_or_default();
            let distance: u32 = bits.iter().zip(&sample.bits).map(|(a, b)| (a ^ b).count_ones()).sum();
            let ef = within(distance);
            let cell = self.cell_of.get(hit.slot as usize).and_then(|cell| cells.get(*cell as usize));
            let share = cell.map_or(0.0, |rank| (*rank + 1) as f32 / cells.len() as f32);
            let [near, far] = [&mut self.near, &mut self.far].map(|[stored, real]| match sample.asks {
                Some(_) => stored,
                None => real,
            });
            if nth < NEAR {
                near.push(ef, share);
            }
            far.push(ef, share);
        }
    }

    fn plan(&mut self) -> Plan {
        let [near, far] =
            [&mut self.near, &mut self.far].map(|[stored, real]| dearer(stored.efforts(), real.efforts()));
        Plan { rows: self.rows, stale: false, asked: self.asked, near, far }
    }
}

fn dearer(mut a: Efforts, b: Efforts) -> Efforts {
    for (a, b) in a.iter_mut().zip(b) {
        *a = Effort { ef: a.ef.max(b.ef), share: a.share.max(b.share) };
    }
    a
}

impl Sample {
    fn new(arena: &Arena, unit: Vec<f32>, asks: Option<u32>) -> Self {
        let query = Query::of(unit);
        let bits = query.bits(arena.mean());
        Self { query, bits, asks }
    }
}

impl Ranks {
    fn push(&mut self, ef: usize, share: f32) {
        self.ef.push(ef);
        self.share.push(share);
    }

    /// For each level, what is enough for that part of all neighbours.
    fn efforts(&mut self) -> Efforts {
        // Where two cuts lose neighbours, each may lose half of what may be lost.
        let sealed = self.share.iter().any(|share| *share > 0.0);
        let part = |level: f32| if sealed { (1.0 + level) / 2.0 } else { level };
        self.ef.sort_unstable();
        self.share.sort_unstable_by(f32::total_cmp);
        LEVELS.map(|level| Effort {
            ef: quantile(&self.ef, part(level)).unwrap_or(0),
            share: quantile(&self.share, part(level)).unwrap_or(0.0),
        })
    }
}

fn quantile<T: Copy>(sorted: &[T], level: f32) -> Option<T> {
    let at = (sorted.len() as f32 * level).ceil() as usize;
    sorted.get(at.saturating_sub(1)).or(sorted.last()).copied()
}

/// Adds to `histogram` how many live rows of a step's chunks lie at each Hamming distance.
fn count_distances(arena: &Arena, bits: &[u64], live: &SlotSet, from: usize, histogram: &mut [u32]) {
    let mut ignored = vec![0_u32; histogram.len()];
    let mut distances = [0_u16; CHUNK_ROWS];
    for (first, chunk) in arena.chunks_from(from).take(STEP_CHUNKS) {
        let Some(distances) = distances.get_mut(..chunk.scales.len()) else { continue };
        kernel::hamming_rows(bits, &chunk.bits, distances, &mut ignored);
        for slot in live.iter_range(first, CHUNK_ROWS) {
            if let Some(count) =
                distances.get((slot - first) as usize).and_then(|d| histogram.get_mut(usize::from(*d)))
            {
                *count += 1;
            }
        }
    }
}

/// The rank of each cell by its head's score, over all segments.
fn cell_ranks(view: View<'_>, query: &Query) -> Vec<usize> {
    let (mut scores, mut dots) = (Vec::new(), Vec::new());
    for segment in view.segments {
        scores.extend(segment.cells.heads.scores(&query.codes, 0..segment.cells.len(), &mut dots));
    }
    let mut order: Vec<usize> = (0..scores.len()).collect();
    let score = |cell: &usize| scores.get(*cell).copied().unwrap_or(f32::MIN);
    order.sort_unstable_by(|a, b| score(b).total_cmp(&score(a)));
    let mut ranks = vec![0; scores.len()];
    for (rank, cell) in order.into_iter().enumerate() {
        if let Some(place) = ranks.get_mut(cell) {
            *place = rank;
        }
    }
    ranks
}
