//! Numbers in words and digits: ages.

const TENS: &[(&str, u32)] = &[
    ("아흔", 90),
    ("여든", 80),
    ("일흔", 70),
    ("예순", 60),
    ("쉰", 50),
    ("마흔", 40),
    ("서른", 30),
    ("스물", 20),
    ("스무", 20),
    ("열", 10),
];
const ONES: &[(&str, u32)] = &[
    ("하나", 1),
    ("한", 1),
    ("둘", 2),
    ("두", 2),
    ("셋", 3),
    ("세", 3),
    ("넷", 4),
    ("네", 4),
    ("다섯", 5),
    ("여섯", 6),
    ("일곱", 7),
    ("여덟", 8),
    ("아홉", 9),
];

/// A number of Korean's own, or in digits, with nothing beside it: 스물아홉, 29.
pub(super) fn number(text: &str) -> Option<u32> {
    if text.chars().all(|c| c.is_ascii_digit()) && (1..=3).contains(&text.len()) {
        return text.parse().ok();
    }
    let tens = TENS.iter().find_map(|(word, n)| text.strip_prefix(word).map(|rest| (rest, *n)));
    let (rest, tens) = tens.unwrap_or((text, 0));
    if rest.is_empty() {
        return (tens > 0).then_some(tens);
    }
    ONES.iter().find(|(word, _)| *word == rest).map(|(_, n)| tens.saturating_add(*n))
}

/// The age that words tell, and how many of them at the end do: 스물아홉 살, 29살, 만 29세.
pub(super) fn age(words: &[&str]) -> Option<(u32, usize)> {
    let (last, before) = words.split_last()?;
    let (n, count) = match last.strip_suffix('살').or_else(|| last.strip_suffix('세'))? {
        "" => (number(before.last()?)?, 2),
        n => (number(n)?, 1),
    };
    let is_full = words.len().checked_sub(count + 1).and_then(|at| words.get(at)) == Some(&"만");
    (8..=120).contains(&n).then_some((n, if is_full { count + 1 } else { count }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_in_words_and_digits() {
        for (text, n) in [
            ("스물아홉 살", 29),
            ("29살", 29),
            ("만 29세", 29),
            ("서른살", 30),
            ("스무 살", 20),
            ("마흔두 살", 42),
        ] {
            let words: Vec<&str> = text.split(' ').collect();
            assert_eq!(age(&words), Some((n, words.len())), "{text}");
        }
        assert_eq!(age(&["몇", "살"]), None);
        assert_eq!(age(&["3살"]), None);
    }
}
