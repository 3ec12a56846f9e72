//! What the person reached: scores, records, and the sizes they wear.

use super::{
    clauses::Clause,
    letters::topic,
    measures::{changed, number, rounded},
    particles::{Case, ends_in_one_of, is_one_of},
    predicates::{Denied, Tense, What},
    say::{With, fact},
    verbs::Verb,
};
use crate::rules::Statement;

/// What one gets a score in.
const TESTS: &str = "국어 영어 수학 과학 사회 한국사 물리 화학 생물 역사 지리 윤리 일본어 중국어 미적분 토익 토플 텝스 아이엘츠 오픽 토익스피킹 수능 TOEIC TOEFL IELTS TEPS 시험 고사 모의고사 중간고사 기말고사 필기 실기 면접";
const LIFTS: &str = "벤치프레스 벤치 스쿼트 데드리프트 데드 오버헤드프레스 밀리터리프레스 숄더프레스 레그프레스 랫풀다운 풀업 턱걸이 푸쉬업 푸시업 플랭크";
const WORN: &str = "상의 하의 바지 신발 운동화 구두 옷 티셔츠 셔츠 자켓 재킷 코트 패딩 허리 반지 브라 모자";

/// What a clause says of it.
pub(super) fn read(clause: &Clause) -> Option<Vec<Statement>> {
    if clause.mine || clause.denied() != Denied::No {
        return None;
    }
    score(clause).or_else(|| record(clause)).or_else(|| size(clause)).map(|said| vec![said])
}

/// A noun and its value, however they are parted: 수학은 93점이에요, 수학 93점 나왔어요.
pub(super) fn told(clause: &Clause) -> Option<(String, String)> {
    if let Some(What::Is(noun)) = clause.what() {
        let all: Vec<&str> = clause.before.iter().map(String::as_str).chain([noun.as_str()]).collect();
        return match clause.args.as_slice() {
            [arg] if matches!(arg.case, Case::Topic | Case::Subject | Case::Also) => {
                Some((arg.noun(), all.join(" ")))
            }
            [] => {
                let (value, noun) = all.split_last()?;
                Some((noun.join(" "), (*value).to_owned()))
            }
            _ => None,
        };
    }
    match clause.args.as_slice() {
        [arg] if matches!(arg.case, Case::Bare | Case::Object | Case::Subject) => {
            let (value, noun) = arg.words.split_last()?;
            Some((noun.join(" "), value.clone()))
        }
        [what, value]
            if matches!(what.case, Case::Topic | Case::Subject | Case::Object | Case::In)
                && matches!(value.case, Case::Bare | Case::Object | Case::Subject) =>
        {
            Some((what.noun(), value.noun()))
        }
        _ => None,
    }
}

/// 수학 93점 나왔어요, 토익 점수는 850점이에요, 토익을 900점으로 올렸어요.
fn score(clause: &Clause) -> Option<Statement> {
    let past = clause.tense() == Tense::Past;
    let is = matches!(clause.what()?, What::Is(_));
    let (noun, value) = match clause.what()? {
        What::Is(_) => told(clause)?,
        What::Does(Verb::Out | Verb::Receive | Verb::Score, _) if past => told(clause)?,
        What::Does(Verb::Set | Verb::Reach, _) if past => changed(clause)?,
        _ => return None,
    };
    let value = rounded(&value);
    let points = number(value).filter(|(n, unit)| *unit == "점" && *n >= 10).is_some();
    let named = noun.strip_suffix("점수");
    let noun = named.unwrap_or(&noun).trim_end();
    let known = if noun.is_empty() {
        // 저는 720점이에요; 이번에는 790점 나왔어요.
        clause.me || named.is_some() || !is
    } else {
        let last = noun.rsplit(' ').next().unwrap_or_default();
        noun.split(' ').count() <= 2
            && (is_one_of(TESTS, last) || ends_in_one_of("시험 고사 영어 국어 일본어 중국어", last).is_some())
            && !noun.split(' ').any(|word| is_one_of("이 그 저 친구 평균", word))
    };
    if !points || !known {
        return None;
    }
    Some(if noun.is_empty() {
        fact(format!("사용자의 점수는 {value}이다"), "skill", 0.5).about("score", value)
    } else {
        fact(format!("사용자의 {noun} 점수는 {value}이다"), "skill", 0.5)
            .about(&format!("score:{noun}"), value)
    })
}

/// 벤치프레스 40kg 들어요, 10km 기록은 55분이에요.
fn record(clause: &Clause) -> Option<Statement> {
    if let Some(What::Does(Verb::Act, "뛰" | "달리")) = clause.what() {
        return run(clause);
    }
    let (noun, value) = match &clause.predicate {
        None => {
            // 벤치 55 성공.
            let words: Vec<&str> =
                clause.args.iter().flat_map(|arg| arg.words.iter().map(String::as_str)).collect();
            let [noun, value, "성공"] = words.as_slice() else { return None };
            ((*noun).to_owned(), (*value).to_owned())
        }
        Some(predicate) => match &predicate.what {
            What::Is(_) => {
                let (noun, value) = told(clause)?;
                let time: Vec<&str> =
                    clause.times.iter().map(String::as_str).chain([value.as_str()]).collect();
                (noun, time.join(" "))
            }
            What::Does(Verb::Act, "듣" | "치") | What::Does(Verb::Say, _)
                if clause.tense() != Tense::Future =>
            {
                told(clause)?
            }
            What::Does(Verb::Set | Verb::Reach, _) if clause.tense() == Tense::Past => changed(clause)?,
            _ => return None,
        },
    };
    let mut value = rounded(&value).to_owned();
    let (_, unit) = number(&value)?;
    let lifts = is_one_of(LIFTS, &noun) && is_one_of("kg KG 킬로 키로 개 회", unit)
        || is_one_of(LIFTS, &noun) && unit.is_empty() && clause.predicate.is_none();
    let name = ["최고 기록", "최고기록", "기록", "PB"]
        .iter()
        .find_map(|record| noun.strip_suffix(record))
        .map_or(noun.as_str(), str::trim_end);
    let timed = name != noun
        && !name.is_empty()
        && name.split(' ').count() <= 2
        && ["분", "초", "시간", "kg", "m", "개", "회"].iter().any(|end| value.ends_with(end));
    if unit.is_empty() {
        value.push_str("kg");
    }
    (lifts || timed).then(|| {
        fact(format!("사용자의 {name} 기록은 {value}이다"), "skill health", 0.5)
            .about(&format!("record:{name}"), &value)
    })
}

/// 5km를 25분에 뛰어요.
fn run(clause: &Clause) -> Option<Statement> {
    let far = clause.only(&[Case::Object, Case::Bare])?.noun();
    let known = is_one_of("풀코스 하프 하프코스 하프마라톤", &far)
        || number(&far).is_some_and(|(_, unit)| is_one_of("km KM 킬로 키로 킬로미터 K", unit));
    let (last, before) = clause.times.split_last()?;
    let timed =
        last.strip_suffix('에').filter(|time| time.ends_with(['분', '초']) || time.ends_with("시간"))?;
    let plain = before.iter().all(|time| time.ends_with("시간"));
    let value: Vec<&str> = before.iter().map(String::as_str).chain([timed]).collect();
    let value = value.join(" ");
    (known && plain && clause.tense() != Tense::Future).then(|| {
        fact(format!("사용자의 {far} 기록은 {value}이다"), "skill health", 0.5)
            .about(&format!("record:{far}"), &value)
    })
}

/// 상의 95 입어요, 신발 사이즈는 270이에요.
fn size(clause: &Clause) -> Option<Statement> {
    let now = matches!(clause.tense(), Tense::Present | Tense::Ongoing) && clause.times.is_empty();
    let wears = match clause.what()? {
        What::Is(_) => false,
        What::Does(Verb::Wear, _) => true,
        _ => return None,
    };
    let (noun, value) = told(clause)?;
    let sized = noun.strip_suffix("사이즈").or_else(|| noun.strip_suffix("치수"));
    let worn = sized.unwrap_or(&noun).trim_end();
    let value = value.strip_suffix(" 사이즈").or_else(|| value.strip_suffix("사이즈")).unwrap_or(&value);
    let fits = is_one_of("XS S M L XL XXL 2XL 프리", value)
        || number(value).is_some_and(|(n, unit)| {
            (22..=300).contains(&n) && is_one_of("mm 호 인치", unit)
                || unit.is_empty() && (22..=300).contains(&n)
        });
    let known = is_one_of(WORN, worn) || (worn == "발" && sized.is_some());
    let sure = wears || sized.is_some();
    (now && fits && known && sure).then(|| {
        let name = format!("{worn} 사이즈");
        fact(format!("사용자의 {} {value}이다", topic(&name)), "possession", 0.5)
            .about(&format!("size:{worn}"), value)
    })
}
