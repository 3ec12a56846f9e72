//! What the person is going to do, and when.

use super::{
    clauses::{Arg, Clause},
    letters::{ending_under, object, plain, subject, together, toward},
    lists::EVENTS,
    nouns::is_place,
    particles::{Case, is_one_of},
    people::is_relative,
    predicates::{Denied, Tense, What},
    say::{With, fact},
    verbs::Verb,
    when::{Clock, When, when},
};
use crate::{
    model::Kind,
    rules::Statement,
    text::korean::syllable::{Syllable, last},
};

/// Trips: what one goes on.
const TRIPS: &str =
    "여행 출장 유학 캠핑 휴가 등산 낚시 워킹홀리데이 신혼여행 봉사 교환학생 어학연수 답사 연수 소풍";

/// What a clause says of it.
pub(super) fn read(clause: &Clause, clock: Clock) -> Option<Vec<Statement>> {
    if clause.denied() != Denied::No || clause.mine {
        return None;
    }
    if let Some(said) = put_off(clause, clock) {
        return Some(vec![said]);
    }
    let at = if clause.times.is_empty() { None } else { Some(when(&clause.times, clock)?) };
    let said = event(clause, at.as_ref()).or_else(|| deed(clause, at.as_ref()))?;
    Some(vec![said])
}

fn plan(text: String, at: Option<&When>) -> Statement {
    let said = fact(text, "plan", 0.6).kind(Kind::Event);
    Statement { event_time: at.map(|at| at.from), expires_at: at.map(|at| at.to), ..said }
}

/// 내일 시험이 있어요, 5월 3일에 병원 예약했어요.
fn event(clause: &Clause, at: Option<&When>) -> Option<Statement> {
    let at = at?;
    let noun = match clause.what()? {
        What::Is(_) if clause.args.is_empty() => clause.is()?.join(" "),
        What::Does(verb, _) => {
            let arg = clause.only(&[Case::Subject, Case::Bare, Case::Object, Case::Also])?;
            match verb {
                Verb::Be if clause.tense() != Tense::Past && arg.case != Case::Object => arg.noun(),
                Verb::Book if clause.tense() == Tense::Past => format!("{} 예약", arg.noun()),
                Verb::Sit if clause.tense() != Tense::Past => arg.noun(),
                Verb::Say if arg.last() == "예약" && clause.tense() == Tense::Past => arg.noun(),
                Verb::Say
                    if clause.tense() != Tense::Past
                        && is_one_of(
                            "발표 수술 회의 미팅 데이트 강의 촬영 인터뷰 공연 소개팅 상담",
                            arg.last(),
                        ) =>
                {
                    arg.noun()
                }
                _ => return None,
            }
        }
        _ => return None,
    };
    let noun = noun.strip_suffix(" 예정").unwrap_or(&noun);
    let words: Vec<&str> = noun.split(' ').collect();
    let last = words.last()?;
    let known = is_one_of(EVENTS, last)
        || (last.chars().count() > 2
            && ["시험", "면접", "예약", "약속", "회의", "검진", "수술", "발표", "파티", "콘서트", "결혼식"]
                .iter()
                .any(|end| last.ends_with(end)));
    let odd = words
        .iter()
        .any(|word| is_one_of("친구 동생 엄마 아빠 이 그 저 무슨 좋은 재밌는 남편 아내 딸 아들", word));
    let fits = known && !odd && words.len() <= 4;
    fits.then(|| {
        plan(format!("사용자는 {}에 {} 있다", at.text, subject(noun)), Some(at)).names(noun, "event", "plans")
    })
}

/// 시험이 5월 27일로 미뤄졌어요, 결혼식을 11월 7일로 옮겼어요.
fn put_off(clause: &Clause, clock: Clock) -> Option<Statement> {
    let Some(What::Does(Verb::Shift, _)) = clause.what() else { return None };
    let [what, to] = clause.args.as_slice() else { return None };
    let day = to.last();
    let dated = to.case == Case::To && to.words.len() == 1 && day.starts_with(|c: char| c.is_ascii_digit());
    let named =
        is_one_of(EVENTS, what.last()) && what.words.len() <= 2 || is_one_of("식 결혼 예식", &what.noun());
    if !dated || !named || clause.tense() != Tense::Past || what.case == Case::To {
        return None;
    }
    let times: Vec<String> = clause.times.iter().cloned().chain([day.to_owned()]).collect();
    let at = when(&times, clock)?;
    let noun =
        if is_one_of("식 결혼 예식", &what.noun()) { "결혼식".to_owned() } else { what.noun() };
    let text = format!("사용자는 {}에 {} 있다", at.text, subject(&noun));
    Some(plan(text, Some(&at)).names(&noun, "event", "plans"))
}

/// 다음 주에 제주도 가요, 부산으로 이사할 거예요.
fn deed(clause: &Clause, at: Option<&When>) -> Option<Statement> {
    let What::Does(verb, stem) = clause.what()? else { return None };
    let future = clause.tense() == Tense::Future;
    if !(future || (at.is_some() && clause.tense() == Tense::Present)) {
        return None;
    }
    let mut args = clause.args.iter().filter(|arg| !(arg.case == Case::And && is_relative(arg.last())));
    let (mut first, mut more) = (args.next(), args.next());
    // 미국으로 유학을 가요.
    let mut to = String::new();
    if let (Some(place), Some(trip)) = (first, more)
        && is_one_of(TRIPS, trip.last())
        && matches!(place.case, Case::To | Case::At)
        && is_place(&place.noun())
        && args.next().is_none()
    {
        to = toward(&place.noun()) + " ";
        (first, more) = (more, None);
    }
    if more.is_some() {
        return None;
    }
    let what =
        match (verb, first) {
            (Verb::Go | Verb::Leave | Verb::Leaves, Some(arg)) => to + &goes(arg, stem)?,
            (Verb::Move, Some(arg))
                if matches!(arg.case, Case::To | Case::At | Case::Bare) && is_place(&arg.noun()) =>
            {
                toward(&arg.noun())
            }
            (Verb::Move | Verb::Marry | Verb::Quit | Verb::Retire | Verb::Graduate | Verb::Engage, None) => {
                String::new()
            }
            (Verb::Change | Verb::Enter, Some(arg))
                if matches!(arg.case, Case::To | Case::At) && arg.words.len() <= 3 =>
            {
                if *verb == Verb::Change { toward(&arg.noun()) } else { format!("{}에", arg.noun()) }
            }
            (Verb::Change, None) => String::new(),
            (Verb::Meet, Some(arg))
                if is_relative(arg.last())
                    && arg.words.len() == 1
                    && matches!(arg.case, Case::Object | Case::Bare) =>
            {
                object(&arg.noun())
            }
            (Verb::Learn, Some(arg))
                if future
                    && matches!(arg.case, Case::Object | Case::Bare)
                    && arg.words.len() <= 2
                    && !is_one_of("이거 그거 것", arg.last()) =>
            {
                object(&arg.noun())
            }
            _ => return None,
        };
    let with = clause
        .args
        .iter()
        .find(|arg| arg.case == Case::And)
        .map(|arg| format!("{} 함께 ", together(&arg.noun())));
    let with = with.unwrap_or_default();
    let gap = if what.is_empty() { "" } else { " " };
    let verb = if *verb == Verb::Move && stem.starts_with("이사") { "이사하" } else { stem };
    Some(match at {
        Some(at) => plan(format!("사용자는 {}에 {with}{what}{gap}{}", at.text, plain(verb)), Some(at)),
        None => plan(format!("사용자는 {with}{what}{gap}{} 예정이다", will(verb)), None),
    })
}

fn goes(arg: &Arg, stem: &str) -> Option<String> {
    let noun = arg.noun();
    let odd = is_one_of(
        "집 화장실 밥 잠 여기 거기 어디 밖 회사 학교 학원 마트 편의점 카페 산책 앞 위 곳 데 같이",
        arg.last(),
    ) || arg.words.iter().any(|word| is_one_of("이 그 저", word));
    if odd || arg.words.len() > 4 {
        return None;
    }
    if is_one_of(TRIPS, arg.last()) && matches!(arg.case, Case::Bare | Case::Object | Case::To) {
        return Some(object(&noun));
    }
    match arg.case {
        Case::At | Case::Bare if is_place(&noun) && stem != "떠나" => Some(format!("{noun}에")),
        Case::To if is_place(&noun) => Some(toward(&noun)),
        _ => None,
    }
}

/// The form before 예정: 갈, 먹을.
fn will(stem: &str) -> String {
    let open = stem
        .chars()
        .next_back()
        .and_then(Syllable::of)
        .is_some_and(|end| end.is_open() || end.last == last::R);
    if open { ending_under(stem, last::R).unwrap_or_default() } else { format!("{stem}을") }
}
