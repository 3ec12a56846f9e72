//! Which memories tell of one thing again and again: by the words that say what they are about, numbers and dates apart.

use std::collections::HashSet;

use crate::{engine::verify::telling_words, text::tokenize};

/// From this share of common words on, two texts are about the same.
const SAME: f64 = 0.5;
/// Words that say when, and that something was done at all: what is told apart by them alone is the same.
const NOT_TELLING: &str = "monday tuesday wednesday thursday friday saturday sunday january february march april may june july \
    august september october november december today yesterday tomorrow week month year day morning evening night again last next \
    go goes going went gone do does did done have has had take takes took make makes made get gets got attend attends attended \
    visit visits visited 월요일 화요일 수요일 목요일 금요일 토요일 일요일 오늘 어제 내일 지난주 이번 다음 매주 매일 아침 저녁 다시 \
    갔다 간다 가다 했다 한다 하다 다녀왔다 있었다";

/// The words of a text that say what it is about.
pub(super) fn subject(text: &str) -> HashSet<String> {
    let not_telling: HashSet<String> = tokenize(NOT_TELLING).into_iter().collect();
    let mut words = telling_words(text);
    words.retain(|word| !word.chars().any(|c| c.is_ascii_digit()) && !not_telling.contains(word));
    words
}

/// Puts what is alike together, in the order given. What says nothing is alone.
pub(super) fn grouped<T>(items: Vec<T>, words: impl Fn(&T) -> &HashSet<String>) -> Vec<Vec<T>> {
    let mut groups: Vec<Vec<T>> = Vec::new();
    for item in items {
        let likeness = |group: &Vec<T>| group.first().map_or(0.0, |first| alike(words(first), words(&item)));
        let best =
            groups.iter_mut().map(|group| (likeness(group), group)).max_by(|(a, _), (b, _)| a.total_cmp(b));
        match best {
            Some((share, group)) if share >= SAME => group.push(item),
            _ => groups.push(vec![item]),
        }
    }
    groups
}

/// The share of words two sets have in common, of all they have.
fn alike(a: &HashSet<String>, b: &HashSet<String>) -> f64 {
    let common = a.intersection(b).count();
    let all = a.len().saturating_add(b.len()).saturating_sub(common);
    #[expect(clippy::cast_precision_loss, reason = "a text has at most 16,384 words")]
    if all == 0 { 0.0 } else { common as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_numbers_do_not_tell_one_from_another() {
        let texts = [
            "User went to yoga on Monday 2026-11-02",
            "User flew to Rome on 2026-11-04",
            "User went to yoga on 2026-11-09",
            "User goes to yoga again",
            "사용자는 2026-11-02에 치과에 갔다",
            "사용자는 2027-05-02에 치과에 갔다",
        ];
        let items: Vec<(&str, HashSet<String>)> = texts.iter().map(|text| (*text, subject(text))).collect();
        let groups = grouped(items, |(_, words)| words);
        let sizes: Vec<usize> = groups.iter().map(Vec::len).collect();
        assert_eq!(sizes, [3, 1, 2], "{groups:?}");
    }
}
