//! What rises or falls: a straight line through a few numbers, after Theil (1950) and Sen (1968): its slope is the middle one of
//! those between any two points, so that one wrong number does not turn it.

use super::stats::median;

/// The fewest points that make a trend.
pub(super) const MIN_POINTS: usize = 3;
/// The last points that count: the number of pairs grows with the square.
const MAX_POINTS: usize = 200;
/// By how much pairs that go one way must outnumber those that go the other, of all (Kendall's tau).
const MIN_AGREEMENT: f64 = 0.5;

/// A line through points of days and values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Trend {
    /// Change a day.
    pub(super) slope: f64,
    intercept: f64,
    /// How likely a later value lies on the same side of an earlier one as before, by Laplace's rule over pairs.
    likely: f64,
    first: f64,
    last: f64,
}

/// The trend of points in ascending order of days; none where they do not agree on a direction.
pub(super) fn trend(points: &[(f64, f64)]) -> Option<Trend> {
    let points = points.get(points.len().saturating_sub(MAX_POINTS)..).unwrap_or_default();
    let (first, last) = (points.first()?.0, points.last()?.0);
    let mut slopes = Vec::new();
    for (at, (day, value)) in points.iter().enumerate() {
        let later = points.iter().skip(at.saturating_add(1)).filter(|(other, _)| other > day);
        slopes.extend(later.map(|(other, changed)| (changed - value) / (other - day)));
    }
    if points.len() < MIN_POINTS || slopes.len() < MIN_POINTS || slopes.iter().any(|slope| !slope.is_finite())
    {
        return None;
    }
    let slope = median(&slopes)?;
    let count = |goes: fn(&f64) -> bool| slopes.iter().filter(|slope| goes(slope)).count();
    let (up, down) = (count(|slope| *slope > 0.0), count(|slope| *slope < 0.0));
    let (with, against) = if slope > 0.0 { (up, down) } else { (down, up) };
    #[expect(clippy::cast_precision_loss, reason = "at most 20,000 pairs")]
    let (with, against, all) = (with as f64, against as f64, slopes.len() as f64);
    if slope == 0.0 || (with - against) / all < MIN_AGREEMENT {
        return None;
    }
    let offsets: Vec<f64> = points.iter().map(|(day, value)| value - slope * day).collect();
    Some(Trend { slope, intercept: median(&offsets)?, likely: (with + 1.0) / (all + 2.0), first, last })
}

impl Trend {
    /// The value on a day, and how much to believe it, 0 to 1: less where the day lies farther ahead than the points reach back.
    pub(super) fn at(&self, day: f64) -> (f64, f64) {
        let (span, ahead) = (self.last - self.first, (day - self.last).max(1.0));
        (self.intercept + self.slope * day, self.likely * (span / ahead).min(1.0))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_goes_on_and_one_wrong_number_does_not_turn_it() {
        let falling = trend(&[(0.0, 80.0), (30.0, 78.0), (60.0, 76.0)]).unwrap();
        let (value, likely) = falling.at(90.0);
        assert!((value - 74.0).abs() < 1e-9 && (likely - 0.8).abs() < 1e-9, "{value} {likely}");
        let with_a_slip =
            [(0.0, 80.0), (10.0, 79.0), (20.0, 780.0), (30.0, 77.0), (40.0, 76.0), (50.0, 75.0)];
        let (value, _) = trend(&with_a_slip).unwrap().at(60.0);
        assert!((value - 74.0).abs() < 0.5, "{value}");
        assert!((falling.at(60.0 + 600.0).1 - 0.08).abs() < 1e-9, "ten times as far as it is known");
    }

    #[test]
    fn what_does_not_move_or_goes_both_ways_is_no_trend() {
        assert_eq!(trend(&[(0.0, 5.0), (1.0, 5.0), (2.0, 5.0)]), None);
        assert_eq!(trend(&[(0.0, 5.0), (1.0, 9.0), (2.0, 5.0), (3.0, 9.0), (4.0, 4.0)]), None);
        assert_eq!(trend(&[(0.0, 5.0), (1.0, 6.0)]), None);
        assert_eq!(trend(&[(1.0, 5.0), (1.0, 6.0), (1.0, 7.0)]), None, "all at once");
        assert_eq!(trend(&[]), None);
    }

    proptest! {
        #[test]
        fn a_straight_line_is_found_whatever_its_slope(
            slope in prop_oneof![-50.0_f64..-0.01, 0.01_f64..50.0], start in -1_000.0_f64..1_000.0,
            days in prop::collection::btree_set(0_u16..5_000, 3..30), ahead in 0_u16..1_000,
        ) {
            let points: Vec<(f64, f64)> =
                days.iter().map(|day| (f64::from(*day), slope.mul_add(f64::from(*day), start))).collect();
            let found = trend(&points).unwrap();
            let day = f64::from(ahead) + 5_000.0;
            let (value, likely) = found.at(day);
            prop_assert!((value - slope.mul_add(day, start)).abs() < 1e-6 * (1.0 + value.abs()));
            prop_assert!(likely > 0.0 && likely <= 1.0);
        }
    }
}
