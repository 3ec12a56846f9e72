//! A profile's summary: what matters most about somebody, part by part, within a number of tokens. The same facts always make
//! the same text.

use super::{Part, Told};
use crate::sort::Arrange;
use crate::text::estimate_tokens;

/// One fact that may stand in a summary.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Candidate {
    pub(super) part: Part,
    /// 0 to 1.
    pub(super) weight: f32,
    pub(super) told: Told,
}

/// A line of a summary: a part, and what is said there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Line {
    pub(in crate::engine) text: String,
    /// The memories it tells of.
    pub(in crate::engine) ids: Vec<String>,
    pub(in crate::engine) tokens: usize,
}

/// The lines that fit, in the order of the parts. First the foremost fact of each part, so that no part crowds out the
/// others, then what is most important of all. Candidates of a part come the foremost first.
pub(super) fn lines(candidates: &[Candidate], max_tokens: usize) -> Vec<Line> {
    let korean = is_korean(candidates);
    let is_first = |at: usize, candidate: &Candidate| {
        !candidates.iter().take(at).any(|before| before.part == candidate.part)
    };
    let mut order: Vec<(bool, &Candidate)> =
        candidates.iter().enumerate().map(|(at, c)| (is_first(at, c), c)).collect();
    // Stable: equals stay in the order of the parts, and within a part in theirs.
    order.arrange_by(|(first, a), (other, b)| other.cmp(first).then(b.weight.total_cmp(&a.weight)));
    let mut chosen: Vec<&Candidate> = Vec::new();
    let mut used = 0_usize;
    for (_, candidate) in order {
        let mut cost = estimate_tokens(&candidate.told.memory).saturating_add(1);
        if !chosen.iter().any(|other| other.part == candidate.part) {
            cost = cost.saturating_add(heading_tokens(candidate.part, korean));
        }
        if used.saturating_add(cost) <= max_tokens {
            used = used.saturating_add(cost);
            chosen.push(candidate);
        }
    }
    let line = |part: Part| {
        let told: Vec<&Candidate> = candidates
            .iter()
            .filter(|c| c.part == part && chosen.iter().any(|d| std::ptr::eq(*d, *c)))
            .collect();
        let texts: Vec<String> = told.iter().map(|c| one_line(&c.told.memory)).collect();
        let ids: Vec<String> = told.iter().map(|c| c.told.id.clone()).collect();
        let costs = texts.iter().map(|text| estimate_tokens(text).saturating_add(1)).sum::<usize>();
        let tokens = costs.saturating_add(heading_tokens(part, korean));
        let text = format!("{}: {}", part.heading(korean), texts.join("; "));
        (!ids.is_empty()).then_some(Line { text, ids, tokens })
    };
    Part::ALL.into_iter().filter_map(line).collect()
}

/// A heading with its colon, and the line's end.
fn heading_tokens(part: Part, korean: bool) -> usize {
    estimate_tokens(part.heading(korean)).saturating_add(2)
}

/// A memory cannot start a line of its own.
pub(in crate::engine) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether most of it is in Korean.
fn is_korean(candidates: &[Candidate]) -> bool {
    let has_hangul = |c: &&Candidate| c.told.memory.chars().any(|c| matches!(c, '가'..='힣'));
    candidates.iter().filter(has_hangul).count().saturating_mul(2) > candidates.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn candidate(part: Part, weight: f32, text: &str) -> Candidate {
        Candidate { part, weight, told: Told { id: text.to_owned(), memory: text.to_owned() } }
    }

    fn text(lines: &[Line]) -> String {
        lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn every_part_has_its_say_before_the_most_important_has_its_second() {
        let all = [
            candidate(Part::Who, 0.9, "User's name is Ana"),
            candidate(Part::Health, 0.95, "User is allergic to peanuts"),
            candidate(Part::Health, 0.9, "User is vegetarian"),
            candidate(Part::Preferences, 0.3, "User likes\njazz"),
        ];
        let whole = lines(&all, 300);
        assert_eq!(
            text(&whole),
            "Who: User's name is Ana\nHealth: User is allergic to peanuts; User is vegetarian\nPreferences: User likes jazz"
        );
        let enough_for_three = whole.iter().map(|line| line.tokens).sum::<usize>().saturating_sub(1);
        let short = text(&lines(&all, enough_for_three));
        assert!(short.contains("jazz") && !short.contains("vegetarian"), "{short}");
        assert!(lines(&all, 3).is_empty());
    }

    #[test]
    fn headings_are_in_the_language_of_most_facts() {
        let all = [
            candidate(Part::Home, 0.5, "사용자는 부산에 산다"),
            candidate(Part::Work, 0.5, "사용자는 교사이다"),
            candidate(Part::Work, 0.4, "User also paints"),
        ];
        assert_eq!(
            text(&lines(&all, 300)),
            "사는 곳: 사용자는 부산에 산다\n일: 사용자는 교사이다; User also paints"
        );
    }

    proptest! {
        #[test]
        fn a_summary_keeps_to_its_tokens_whatever_is_in_it(
            parts in prop::collection::vec((0_usize..8, 0.0_f32..=1.0, "[a-z가-나 ,.]{1,40}"), 0..30),
            max in 0_usize..400,
        ) {
            let all: Vec<Candidate> = parts
                .iter()
                .filter_map(|(part, weight, text)| Some(candidate(*Part::ALL.get(*part)?, *weight, text)))
                .collect();
            let found = lines(&all, max);
            prop_assert!(found.iter().map(|line| line.tokens).sum::<usize>() <= max);
            prop_assert!(estimate_tokens(&text(&found)) <= max);
            prop_assert_eq!(&lines(&all, max), &found);
        }
    }
}
