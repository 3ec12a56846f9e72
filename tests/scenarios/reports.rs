//! What users of mem0 report, by the number of the report: none of it happens here. Echoes (#4573) have a file of their own.

use std::cell::Cell;

use forgetmenot::{
    engine::{Abort, Engine, Ports, request::MessageInput},
    model::Op,
};
use serde_json::json;

use crate::{
    doubles::{World, add, all, find, of, search, user},
    support::block_on,
};

/// One memory, then one new fact with what the model decides about it.
fn decided(memory: &str, fact: &str, event: &str, text: Option<&str>) -> Vec<String> {
    let world = World::new();
    let engine = world.open();
    world.llm.facts(&[memory]);
    add(&engine, "ana", "first");
    world.llm.facts(&[fact]);
    world.llm.decisions(&[(1, event, Some(1), text)]);
    add(&engine, "ana", "second");
    all(&engine, "ana")
}

#[test]
fn report_5867_contradictions_do_not_pile_up() {
    let world = World::new();
    let engine = world.open();
    for (n, player) in ["Ronaldo", "Messi", "Son", "Bellingham"].iter().enumerate() {
        world.llm.facts(&[&format!("User's favourite player is {player}")]);
        if n > 0 {
            world.llm.decisions(&[(
                1,
                "UPDATE",
                Some(1),
                Some(&format!("User's favourite player is {player}")),
            )]);
        }
        add(&engine, "ana", player);
    }
    assert_eq!(all(&engine, "ana"), ["User's favourite player is Bellingham"]);
    assert_eq!(search(&engine, "ana", "favourite player").len(), 1);
    let id = search(&engine, "ana", "favourite player")[0].item.id.clone();
    assert_eq!(block_on(engine.history(&id)).unwrap().len(), 4, "and nothing of it is lost");
}

#[test]
fn report_4536_a_contradiction_leaves_the_newer_fact_not_none() {
    let left = decided("User loves Chinese food", "User hates Chinese food since the trip", "DELETE", None);
    assert_eq!(left, ["User hates Chinese food since the trip"]);
    let ended = decided("User has a dog called Rex", "User no longer has a dog", "DELETE", None);
    assert!(ended.is_empty(), "what has ended may go: {ended:?}");
}

#[test]
fn report_3733_an_update_never_keeps_the_old_text() {
    for same in ["User reads thrillers", "user reads  THRILLERS."] {
        let left = decided("User reads thrillers", "User reads only romance now", "UPDATE", Some(same));
        assert_eq!(left, ["User reads only romance now"]);
    }
}

#[test]
fn report_1674_a_fact_told_twice_is_not_deleted() {
    for event in ["DELETE", "UPDATE", "NOOP", "ADD"] {
        let left = decided("User is a nurse in Lisbon", "The user is a nurse, in Lisbon", event, None);
        assert_eq!(left, ["User is a nurse in Lisbon"], "{event}");
    }
    // In one batch, one deciding against the other.
    let world = World::new();
    let engine = world.open();
    world.llm.facts(&["User is a nurse"]);
    add(&engine, "ana", "nurse");
    world.llm.facts(&["User works as a nurse in Lisbon", "User works as nurse at Lisbon's hospital"]);
    world.llm.decisions(&[
        (1, "UPDATE", Some(1), Some("User works as a nurse in Lisbon")),
        (2, "DELETE", Some(1), None),
    ]);
    add(&engine, "ana", "as I said");
    assert!(all(&engine, "ana").iter().any(|text| text.contains("nurse")), "{:?}", all(&engine, "ana"));
}

#[test]
fn report_1750_an_update_never_overwrites_what_is_unrelated() {
    for event in ["UPDATE", "DELETE", "NOOP"] {
        let mut left =
            decided("User lives in Lisbon", "User plays the cello", event, Some("User plays the cello"));
        left.sort_unstable();
        assert_eq!(left, ["User lives in Lisbon", "User plays the cello"], "{event}");
    }
}

#[test]
fn report_3709_concurrent_adds_lose_no_update() {
    let world = World::new();
    let engine = world.open();
    let tabs = [world.open(), world.open()];
    let said = |n: usize| format!("note number {n}");
    let never = Abort::never();
    let calls: Vec<_> = (0..30)
        .map(|n| {
            let engine: &Engine = if n % 3 == 0 { &engine } else { &tabs[n % 2] };
            let options = forgetmenot::engine::request::AddOptions { infer: Some(false), ..of("ana") };
            engine.add(user(&said(n)), options, &never)
        })
        .collect();
    for answer in block_on(futures_util::future::join_all(calls)) {
        assert_eq!(answer.unwrap().results.len(), 1);
    }
    assert_eq!(all(&world.open(), "ana").len(), 30);
}

#[test]
fn report_3410_and_3918_broken_json_loses_no_turn() {
    let world = World::new();
    let engine = world.open();
    let broken = r#"{"facts":[{"text":"User lives in Port"#;
    world.llm.say(broken);
    world.llm.say(broken);
    let added = add(&engine, "ana", "I live in Porto");
    assert_eq!(added.pending.unwrap().problem.code, "model_bad_reply");
    world.llm.facts(&["User lives in Porto"]);
    assert_eq!(block_on(engine.flush(&Abort::never())).unwrap().finished, 1);
    assert_eq!(all(&engine, "ana"), ["User lives in Porto"]);
    // The second try was a repair: the model saw what it had said and what was wrong with it.
    let prompts = world.llm.prompts.borrow();
    let [.., said, asked] = &prompts[1].turns[..] else { panic!("no repair") };
    assert!(said.text == broken && asked.text.contains("JSON"));
    assert_eq!(prompts[0].turns.len() + 2, prompts[1].turns.len());
}

#[test]
fn report_5894_old_conversations_keep_their_dates() {
    let world = World::new();
    let engine = world.open();
    world.llm.say(
        json!({ "facts": [
            { "text": "User moved to Porto on 2019-05-03", "kind": "event", "messages": [1], "eventDate": "2019-05-03" },
            { "text": "User has a garden", "messages": [1] },
        ], "summary": "" })
        .to_string(),
    );
    let old = MessageInput {
        timestamp: Some("2019-05-04T09:00:00Z".into()),
        ..user("I moved to Porto yesterday, with a garden").remove(0)
    };
    block_on(engine.add(vec![old], of("ana"), &Abort::never())).unwrap();
    let prompt = world.llm.prompts.borrow()[0].turns[0].text.clone();
    assert!(prompt.contains("2019-05-04") && prompt.contains("Saturday"), "relative time counts from then");
    let days =
        |query: &str| search(&engine, "ana", query)[0].item.moment().chars().take(10).collect::<String>();
    assert_eq!((days("moved to Porto"), days("garden")), ("2019-05-03".into(), "2019-05-04".into()));
    let block = block_on(engine.context("garden Porto", find("ana"), &Abort::never())).unwrap().text;
    assert!(block.contains("[2019-05-04] User has a garden"), "{block}");
}

#[test]
fn report_6817_secrets_are_neither_stored_nor_sent() {
    let world = World::new();
    let secret = "sk-proj-a1B2c3D4e5F6g7H8i9J0k1L2";
    let told = format!("my OpenAI key is {secret} and my password is hunter2!");
    let engine = world.open();
    world.llm.facts(&["User has an OpenAI account"]);
    add(&engine, "ana", &told);
    let words = world.open_with(Ports { llm: None, ..world.ports() });
    add(&words, "bo", &told);
    let prompts = format!("{:?}", world.llm.prompts.borrow());
    assert!(!prompts.contains(secret) && !prompts.contains("hunter2") && prompts.contains("[secret]"));
    assert_eq!(all(&words, "bo"), ["my OpenAI key is [secret] and my password is [secret]!"]);
    assert!(search(&words, "bo", "password").iter().all(|hit| !hit.item.memory.contains("hunter2")));
    // Nor while a turn waits.
    world.llm.fail(forgetmenot::ErrorCode::Network);
    add(&engine, "ana", &told);
    assert!(!format!("{:?}", block_on(engine.pending()).unwrap()).contains(secret));
}

#[test]
fn report_2813_an_add_takes_two_calls_at_most_and_one_where_nothing_is_near() {
    let world = World::new();
    let engine = world.open();
    let calls = Cell::new(0);
    let took = || world.llm.calls() - calls.replace(world.llm.calls());
    let many: Vec<String> = (0..20).map(|n| format!("User owns thing{n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    world.llm.facts(&many);
    add(&engine, "ana", "all I own");
    assert_eq!(took(), 1, "nothing was known");
    let more: Vec<String> = (0..20).map(|n| format!("User owns thing{n} and another")).collect();
    let more: Vec<&str> = more.iter().map(String::as_str).collect();
    world.llm.facts(&more);
    let decisions: Vec<(u32, &str, Option<u32>, Option<&str>)> =
        (1..=20).map(|n| (n, "ADD", None, None)).collect();
    world.llm.decisions(&decisions);
    let added = add(&engine, "ana", "more");
    assert_eq!((took(), added.results.len()), (2, 20), "twenty facts, one decision");
    assert!(added.results.iter().all(|item| item.event == Op::Add));
}
