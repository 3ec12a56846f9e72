//! What the person likes, and what not.

use super::{
    clauses::{Arg, Clause},
    letters::{object, plain, together, topic},
    lists::TASTES,
    particles::{Case, is_one_of},
    people::is_relative,
    predicates::{Denied, Tense, What},
    say::{With, fact},
    verbs::Verb,
};
use crate::{model::Kind, rules::Statement};

/// What an attitude says nothing of: what was just said, the one spoken to, anything at all.
const NO_OBJECTS: &str = "너 널 넌 네 니 당신 그거 이거 저거 그것 이것 저것 그게 이게 저게 그건 이건 뭐 뭔가 아무거나 아무것 아무것도 다 전부 모두 모든 것 거 게 때 점 방법 방식 말 얘기 이야기 답변 대답 설명 생각 의견 아이디어 농담 질문 \
    결과 코드 버그 표현 제안 느낌 그쪽 거기 여기 걔 쟤 얘 그 그녀 사람 날 나 저 자신 자기 일 짓 소리 상황 경우 편 것들 부분 버전 둘 둘다 서로 하나 이유 계획 선택 조언 팁 글 문장 목록 예시 그때 오늘 내일 지금 이름 모습 제목 오빠 언니 누나 형";
/// Meals: to leave one out is a habit.
const MEALS: &str = "아침 점심 저녁 야식 아침밥 저녁밥 아침식사 간식";
const MEAT: &str = "고기 육류 육고기 붉은고기";

/// What a clause says of it.
pub(super) fn read(clause: &Clause) -> Option<Vec<Statement>> {
    if let Some(said) = favourite(clause) {
        return Some(vec![said]);
    }
    let What::Does(verb, stem) = clause.what()? else { return None };
    let now = matches!(clause.tense(), Tense::Present | Tense::Ongoing | Tense::Begun);
    match (verb, clause.denied()) {
        (Verb::Like | Verb::Love | Verb::Enjoy | Verb::Prefer, Denied::No) if now => {
            likes(clause, *verb, stem)
        }
        (Verb::Like | Verb::Love | Verb::Enjoy | Verb::Prefer, Denied::Not) if now => dislikes(clause),
        (Verb::Fear, Denied::No) if now => fears(clause, stem),
        (Verb::Hate, Denied::No) if now && !clause.says("별로 그다지 전혀") => dislikes(clause),
        (Verb::Good, _) if clause.tense() == Tense::Present => good(clause),
        (Verb::Bad, Denied::No) if now => bad(clause),
        (Verb::Eat | Verb::Drink | Verb::Act | Verb::Sit, Denied::No) if now && clause.says("즐겨") => {
            likes(clause, *verb, stem)
        }
        (Verb::Eat | Verb::Drink, denied @ (Denied::Not | Denied::Cannot)) if now => {
            leaves_alone(clause, *verb, denied)
        }
        (Verb::Smoke, denied @ (Denied::No | Denied::Not)) if now && clause.times.is_empty() => {
            smokes(clause, denied)
        }
        (Verb::Say, Denied::Not) if now && clause.times.is_empty() => {
            let noun = clause.only(&[Case::Object, Case::Bare, Case::Topic])?.noun();
            matches!(noun.as_str(), "술" | "담배")
                .then(|| vec![disliked(format!("사용자는 {} 하지 않는다", object(&noun)), &noun)])
        }
        (Verb::Stop, Denied::No) if clause.tense() == Tense::Past => stopped(clause),
        _ => None,
    }
}

fn liked(text: String, thing: &str) -> Statement {
    let said = fact(text, "preference", 0.5).kind(Kind::Preference);
    said.about(&format!("attitude:{thing}"), "like").names(thing, "thing", "likes")
}

fn disliked(text: String, thing: &str) -> Statement {
    let said = fact(text, "preference", 0.5).kind(Kind::Preference);
    said.about(&format!("attitude:{thing}"), "dislike").names(thing, "thing", "dislikes")
}

fn likes(clause: &Clause, verb: Verb, stem: &str) -> Option<Vec<Statement>> {
    // 별로 좋아해요 is no praise.
    if clause.says("별로 그다지 전혀 딱히 절대 덜") {
        return None;
    }
    let than = clause.args.iter().find(|arg| arg.case == Case::Than);
    let things = things(clause, verb == Verb::Love)?;
    let text = |thing: &str| match (than, verb) {
        (Some(than), _) => {
            format!("사용자는 {}보다 {} 더 좋아한다", than.noun(), object(thing))
        }
        (None, Verb::Eat | Verb::Drink | Verb::Act | Verb::Sit) => {
            format!("사용자는 {} 즐겨 {}", object(thing), plain(stem))
        }
        (None, Verb::Enjoy) => format!("사용자는 {} 즐긴다", object(thing)),
        (None, Verb::Prefer) => format!("사용자는 {} 선호한다", object(thing)),
        _ => format!("사용자는 {} 좋아한다", object(thing)),
    };
    Some(things.iter().map(|thing| liked(text(thing), thing)).collect())
}

fn dislikes(clause: &Clause) -> Option<Vec<Statement>> {
    let things = things(clause, false)?;
    let denied = clause.denied() == Denied::Not;
    let text = |thing: &str| {
        if denied {
            format!("사용자는 {} 좋아하지 않는다", object(thing))
        } else {
            format!("사용자는 {} 싫어한다", object(thing))
        }
    };
    Some(things.iter().map(|thing| disliked(text(thing), thing)).collect())
}

/// What an attitude is to; none if any of it is nothing a fact can name, or if anything else is in the clause.
fn things(clause: &Clause, is_love: bool) -> Option<Vec<String>> {
    if !clause.times.iter().all(|time| {
        is_one_of(
            "요즘 최근 아침 아침에 밤 밤에 저녁 저녁에 여름에 겨울에 봄에 가을에 매일 주말 주말에",
            time,
        )
    }) {
        return None;
    }
    let (last, before) = clause
        .args
        .iter()
        .filter(|arg| arg.case != Case::Than && !about_seasons(arg))
        .collect::<Vec<_>>()
        .split_last()
        .map(|(last, before)| (*last, before.to_vec()))?;
    let ends = matches!(last.case, Case::Object | Case::Bare | Case::Also | Case::Topic);
    if !ends || before.iter().any(|arg| arg.case != Case::And) {
        return None;
    }
    before.into_iter().chain([last]).map(|arg| thing(arg, is_love)).collect()
}

fn about_seasons(arg: &Arg) -> bool {
    matches!(arg.case, Case::At) && is_one_of("중 중에서 음식 커피", arg.last())
}

fn thing(arg: &Arg, is_love: bool) -> Option<String> {
    let noun = arg.noun();
    let noun = noun
        .strip_suffix(" 거")
        .or_else(|| noun.strip_suffix(" 걸"))
        .map_or(noun.clone(), |verb| format!("{verb} 것"));
    let doing = noun.ends_with(" 것") && arg.words.len() > 1;
    let tastes = arg.words.first().is_some_and(|word| is_one_of(TASTES, word)) && arg.words.len() == 2;
    let does = tastes || arg.words.iter().rev().nth(1).is_some_and(|verb| verb.ends_with('는'));
    let odd = |word: &String| {
        is_one_of("이 그 저 이런 그런 저런 네 니 너의 당신의 어떤 모든 내가 네가 니가 제가", word)
            || word.ends_with("같은")
            || word.ends_with("다는")
            || word.ends_with("라는")
            || word.ends_with("번째")
    };
    let refused = (is_one_of(NO_OBJECTS, arg.last()) && !(doing && does))
        || arg.words.iter().any(odd)
        || arg.words.len() > 5
        || (is_love && (is_relative(arg.last()) || arg.words.len() > 3))
        || noun.ends_with('씨')
        || noun.ends_with('님')
        || is_relative(arg.last())
        || !noun.chars().any(char::is_alphabetic);
    (!refused).then_some(noun)
}

/// 저는 커피가 좋아요, 커피보다 차가 더 좋아요.
fn good(clause: &Clause) -> Option<Vec<Statement>> {
    const STATES: &str = "기분 컨디션 몸 건강 운 머리 성격 눈 시력 귀 기억력 사이 날씨 느낌 상태 성적 피부 체력 목소리 솜씨 실력 관계 인상 위치 입맛 궁합 분위기 말 이해력 발음";
    let than = clause.args.iter().find(|arg| arg.case == Case::Than);
    let mut rest = clause.args.iter().filter(|arg| arg.case != Case::Than);
    let arg =
        rest.next().filter(|arg| matches!(arg.case, Case::Subject | Case::Bare) && rest.next().is_none())?;
    let thing = thing(arg, false).filter(|_| !is_one_of(STATES, arg.last()) && clause.times.is_empty())?;
    let ok = clause.me && !arg.last().ends_with('게') && !clause.says("별로 그다지");
    match clause.denied() {
        Denied::No if ok => {
            let text = match than {
                Some(than) => format!("사용자는 {}보다 {} 더 좋아한다", than.noun(), object(&thing)),
                None => format!("사용자는 {} 좋아한다", object(&thing)),
            };
            Some(vec![liked(text, &thing)])
        }
        _ => None,
    }
}

fn bad(clause: &Clause) -> Option<Vec<Statement>> {
    let arg = clause.only(&[Case::Subject, Case::Bare, Case::Topic])?;
    let thing = thing(arg, false)?;
    // 가기 싫어요 is of the moment.
    let ok = !thing.ends_with('기')
        && clause.times.is_empty()
        && (clause.me || arg.case != Case::Topic)
        && thing.chars().count() > 1;
    ok.then(|| vec![disliked(format!("사용자는 {} 싫어한다", object(&thing)), &thing)])
}

/// 고양이를 무서워해요, 저는 높은 곳이 무서워요.
fn fears(clause: &Clause, stem: &str) -> Option<Vec<Statement>> {
    let felt = stem == "무섭";
    let arg = clause.only(if felt { &[Case::Subject] } else { &[Case::Object, Case::Bare] })?;
    let thing = thing(arg, false).filter(|_| (clause.me || !felt) && clause.times.is_empty())?;
    let text = format!("사용자는 {} 무서워한다", object(&thing));
    let said =
        fact(text, "preference", 0.5).kind(Kind::Preference).about(&format!("attitude:{thing}"), "fear");
    Some(vec![said.names(&thing, "thing", "fears")])
}

/// 고기 안 먹어요, 커피 이제 안 마셔요, 매운 걸 못 먹어요.
fn leaves_alone(clause: &Clause, verb: Verb, denied: Denied) -> Option<Vec<Statement>> {
    if !clause.times.is_empty()
        || clause.says("아직 아직도 별로 많이 자주 그냥 처음")
        || denied == Denied::Not && clause.says("잘") && !clause.says("원래 이제")
    {
        return None;
    }
    let ended = clause.says("이제 이제는 이젠 더이상 더는 인제");
    let things: Vec<String> = if clause.args.last().is_some_and(|arg| is_one_of("거 걸 것", arg.last())) {
        let arg = clause.only(&[Case::Object, Case::Bare, Case::Topic])?;
        let kind = arg.words.first().filter(|word| arg.words.len() == 2 && is_one_of(TASTES, word))?;
        vec![format!("{kind} 것")]
    } else {
        things(clause, false)?
    };
    let action = match (verb, denied) {
        (Verb::Eat, Denied::Cannot) if clause.says("잘") => "잘 못 먹는다",
        (Verb::Eat, Denied::Cannot) => "못 먹는다",
        (Verb::Eat, _) => "먹지 않는다",
        (_, Denied::Cannot) if clause.says("잘") => "잘 못 마신다",
        (_, Denied::Cannot) => "못 마신다",
        _ => "마시지 않는다",
    };
    let said = things.iter().map(|thing| {
        let now = if ended { "이제 " } else { "" };
        let text = format!("사용자는 {now}{} {action}", object(thing));
        if is_one_of(MEAT, thing) && denied == Denied::Not {
            return Some(fact(text, "diet health", 0.8).about("diet", "채식"));
        }
        if is_one_of(MEALS, thing) {
            return (denied == Denied::Not && verb == Verb::Eat).then(|| fact(text, "habit diet", 0.4));
        }
        let plain = is_one_of("밥 식사 약 물 뭐 음식 요리 한입 입 하나", thing);
        (!plain).then(|| disliked(text, thing))
    });
    said.collect()
}

/// 담배 안 피워요, 담배 피워요.
fn smokes(clause: &Clause, denied: Denied) -> Option<Vec<Statement>> {
    let noun = clause.only(&[Case::Object, Case::Bare, Case::Topic])?.noun();
    let does = denied == Denied::No;
    let text = format!("사용자는 {} {}", object(&noun), if does { "피운다" } else { "피우지 않는다" });
    let said = fact(text, "habit health", 0.6)
        .about(&format!("attitude:{noun}"), if does { "like" } else { "dislike" });
    is_one_of("담배 전자담배", &noun).then(|| vec![said])
}

/// 담배를 끊었어요.
fn stopped(clause: &Clause) -> Option<Vec<Statement>> {
    let arg = clause.only(&[Case::Object, Case::Bare, Case::Also, Case::Topic])?;
    let thing = thing(arg, false)?;
    let cut = is_one_of("전화 연락 인연 관계 표 티켓 통화 말 숨 발길 카드 영수증 대화 줄 끈 정 약", &thing)
        || arg.words.len() > 2;
    (!cut).then(|| {
        let category =
            if is_one_of("담배 술 커피 카페인", &thing) { "preference health" } else { "preference" };
        let said = fact(format!("사용자는 {} 끊었다", object(&thing)), category, 0.6).kind(Kind::Preference);
        vec![said.about(&format!("attitude:{thing}"), "dislike")]
    })
}

/// 최애는 아이유예요, 제일 좋아하는 음식은 김치찌개예요, 취미는 등산이에요.
fn favourite(clause: &Clause) -> Option<Statement> {
    let (arg, more) = clause.args.split_first()?;
    let listed =
        matches!(arg.case, Case::Topic | Case::Subject) && more.iter().all(|arg| arg.case == Case::And);
    let last = clause.is().filter(|_| listed)?.join(" ");
    let value = more.iter().map(|arg| together(&arg.noun()) + " ").collect::<String>() + &last;
    let value = value.as_str();
    let ok = !is_one_of(NO_OBJECTS, value)
        && clause.times.is_empty()
        && value.split(' ').count() <= 5
        && !is_one_of("비밀 없음 다양 여러가지 뭐", value)
        && value.split(' ').all(|word| !is_one_of("이 그 저 무슨 어떤", word));
    let words: Vec<&str> = arg.words.iter().map(String::as_str).collect();
    if !ok {
        return None;
    }
    let favourite = |kind: &str, text: String| {
        let said = fact(text, "preference", 0.5).kind(Kind::Preference);
        Some(said.about(&format!("favorite:{kind}"), value).names(value, "thing", "likes"))
    };
    match words.as_slice() {
        ["최애"] => favourite("최애", format!("사용자의 최애는 {value}이다")),
        ["최애", kind] => favourite(kind, format!("사용자가 가장 좋아하는 {} {value}이다", topic(kind))),
        ["좋아하는", "것"] => Some(liked(format!("사용자는 {} 좋아한다", object(value)), value)),
        ["좋아하는", kind] => {
            favourite(kind, format!("사용자가 가장 좋아하는 {} {value}이다", topic(kind)))
        }
        ["싫어하는", _] => Some(disliked(format!("사용자는 {} 싫어한다", object(value)), value)),
        ["취미"] => {
            let said =
                fact(format!("사용자의 취미는 {value}이다"), "preference habit", 0.5).kind(Kind::Preference);
            Some(said.names(value, "activity", "likes"))
        }
        _ => None,
    }
}
