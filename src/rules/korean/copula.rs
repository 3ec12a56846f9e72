//! 이다 at the end of a noun: what makes a sentence of it.

use super::{letters::may_be, nouns::is_job, particles::is_one_of, verbs::Mood};

const POLITE: Mood = Mood::Final { polite: true };
const PLAIN: Mood = Mood::Final { polite: false };

#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Any,
    Open,
    Closed,
}

use After::{Any, Closed, Open};

/// Forms with what they follow; of those that fit, the first.
const FORMS: &[(&str, After, Mood)] = &[
    ("입니다", Any, POLITE),
    ("입니당", Any, POLITE),
    ("인데요", Any, POLITE),
    ("인데", Any, Mood::Leads),
    ("이에요", Closed, POLITE),
    ("이예요", Any, POLITE),
    ("이랍니다", Closed, POLITE),
    ("이거든요", Any, POLITE),
    ("이거든", Any, PLAIN),
    ("이구요", Any, POLITE),
    ("이고요", Any, POLITE),
    ("이네요", Closed, POLITE),
    ("이지만", Any, Mood::Leads),
    ("이니까", Any, Mood::Leads),
    ("이라서", Any, Mood::Leads),
    ("이라", Closed, Mood::Leads),
    ("이세요", Any, Mood::Respect),
    ("이십니다", Any, Mood::Respect),
    ("이신데", Any, Mood::Respect),
    ("이셔서", Any, Mood::Respect),
    ("이시고", Any, Mood::Respect),
    ("이요", Closed, POLITE),
    ("이죠", Closed, POLITE),
    ("이지", Closed, PLAIN),
    ("이며", Any, Mood::And),
    ("이고", Any, Mood::And),
    ("이구", Any, Mood::And),
    ("이야", Closed, PLAIN),
    ("이다", Any, PLAIN),
    ("에요", Open, POLITE),
    ("예요", Open, POLITE),
    ("예여", Open, POLITE),
    ("랍니다", Open, POLITE),
    ("거든요", Open, POLITE),
    ("거든", Open, PLAIN),
    ("구요", Open, POLITE),
    ("고요", Open, POLITE),
    ("네요", Open, POLITE),
    ("지만", Open, Mood::Leads),
    ("라서", Open, Mood::Leads),
    ("죠", Open, POLITE),
    ("며", Open, Mood::And),
    ("고", Open, Mood::And),
    ("야", Open, PLAIN),
    ("다", Open, PLAIN),
    ("임", Any, PLAIN),
    ("세요", Open, Mood::Respect),
    ("신데", Open, Mood::Respect),
    ("셔서", Open, Mood::Respect),
    ("시고", Open, Mood::Respect),
];

/// Nouns in 이 that 예요 and 고 follow.
const IN_I: &str = "고양이 떡볶이 호랑이 거북이 원숭이 쌍둥이 어린이 멍멍이 야옹이 놀이 목걸이 귀걸이 볶음이 왼손잡이 오른손잡이 양손잡이";

/// The noun and how its sentence stands; none if no form of 이다 ends the word.
pub(super) fn noun_in(word: &str) -> Option<(&str, Mood)> {
    let fits = |(form, after, mood): &(&'static str, After, Mood)| {
        let noun =
            word.strip_suffix(form).filter(|noun| !noun.is_empty() && !matches!(*noun, "이" | "아니"))?;
        let follows = match after {
            Any => may_be(noun, true) || may_be(noun, false),
            Open => may_be(noun, true),
            Closed => may_be(noun, false),
        };
        // 예쁘네요, 중요하지만: what ends the stem of an adjective.
        let is_stem =
            noun.ends_with(['하', '되', '쁘', '프', '크', '르', '시', '치', '히', '우', '키', '싸', '느']);
        let is_sure = form.starts_with(['이', '입', '인', '예', '에']);
        (follows && (is_sure || !is_stem)).then_some((noun, *mood))
    };
    let whole = FORMS.iter().filter_map(fits).find(|(noun, _)| is_one_of(IN_I, noun));
    whole.or_else(|| FORMS.iter().find_map(fits)).or_else(|| {
        // 아내는 교사라: of other nouns it would be the end of a longer one.
        word.strip_suffix('라').filter(|noun| is_job(noun)).map(|noun| (noun, Mood::Leads))
    })
}

/// The noun before a form of the past, and how its sentence stands: 68kg이었어요.
pub(super) fn was_in(word: &str) -> Option<(&str, Mood)> {
    const ENDS: &[(&str, Mood)] = &[
        ("어요", POLITE),
        ("습니다", POLITE),
        ("다", POLITE),
        ("어", PLAIN),
        ("는데", Mood::Leads),
        ("고", Mood::And),
    ];
    ENDS.iter().find_map(|(end, mood)| {
        let stem = word.strip_suffix(end)?;
        let closed = stem.strip_suffix("이었").filter(|noun| may_be(noun, false));
        let noun = closed.or_else(|| stem.strip_suffix('였').filter(|noun| may_be(noun, true)))?;
        Some((noun, *mood))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_the_copula() {
        for (word, noun) in [
            ("간호사예요", "간호사"),
            ("간호사에요", "간호사"),
            ("간호사이다", "간호사"),
            ("학생이에요", "학생"),
            ("학생입니다", "학생"),
            ("학생인데", "학생"),
            ("민지야", "민지"),
            ("고양이예요", "고양이"),
            ("고양이고", "고양이"),
            ("살이에요", "살"),
            ("70kg이에요", "70kg"),
            ("INFP예요", "INFP"),
        ] {
            assert_eq!(noun_in(word).map(|(noun, _)| noun), Some(noun), "{word}");
        }
        assert_eq!(noun_in("부산"), None);
        assert_eq!(noun_in("이에요"), None);
    }
}
