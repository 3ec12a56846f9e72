//! Broken replies and bad input: a typed error or the documented safe result, nothing half-written, still usable.

use forgetmenot::{
    ErrorCode,
    engine::{
        Abort,
        request::{AddOptions, ChatOptions, GetAllOptions, MessageInput, SearchOptions},
    },
};
use serde_json::json;

use crate::{
    doubles::{World, add, all, find, of, user},
    support::block_on,
};

#[test]
fn an_unreadable_reply_is_asked_for_again_and_then_the_turn_waits() {
    let world = World::new();
    let engine = world.open();
    world.llm.say("I'm sorry, I can't do that.");
    world.llm.facts(&["User likes tea"]);
    assert_eq!(add(&engine, "ana", "tea").results.len(), 1, "the second answer was readable");
    for bad in ["", "{\"facts\": 12}"] {
        world.llm.say(bad);
        world.llm.say("[1, 2");
        assert_eq!(add(&engine, "ana", "coffee").pending.unwrap().problem.code, "model_bad_reply");
    }
    assert_eq!(block_on(engine.pending()).unwrap().len(), 2);
    // The decision can be unreadable too: the facts are not stored halfway.
    world.llm.facts(&["User likes green tea"]);
    world.llm.say("?");
    world.llm.say("??");
    assert!(add(&engine, "ana", "green tea").pending.is_some());
    assert_eq!(all(&engine, "ana"), ["User likes tea"]);
}

#[test]
fn an_answer_cut_at_the_token_limit_says_so() {
    let world = World::new();
    let engine = world.open();
    world.llm.cut.set(true);
    world.llm.say("{\"facts\": [{\"te");
    world.llm.say("{");
    assert_eq!(add(&engine, "ana", "tea").pending.unwrap().problem.code, "model_truncated");
    world.llm.cut.set(false);
    world.llm.facts(&["User likes tea"]);
    block_on(engine.flush(&Abort::never())).unwrap();
    assert_eq!(all(&engine, "ana"), ["User likes tea"]);
}

#[test]
fn thinking_text_around_the_json_and_a_cut_reply_cost_nothing_that_was_complete() {
    let world = World::new();
    let engine = world.open();
    world.llm.say("Let me see: {not json}. ```json\n{\"facts\":[{\"text\":\"A fact\",\"messages\":[1]}],\"summary\":\"\"}\n```");
    add(&engine, "ana", "one");
    let cut = r#"{"facts":[{"text":"Another thing","messages":[1]},{"text":"Cut of"#;
    world.llm.say(cut);
    world.llm.facts(&["Another thing", "A third"]);
    add(&engine, "cho", "asked again, and answered whole");
    assert_eq!(all(&engine, "cho"), ["Another thing", "A third"]);
    world.llm.say(cut);
    world.llm.say(cut);
    add(&engine, "bo", "cut off twice");
    assert_eq!(
        (all(&engine, "ana"), all(&engine, "bo")),
        (vec!["A fact".to_owned()], vec!["Another thing".to_owned()])
    );
}

/// Every byte at which a valid extraction and a valid decision can be cut: complete facts or a waiting turn.
#[test]
fn a_reply_cut_at_every_byte_never_loses_or_damages_anything() {
    let extraction = r#"{"facts":[{"text":"User lives in Porto","messages":[1]}],"summary":"s"}"#;
    let decision = r#"{"decisions":[{"fact":1,"event":"UPDATE","memory":1,"text":"User lives in Porto","reason":"r","confidence":1}]}"#;
    for (cut_first, reply) in [(true, extraction), (false, decision)] {
        for cut in 0..reply.len() {
            let world = World::new();
            let engine = world.open();
            world.llm.facts(&["User lives in Lisbon"]);
            add(&engine, "ana", "Lisbon");
            let part = reply.get(..cut).unwrap();
            if cut_first {
                world.llm.say(part);
                world.llm.say(part);
            } else {
                world.llm.say(extraction);
                world.llm.say(part);
                world.llm.say(part);
            }
            if cut_first && !part.contains("},") && part.contains("}]") {
                world.llm.say(decision);
            }
            let added = add(&engine, "ana", "Porto");
            let known = all(&engine, "ana");
            let waits = added.pending.is_some();
            assert!(
                known[0] == "User lives in Lisbon" || known == ["User lives in Porto"],
                "cut {cut}: {known:?}"
            );
            assert!(
                waits || known.iter().any(|k| k.contains("Porto")) || added.results.is_empty(),
                "cut {cut}"
            );
            assert_eq!(block_on(engine.pending()).unwrap().len(), usize::from(waits), "cut {cut}");
        }
    }
}

#[test]
fn bad_input_is_refused_by_name_and_writes_nothing() {
    let world = World::new();
    let engine = world.open();
    let say = |role: &str, content: String| {
        vec![MessageInput { role: role.into(), content, ..MessageInput::default() }]
    };
    let never = Abort::never();
    let cases: Vec<(&str, Vec<MessageInput>, AddOptions, &str)> = vec![
        ("no messages", vec![], of("ana"), "invalid_input"),
        ("empty", say("user", String::new()), of("ana"), "invalid_input"),
        ("blank", say("user", " \n\u{3000}".into()), of("ana"), "invalid_input"),
        ("unknown role", say("robot", "x".into()), of("ana"), "invalid_input"),
        ("a megabyte of emoji", say("user", "🌱".repeat(250_000)), of("ana"), "invalid_input"),
        ("too many", vec![say("user", "x".into()).remove(0); 201], of("ana"), "invalid_input"),
        ("too much", vec![say("user", "x".repeat(60_000)).remove(0); 5], of("ana"), "invalid_input"),
        ("no scope", user("x"), AddOptions::default(), "scope_required"),
        ("an id with spaces", user("x"), of("a b"), "invalid_input"),
        ("an empty id", user("x"), of(" "), "invalid_input"),
        (
            "a bad time",
            vec![MessageInput { timestamp: Some("yesterday".into()), ..user("x").remove(0) }],
            of("ana"),
            "invalid_input",
        ),
        (
            "deep metadata",
            user("x"),
            AddOptions {
                metadata: json!({"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}).as_object().cloned(),
                ..of("ana")
            },
            "invalid_input",
        ),
        (
            "large metadata",
            user("x"),
            AddOptions { metadata: json!({ "a": "x".repeat(17_000) }).as_object().cloned(), ..of("ana") },
            "invalid_input",
        ),
    ];
    for (name, messages, options, code) in cases {
        let error = block_on(engine.add(messages, options, &never)).unwrap_err();
        assert_eq!(error.code().as_str(), code, "{name}");
    }
    assert_eq!(block_on(engine.health()).unwrap().memories, 0);
    assert!(block_on(engine.pending()).unwrap().is_empty());
    add(&engine, "ana", &"🌱".repeat(16_000));
}

#[test]
fn bad_searches_are_refused_by_name() {
    let world = World::new();
    let engine = world.open();
    let limited = |limit: f64| SearchOptions { limit: Some(limit), ..find("ana") };
    let above = |threshold: f64| SearchOptions { threshold: Some(threshold), ..find("ana") };
    let filtered = |filters| SearchOptions { filters: Some(filters), ..find("ana") };
    let cases = [
        ("", find("ana"), "invalid_input"),
        (" ", find("ana"), "invalid_input"),
        ("q", SearchOptions::default(), "scope_required"),
        ("q", limited(0.0), "invalid_input"),
        ("q", limited(1e6), "invalid_input"),
        ("q", limited(1.5), "invalid_input"),
        ("q", limited(f64::NAN), "invalid_input"),
        ("q", limited(f64::INFINITY), "invalid_input"),
        ("q", above(f64::NAN), "invalid_input"),
        ("q", above(1.1), "invalid_input"),
        ("q", above(-0.1), "invalid_input"),
        ("q", filtered(json!([1])), "invalid_filter"),
        ("q", filtered(json!({ "year": { "greater": 1 } })), "invalid_filter"),
        ("q", filtered(json!({ "user_id": "bo" })), "invalid_input"),
    ];
    for (query, options, code) in cases {
        let shown = format!("{options:?}");
        let error = block_on(engine.search(query, options, &Abort::never())).unwrap_err();
        assert_eq!(error.code().as_str(), code, "{shown}");
    }
    let huge = "🌱".repeat(250_000);
    assert_eq!(
        block_on(engine.search(&huge, find("ana"), &Abort::never())).unwrap_err().code(),
        ErrorCode::InvalidInput
    );
    let wide = GetAllOptions { user_id: Some("ana".into()), limit: Some(10_001.0), ..Default::default() };
    assert_eq!(block_on(engine.get_all(wide)).unwrap_err().code(), ErrorCode::InvalidInput);
    let mut last_is_not_the_persons = user("hi");
    last_is_not_the_persons[0].role = "assistant".into();
    let options = ChatOptions { user_id: Some("ana".into()), ..Default::default() };
    let chat = block_on(engine.chat(last_is_not_the_persons, options, &mut |_| {}, &Abort::never()));
    assert_eq!(chat.unwrap_err().code(), ErrorCode::InvalidInput);
}

#[test]
fn no_error_tells_a_memorys_text() {
    let world = World::new();
    let engine = world.open();
    let secret = "hunter2 is my password";
    for code in [ErrorCode::Network, ErrorCode::ModelBlocked, ErrorCode::ModelBadReply] {
        world.llm.fail(code);
        let kept = add(&engine, "ana", secret).pending.unwrap();
        assert!(!format!("{kept:?}").contains("hunter2"));
    }
    let long = format!("{secret}{}", "x".repeat(70_000));
    let error = block_on(engine.add(user(&long), of("ana"), &Abort::never())).unwrap_err();
    assert!(!format!("{error:?}{error}").contains("hunter2"));
}
