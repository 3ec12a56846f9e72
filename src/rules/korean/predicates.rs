//! What a clause ends in: a verb with what helps it, or a noun with 이다.

use super::{
    copula,
    letters::may_be,
    particles::is_one_of,
    verbs::{self, Form, Mood, Verb, form_as},
};
use crate::text::korean::syllable::{Syllable, last};

/// What a clause says of its subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// It does, or is so.
    Does(Verb, &'static str),
    /// It is this; words before it may belong to the noun.
    Is(String),
    /// It goes by this name.
    Called(String),
    /// It can do, or cannot, what a verb says: 할 줄 알아요.
    Knows(String),
}

/// Whether it is denied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Denied {
    #[default]
    No,
    /// 안, 지 않아요.
    Not,
    /// 못, 지 못해요.
    Cannot,
}

/// When it is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Present,
    /// 고 있어요.
    Ongoing,
    Past,
    /// ㄹ 거예요, 려고 해요, 기로 했어요.
    Future,
    /// 게 됐어요, 기 시작했어요.
    Begun,
}

/// The end of a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Predicate {
    pub(super) what: What,
    pub(super) denied: Denied,
    pub(super) tense: Tense,
    pub(super) mood: Mood,
    /// How many words it has.
    pub(super) words: usize,
}

/// Nouns that make a verb with 하다 even where a space or 을 stands between.
const DOING: &str = "준비 합격 승진 임신 운영 일 이사 퇴사 입사 이직 취직 취업 은퇴 퇴직 졸업 입학 결혼 재혼 이혼 약혼 연애 전공 공부 좋아 싫어 근무 거주 복용 사랑 구매 구입 선호 출발";
/// What says that something is planned after a verb in ㄹ.
const WILL: &str = "거예요 거에요 꺼예요 꺼에요 거야 거다 겁니다 것이다 것입니다 예정이에요 예정입니다 예정이다 예정이야 예정 예정임 계획이에요 계획입니다 계획이다 계획이야 생각이에요 생각입니다";
/// The same, leading on.
const WILL_LEADS: &str = "건데 거라서 거라 예정인데 예정이라 예정이라서 예정이고 거고 계획인데";

/// What a sentence's words say from the first of them on; none if no predicate begins there.
pub(super) fn predicate(words: &[&str]) -> Option<Predicate> {
    let (first, rest) = words.split_first()?;
    if matches!(*first, "안" | "못") {
        let denied = if *first == "안" { Denied::Not } else { Denied::Cannot };
        let found = verb(rest)?;
        return (found.denied == Denied::No).then(|| Predicate { denied, words: found.words + 1, ..found });
    }
    if let Some(found) = called(words).or_else(|| knows(words)).or_else(|| verb(words)) {
        return Some(found);
    }
    for (prefix, denied) in [("안", Denied::Not), ("못", Denied::Cannot)] {
        let after = first.strip_prefix(prefix).filter(|after| !after.is_empty());
        if let Some(after) = after {
            let apart: Vec<&str> = std::iter::once(after).chain(rest.iter().copied()).collect();
            // 안가요, but no 안개, 못 in 못지않다.
            if let Some(found) = verb(&apart)
                && found.denied == Denied::No
            {
                return Some(Predicate { denied, ..found });
            }
        }
    }
    let now = copula::noun_in(first).map(|found| (found, Tense::Present));
    let ((noun, mood), tense) = now.or_else(|| copula::was_in(first).map(|found| (found, Tense::Past)))?;
    Some(Predicate { what: What::Is(noun.to_owned()), denied: Denied::No, tense, mood, words: 1 })
}

/// 민지라고 해요, 민지라고 불러 주세요.
fn called(words: &[&str]) -> Option<Predicate> {
    let (first, rest) = words.split_first()?;
    let (next, after) = rest.split_first()?;
    let name = ["이라고", "라고"].into_iter().find_map(|ending| {
        let name = first.strip_suffix(ending).filter(|name| !name.is_empty())?;
        may_be(name, ending == "라고").then_some(name)
    })?;
    let so_called = |mood, words, tense| {
        let what = What::Called(name.to_owned());
        Some(Predicate { what, denied: Denied::No, tense, mood, words })
    };
    // What is asked for is to come.
    let found = |mood, words| so_called(mood, words, Tense::Future);
    if let Some(form) = form_as(next, Verb::Say)
        && !form.past
        && let Mood::Final { .. } | Mood::Leads | Mood::Infinitive = form.mood
    {
        let mood = if form.mood == Mood::Infinitive { Mood::Final { polite: false } } else { form.mood };
        return if is_one_of("해 해요 합니다 한다 하는데 하는데요 하고 해여", next) {
            so_called(mood, 2, Tense::Present)
        } else {
            None
        };
    }
    let polite = Mood::Final { polite: true };
    match *next {
        "불러줘" | "불러줘요" | "불러주세요" | "불러주십시오" => found(polite, 2),
        "불러" if after.first().is_some_and(|w| is_one_of("줘 줘요 주세요 주십시오 주길 주라", w)) => {
            found(polite, 3)
        }
        "불리기를" if after.first().is_some_and(|w| is_one_of("원한다 원해요 바란다", w)) => {
            found(polite, 3)
        }
        "불러" if after.is_empty() => found(polite, 2),
        "부르면" if after.first().is_some_and(|w| is_one_of("돼 돼요 됩니다 되요", w)) => {
            found(polite, 3)
        }
        _ => None,
    }
}

/// 할 줄 알아요, 칠 줄 몰라요.
fn knows(words: &[&str]) -> Option<Predicate> {
    if let [verb @ "할", "수", known, ..] = words {
        let denied = if known.starts_with('없') { Denied::Not } else { Denied::No };
        let ends = is_one_of("있어요 있습니다 있다 있어 없어요 없습니다 없다 없어", known);
        let mood = Mood::Final { polite: true };
        let what = What::Knows(format!("{verb} 수"));
        return ends.then_some(Predicate { what, denied, tense: Tense::Present, mood, words: 3 });
    }
    let [verb, "줄", known, ..] = words else { return None };
    let ends = is_one_of(
        "알아요 압니다 안다 알아 알고 알지만 아는데 몰라요 모릅니다 모른다 몰라 모르고 모르지만 모르는데",
        known,
    );
    let will = Syllable::of(verb.chars().next_back()?)?.last == last::R;
    let denied = if known.starts_with(['몰', '모']) { Denied::Not } else { Denied::No };
    let mood = match known.chars().next_back()? {
        '고' => Mood::And,
        '만' | '데' => Mood::Leads,
        last => Mood::Final { polite: last != '아' && last != '라' },
    };
    let what = What::Knows((*verb).to_owned());
    (ends && will).then_some(Predicate { what, denied, tense: Tense::Present, mood, words: 3 })
}

/// A verb, and the words that help it.
fn verb(words: &[&str]) -> Option<Predicate> {
    let (first, rest) = words.split_first()?;
    // 이사 했어요, 이사를 했어요; 이사 왔어요.
    if let Some(next) = rest.first() {
        let noun = first.strip_suffix('을').or_else(|| first.strip_suffix('를')).unwrap_or(first);
        if (is_one_of(DOING, noun) && form_as(next, Verb::Say).is_some())
            || (matches!(noun, "이사" | "이민")
                && ["오", "가", "왔", "갔", "옵", "갑"].iter().any(|v| next.starts_with(v)))
            || (matches!(noun, "진단") && next.starts_with("받"))
            || (matches!(noun, "완치") && (next.starts_with("되") || next.starts_with('됐')))
        {
            let joined = format!("{noun}{next}");
            let together: Vec<&str> =
                std::iter::once(joined.as_str()).chain(rest.iter().skip(1).copied()).collect();
            if let Some(found) = verbs::forms(&joined).find_map(|form| helped(form, together.get(1..)?)) {
                return Some(Predicate { words: found.words + 1, ..found });
            }
        }
    }
    verbs::forms(first).find_map(|form| helped(form, rest))
}

fn helped(form: Form, rest: &[&str]) -> Option<Predicate> {
    let found = |denied, tense, mood, words| {
        Some(Predicate { what: What::Does(form.verb, form.stem), denied, tense, mood, words })
    };
    let own = if form.past { Tense::Past } else { Tense::Present };
    let no = Denied::No;
    let next = rest.first().copied().unwrap_or_default();
    let after = rest.get(1).copied().unwrap_or_default();
    match form.mood {
        Mood::Final { .. } | Mood::And | Mood::Leads | Mood::Respect => found(no, own, form.mood, 1),
        Mood::Infinitive => match next {
            "" => found(no, own, Mood::Final { polite: false }, 1),
            "버렸어요" | "버렸어" | "버렸습니다" | "버렸다" => {
                found(no, Tense::Past, Mood::Final { polite: true }, 2)
            }
            _ => found(no, own, Mood::Infinitive, 1),
        },
        Mood::Ji => {
            let negation = |verb, denied| {
                let negated = form_as(next, verb)?;
                let tense = if negated.past { Tense::Past } else { own };
                match negated.mood {
                    Mood::Go | Mood::And => found(denied, tense, Mood::And, 2),
                    Mood::Infinitive => found(denied, tense, Mood::Final { polite: false }, 2),
                    Mood::Adnominal if is_one_of("편이에요 편입니다 편이다 편이야", after) => {
                        found(denied, tense, Mood::Final { polite: true }, 3)
                    }
                    mood @ (Mood::Final { .. } | Mood::Leads) => found(denied, tense, mood, 2),
                    _ => None,
                }
            };
            negation(Verb::Not, Denied::Not).or_else(|| negation(Verb::Cannot, Denied::Cannot)).or_else(
                || (next.is_empty()).then(|| found(no, own, Mood::Final { polite: false }, 1)).flatten(),
            )
        }
        Mood::Go => {
            if let Some(being) = form_as(next, Verb::Be) {
                let tense = if being.past { Tense::Past } else { Tense::Ongoing };
                return match being.mood {
                    Mood::Go => found(no, tense, Mood::And, 2),
                    Mood::Infinitive => found(no, tense, Mood::Final { polite: false }, 2),
                    mood @ (Mood::Final { .. } | Mood::Leads) => found(no, tense, mood, 2),
                    _ => None,
                };
            }
            if is_one_of("계세요 계십니다 계셔요 계신데 계셔서 계시고", next) {
                return found(no, Tense::Ongoing, Mood::Respect, 2);
            }
            let other =
                ["싶", "계", "있", "말", "나", "보", "해", "했", "하"].iter().any(|w| next.starts_with(w));
            if other && !next.starts_with("하지만") && !next.starts_with("나는") {
                return None;
            }
            found(no, own, Mood::And, 1)
        }
        Mood::Adnominal => {
            if is_one_of("편이에요 편입니다 편이다 편이야 편이라 중이에요 중입니다 중이다 중이야", next)
            {
                return found(no, own, Mood::Final { polite: true }, 2);
            }
            if is_one_of("편인데 편이고 편이라서 편이지만 중인데 중이고 중이라 중이라서", next)
            {
                return found(no, own, Mood::Leads, 2);
            }
            None
        }
        Mood::Past if next == "지" => {
            let so_far = rest.iter().position(|word| {
                ["됐", "되었", "돼", "넘었", "됩니다", "됨"].iter().any(|ending| word.starts_with(ending))
                    || word.ends_with("째예요")
                    || word.ends_with("째입니다")
                    || word.ends_with("째다")
                    || word.ends_with("째야")
            })?;
            (so_far <= 4)
                .then(|| {
                    let changed = matches!(
                        form.verb,
                        Verb::Stop
                            | Verb::Quit
                            | Verb::Retire
                            | Verb::Marry
                            | Verb::Move
                            | Verb::Divorce
                            | Verb::Graduate
                            | Verb::Part
                            | Verb::Enter
                            | Verb::Change
                            | Verb::Engage
                            | Verb::Begin
                    );
                    let tense = match form.verb {
                        _ if changed => Tense::Past,
                        Verb::Say => Tense::Ongoing,
                        _ => Tense::Present,
                    };
                    found(no, tense, Mood::Final { polite: true }, so_far.saturating_add(2))
                })
                .flatten()
        }
        Mood::Will => {
            if next == "수" && is_one_of("없어요 없습니다 없다 없어 없음", after) {
                return found(Denied::Cannot, own, Mood::Final { polite: true }, 3);
            }
            if is_one_of(WILL, next) {
                return found(no, Tense::Future, Mood::Final { polite: true }, 2);
            }
            is_one_of(WILL_LEADS, next).then(|| found(no, Tense::Future, Mood::Leads, 2)).flatten()
        }
        Mood::Gi => {
            if is_one_of("했어요 했습니다 했다 했어 했는데 했고", next) {
                let leads = next.ends_with('데') || next.ends_with('고');
                let mood = if leads { Mood::Leads } else { Mood::Final { polite: true } };
                return found(no, Tense::Future, mood, 2);
            }
            if is_one_of("시작했어요 시작했습니다 시작했다 시작했어 시작했는데", next)
            {
                let leads = next.ends_with('데');
                let mood = if leads { Mood::Leads } else { Mood::Final { polite: true } };
                return found(no, Tense::Begun, mood, 2);
            }
            None
        }
        Mood::Ryeo => is_one_of("해요 합니다 한다 해 하는데 하고", next)
            .then(|| {
                let ends = !matches!(next, "하는데" | "하고");
                let mood = if ends { Mood::Final { polite: true } } else { Mood::Leads };
                let words = if next == "하고" { 3 } else { 2 };
                found(no, Tense::Future, mood, words)
            })
            .flatten(),
        Mood::Ge => {
            let mood = match next {
                "됐어요" | "되었어요" | "됐습니다" | "되었습니다" | "되었다" | "됐다" | "됐어" => {
                    Mood::Final { polite: true }
                }
                "됐는데" | "되었는데" | "됐고" | "되었고" => Mood::Leads,
                _ => return None,
            };
            found(no, Tense::Begun, mood, 2)
        }
        // 혈압이 높은 편이에요.
        Mood::Past if matches!(form.verb, Verb::High | Verb::Low) => match next {
            "편이에요" | "편입니다" | "편이다" | "편이야" => {
                found(no, own, Mood::Final { polite: true }, 2)
            }
            "편인데" | "편이라" | "편이라서" | "편이고" => found(no, own, Mood::Leads, 2),
            _ => None,
        },
        Mood::Past => None,
    }
}
