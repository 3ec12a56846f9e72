//! What the person uses and does, and what they changed to.

use super::{
    clauses::{Arg, Clause},
    letters::{object, plain, toward},
    particles::{Case, is_one_of},
    predicates::{Denied, Tense, What},
    say::{With, fact},
    verbs::Verb,
};
use crate::rules::{Slot, Statement};

/// What one does for months: sports and pastimes.
const PASTIMES: &str = "헬스 필라테스 요가 수영 클라이밍 볼더링 러닝 조깅 달리기 크로스핏 복싱 주짓수 유도 태권도 검도 발레 골프 테니스 배드민턴 탁구 볼링 축구 풋살 농구 야구 등산 자전거 사이클 사이클링 홈트 다이어트 단식 간헐적단식 명상 서핑 스노보드 스키 줄넘기 PT 피티 뜨개질 베이킹 캠핑 낚시 재택근무";
/// What one writes, spends or wears for the moment, which is 쓰다, too.
const NO_TOOLS: &str = "글 편지 메일 이메일 답장 이거 그거 저거 이것 그것 것 거 돈 시간 신경 마음 힘 머리 말 욕 기사 문장 코드 애 떼 보고서 과제 레포트 리포트 답안 모자 우산 마스크 방법 표현 단어 휴가 연차 누명 인상 뭐 그걸 이걸 감상문 후기 리뷰 댓글 반말 존댓말 카드";
/// What one has one of, and changes.
const CHOICES: &str = "은행 주거래은행 통신사 요금제 보험 보험사 통장 적금 예금 헬스장 학원 병원 미용실 사료 폰 핸드폰 휴대폰 노트북 차 에디터 브라우저 운영체제 브랜드 커피 우유 샴푸 약 전공 진로 목표 식단";

/// What a tool is for.
const ROLES: &str = "DB 데이터베이스 에디터 IDE 언어 프레임워크 백엔드 프론트엔드 프론트 서버 클라우드 OS 운영체제 브라우저 폰 핸드폰 휴대폰 노트북 카메라 메신저 가계부 메모 메모앱 일정관리 검색엔진 편집기 샴푸 선크림 로션 통신사";

/// What a clause says of it.
pub(super) fn read(clause: &Clause) -> Option<Vec<Statement>> {
    let What::Does(verb, stem) = clause.what()? else { return None };
    match (verb, clause.denied()) {
        (Verb::Use, Denied::No) => uses(clause, stem),
        (Verb::Act, Denied::No) if *stem == "쓰" => uses(clause, stem),
        (Verb::Build, Denied::No) => builds(clause, stem).map(|said| vec![said]),
        (Verb::Shift, Denied::No) if clause.tense() == Tense::Past => {
            switched(clause, stem).map(|said| vec![said])
        }
        (Verb::Say | Verb::Attend | Verb::Begin, Denied::No) => pastime(clause, *verb).map(|said| vec![said]),
        (Verb::Quit, Denied::No) if clause.tense() == Tense::Past => {
            let noun = clause.only(&[Case::Object, Case::Bare, Case::Topic, Case::Also])?.noun();
            is_one_of(PASTIMES, &noun).then(|| {
                let text = format!("사용자는 {} 그만두었다", object(&noun));
                vec![fact(text, "habit", 0.5).about(&format!("does:{noun}"), Slot::ENDED)]
            })
        }
        _ => None,
    }
}

/// 아이폰을 쓰고 있어요, 요즘 노션 써요.
fn uses(clause: &Clause, stem: &str) -> Option<Vec<Statement>> {
    let ongoing = clause.tense() == Tense::Ongoing;
    let said = clause.tense() == Tense::Present
        && (clause.me || clause.says("요즘 지금 현재 주로 보통 평소 요즘은 지금은 현재는"));
    if let [role, tool] = clause.args.as_slice()
        && is_one_of(ROLES, &role.noun())
        && matches!(role.case, Case::Topic | Case::To)
        && matches!(tool.case, Case::Object | Case::Bare)
        && (ongoing || clause.tense() == Tense::Present)
        && clause.times.is_empty()
        && !tool
            .words
            .iter()
            .any(|word| is_one_of(NO_TOOLS, word) || is_one_of("이 그 저 좋은 다른 안", word))
        && tool.words.len() <= 3
    {
        let (role, tool) = (role.noun(), tool.noun());
        let text = format!("사용자는 {} {} {}", toward(&role), object(&tool), plain(stem));
        let said = fact(text, "possession", 0.5).about(&format!("choice:{role}"), &tool);
        return Some(vec![said.names(&tool, "product", "uses")]);
    }
    let (last, before) = clause.args.split_last()?;
    let listed =
        matches!(last.case, Case::Object | Case::Bare) && before.iter().all(|arg| arg.case == Case::And);
    let is_tool = |arg: &Arg| {
        arg.words.len() <= 3
            && !is_one_of(NO_TOOLS, arg.last())
            && !arg.words.iter().any(|word| {
                is_one_of("이 그 저 네 이런 그런 좋은 다른", word) || word.ends_with(['는', '던'])
            })
            && !arg.words.first().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
            && arg.noun().chars().count() > 1
    };
    let fits = (ongoing || said) && listed && clause.times.is_empty() && clause.args.iter().all(is_tool);
    fits.then(|| {
        clause
            .args
            .iter()
            .map(|arg| {
                let text = format!("사용자는 {} {}", object(&arg.noun()), plain(stem));
                fact(text, "possession", 0.5).names(&arg.noun(), "product", "uses")
            })
            .collect()
    })
}

/// 저는 파이썬으로 개발해요, 주로 맥북으로 작업해요.
fn builds(clause: &Clause, stem: &str) -> Option<Statement> {
    let arg = clause.only(&[Case::To])?;
    let ongoing = clause.tense() == Tense::Ongoing;
    let said = clause.tense() == Tense::Present
        && (clause.me || clause.says("요즘 지금 현재 주로 보통 평소 요즘은 지금은 현재는"));
    let named = arg.words.len() <= 2
        && arg.last().chars().any(char::is_alphabetic)
        && arg.last().chars().count() > 1
        && !arg.words.iter().any(|word| {
            is_one_of(
                "이 그 저 식 방식 이런 그런 재택 원격 따로 것 거 이걸 그걸 이거 그거 팀 취미 부업 본격적",
                word,
            ) || word.ends_with('적')
        });
    ((ongoing || said) && named && clause.times.is_empty()).then(|| {
        let text = format!("사용자는 {} {}", toward(&arg.noun()), plain(stem));
        fact(text, "skill possession", 0.5).names(&arg.noun(), "product", "uses")
    })
}

/// 적금을 카카오뱅크로 옮겼어요, 아이폰에서 갤럭시로 바꿨어요.
fn switched(clause: &Clause, stem: &str) -> Option<Statement> {
    let mut args = clause.args.iter().filter(|arg| arg.last() != "때문");
    let (what, to) = (args.next()?, args.next()?);
    if args.next().is_some() {
        return None;
    }
    let past = match stem {
        "옮기" => "옮겼다",
        "바꾸" => "바꿨다",
        "변경하" => "변경했다",
        "갈아타" => "갈아탔다",
        _ => return None,
    };
    let named = to.case == Case::To
        && to.words.len() <= 3
        && to.last().chars().any(char::is_alphabetic)
        && !to.last().starts_with(|c: char| c.is_ascii_digit())
        && !to
            .words
            .iter()
            .any(|word| is_one_of("이 그 저 다른 새 이거 그거 이것 그것 쪽 것 거 걸 곳 데", word));
    if !named {
        return None;
    }
    if matches!(what.case, Case::Object | Case::Bare | Case::Topic | Case::Also) {
        let noun = what.noun();
        let said = || {
            let text = format!("사용자는 {} {} {past}", object(&noun), toward(&to.noun()));
            fact(text, "preference", 0.5).about(&format!("choice:{noun}"), &to.noun())
        };
        return is_one_of(CHOICES, &noun).then(said);
    }
    let fits = what.case == Case::In
        && stem != "옮기"
        && what.words.len() <= 2
        && !what.words.iter().any(|word| is_one_of("여기 거기 중간 이 그 저 것 회의 앞 뒤", word));
    fits.then(|| {
        let text = format!("사용자는 {}에서 {} {past}", what.noun(), toward(&to.noun()));
        fact(text, "preference possession", 0.5)
    })
}

/// 영어 학원을 다니고 있어요.
fn school_of(clause: &Clause, arg: &Arg) -> Option<Statement> {
    let noun = arg.noun();
    let place = ["학원", "헬스장", "체육관", "수영장", "문화센터", "동호회", "교회", "성당"]
        .iter()
        .any(|place| arg.last().ends_with(place));
    let said = match clause.tense() {
        Tense::Ongoing | Tense::Begun => true,
        Tense::Present => clause.me || clause.says("요즘 지금 요즘은 지금은 꾸준히"),
        Tense::Past | Tense::Future => false,
    };
    let fits = matches!(arg.case, Case::Object | Case::At | Case::Bare)
        && arg.words.len() <= 2
        && !arg.words.iter().any(|word| is_one_of("이 그 저 무슨 어떤 좋은", word))
        && clause.times.is_empty();
    (place && said && fits).then(|| {
        fact(format!("사용자는 {noun}에 다닌다"), "habit", 0.5).about(&format!("does:{noun}"), "yes")
    })
}

/// 필라테스를 하고 있어요, 요가 시작했어요, 요즘 수영 다녀요.
fn pastime(clause: &Clause, verb: Verb) -> Option<Statement> {
    let mut args = clause.args.iter().filter(|arg| arg.case != Case::Since);
    let arg = args.next().filter(|_| args.next().is_none())?;
    if verb == Verb::Attend
        && let Some(said) = school_of(clause, arg)
    {
        return Some(said);
    }
    let fits =
        matches!(arg.case, Case::Object | Case::Bare | Case::Also) || (arg.case == Case::Topic && clause.me);
    let noun = arg.noun();
    let now = match (verb, clause.tense()) {
        (Verb::Begin, Tense::Past) => true,
        (Verb::Begin, Tense::Present) => clause.times.iter().any(|time| time.ends_with("부터")),
        (_, Tense::Ongoing | Tense::Begun) => true,
        // 저는 요가를 해요.
        (_, Tense::Present) => {
            clause.me || clause.says("요즘 지금 요즘은 지금은 꾸준히 같이 평소") || verb == Verb::Attend
        }
        _ => false,
    };
    let lasts = clause.times.iter().all(|time| {
        ["부터", "째", "전", "전에", "주", "주에", "달", "달에"].iter().any(|end| time.ends_with(end))
            || is_one_of("오늘 이번 지난 다음 작년에 올해", time)
    });
    (fits && now && lasts && is_one_of(PASTIMES, &noun)).then(|| {
        fact(format!("사용자는 {} 한다", object(&noun)), "habit", 0.5).about(&format!("does:{noun}"), "yes")
    })
}
