//! Which cells a query reads: those whose heads score hardly less than the nearest ones do.
//!
//! How many cells hold the neighbours differs much from query to query, and the heads tell: where some are near, so are
//! the neighbours, and cells far behind hold none; where all are about as far, many must be read. With 50,000 real texts a
//! bound on the scores reads 0.11 of the rows on average at recall 0.99, and the same share for every query 0.14; at 0.999
//! 0.25 and 0.42.

/// The heads that tell how near a query's neighbours are.
const NEAREST: usize = 10;
/// The part of their mean score that a cell's own is compared with; 0.6 to 0.9 do about as well.
const PART: f32 = 0.8;
/// Steps of a [`Curve`], over the distances from −2 to 2 that there are.
const BINS: usize = 2048;

/// What the scores of all heads are compared with; −∞ if there are none.
pub(super) fn level(scores: impl Iterator<Item = f32>) -> f32 {
    let mut nearest: Vec<f32> = Vec::with_capacity(NEAREST + 1);
    for score in scores {
        if nearest.len() < NEAREST || nearest.last().is_some_and(|last| score > *last) {
            let at = nearest.partition_point(|other| *other >= score);
            nearest.insert(at, score);
            nearest.truncate(NEAREST);
        }
    }
    if nearest.is_empty() {
        return f32::NEG_INFINITY;
    }
    PART * nearest.iter().sum::<f32>() / nearest.len() as f32
}

/// Which share of the rows is read, by how far below the level a head may score.
#[derive(Debug, Default)]
pub(super) struct Curve {
    rows: Vec<u64>,
}

impl Curve {
    /// Counts the rows of a cell whose head scores so far below the level.
    pub(super) fn add(&mut self, below: f32, rows: usize) {
        self.rows.resize(BINS, 0);
        if let Some(count) = self.rows.get_mut(bin(below)) {
            *count += rows as u64;
        }
    }

    /// The share that is read if heads may score this far below.
    pub(super) fn share(&self, reach: f32) -> f32 {
        let read: u64 = self.rows.iter().take(bin(reach) + 1).sum();
        read as f32 / self.rows.iter().sum::<u64>().max(1) as f32
    }

    /// How far below heads may score so that this share is read.
    pub(super) fn reach(&self, share: f32) -> f32 {
        let wanted = f64::from(share) * self.rows.iter().sum::<u64>() as f64;
        let mut read = 0_u64;
        let enough = |rows: &u64| {
            read += rows;
            read as f64 >= wanted
        };
        let bin = self.rows.iter().position(enough).unwrap_or(BINS - 1);
        (bin + 1) as f32 / BINS as f32 * 4.0 - 2.0
    }
}

fn bin(below: f32) -> usize {
    (((below + 2.0) / 4.0 * BINS as f32) as usize).min(BINS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_is_a_part_of_the_mean_of_the_nearest() {
        assert_eq!(level(std::iter::empty()), f32::NEG_INFINITY);
        assert_eq!(level([0.5].into_iter()), 0.4);
        let scores = (0..100).map(|i| ((i * 37) % 100) as f32 / 100.0);
        assert!((level(scores) - 0.8 * 0.945).abs() < 1e-6);
    }

    #[test]
    fn a_curve_says_how_far_for_a_share() {
        let mut curve = Curve::default();
        assert_eq!((curve.share(0.3), curve.reach(0.5)), (0.0, 2.0));
        for i in 0..100 {
            curve.add(i as f32 / 100.0, 3);
        }
        for share in [0.01, 0.25, 0.5, 0.999, 1.0] {
            let got = curve.share(curve.reach(share));
            assert!((share..=share + 0.0101).contains(&got), "{share}: {got}");
        }
        curve.add(-9.0, 1);
        curve.add(9.0, 1);
        assert_eq!(curve.share(2.0), 1.0);
    }
}
