//! Measures a plan: for sample queries, how deep in the order of sign bits their true neighbours lie, how deep in that of
//! weighed distances, and how many cells must be read to meet them.

use super::{
    arena::{Arena, CHUNK_ROWS},
    code::{Query, Signs},
    finalists::{Bound, Finalists},
    kernel,
    lloyd::spread_set,
    plan::{FAR, LEVELS, NEAR, Plan, spare},
    reach::{self, Curve},
    scan,
    slots::SlotSet,
    staged::{Effort, View},
    vector::normalise,
};

/// Stored rows that serve as queries, beside the last real ones.
const SAMPLE: usize = 128;
/// Chunks of a step.
const STEP_CHUNKS: usize = 8;

/// The part of what may be lost that the weighed distances may lose, and the int8 scores: they cost less than reading does.
const OF_SCORES: f32 = 0.2;
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
    /// How many live rows of those chunks lie at each Hamming distance from it, and at each weighed distance.
    distances: Vec<u32>,
    weights: Vec<u32>,
    asked: u32,
    /// Of stored rows that served as queries, and of real ones, by number of neighbours: the dearer count.
    near: [Ranks; 2],
    far: [Ranks; 2],
    curve: Curve,
    /// The cell of each sealed slot, counted over all segments.
    cell_of: Vec<u32>,
    /// The segment and the cell in it that are numbered next, and the number.
    numbered: (usize, usize, u32),
}

#[derive(Debug)]
struct Sample {
    query: Query,
    signs: Signs,
    /// The stored row that asks: it does not count as its own neighbour.
    asks: Option<u32>,
}

/// One for each level.
type Efforts = [Effort; LEVELS.len()];

/// What each neighbour would have cost.
#[derive(Debug, Default)]
struct Ranks {
    weighed: Vec<usize>,
    ef: Vec<usize>,
    share: Vec<f32>,
    below: Vec<f32>,
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
            weights: Vec::new(),
            asked,
            near: Default::default(),
            far: Default::default(),
            curve: Curve::default(),
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
        let width = view.arena.stride();
        self.distances.resize(width + 1, 0);
        self.weights.resize(Signs::largest(width) + 1, 0);
        let histograms = [&mut self.distances, &mut self.weights].map(Vec::as_mut_slice);
        count_distances(view.arena, &sample.signs, live, self.scanned, histograms);
        self.scanned += STEP_CHUNKS;
        if done {
            self.measure(view);
            self.scanned = 0;
            self.distances.clear();
            self.weights.clear();
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
        let within = |histogram: &[u32], distance: u16| -> usize {
            histogram.iter().take(usize::from(distance) + 1).map(|rows| *rows as usize).sum()
        };
        let cells = cell_ranks(view, &sample.query);
        for (cell, rows) in cells.iter().zip(view.segments.iter().flat_map(|s| s.cells.sizes())) {
            self.curve.add(cell.below, rows);
        }
        let neighbours = truth.iter().filter(|hit| Some(hit.slot) != sample.asks).take(FAR);
        for (nth, hit) in neighbours.enumerate() {
            let bits = view.arena.bits(hit.slot).unwrap_or_default();
            let ([mut distance], [mut weight]) = ([0], [0]);
            kernel::hamming_rows(&sample.signs.bits, bits, std::slice::from_mut(&mut distance), &mut []);
            kernel::weighed_hamming(sample.signs.weighed(), bits, &[0], std::slice::from_mut(&mut weight));
            let (weighed, ef) = (within(&self.distances, distance), within(&self.weights, weight));
            let cell = self.cell_of.get(hit.slot as usize).and_then(|cell| cells.get(*cell as usize));
            let share = cell.map_or(0.0, |cell| (cell.rank + 1) as f32 / cells.len() as f32);
            let below = cell.map_or(-1.0, |cell| cell.below);
            let measured = (weighed, ef, share, below);
            let [near, far] = [&mut self.near, &mut self.far].map(|[stored, real]| match sample.asks {
                Some(_) => stored,
                None => real,
            });
            if nth < NEAR {
                near.push(measured);
            }
            far.push(measured);
        }
    }

    fn plan(&mut self) -> Plan {
        let [near, far] = [&mut self.near, &mut self.far].map(|[stored, real]| {
            dearer(stored.efforts(), real.efforts())
                .map(|effort| with_spare(effort, &self.curve, spare(self.asked)))
        });
        Plan { rows: self.rows, stale: false, asked: self.asked, near, far }
    }
}

/// Reaches further, until so many times as many rows are read.
fn with_spare(effort: Effort, curve: &Curve, times: f32) -> Effort {
    let Some(reach) = effort.reach else { return effort };
    let read = (curve.share(reach) * times).min(1.0);
    Effort { reach: Some(curve.reach(read).max(reach)), read, ..effort }
}

fn dearer(mut a: Efforts, b: Efforts) -> Efforts {
    for (a, b) in a.iter_mut().zip(b) {
        *a = Effort {
            weighed: a.weighed.max(b.weighed),
            ef: a.ef.max(b.ef),
            share: a.share.max(b.share),
            reach: a.reach.into_iter().chain(b.reach).reduce(f32::max),
            read: 0.0,
        };
    }
    a
}

impl Sample {
    fn new(arena: &Arena, unit: Vec<f32>, asks: Option<u32>) -> Self {
        let query = Query::of(unit);
        let signs = query.signs(arena.mean());
        Self { query, signs, asks }
    }
}

impl Ranks {
    fn push(&mut self, (weighed, ef, share, below): (usize, usize, f32, f32)) {
        self.weighed.push(weighed);
        self.ef.push(ef);
        self.share.push(share);
        self.below.push(below);
    }

    /// For each level, what is enough for that part of all neighbours.
    fn efforts(&mut self) -> Efforts {
        // Each of the cuts may lose its part of the neighbours that may be lost: the most the one that costs most.
        let sealed = self.share.iter().any(|share| *share > 0.0);
        let scores = if sealed { OF_SCORES } else { 0.5 };
        let part = |level: f32, of: f32| 1.0 - (1.0 - level) * of;
        let of_cells = 1.0 - 2.0 * scores;
        self.weighed.sort_unstable();
        self.ef.sort_unstable();
        self.share.sort_unstable_by(f32::total_cmp);
        self.below.sort_unstable_by(f32::total_cmp);
        LEVELS.map(|level| Effort {
            weighed: quantile(&self.weighed, part(level, scores)).unwrap_or(0),
            ef: quantile(&self.ef, part(level, scores)).unwrap_or(0),
            share: quantile(&self.share, part(level, of_cells)).unwrap_or(0.0),
            reach: quantile(&self.below, part(level, of_cells)).filter(|_| sealed),
            read: 0.0,
        })
    }
}

fn quantile<T: Copy>(sorted: &[T], level: f32) -> Option<T> {
    let at = (sorted.len() as f32 * level).ceil() as usize;
    sorted.get(at.saturating_sub(1)).or(sorted.last()).copied()
}

/// Adds to the histograms how many live rows of a step's chunks lie at each Hamming and at each weighed distance.
fn count_distances(
    arena: &Arena,
    signs: &Signs,
    live: &SlotSet,
    from: usize,
    [distances, weights]: [&mut [u32]; 2],
) {
    let mut ignored = vec![0_u32; distances.len()];
    let mut found = [0_u16; CHUNK_ROWS];
    let mut places = Vec::with_capacity(CHUNK_ROWS);
    for (first, chunk) in arena.chunks_from(from).take(STEP_CHUNKS) {
        let rows = chunk.scales.len();
        kernel::hamming_rows(
            &signs.bits,
            &chunk.bits,
            found.get_mut(..rows).unwrap_or_default(),
            &mut ignored,
        );
        places.clear();
        places.extend(live.iter_range(first, CHUNK_ROWS).map(|slot| slot - first));
        for place in &places {
            count(distances, found.get(*place as usize));
        }
        kernel::weighed_hamming(signs.weighed(), &chunk.bits, &places, &mut found);
        for weight in found.iter().take(places.len()) {
            count(weights, Some(weight));
        }
    }
}

fn count(histogram: &mut [u32], at: Option<&u16>) {
    if let Some(count) = at.and_then(|at| histogram.get_mut(usize::from(*at))) {
        *count += 1;
    }
}

/// How near a cell is to a query.
#[derive(Clone, Copy, Debug, Default)]
struct Nearness {
    /// Its rank by its head's score.
    rank: usize,
    /// How far that is below the level of the nearest.
    below: f32,
}

/// How near each cell is, over all segments.
fn cell_ranks(view: View<'_>, query: &Query) -> Vec<Nearness> {
    let (mut scores, mut dots) = (Vec::new(), Vec::new());
    for segment in view.segments {
        let found = segment.cells.heads.scores(&query.codes, 0..segment.cells.len(), &mut dots);
        scores.extend(found.map(|score| score * query.scale));
    }
    let mut order: Vec<usize> = (0..scores.len()).collect();
    let score = |cell: &usize| scores.get(*cell).copied().unwrap_or(f32::MIN);
    order.sort_unstable_by(|a, b| score(b).total_cmp(&score(a)));
    let mut cells = vec![Nearness::default(); scores.len()];
    let level = reach::level(scores.iter().copied());
    for (rank, at) in order.into_iter().enumerate() {
        if let Some(cell) = cells.get_mut(at) {
            *cell = Nearness { rank, below: level - score(&at) };
        }
    }
    cells
}
