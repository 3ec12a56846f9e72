//! What comes back: the rhythm of days on which something happened, and the days on which it is due next.

use super::stats::median;

/// The fewest days that make a rhythm.
pub(super) const MIN_DAYS: usize = 3;
/// The share of intervals that must keep to it, as a fraction.
const KEPT: (usize, usize) = (2, 3);

/// The time from one to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Period {
    Days(i64),
    /// On the same day of the month.
    Months(i64),
}

/// Spans of days that people mean by a number of months.
const MONTHS: &[(std::ops::RangeInclusive<i64>, i64)] =
    &[(28..=32, 1), (58..=63, 2), (88..=94, 3), (178..=187, 6), (355..=376, 12), (720..=741, 24)];

/// How regularly something came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rhythm {
    pub(super) period: Period,
    /// The last day, counted from 1970-01-01.
    pub(super) last: i64,
    /// Intervals that keep to it, and that do not.
    pub(super) kept: usize,
    pub(super) broken: usize,
    /// How many days an interval may be off and still keep to it.
    tolerance: i64,
    /// How many days they are off by, in the middle.
    pub(super) margin: i64,
}

/// The rhythm of days in ascending order, each once; none where there is none.
pub(super) fn rhythm(days: &[i64]) -> Option<Rhythm> {
    let last = *days.last().filter(|_| days.len() >= MIN_DAYS)?;
    let intervals: Vec<i64> = days.windows(2).filter_map(|pair| Some(pair.get(1)? - pair.first()?)).collect();
    let typical = rounded(median(&floats(&intervals))?).max(1);
    let period = match MONTHS.iter().find(|(span, _)| span.contains(&typical)) {
        Some((_, months)) => Period::Months(*months),
        None if (6..=8).contains(&typical) => Period::Days(7),
        None if (13..=15).contains(&typical) => Period::Days(14),
        None => Period::Days(typical),
    };
    // A seventh: a weekly thing may be a day off, a yearly one three weeks.
    let tolerance = (typical / 7).min(21);
    let is_kept = |interval: &&i64| (**interval - typical).abs() <= tolerance.max(month_slack(period));
    let kept: Vec<i64> = intervals.iter().filter(is_kept).map(|i| (i - typical).abs()).collect();
    let broken = intervals.len().saturating_sub(kept.len());
    let is_rhythm = kept.len() >= MIN_DAYS - 1 && kept.len() * KEPT.1 >= intervals.len() * KEPT.0;
    let margin = rounded(median(&floats(&kept))?);
    is_rhythm.then_some(Rhythm { period, last, kept: kept.len(), broken, tolerance, margin })
}

impl Rhythm {
    /// The days from `from` to `until`, both included, on which it is due, at most so many, and how likely that is: by
    /// Laplace's rule of succession, where every interval that was kept is a success, and one that was not, or a day it was due
    /// without coming, none. No days once it has stayed away as often as it came.
    pub(super) fn due(
        &self,
        from: i64,
        until: i64,
        most: usize,
        after: impl Fn(i64, Period, i64) -> Option<i64>,
    ) -> (Vec<i64>, f64) {
        let mut missed = 0_usize;
        let mut days = Vec::new();
        for n in 1_i64.. {
            let Some(day) = after(self.last, self.period, n).filter(|day| *day <= until) else { break };
            if day >= from {
                days.push(day);
            } else if day + self.tolerance < from {
                missed += 1;
            }
            if days.len() >= most || missed >= self.kept {
                break;
            }
        }
        if missed >= self.kept {
            return (Vec::new(), 0.0);
        }
        let all = self.kept + self.broken + missed;
        #[expect(clippy::cast_precision_loss, reason = "counts of memories")]
        let likely = (self.kept as f64 + 1.0) / (all as f64 + 2.0);
        (days, likely)
    }
}

/// Months are of different lengths.
const fn month_slack(period: Period) -> i64 {
    match period {
        Period::Days(_) => 0,
        Period::Months(_) => 3,
    }
}

#[expect(clippy::cast_precision_loss, reason = "days of a calendar")]
fn floats(days: &[i64]) -> Vec<f64> {
    days.iter().map(|day| *day as f64).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "days of a calendar")]
fn rounded(days: f64) -> i64 {
    days.round() as i64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn after(day: i64, period: Period, n: i64) -> Option<i64> {
        Some(
            day + n * match period {
                Period::Days(days) => days,
                Period::Months(months) => months * 30,
            },
        )
    }

    #[test]
    fn rhythms_are_called_what_people_call_them() {
        let of = |step: i64| rhythm(&[0, step, 2 * step, 3 * step]).unwrap().period;
        assert_eq!((of(1), of(7), of(14)), (Period::Days(1), Period::Days(7), Period::Days(14)));
        assert_eq!((of(30), of(91), of(365)), (Period::Months(1), Period::Months(3), Period::Months(12)));
        assert_eq!(of(10), Period::Days(10));
        assert_eq!(rhythm(&[0, 7]), None, "two days make no rhythm");
        assert_eq!(rhythm(&[0, 3, 40, 41, 90]), None);
        let with_a_gap = rhythm(&[0, 7, 14, 28, 35]).unwrap();
        assert_eq!((with_a_gap.kept, with_a_gap.broken), (3, 1));
    }

    #[test]
    fn what_stays_away_becomes_less_likely_and_then_is_over() {
        let weekly = rhythm(&[0, 7, 14, 21]).unwrap();
        let (days, likely) = weekly.due(22, 40, 10, after);
        assert_eq!((days, likely), (vec![28, 35], 0.8));
        let (days, less) = weekly.due(31, 40, 10, after);
        assert!(days == [35] && less < likely, "{days:?} {less}");
        assert_eq!(weekly.due(60, 90, 10, after), (vec![], 0.0));
    }

    /// Once taken for none: the steps are uneven by what the jitter below allows.
    #[test]
    fn four_uneven_steps_make_a_rhythm() {
        let found = rhythm(&[5, 215, 440, 660]).unwrap();
        assert_eq!(found.broken, 0);
        let (due, _) = found.due(661, 1_100, 1, after);
        assert!(due.first().is_some_and(|day| (day - 880).abs() <= 32), "{due:?}");
    }

    proptest! {
        #[test]
        fn a_jittered_rhythm_is_found_and_is_due_about_when_it_is(
            step in 5_i64..400, jitter in prop::collection::vec(-1_i64..=1, 4..20), start in -10_000_i64..20_000,
        ) {
            let days: Vec<i64> = (0_i64..).zip(&jitter).map(|(n, off)| start + n * step + off * (step / 40).min(5)).collect();
            let found = rhythm(&days).unwrap();
            prop_assert_eq!(found.broken, 0);
            let last = *days.last().unwrap();
            let (due, likely) = found.due(last + 1, last + 2 * step, 1, after);
            let off = due.first().map(|day| (day - last - step).abs());
            prop_assert!(off.is_some_and(|off| off <= step / 8 + 5), "{:?} {} {:?}", days, step, due);
            prop_assert!(likely > 0.5 && likely < 1.0);
        }

        #[test]
        fn no_days_make_it_fail(mut days in prop::collection::btree_set(-100_000_i64..100_000, 0..30), from in -200_000_i64..200_000) {
            days.insert(0);
            let days: Vec<i64> = days.into_iter().collect();
            if let Some(found) = rhythm(&days) {
                let (due, likely) = found.due(from, from + 1_000, 5, after);
                prop_assert!(due.len() <= 5 && (0.0..1.0).contains(&likely));
                prop_assert!(due.iter().all(|day| (from..=from + 1_000).contains(day)));
            }
        }
    }
}
