//! What is measured and changes: weight, blood pressure, money; and aims.

use super::{
    clauses::{Arg, Clause},
    letters::{subject, topic},
    particles::{Case, is_one_of},
    predicates::{Denied, Tense, What},
    records::told,
    say::{With, fact},
    verbs::Verb,
};
use crate::rules::Statement;

/// Sums of money that a person has, gets or pays.
const SUMS: &str = "예산 월급 연봉 급여 월수입 시급 용돈 월세 보증금 전세금 관리비 생활비 식비 교통비 대출 대출금 빚 비상금 적금 저축액 등록금";
/// What may stand before one of them.
const KINDS: &str = "전세 월세 월 학자금 주택담보 전세자금 신용 비상 한달";
/// Values from a laboratory or a scale, by what they are called.
const LEVELS: &str = "혈압 혈당 공복혈당 당화혈색소 콜레스테롤 간수치 요산 중성지방 체지방 체지방률 체지방율 골격근량 근육량 BMI";
/// What an aim says nothing of.
const NO_AIMS: &str = "이거 그거 뭐 이것 그것";

/// Whether it is what a value is told of, even without a particle.
pub(super) fn is_measure(noun: &str) -> bool {
    is_one_of("키 몸무게 체중 나이 혈액형 MBTI", noun) || is_one_of(SUMS, noun) || is_one_of(LEVELS, noun)
}

/// What a clause says of it.
pub(super) fn read(clause: &Clause) -> Option<Vec<Statement>> {
    if clause.mine {
        return None;
    }
    match clause.what()? {
        What::Is(noun) => {
            let values: Vec<&str> = clause.before.iter().map(String::as_str).chain([noun.as_str()]).collect();
            is(clause, &values.join(" "))
        }
        What::Does(verb, _) if clause.denied() == Denied::No => does(clause, *verb),
        What::Does(..) | What::Called(_) | What::Knows(_) => None,
    }
}

/// 몸무게는 70kg이에요, 키 172에 몸무게 81kg이에요, 오늘 재 보니까 몸무게가 68kg이었어요.
fn is(clause: &Clause, value: &str) -> Option<Vec<Statement>> {
    if clause.denied() != Denied::No {
        return None;
    }
    let was = clause.tense() == Tense::Past;
    let Some((last, before)) = clause.args.split_last() else {
        let said = clause.me && clause.times.is_empty() && !was;
        return said.then(|| by_unit(value)).flatten().map(|said| vec![said]);
    };
    if let Some(aim) = aim(clause, value).filter(|_| !was) {
        return Some(vec![aim]);
    }
    // 혈압이 130에 85예요.
    let (last, before, value) = match (last.case, before.split_last()) {
        (Case::At, Some((level, before))) if is_one_of("혈압", level.last()) => {
            (level, before, format!("{}에 {value}", last.noun()))
        }
        _ => (last, before, value.to_owned()),
    };
    let value = value.as_str();
    let noun = last.noun();
    let fits = matches!(last.case, Case::Topic | Case::Subject | Case::Also);
    // What was measured lasts till it is measured again; a sum of money that was is over.
    let recent = clause.times.iter().all(|time| is_one_of("오늘 오늘은 어제 아침 아침에 이번", time));
    let measured = is_one_of("몸무게 체중", &noun) || is_one_of(LEVELS, &noun);
    let now = clause.times.iter().all(|time| is_one_of("매달 매월", time));
    if !fits || !(if was { recent && measured } else { now || measured && recent }) {
        return None;
    }
    let mut found: Vec<Statement> = before.iter().map(beside).collect::<Option<_>>()?;
    found.push(of(&noun, value)?);
    Some(found)
}

/// 키 172에: a measure with its value, before another.
fn beside(arg: &Arg) -> Option<Statement> {
    let (noun, value) = arg.words.split_first()?;
    let fits = matches!(arg.case, Case::At | Case::And | Case::Bare) && !value.is_empty();
    fits.then(|| of(noun, &value.join(" "))).flatten()
}

fn does(clause: &Clause, verb: Verb) -> Option<Vec<Statement>> {
    let past = clause.tense() == Tense::Past;
    let said = match verb {
        // 몸무게가 70kg 나가요.
        Verb::Heavy if !past && clause.times.is_empty() => match clause.args.as_slice() {
            [what, value] if value.case == Case::Bare => of(&what.noun(), &value.noun()),
            [value] if value.case == Case::Bare => by_unit(&value.noun()),
            _ => None,
        },
        Verb::Set | Verb::Shift | Verb::Reach if past => {
            let (noun, value) = changed(clause)?;
            of(&noun, &value)
        }
        // 월급을 300만원 받아요.
        Verb::Receive if !past && clause.times.is_empty() => {
            let (noun, value) = told(clause)?;
            is_one_of(SUMS, noun.rsplit(' ').next()?).then(|| of(&noun, &value)).flatten()
        }
        // 몸무게가 65kg이 됐어요, 76.8kg 됐어요.
        Verb::Become if past => match clause.args.as_slice() {
            [what, value] if matches!(value.case, Case::Bare | Case::Subject | Case::To) => {
                of(&what.noun(), &value.noun())
            }
            [value] if matches!(value.case, Case::Bare | Case::Subject) => {
                let n = number(value.last()).filter(|(n, unit)| is_weight(unit) && (35..=150).contains(n));
                n.and_then(|_| of("몸무게", &value.noun()))
            }
            _ => None,
        },
        Verb::High | Verb::Low if clause.tense() == Tense::Present && !clause.says("별로 그다지") => {
            let noun = clause.only(&[Case::Subject, Case::Bare])?.noun();
            let (is, value) = if verb == Verb::High { ("높다", "high") } else { ("낮다", "low") };
            is_one_of(LEVELS, &noun).then(|| {
                fact(format!("사용자는 {} {is}", subject(&noun)), "health", 0.7)
                    .about(&format!("level:{noun}"), value)
            })
        }
        _ => None,
    };
    said.map(|said| vec![said])
}

/// 예산을 천만원으로 늘렸어요, 몸무게 64kg까지 뺐어요: what is changed, and what it is since.
pub(super) fn changed(clause: &Clause) -> Option<(String, String)> {
    let mut args = clause.args.iter().filter(|arg| arg.case != Case::In);
    let (first, second, more) = (args.next()?, args.next(), args.next());
    if more.is_some() {
        return None;
    }
    let is_end = |arg: &Arg| matches!(arg.case, Case::To | Case::Other);
    match second {
        Some(value)
            if is_end(value)
                && matches!(
                    first.case,
                    Case::Object | Case::Subject | Case::Topic | Case::Also | Case::Bare
                ) =>
        {
            Some((first.noun(), value.noun()))
        }
        None if is_end(first) => {
            let (value, noun) = first.words.split_last()?;
            (!noun.is_empty()).then(|| (noun.join(" "), value.clone()))
        }
        _ => None,
    }
}

fn of(noun: &str, value: &str) -> Option<Statement> {
    let value = rounded(value);
    let said = |name: &str, key: &str, category: &str| {
        Some(fact(format!("사용자의 {} {value}이다", topic(name)), category, 0.6).about(key, value))
    };
    let (last, kinds) = match noun.rsplit_once(' ') {
        Some((kinds, last)) => (last, kinds),
        None => (noun, ""),
    };
    match noun {
        "몸무게" | "체중"
            if number(value)
                .is_some_and(|(n, unit)| (20..=300).contains(&n) && (unit.is_empty() || is_weight(unit))) =>
        {
            said("몸무게", "weight", "health")
        }
        "키" | "신장"
            if number(value).is_some_and(|(n, unit)| {
                (100..=250).contains(&n) && (unit.is_empty() || is_height(unit))
                    || n <= 2 && (unit.starts_with("m") || unit.starts_with("미터"))
            }) =>
        {
            said("키", "height", "health")
        }
        "예산" if is_money(value) => said("예산", "budget", "finance"),
        _ if is_one_of(LEVELS, noun) && is_level(value) => said(noun, &format!("level:{noun}"), "health"),
        _ if is_one_of(SUMS, last) && is_money(value) => {
            let known = kinds.split_ascii_whitespace().all(|kind| is_one_of(KINDS, kind))
                || (last == "예산"
                    && is_one_of(
                        "숙소 항공권 외식 여행 식비 신혼여행 가전 결혼 결혼식 데이트 선물 인테리어",
                        kinds,
                    ));
            known
                .then(|| {
                    said(noun, &format!("amount:{}", if last == "보증금" { last } else { noun }), "finance")
                })
                .flatten()
        }
        _ => None,
    }
}

/// 목표는 10kg 감량이에요, 수학 90점 넘는 게 목표예요.
fn aim(clause: &Clause, value: &str) -> Option<Statement> {
    let arg = clause.args.last()?;
    let of = |aim: &str| {
        let told = aim.chars().any(char::is_alphabetic)
            && aim.split(' ').count() <= 7
            && !aim.split(' ').any(|word| is_one_of(NO_AIMS, word));
        told.then(|| fact(format!("사용자의 목표는 {aim}이다"), "goal", 0.6))
    };
    if matches!(value, "목표" | "꿈" | "취미") {
        let noun = arg.case == Case::Subject && clause.args.len() <= 2;
        let (last, ahead) = clause.words.split_last()?;
        let does = is_one_of("게 것이", last);
        let end = if does { "것" } else { arg.last() };
        let words: Vec<&str> = ahead
            .iter()
            .map(String::as_str)
            .filter(|word| !is_one_of("제 내 지금 올해 저의 나의", word))
            .chain([end])
            .collect();
        let named = does || clause.args.len() == 1;
        if value == "취미" {
            let text = format!("사용자의 취미는 {}이다", words.join(" "));
            return (noun && does && words.len() <= 6).then(|| fact(text, "preference habit", 0.5));
        }
        return (noun && named).then(|| of(&words.join(" "))).flatten();
    }
    let named = is_one_of("목표", arg.last())
        && clause.args.len() == 1
        && matches!(arg.case, Case::Topic | Case::Subject)
        && arg.words.iter().rev().skip(1).all(|word| is_one_of("올해 다음 이번 제 최종 새", word))
        && clause.times.iter().all(|time| is_one_of("올해 다음 이번", time));
    named.then(|| of(value)).flatten()
}

/// 저는 70kg예요.
fn by_unit(value: &str) -> Option<Statement> {
    let (_, unit) = number(rounded(value))?;
    if unit.is_empty() {
        return None;
    }
    if is_weight(unit) {
        of("몸무게", value)
    } else if is_height(unit) {
        of("키", value)
    } else {
        None
    }
}

/// A value without what says that it is about so.
pub(super) fn rounded(value: &str) -> &str {
    let value =
        ["정도", "쯤", "가량"].iter().find_map(|about| value.strip_suffix(about)).unwrap_or(value).trim_end();
    ["약 ", "대략 ", "한 "].iter().find_map(|about| value.strip_prefix(about)).unwrap_or(value)
}

fn is_weight(unit: &str) -> bool {
    is_one_of("kg KG Kg 킬로 킬로그램 키로", unit)
}

fn is_height(unit: &str) -> bool {
    is_one_of("cm CM 센티 센치 센티미터", unit)
}

/// 130에 85, 25%, 110.
fn is_level(value: &str) -> bool {
    let mut words = value.split([' ', '/']);
    words.all(|word| {
        let word = word.strip_suffix('에').unwrap_or(word);
        number(word).is_some_and(|(_, unit)| {
            unit.is_empty() || is_weight(unit) || is_one_of("% 퍼센트 프로 mg mg/dL mmHg", unit)
        })
    })
}

/// The whole part of a number that a value begins with, and its unit.
pub(super) fn number(value: &str) -> Option<(u32, &str)> {
    let end = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
    let (digits, unit) = value.split_at_checked(end)?;
    Some((digits.split('.').next()?.parse().ok()?, unit.trim()))
}

/// 50만원, 2억 4천, 실수령 245만 원, 2500불.
pub(super) fn is_money(value: &str) -> bool {
    let value = ["실수령 ", "세후 ", "세전 ", "월 ", "1인당 ", "인당 ", "하루 ", "최대 "]
        .iter()
        .find_map(|net| value.strip_prefix(net))
        .unwrap_or(value);
    let counted = value.chars().any(|c| c.is_ascii_digit() || matches!(c, '백' | '천' | '만' | '억'));
    let money = ["원", "달러", "불", "유로", "엔", "만", "천", "억", "위안", "파운드"]
        .iter()
        .any(|unit| value.ends_with(unit));
    let plain = value
        .chars()
        .all(|c| c.is_ascii_digit() || ".,일이삼사오육칠팔구십백천만억원달러불유로엔위안파운드 ".contains(c));
    counted && money && plain && value.split(' ').count() <= 3
}
