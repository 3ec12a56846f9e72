//! Without a model: rules read the person's words, what they are about is settled by its slot, and the messages stay beside it.

use forgetmenot::{
    ErrorCode,
    engine::{Abort, Engine, request::MessageInput, response::AddResult},
    model::{Kind, Op, Role},
};

use crate::{
    doubles::{World, add, facts, find, items, of, search, told, user},
    support::block_on,
};

fn words(engine: &Engine) -> Vec<String> {
    let items = items(engine, "ana").into_iter().filter(|item| item.kind == Kind::Verbatim);
    items.map(|item| item.memory).collect()
}

fn talk(engine: &Engine, turn: &[(&str, &str)]) -> AddResult {
    let said = |(role, content): &(&str, &str)| MessageInput {
        role: (*role).into(),
        content: (*content).into(),
        ..MessageInput::default()
    };
    let messages: Vec<_> = turn.iter().map(said).collect();
    block_on(engine.add(messages, of("ana"), &Abort::never())).unwrap()
}

#[test]
fn facts_stand_beside_the_words_they_rest_on() {
    let world = World::new();
    let engine = world.open_without_model();
    let added = add(&engine, "ana", "Hi! I live in Lisbon and I'm allergic to peanuts. Can you help me?");
    assert!(added.pending.is_none());
    assert_eq!(facts(&engine), ["User lives in Lisbon", "User is allergic to peanuts"]);
    assert_eq!(words(&engine), ["Hi! I live in Lisbon and I'm allergic to peanuts. Can you help me?"]);
    let kinds: Vec<Kind> = added.results.iter().map(|item| item.kind).collect();
    assert_eq!(kinds, [Kind::Verbatim, Kind::Fact, Kind::Fact]);
    let all = items(&engine, "ana");
    let (turn, fact) = (&all[0], &all[1]);
    assert_eq!(turn.evidence.message_ids, fact.evidence.message_ids);
    assert_eq!(fact.evidence.speaker, Some(Role::User));
    assert_eq!(fact.evidence.prompt_version.as_deref(), Some("rules-1"));
    assert_eq!(fact.evidence.model, None);
    assert!(!fact.entities.is_empty() && !fact.relations.is_empty(), "{fact:?}");
    assert!(
        search(&engine, "ana", "where does she live").iter().any(|hit| hit.item.memory.contains("Lisbon"))
    );
}

#[test]
fn a_move_closes_the_home_before() {
    for (before, after, gone, here) in [
        ("I live in Seoul.", "I moved to Busan last week.", "Seoul", "Busan"),
        ("저는 서울에 살아요.", "지난주에 부산으로 이사했어요.", "서울", "부산"),
        ("저는 서울에 살아요.", "I live in Busan now.", "서울", "Busan"),
        ("I work at Naver.", "I started a new job at Kakao.", "Naver", "Kakao"),
        ("저는 네이버에서 일해요.", "카카오로 이직했어요.", "네이버", "카카오"),
        ("I like coffee.", "I don't like coffee any more.", "User likes", "coffee"),
        ("커피를 좋아해요.", "이제 커피는 싫어해요.", "좋아", "커피"),
    ] {
        let world = World::new();
        let engine = world.open_without_model();
        add(&engine, "ana", before);
        let id = items(&engine, "ana")[1].id.clone();
        let added = add(&engine, "ana", after);
        let known = facts(&engine);
        assert_eq!(known.len(), 1, "{known:?}");
        assert!(known[0].contains(here) && !known[0].contains(&format!(" {gone}")), "{known:?}");
        let update = added.results.iter().find(|item| item.event == Op::Update).unwrap();
        assert_eq!(update.id, id, "{after}");
        assert!(update.previous_memory.as_ref().unwrap().contains(gone), "{update:?}");
        assert_eq!(block_on(engine.history(&id)).unwrap().len(), 2);
        assert_eq!(words(&engine), [before, after], "the words stay as they were");
    }
}

#[test]
fn what_has_ended_ends_what_it_names_and_nothing_newer() {
    let left = told(&["I live in Seoul.", "I no longer live in Seoul."]);
    assert_eq!(left.len(), 1);
    assert!(left[0].contains("no longer"), "{left:?}");
    let left = told(&["I live in Seoul.", "I moved to Busan.", "I don't live in Seoul any more."]);
    assert!(left.iter().any(|fact| fact.contains("lives in Busan")), "{left:?}");
    let left = told(&["서울에 살아요.", "부산으로 이사했어요.", "이제 서울에 안 살아요."]);
    assert!(left.iter().any(|fact| fact.contains("부산")), "{left:?}");
    let left = told(&["I'm allergic to peanuts.", "Good news: I'm not allergic to peanuts any more."]);
    assert!(left.iter().all(|fact| fact != "User is allergic to peanuts"), "{left:?}");
}

#[test]
fn what_is_said_again_is_known() {
    for twice in [
        ["I live in Lisbon.", "As I said, I live in Lisbon."],
        ["I live in Lisbon.", "i live in lisbon"],
        ["저는 부산에 살아요.", "부산에 살고 있어요."],
        ["I like tea.", "I love tea!"],
    ] {
        let known = told(&twice);
        assert_eq!(known.len(), 1, "{twice:?}: {known:?}");
    }
}

#[test]
fn what_is_corrected_in_the_same_breath_or_later_is_put_right() {
    for said in [
        &["I live in Seoul. No wait, not Seoul, Busan."][..],
        &["I live in Seoul.", "No, I meant Busan, not Seoul."],
    ] {
        assert_eq!(told(said), ["User lives in Busan"], "{said:?}");
    }
    let known = told(&["저는 서울에 살아요.", "서울이 아니라 부산이에요."]);
    assert!(known.len() == 1 && known[0].contains("부산") && !known[0].contains("서울"), "{known:?}");
}

#[test]
fn a_wish_to_forget_takes_fact_words_and_itself() {
    for (said, wish) in [
        ("I live in Seoul.", "Please forget that I live in Seoul."),
        ("I live in Seoul.", "Forget my address, please."),
        ("서울에 살아요.", "내가 서울에 산다는 거 잊어 줘."),
        ("서울에 살아요.", "제 주소는 지워 주세요."),
    ] {
        let world = World::new();
        let engine = world.open_without_model();
        add(&engine, "ana", "I like tea.");
        add(&engine, "ana", said);
        assert_eq!(facts(&engine).len(), 2);
        let id = items(&engine, "ana")[3].id.clone();
        let added = add(&engine, "ana", wish);
        assert!(added.results.iter().any(|item| item.event == Op::Delete && item.id == id), "{added:?}");
        assert_eq!(facts(&engine), ["User likes tea"], "{wish}");
        assert_eq!(words(&engine), ["I like tea."], "{wish}");
        assert_eq!(block_on(engine.history(&id)).unwrap().len(), 2, "the history is the person's");
    }
}

#[test]
fn nothing_is_read_where_nothing_was_said_of_the_person() {
    for quiet in [
        "Where do I live?",
        "If I lived in Paris, I'd eat croissants all day.",
        "My friend lives in Rome and hates coffee.",
        "\"I live in Rome\" is the first line of the song.",
        "Write a poem in which I love rain.",
        "I'm fine, thanks. I like that idea.",
        "Don't let me forget the milk!",
        "제 친구는 로마에 살아요.",
        "어디에 살면 좋을까요?",
        "부산에 살면 좋겠다.",
        "오늘 날씨 좋네요.",
    ] {
        let known = told(&[quiet]);
        let of_the_person = known.iter().filter(|fact| {
            ["User lives", "User likes", "User hates", "사용자는 로마", "사용자는 부산"]
                .iter()
                .any(|s| fact.starts_with(s))
        });
        assert_eq!(of_the_person.count(), 0, "{quiet}: {known:?}");
    }
}

#[test]
fn what_the_assistant_says_is_the_persons_only_once_they_agree() {
    let world = World::new();
    let engine = world.open_without_model();
    talk(&engine, &[("user", "Hello there"), ("assistant", "You live in Porto, right?")]);
    assert!(facts(&engine).is_empty());
    talk(&engine, &[("assistant", "You live in Porto, right?"), ("user", "No.")]);
    assert!(facts(&engine).is_empty());
    talk(&engine, &[("assistant", "You live in Porto, right?"), ("user", "Yes!")]);
    assert_eq!(facts(&engine), ["User lives in Porto"]);
}

#[test]
fn where_several_people_speak_i_is_nobody() {
    let world = World::new();
    let engine = world.open_without_model();
    let named = |name: &str, text: &str| MessageInput { name: Some(name.into()), ..user(text).remove(0) };
    let turn = vec![named("Ana", "I live in Lisbon."), named("Ben", "I live in Rome.")];
    block_on(engine.add(turn, of("ana"), &Abort::never())).unwrap();
    assert!(facts(&engine).is_empty());
}

#[test]
fn what_is_over_tomorrow_is_over_tomorrow() {
    let world = World::new();
    let engine = world.open_without_model();
    add(&engine, "ana", "I have an exam tomorrow.");
    let exam = |engine: &Engine| {
        search(engine, "ana", "exam").into_iter().filter(|hit| hit.item.kind != Kind::Verbatim).count()
    };
    assert_eq!(exam(&engine), 1);
    let fact = items(&engine, "ana").remove(1);
    assert_eq!(fact.event_time.unwrap().get(..10), Some("2026-11-23"));
    world.clock.advance(2 * 24 * 3_600_000);
    assert_eq!(exam(&engine), 0, "{:?}", facts(&engine));
    assert!(!search(&engine, "ana", "exam").is_empty(), "the message is still found");
}

#[test]
fn a_turn_whose_model_is_away_is_read_at_once_and_by_the_model_once() {
    let world = World::new();
    let engine = world.open();
    world.llm.fail(ErrorCode::Network);
    let added = add(&engine, "ana", "I live in Lisbon.");
    assert_eq!(added.pending.unwrap().problem.code, "network");
    assert_eq!(facts(&engine), ["User lives in Lisbon"]);
    assert_eq!(search(&engine, "ana", "Lisbon").len(), 1);
    world.llm.facts(&["User lives in Lisbon with two cats"]);
    world.llm.decisions(&[(1, "UPDATE", Some(1), Some("User lives in Lisbon with two cats"))]);
    let calls = world.llm.calls();
    block_on(engine.flush(&Abort::never())).unwrap();
    let known = facts(&engine);
    assert_eq!(known.len(), 1, "the model's fact takes the place of the rule's: {known:?}");
    block_on(engine.flush(&Abort::never())).unwrap();
    assert!(world.llm.calls() - calls <= 2, "read once");
}

#[test]
fn turns_of_the_time_without_a_model_are_read_by_the_one_that_comes() {
    let world = World::new();
    let alone = world.open_without_model();
    add(&alone, "ana", "I live in Lisbon.");
    add(&alone, "ana", "My cousin Eva adores tulips, by the way.");
    block_on(alone.close()).unwrap();
    let engine = world.open();
    world.llm.facts(&["User lives in Lisbon", "Eva, the cousin of User, adores tulips"]);
    world.llm.decisions(&[(1, "ADD", None, None)]);
    block_on(engine.flush(&Abort::never())).unwrap();
    let known = facts(&engine);
    assert_eq!(known.iter().filter(|fact| fact.contains("Lisbon")).count(), 1, "{known:?}");
    assert!(known.iter().any(|fact| fact.contains("adores tulips")), "{known:?}");
    let calls = world.llm.calls();
    block_on(engine.flush(&Abort::never())).unwrap();
    assert_eq!(world.llm.calls(), calls, "once");
}

#[test]
fn another_persons_words_change_nothing_here() {
    let world = World::new();
    let engine = world.open_without_model();
    add(&engine, "ana", "I live in Lisbon.");
    add(&engine, "ben", "I moved to Rome. Forget my address.");
    assert_eq!(facts(&engine), ["User lives in Lisbon"]);
    let hits = block_on(engine.search("Rome", find("ana"), &Abort::never())).unwrap().results;
    assert!(hits.iter().all(|hit| !hit.item.memory.contains("Rome")));
}

#[test]
fn a_yes_answers_the_question_of_the_turn_before() {
    let world = World::new();
    let engine = world.open_without_model();
    talk(&engine, &[("user", "Guess where I live."), ("assistant", "So you live in Porto?")]);
    talk(&engine, &[("user", "Yes."), ("assistant", "I knew it.")]);
    assert_eq!(facts(&engine), ["User lives in Porto"]);
    talk(&engine, &[("user", "Nice talking to you."), ("assistant", "You are a nurse, aren't you?")]);
    add(&engine, "ana", "Tell me a joke first.");
    talk(&engine, &[("user", "Yes.")]);
    assert_eq!(facts(&engine), ["User lives in Porto"], "another question came between");
}

#[test]
fn what_says_less_replaces_nothing() {
    let known = told(&["I take lisinopril 10 mg every morning.", "I take lisinopril."]);
    assert!(known.len() == 1 && known[0].contains("10 mg"), "{known:?}");
    let known = told(&["I take lisinopril 10 mg.", "My doctor upped the lisinopril to 20 mg."]);
    assert!(known.len() == 1 && known[0].contains("20 mg"), "{known:?}");
}
