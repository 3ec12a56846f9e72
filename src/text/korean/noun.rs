//! What follows a noun: particles, and 이다, which makes a sentence of it.

use super::syllable::{last, last_of};

/// What a noun must end in for a particle to follow it: 사과 is no 사 with 과.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    Any,
    Closed,
    Open,
    /// Open or ending in ㄹ.
    Flowing,
}

use After::{Any, Closed, Flowing, Open};

/// Particles, what they follow, and how many syllables they leave at least: longest first.
const PARTICLES: &[(&str, After, usize)] = &[
    ("으로부터", Closed, 1),
    ("에서부터", Any, 1),
    ("이라도", Closed, 1),
    ("이라는", Closed, 1),
    ("으로서", Closed, 1),
    ("에게서", Any, 1),
    ("한테서", Any, 1),
    ("에서", Any, 1),
    ("에게", Any, 1),
    ("한테", Any, 1),
    ("께서", Any, 1),
    ("까지", Any, 1),
    ("부터", Any, 1),
    ("처럼", Any, 1),
    ("보다", Any, 1),
    ("만큼", Any, 1),
    ("같이", Any, 2),
    ("대로", Any, 2),
    ("으로", Closed, 1),
    ("이랑", Closed, 1),
    ("이나", Closed, 1),
    ("하고", Any, 1),
    ("마다", Any, 1),
    ("밖에", Any, 1),
    ("조차", Any, 1),
    ("마저", Any, 1),
    ("라도", Open, 2),
    ("라는", Open, 2),
    ("은", Closed, 1),
    ("는", Open, 1),
    ("을", Closed, 1),
    ("를", Open, 1),
    ("이", Closed, 1),
    ("가", Open, 1),
    ("에", Any, 1),
    ("로", Flowing, 2),
    ("와", Open, 2),
    ("과", Closed, 2),
    ("야", Open, 1),
    ("도", Any, 1),
    ("만", Any, 1),
    ("의", Any, 2),
    ("랑", Open, 2),
    ("께", Any, 2),
    ("뿐", Any, 2),
    ("들", Any, 2),
];

/// Forms of 이다: longest first.
const NAMING: &[(&str, After)] = &[
    ("이었습니다", Closed),
    ("이었어요", Closed),
    ("였습니다", Open),
    ("이었는데", Closed),
    ("이라고", Closed),
    ("이라서", Closed),
    ("이지만", Closed),
    ("이에요", Closed),
    ("이네요", Closed),
    ("였어요", Open),
    ("였는데", Open),
    ("입니다", Any),
    ("입니까", Any),
    ("인가요", Any),
    ("인데요", Any),
    ("이었어", Closed),
    ("이었다", Closed),
    ("이죠", Closed),
    ("이야", Closed),
    ("예요", Open),
    ("인데", Any),
];

/// A noun with what came off.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stem<'a> {
    pub(super) kept: &'a [char],
    /// By a form of 이다: then it is no verb.
    pub(super) was_named: bool,
}

/// The noun in a word, if a particle or a form of 이다 comes off.
pub(super) fn stem(word: &[char]) -> Option<Stem<'_>> {
    if let Some(kept) = NAMING.iter().find_map(|(form, after)| strip(word, form, *after, 1)) {
        return Some(Stem { kept, was_named: true });
    }
    let mut kept = PARTICLES.iter().find_map(|(form, after, least)| strip(word, form, *after, *least))?;
    // 에서는, 친구들에게도: of one syllable only what hardly ends a noun comes off as well.
    for _ in 0..2 {
        let stacked = |(form, after, least): &(&str, After, usize)| {
            let least = if *form == "에" || form.chars().count() > 1 { *least } else { 2 };
            let stacks = form.chars().count() > 1 || matches!(*form, "에" | "로" | "만" | "들" | "와" | "과");
            if stacks { strip(kept, form, *after, least) } else { None }
        };
        match PARTICLES.iter().find_map(stacked) {
            Some(shorter) => kept = shorter,
            None => break,
        }
    }
    Some(Stem { kept, was_named: false })
}

/// The word without a form that it ends in, if that can follow what is left.
fn strip<'a>(word: &'a [char], form: &str, after: After, least: usize) -> Option<&'a [char]> {
    let kept = word.len().checked_sub(form.chars().count()).filter(|&kept| kept >= least)?;
    let (noun, rest) = word.split_at_checked(kept)?;
    if !rest.iter().copied().eq(form.chars()) {
        return None;
    }
    let end = last_of(noun)?;
    let follows = match after {
        Any => true,
        Closed => !end.is_open(),
        Open => end.is_open(),
        Flowing => end.is_open() || end.last == last::R,
    };
    follows.then_some(noun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stemmed(word: &str) -> Option<String> {
        let word: Vec<char> = word.chars().collect();
        stem(&word).map(|stem| stem.kept.iter().collect())
    }

    #[test]
    fn particles_come_off() {
        for (noun, words) in [
            (
                "서울",
                &["서울에서", "서울은", "서울에서는", "서울까지", "서울로", "서울이에요", "서울입니다"][..],
            ),
            ("학교", &["학교를", "학교에서도", "학교와", "학교예요", "학교였어요"]),
            ("친구", &["친구들에게도", "친구하고", "친구랑", "친구들이", "친구처럼"]),
            ("강아지", &["강아지를", "강아지가", "강아지한테는"]),
            ("밥", &["밥을", "밥은", "밥도"]),
        ] {
            for word in words {
                assert_eq!(stemmed(word).as_deref(), Some(noun), "{word}");
            }
        }
    }

    #[test]
    fn what_only_looks_like_a_particle_stays() {
        for word in ["사과", "아이", "나이", "가을", "마을", "효과", "사랑", "회의", "서울", "은", "ㅋ은", ""]
        {
            assert_eq!(stemmed(word), None, "{word}");
        }
        assert_eq!(stemmed("사과는").as_deref(), Some("사과"));
        assert!(PARTICLES.is_sorted_by(|a, b| a.0.chars().count() >= b.0.chars().count()), "longest first");
        assert!(NAMING.is_sorted_by(|a, b| a.0.chars().count() >= b.0.chars().count()), "longest first");
    }
}
