//! Sentences and what they say: each a row.

mod changes;
mod family;
mod health;
mod life;
mod nothing;
mod others;
mod plans;
mod properties;
mod slots;
mod taste;
mod who;
mod wishes;

use super::*;

/// A sentence, and what it says: texts with their slots, parted by `; `.
type Row = (&'static str, &'static str);

/// A Friday.
const AT: &str = "2026-05-01T03:00:00Z";
/// Seoul.
const OFFSET: i32 = 540;
const STATING: [&[Row]; 7] =
    [who::ROWS, taste::ROWS, health::ROWS, life::ROWS, wishes::ROWS, changes::ROWS, family::ROWS];

fn said(sentence: &str) -> Vec<Found> {
    crate::rules::read(sentence, Timestamp::parse(AT).unwrap(), OFFSET)
}

fn stated(sentence: &str) -> String {
    let of = |found: Found| match found {
        Found::Statement(Statement { text, slot: Some(slot), .. }) => {
            format!("{text} [{}={}]", slot.key, slot.value)
        }
        Found::Statement(statement) => statement.text,
        Found::Forget(topic) => format!("forget({topic})"),
        Found::Correction { wrong, right } => format!("{wrong}→{right}"),
    };
    said(sentence).into_iter().map(of).collect::<Vec<_>>().join("; ")
}

#[test]
fn sentences_state_what_they_say() {
    let rows = STATING.iter().copied().flatten();
    let wrong: Vec<String> = rows
        .filter(|(sentence, says)| stated(sentence) != *says)
        .map(|(sentence, says)| format!("{sentence}: {} instead of {says}", stated(sentence)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_says_nothing_of_the_person_states_nothing() {
    let rows = nothing::ROWS.iter().chain(others::ROWS).chain(changes::NOTHING);
    let wrong: Vec<String> = rows
        .filter(|sentence| !stated(sentence).is_empty())
        .map(|sentence| format!("{sentence}: {}", stated(sentence)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn whom_one_sentence_speaks_of_the_next_may_leave_out() {
    for (message, says) in [
        ("제 동생은 간호사예요. 서울에 살아요.", "사용자의 동생은 간호사이다"),
        ("친구는 커피를 좋아해요. 차를 싫어해요.", ""),
        ("친구는 부산에 살아요. 저는 서울에 살아요.", "사용자는 서울에 산다 [home=서울]"),
        ("제 동생은 간호사이고 서울에 살아요.", "사용자의 동생은 간호사이다"),
        ("제 동생 이름은 민수예요. 서울에 살아요.", "사용자의 동생 이름은 민수이다"),
        ("딸이 둘 있고 부산에 살아요.", "사용자는 딸이 둘 있다 [has:딸=2]; 사용자는 부산에 산다 [home=부산]"),
        (
            "강아지를 키워요. 커피를 좋아해요.",
            "사용자는 강아지를 키운다 [has:강아지=yes]; 사용자는 커피를 좋아한다 [attitude:커피=like]",
        ),
        (
            "커피는 좋아해요. 차는 싫어해요.",
            "사용자는 커피를 좋아한다 [attitude:커피=like]; 사용자는 차를 싫어한다 [attitude:차=dislike]",
        ),
        ("우리 고양이 사료 좀 추천해 줘. 닭고기 알레르기가 있어.", ""),
        (
            "우리 강아지 사료 뭐가 좋아요? 닭고기 알레르기가 있어요. 저는 부산에 살아요.",
            "사용자는 부산에 산다 [home=부산]",
        ),
        ("역할극 하자. 나는 의사야. 나는 부산에 살아.", ""),
        ("민수: 저는 제주에 살아요. 김치를 싫어해요.", ""),
        ("부산에 살아요. 다음 글을 교정해 줘. 저는 서울에 살아요.", "사용자는 부산에 산다 [home=부산]"),
        ("날씨가 좋네요. 부산에 살아요.", "사용자는 부산에 산다 [home=부산]"),
    ] {
        assert_eq!(stated(message), says, "{message}");
    }
}

#[test]
fn facts_name_what_they_are_about() {
    let facts = |sentence| match said(sentence).into_iter().next() {
        Some(Found::Statement(statement)) => statement,
        other => panic!("{sentence}: {other:?}"),
    };
    let home = facts("부산에 살아요");
    let edge =
        |s: &Statement| s.relations.first().map(|r| format!("{} {} {}", r.subject, r.predicate, r.object));
    assert_eq!(edge(&home).as_deref(), Some("User lives_in 부산"));
    assert_eq!(home.entities.iter().map(|e| e.name.as_str()).collect::<Vec<_>>(), ["User", "부산"]);
    assert_eq!(edge(&facts("제 여동생 이름은 수진이야")).as_deref(), Some("수진 sister_of User"));
    assert_eq!(edge(&facts("커피를 좋아해요")).as_deref(), Some("User likes 커피"));
    let allergy = facts("땅콩 알레르기가 있어요");
    assert!(allergy.importance >= 0.9 && allergy.categories == ["health"] && edge(&allergy).is_some());
    use crate::model::Kind;
    assert_eq!(facts("커피를 좋아해요").kind, Kind::Preference);
    assert_eq!(facts("앞으로는 존댓말로 답해 줘").kind, Kind::Procedure);
    assert_eq!(facts("내일 시험이 있어요").kind, Kind::Event);
}
