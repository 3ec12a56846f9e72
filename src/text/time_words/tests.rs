use proptest::prelude::*;
use time::{Date, format_description::well_known::Iso8601};

use super::{calendar::DAY_MS, *};

/// Wednesday, 2026-11-25, 10:00 UTC.
const NOW: i64 = 20_782 * DAY_MS + 36_000_000;

fn date(text: &str) -> i64 {
    let date = Date::parse(text, &Iso8601::DATE).unwrap();
    (i64::from(date.to_julian_day()) - 2_440_588) * DAY_MS
}

fn check(cases: &[(&str, &str, &str)]) {
    for (query, from, to) in cases {
        let expected = TimeWindow { from: date(from), to: date(to) };
        assert_eq!(time_window(query, NOW, 0), Some(expected), "{query}");
    }
}

#[test]
fn english_times() {
    check(&[
        ("what did I eat yesterday?", "2026-11-24", "2026-11-25"),
        ("the day before yesterday", "2026-11-23", "2026-11-24"),
        ("Where was she two weeks ago?", "2026-11-09", "2026-11-16"),
        ("3 days ago", "2026-11-22", "2026-11-23"),
        ("a year ago", "2025-01-01", "2026-01-01"),
        ("a couple of months ago", "2026-09-01", "2026-10-01"),
        ("what happened last week", "2026-11-16", "2026-11-23"),
        ("this month", "2026-11-01", "2026-12-01"),
        ("last year", "2025-01-01", "2026-01-01"),
        ("last March", "2026-03-01", "2026-04-01"),
        ("last December", "2025-12-01", "2026-01-01"),
        ("last summer", "2026-06-01", "2026-09-01"),
        ("last Friday", "2026-11-20", "2026-11-21"),
        ("in the past three days", "2026-11-22", "2026-11-26"),
        ("in 2023", "2023-01-01", "2024-01-01"),
        ("on May 7", "2026-05-07", "2026-05-08"),
        ("7 May, 2023", "2023-05-07", "2023-05-08"),
        ("on the 3rd of June", "2026-06-03", "2026-06-04"),
        ("May 7th, 2023", "2023-05-07", "2023-05-08"),
        ("in March 2022", "2022-03-01", "2022-04-01"),
        ("in may", "2026-05-01", "2026-06-01"),
        ("what about December?", "2025-12-01", "2026-01-01"),
        ("on 2023-05-07", "2023-05-07", "2023-05-08"),
    ]);
}

#[test]
fn korean_times() {
    check(&[
        ("지난주에 뭐 했어?", "2026-11-16", "2026-11-23"),
        ("지난 주에 뭐 했어?", "2026-11-16", "2026-11-23"),
        ("어제 먹은 것", "2026-11-24", "2026-11-25"),
        ("그저께", "2026-11-23", "2026-11-24"),
        ("작년 3월에 간 곳", "2025-03-01", "2025-04-01"),
        ("3월 7일에", "2026-03-07", "2026-03-08"),
        ("12월 7일에", "2025-12-07", "2025-12-08"),
        ("이번 달 계획", "2026-11-01", "2026-12-01"),
        ("2년 전에 산 차", "2024-01-01", "2025-01-01"),
        ("2023년 여름", "2023-06-01", "2023-09-01"),
        ("지난 여름", "2026-06-01", "2026-09-01"),
        ("2023년 5월 7일", "2023-05-07", "2023-05-08"),
        ("지난주 금요일", "2026-11-20", "2026-11-21"),
        ("사흘 전", "2026-11-22", "2026-11-23"),
    ]);
}

#[test]
fn what_is_no_time() {
    for query in [
        "",
        "may I have the second cup?",
        "they march on",
        "what may she like?",
        "the march of time",
        "room 2023",
        "does he like spring rolls",
        "how many of the 12 eggs",
        "a fall",
        "the second",
        "내일은행 말고 어제저녁밥집",
        "3월드컵이 아니고",
        "she sat down",
        "the last one",
        "99999999999999 years ago",
        "💥",
    ] {
        let found = time_window(query, NOW, 0);
        assert!(found.is_none() || query.contains('월'), "{query}: {found:?}");
    }
}

#[test]
fn days_begin_where_the_clock_stands() {
    let seoul = time_window("today", NOW + 6 * 3_600_000, 540).unwrap();
    assert_eq!(seoul.from, date("2026-11-26") - 9 * 3_600_000, "it is tomorrow there already");
    assert_eq!(seoul.to - seoul.from, DAY_MS);
}

proptest! {
    #[test]
    fn never_panics_and_windows_are_ordered(
        words in prop::collection::vec(prop_oneof![
            Just("last".to_owned()), Just("may".to_owned()), Just("ago".to_owned()), Just("in".to_owned()),
            Just("weeks".to_owned()), Just("지난".to_owned()), Just("년".to_owned()), Just("월".to_owned()),
            Just("일".to_owned()), Just("전".to_owned()), Just("february".to_owned()), Just("the".to_owned()),
            "[0-9]{1,5}", ".{0,6}",
        ], 0..8),
        now in any::<i64>(),
        offset in any::<i32>(),
        near in any::<bool>(),
    ) {
        let (now, offset) = if near { (now % 10_000_000_000_000, offset % 1_000) } else { (now, offset) };
        if let Some(window) = time_window(&words.join(" "), now, offset) {
            prop_assert!(window.from < window.to);
        }
    }
}
