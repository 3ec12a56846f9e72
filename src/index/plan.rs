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
/// What was measured on a sample is believed with this much to spare: more, while hardly a real query was in it, because
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

/// Leaves nothing out.
const EVERYTHING: Effort = Effort { weighed: usize::MAX, ef: usize::MAX, reach: None, read: 1.0, share: 1.0 };

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
            || news >= ENOUGH_QUERIES && (self.asked < ENOUGH_QUERIES || news / NEWS >= self.asked)
            || rows as f32 > self.rows as f32 * OUTGROWN
    }

    /// The work for `k` neighbours at a recall.
    pub(super) fn effort(&self, recall: f32, k: usize, rows: usize) -> Effort {
        let (near, far) = (at_recall(&self.near, recall), at_recall(&self.far, recall));
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
        let Some(level) = self.near.get(level) else { return Effort { ef, ..EVERYTHING } };
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

/// The work for a recall: between two levels, in proportion.
fn at_recall(efforts: &[Effort; LEVELS.len()], recall: f32) -> Effort {
    let mut levels = LEVELS.iter().zip(efforts);
    let Some((mut low, mut less)) = levels.next() else { return EVERYTHING };
    for (high, more) in levels {
        if recall <= *high {
            let along = ((recall - low) / (high - low)).max(0.0);
            let between = |less: f32, more: f32| less + along * (more - less);
            let rows = |less: usize, more: usize| between(less as f32, more as f32).ceil() as usize;
            return Effort {
                weighed: rows(less.weighed, more.weighed),
                ef: rows(less.ef, more.ef),
                reach: less.reach.zip(more.reach).map(|(less, more)| between(less, more)),
                read: between(less.read, more.read),
                share: between(less.share, more.share),
            };
        }
        (low, less) = (high, more);
    }
    *less
}

/// How many times what was measured is believed to be enough, with so many real queries in it.
pub(super) const fn spare(asked: u32) -> f32 {
    if asked < ENOUGH_QUERIES { SPARE_UNASKED } else { SPARE }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A plan whose every figure rises from level to level.
    fn rising() -> Plan {
        let mut near = [EVERYTHING; LEVELS.len()];
        for (effort, n) in near.iter_mut().zip(1_u8..) {
            let (rows, part) = (usize::from(n) * 100, f32::from(n) / 10.0);
            *effort = Effort { weighed: rows * 2, ef: rows, reach: Some(part), read: part, share: part };
        }
        Plan { rows: 1_000, stale: false, asked: ENOUGH_QUERIES, near, far: near }
    }

    #[test]
    fn a_recall_between_two_levels_costs_what_lies_between() {
        let plan = rising();
        let at = |recall| plan.effort(recall, 10, 1_000);
        let [low, between, high] = [0.95, 0.965, 0.98].map(at);
        assert_eq!(
            (low.weighed, between.weighed, high.weighed),
            (510, 635, 760),
            "times what is to spare, and k"
        );
        assert_eq!((low.ef, between.ef, high.ef), (260, 322, 385));
        let reach = between.reach.unwrap();
        assert!((reach - 0.25).abs() < 1e-6 && (between.share - 0.3125).abs() < 1e-6);
        assert_eq!(at(0.0), at(0.9), "nothing below the lowest level was measured");
        assert_eq!(at(0.9999), at(0.999), "nor above the highest");
        assert_eq!(plan.effort(0.9, 10, 2_000).ef, 260, "twice as many rows, twice as many of them near");
        let first = Plan { asked: ENOUGH_QUERIES - 1, ..plan };
        assert_eq!(first.effort(0.9, 10, 1_000).ef, 210, "a few queries tell little of those that will come");
    }

    #[test]
    fn an_ef_brings_with_it_what_was_measured_beside() {
        let plan = rising();
        let effort = plan.with_ef(250);
        assert_eq!((effort.weighed, effort.ef, effort.reach), (500, 250, Some(0.3)));
        assert_eq!(plan.with_ef(9_000).weighed, 18_000);
    }
}
