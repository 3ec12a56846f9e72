//! How much work a query is worth: measured on the store's own vectors, because how well sign bits and cells tell
//! neighbours apart depends on the embedding model.

use super::staged::Effort;

/// The recalls@k that a plan knows the price of.
pub(super) const LEVELS: [f32; 6] = [0.9, 0.95, 0.98, 0.99, 0.995, 0.999];
/// The recall that is asked for when nobody says otherwise.
pub(super) const DEFAULT_RECALL: f32 = 0.999;
/// The two numbers of neighbours that are measured; what lies between is interpolated.
pub(super) const NEAR: usize = 10;
pub(super) const FAR: usize = 60;
/// Below so many rows everything gets an int8 score: that is exact, and as fast as anything.
pub(super) const SMALL: usize = 512;
/// A plan serves until the store has grown by half.
const OUTGROWN: f32 = 1.5;
/// What was measured on a sample is believed with this much to spare: more, while no real query was in it, because
/// queries may lie elsewhere than what is stored.
const SPARE: f32 = 1.25;
const SPARE_UNASKED: f32 = 2.0;

/// So many real queries are worth measuring anew, and later so many times as many as were known.
const ENOUGH_QUERIES: u32 = 24;
const NEWS: u32 = 8;

/// What it costs to compare, relative to each other: Hamming distances of a row read in order, a weighed distance of one
/// that was just read, an int8 score of a row read in order, and one of a row read out of order. Measured in wasm at 384 dimensions, in nanoseconds.
const HAMMING: f32 = 3.0;
const WEIGHED: f32 = 8.0;
const IN_ORDER: f32 = 14.0;
const OUT_OF_ORDER: f32 = 45.0;
/// Asking for a row that was read whether it is eligible.
const ASKED: f32 = 4.0;

/// The price of each level.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plan {
    /// How many rows there were.
    pub(super) rows: usize,
    /// Whether the cells are others than those it was measured with.
    pub(super) stale: bool,
    /// How many real queries there had been.
    pub(super) asked: u32,
    /// For [`NEAR`] and [`FAR`] neighbours, by level.
    pub(super) near: [Effort; LEVELS.len()],
    pub(super) far: [Effort; LEVELS.len()],
}

/// How a query is answered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Way {
    /// Every eligible row gets an int8 score, chunk by chunk.
    All,
    /// Every eligible row gets one, taken one by one.
    Each,
    /// In stages.
    Staged(Effort),
}

impl Plan {
    /// Whether the store has outgrown it, or many more queries are known than it was measured with.
    pub(super) fn is_outgrown(&self, rows: usize, asked: u32) -> bool {
        let news = asked.saturating_sub(self.asked);
        self.stale
            || news >= ENOUGH_QUERIES && news / NEWS >= self.asked
            || rows as f32 > self.rows as f32 * OUTGROWN
    }

    /// The work for `k` neighbours at a recall.
    pub(super) fn effort(&self, recall: f32, k: usize, rows: usize) -> Effort {
        let level = LEVELS.iter().position(|level| *level >= recall).unwrap_or(LEVELS.len() - 1);
        let at = |efforts: &[Effort; LEVELS.len()]| {
            efforts.get(level).copied().unwrap_or(Effort {
                weighed: usize::MAX,
                ef: usize::MAX,
                reach: None,
                read: 1.0,
                share: 1.0,
            })
        };
        let (near, far) = (at(&self.near), at(&self.far));
        let grown = (rows as f32 / self.rows.max(1) as f32).max(1.0);
        let along = ((k as f32 - NEAR as f32) / (FAR - NEAR) as f32).max(0.0);
        let between = |near: usize, far: usize| near as f32 + along * far.saturating_sub(near) as f32;
        let share = |near: f32, far: f32| near + along * (far - near).max(0.0);
        let reach = near.reach.zip(far.reach).map(|(near, far)| share(near, far));
        let spare = self.spare();
        let rows = |near, far| (between(near, far) * grown * spare) as usize + k;
        Effort {
            weighed: rows(near.weighed, far.weighed),
            ef: rows(near.ef, far.ef),
            reach,
            read: share(near.read, far.read),
            share: (share(near.share, far.share) * spare).min(1.0),
        }
    }

    /// What goes with a given `ef`: the share of the sealed rows, and how many get a weighed distance.
    pub(super) fn with_ef(&self, ef: usize) -> Effort {
        let level = self.near.iter().position(|effort| effort.ef >= ef).unwrap_or(LEVELS.len() - 1);
        let Some(level) = self.near.get(level) else {
            return Effort { weighed: usize::MAX, ef, reach: None, read: 1.0, share: 1.0 };
        };
        let times = ef as f32 / level.ef.max(1) as f32;
        Effort {
            weighed: (level.weighed as f32 * times) as usize,
            ef,
            share: (level.share * self.spare()).min(1.0),
            ..*level
        }
    }

    const fn spare(&self) -> f32 {
        spare(self.asked)
    }
}

/// How many times what was measured is believed to be enough, with so many real queries in it.
pub(super) const fn spare(asked: u32) -> f32 {
    if asked == 0 { SPARE_UNASKED } else { SPARE }
}

/// The cheapest way that keeps the recall. `sealed` of the `rows` are in cells; `eligible` rows may answer.
pub(super) fn cheapest(effort: Option<Effort>, rows: usize, sealed: usize, eligible: usize) -> Way {
    let (all, each) = (rows as f32 * IN_ORDER, eligible as f32 * OUT_OF_ORDER);
    let exact = if each < all { (Way::Each, each) } else { (Way::All, all) };
    let Some(effort) = effort.filter(|_| rows >= SMALL) else { return exact.0 };
    // Where few are eligible more cells are read for as many of them.
    let further = 2.0 - eligible as f32 / rows as f32;
    let share = if eligible < rows { (effort.share * further).min(1.0) } else { effort.read };
    let read = (rows - sealed) as f32 + sealed as f32 * share;
    let asked = if eligible < rows { ASKED } else { 0.0 };
    let staged = read * (HAMMING + asked)
        + effort.weighed.min(eligible) as f32 * WEIGHED
        + effort.ef.min(eligible) as f32 * OUT_OF_ORDER;
    if staged < exact.1 { Way::Staged(effort) } else { exact.0 }
}
