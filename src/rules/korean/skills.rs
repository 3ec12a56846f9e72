//! What the person can do, learns, has.

use super::{
    clauses::{Arg, Clause},
    letters::{object, plain, subject, topic},
    particles::{Case, ends_in_one_of, is_one_of},
    predicates::{Denied, Tense, What},
    say::{With, fact},
    verbs::Verb,
};
use crate::{
    model::Kind,
    rules::{Slot, Statement},
};

/// What 못해요 and 잘해요 say of the moment, not of a skill.
const NO_SKILLS: &str = "말 이해 생각 집중 결정 대답 답 선택 일 연락 참석 약속 인사 식사 잠 아무것도 뭐 그거 이거 상상 설명 표현 기억 관리 적응 부탁 행동 반응 정리 준비 거짓말 사과 감당 용서 포기 시작 조절 구별 처리 것 거 얘기 질문 외출 출근 퇴근 예약";
/// What lasts that one owns.
const THINGS: &str = "차 자동차 자가용 전기차 자전거 오토바이 스쿠터 집 아파트 노트북 컴퓨터 데스크탑 맥북 맥북에어 맥북프로 아이맥 맥미니 아이폰 아이패드 갤럭시 갤럭시탭 태블릿 스마트폰 애플워치 에어팟 카메라 DSLR 드론 플스 플레이스테이션 닌텐도 스위치 엑스박스 기타 피아노 바이올린 첼로 드럼 우쿨렐레 텐트 캠핑카 로봇청소기 오븐 전자레인지 인덕션 가스레인지 믹서기 블렌더 밥솥 압력솥 세탁기 냉장고 김치냉장고 모니터 프린터 데스크톱 PC 키보드 덤벨 바벨 런닝머신 요가매트 스마트워치 갤럭시워치 킨들 스팀덱 식기세척기 건조기 에어프라이어 전기자전거 킥보드 테슬라 아이오닉 소나타 아반떼 그랜저 모닝 레이 운전면허 면허 운전면허증 여권";

/// What a clause says of it.
pub(super) fn read(clause: &Clause) -> Option<Vec<Statement>> {
    can(clause)
        .or_else(|| model(clause))
        .or_else(|| level(clause))
        .or_else(|| learns(clause))
        .or_else(|| studies(clause))
        .or_else(|| hard(clause))
        .or_else(|| owns(clause))
        .or_else(|| passed(clause))
        .map(|said| vec![said])
}

/// 요리를 잘해요, 수영을 못해요, 피아노를 칠 줄 알아요.
fn can(clause: &Clause) -> Option<Statement> {
    let arg = clause.only(&[Case::Object, Case::Bare, Case::Also, Case::Topic])?;
    let noun = arg.noun();
    let ok = clause.times.is_empty()
        && clause.tense() == Tense::Present
        && arg.words.len() <= 3
        && !is_one_of(NO_SKILLS, arg.last())
        && (arg.case != Case::Topic || clause.me || is_language(&noun))
        && !arg.words.iter().any(|word| is_one_of("이 그 저 너 걔 누구 우리", word));
    let end = match (clause.what()?, clause.denied()) {
        (What::Does(Verb::Well, _), Denied::No) => "잘한다".to_owned(),
        (What::Does(Verb::Well, _), Denied::Not) => "잘하지 못한다".to_owned(),
        (What::Does(Verb::Cannot, _), Denied::No) => "못한다".to_owned(),
        (What::Does(Verb::Say, _), Denied::Cannot) if arg.case != Case::Bare || noun.chars().count() > 1 => {
            "못한다".to_owned()
        }
        (What::Does(Verb::Say, _), Denied::No) if clause.says("잘") => "잘한다".to_owned(),
        (What::Knows(verb), _) if verb == "할 수" => return None,
        (What::Knows(verb), Denied::No) => format!("{verb} 줄 안다"),
        (What::Knows(verb), _) => format!("{verb} 줄 모른다"),
        _ => return None,
    };
    ok.then(|| fact(format!("사용자는 {} {end}", object(&noun)), "skill", 0.5))
}

/// 제 차는 아반떼예요.
fn model(clause: &Clause) -> Option<Statement> {
    const KINDS: &str = "차 자동차 폰 핸드폰 휴대폰 스마트폰 노트북 컴퓨터 카메라 자전거 태블릿 키보드 기타 모니터 그래픽카드";
    const STATES: &str =
        "고장 중고 새거 새것 거 것 문제 최고 별로 흰색 검은색 은색 빨간색 파란색 구형 신형 필수 비밀";
    let arg = clause.only(&[Case::Topic])?;
    let noun = arg.noun();
    let value = clause.is()?.join(" ");
    let fits = is_one_of(KINDS, &noun)
        && arg.mine
        && clause.times.is_empty()
        && value.split(' ').count() <= 4
        && !value.split(' ').any(|word| is_one_of(STATES, word) || word.ends_with(['한', '은', '는', '중']));
    fits.then(|| {
        fact(format!("사용자의 {} {value}이다", topic(&noun)), "possession", 0.5)
            .about(&format!("has:{noun}"), &value)
            .names(&value, "product", "owns")
    })
}

/// 코딩 초보예요.
fn level(clause: &Clause) -> Option<Statement> {
    let words = clause.is()?;
    let (last, before) = words.split_last()?;
    let fits = clause.args.is_empty()
        && !clause.mine
        && !before.is_empty()
        && before.len() <= 2
        && is_one_of("초보 초보자 입문자 왕초보 중급자 고수 전문가 초심자", last)
        && !before.iter().any(|word| {
            is_one_of("그 이 저 완전 아직 진짜 최고의 같은", word) || word.ends_with(['한', '은', '는', '의'])
        });
    fits.then(|| fact(format!("사용자는 {}이다", words.join(" ")), "skill", 0.5))
}

/// 스페인어를 배우고 있어요.
fn learns(clause: &Clause) -> Option<Statement> {
    let What::Does(Verb::Learn | Verb::Prepare, stem) = clause.what()? else { return None };
    let arg = clause.only(&[Case::Object, Case::Bare])?;
    let now = matches!(clause.tense(), Tense::Ongoing | Tense::Begun | Tense::Present);
    let ok = now
        && clause.denied() == Denied::No
        && clause
            .times
            .iter()
            .all(|time| time.ends_with("부터") || time.ends_with('째') || is_one_of("요즘 최근", time))
        && arg.words.len() <= 3
        && !is_one_of("시험 것 거 인생 많은 뭔가 이거 그거 점 단어 내용 부분", arg.last())
        && arg.last().chars().count() > 1;
    let verb = plain(stem);
    let ok = ok && (*stem != "준비하" || clause.tense() == Tense::Ongoing);
    ok.then(|| {
        fact(format!("사용자는 {} {verb}", object(&arg.noun())), "skill goal", 0.5).names(
            &arg.noun(),
            "topic",
            "learns",
        )
    })
}

/// 영어 공부 시작했어요, 이직 준비 중이에요.
fn studies(clause: &Clause) -> Option<Statement> {
    let words: Vec<&str> = match clause.what()? {
        // 토익을 준비 중이에요.
        What::Is(_) if clause.only(&[Case::Object]).is_some() && !clause.mine => {
            let is = clause.is()?;
            let [doing, "중"] = is.as_slice() else { return None };
            let arg = clause.only(&[Case::Object])?;
            arg.words.iter().map(String::as_str).chain([*doing]).collect()
        }
        What::Is(_) if clause.args.is_empty() && !clause.mine => {
            let words = clause.is()?;
            let (last, before) = words.split_last()?;
            if *last != "중" {
                return None;
            }
            before.to_vec()
        }
        What::Does(Verb::Begin, _) if clause.tense() == Tense::Past && clause.denied() == Denied::No => {
            let arg = clause.only(&[Case::Object, Case::Bare])?;
            arg.words.iter().map(String::as_str).collect()
        }
        _ => return None,
    };
    let (doing, what) = words.split_last()?;
    let odd = |word: &&str| {
        is_one_of("이 그 저 시험 저녁 점심 아침 식사 외출 출근 퇴근 마음 뭔가 여행 파티 발표 면접", word)
    };
    let verb = match *doing {
        "공부" => "공부한다",
        "준비" => "준비한다",
        _ => return None,
    };
    let fits = (1..=3).contains(&what.len()) && !what.iter().any(odd) && clause.times.is_empty();
    let what = what.join(" ");
    fits.then(|| {
        fact(format!("사용자는 {} {verb}", object(&what)), "skill goal", 0.5).names(&what, "topic", "learns")
    })
}

fn is_language(noun: &str) -> bool {
    is_one_of("영어 일본어 중국어 스페인어 프랑스어 독일어 러시아어 베트남어 태국어 한국어", noun)
}

/// 저는 수학이 어려워요, 발표를 힘들어해요.
fn hard(clause: &Clause) -> Option<Statement> {
    const SUBJECTS: &str = "국어 영어 수학 과학 사회 한국사 물리 화학 생물 역사 지리 미적분 기하 통계 확률 문법 발음 작문 듣기 말하기 읽기 쓰기 회화 독해 코딩 발표 운전 요리 수영 면접 프로그래밍 알고리즘";
    let What::Does(Verb::Hard, stem) = clause.what()? else { return None };
    let felt = *stem == "어렵";
    let arg = clause.only(if felt { &[Case::Subject, Case::Bare] } else { &[Case::Object, Case::Bare] })?;
    let known =
        is_one_of(SUBJECTS, arg.last()) || (arg.last().ends_with('어') && arg.last().chars().count() > 2);
    let plainly =
        arg.words.iter().rev().skip(1).all(|word| is_one_of(SUBJECTS, word) || word.ends_with('어'));
    let sure = !felt || clause.me || clause.says("제일 가장");
    let now = matches!(clause.tense(), Tense::Present | Tense::Ongoing) && clause.denied() == Denied::No;
    (known && plainly && sure && now && clause.times.is_empty())
        .then(|| fact(format!("사용자는 {} 어려워한다", object(&arg.noun())), "skill", 0.5))
}

/// 토익에 합격했어요.
fn passed(clause: &Clause) -> Option<Statement> {
    let arg = clause.only(&[Case::Bare, Case::At, Case::Object])?;
    let past = matches!(clause.what()?, What::Does(Verb::Pass, _))
        && clause.tense() == Tense::Past
        && clause.denied() == Denied::No;
    let odd = arg.words.len() > 3 || arg.words.iter().any(|word| is_one_of("이 그 저 다 모두", word));
    (past && !odd)
        .then(|| fact(format!("사용자는 {}에 합격했다", arg.noun()), "skill", 0.5).kind(Kind::Event))
}

/// 자전거가 있어요, 차를 샀어요, 테슬라를 몰아요.
fn owns(clause: &Clause) -> Option<Statement> {
    let What::Does(verb, _) = clause.what()? else { return None };
    let at_home = |arg: &&Arg| arg.case == Case::At && arg.last() == "집" && arg.words.len() == 1;
    let mut args = clause.args.iter().filter(|arg| !at_home(arg));
    let arg = args.next().filter(|_| args.next().is_none())?;
    if !matches!(arg.case, Case::Object | Case::Bare | Case::Subject) {
        return None;
    }
    let sure = clause.me || clause.args.len() > 1;
    let noun = arg.noun();
    let is_thing = is_one_of(THINGS, arg.last())
        && arg.words.len() <= 3
        && !arg
            .words
            .iter()
            .any(|word| is_one_of("그 이 저 좋은 비싼 다른 어떤 남의 친구", word) || word.ends_with('의'))
        || (*verb == Verb::Drive
            && arg.words.len() <= 2
            && !is_one_of("버스 택시 기차 사람 관심 거", arg.last()));
    let now = matches!(clause.tense(), Tense::Present | Tense::Ongoing | Tense::Begun);
    let past = clause.tense() == Tense::Past;
    if !is_thing || clause.denied() != Denied::No || ends_in_one_of("면 까", &noun).is_some() {
        return None;
    }
    let (text, has) = match verb {
        Verb::Be if now && arg.case != Case::Object && clause.times.is_empty() => {
            (format!("사용자는 {} 있다", subject(&noun)), true)
        }
        Verb::Lack if now && arg.case != Case::Object && clause.times.is_empty() && sure => {
            (format!("사용자는 {} 없다", subject(&noun)), false)
        }
        Verb::Own if clause.tense() == Tense::Ongoing => {
            (format!("사용자는 {} 가지고 있다", object(&noun)), true)
        }
        Verb::Buy if past && arg.case != Case::Subject => (format!("사용자는 {} 샀다", object(&noun)), true),
        Verb::Drive if now => (format!("사용자는 {} 몬다", object(&noun)), true),
        _ => return None,
    };
    let said =
        fact(text, "possession", 0.5).about(&format!("has:{noun}"), if has { "yes" } else { Slot::ENDED });
    Some(if has { said.names(&noun, "product", "owns") } else { said })
}
