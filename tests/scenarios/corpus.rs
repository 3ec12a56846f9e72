//! A corpus of broken replies, each to an extraction and to a decision: complete items are taken, the rest is asked for
//! again, and what never comes leaves the turn waiting with the reason. Nothing acknowledged is lost, nothing stored twice.

use forgetmenot::{ErrorCode, engine::Abort};

use crate::{
    doubles::{World, add, all},
    support::block_on,
};

const GOOD: &str = r#"{"facts":[{"text":"User lives in Porto","messages":[1]},{"text":"User has a cat","messages":[1]}],"summary":"s"}"#;
const BOTH: [&str; 2] = ["User lives in Porto", "User has a cat"];

/// What every broken reply is followed by until the service is well again.
fn broken() -> Vec<(&'static str, String)> {
    let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
    vec![
        ("empty", String::new()),
        ("white space", " \n\t ".into()),
        ("a refusal", "I'm sorry, but I cannot help with that.".into()),
        ("another language", "죄송합니다. 기억할 만한 내용이 없습니다.".into()),
        ("no object", "[1, 2, 3]".into()),
        ("null", "null".into()),
        ("another object", r#"{"answer":"User lives in Porto"}"#.into()),
        ("the list as a text", r#"{"facts":"User lives in Porto"}"#.into()),
        ("the list as an object", r#"{"facts":{"text":"User lives in Porto"}}"#.into()),
        ("cut in the first item", GOOD.chars().take(30).collect()),
        ("deep nesting", deep),
        ("ten megabytes", format!("{{\"facts\":[{{\"text\":\"{}\"}}]}}", "x".repeat(10 << 20))),
        ("binary", "\u{0}\u{1}\u{fffd}".repeat(100)),
    ]
}

/// What can be read, with what is read of it.
fn readable() -> Vec<(&'static str, String, Vec<&'static str>)> {
    let both = BOTH.to_vec();
    vec![
        ("fenced", format!("```json\n{GOOD}\n```"), both.clone()),
        (
            "thinking before",
            format!("<think>The user {{moved}}, so \"facts\": …</think>\n{GOOD}"),
            both.clone(),
        ),
        ("thinking after", format!("{GOOD}\n\nI left out the weather. {{}}"), both.clone()),
        (
            "a bare list",
            GOOD.split_once(':').and_then(|(_, list)| list.rsplit_once(r#","summary"#)).unwrap().0.to_owned(),
            both.clone(),
        ),
        ("trailing commas", GOOD.replace("}]", "},]"), both.clone()),
        ("NaN", GOOD.replace(r#""messages":[1]"#, r#""messages":[1],"confidence":NaN"#), both.clone()),
        (
            "duplicated keys",
            GOOD.replace(r#"{"text":"User has"#, r#"{"text":"x","text":"User has"#),
            both.clone(),
        ),
        ("wrong types beside", GOOD.replace("[1]", r#"{"a":"1"}"#).replace(r#""s""#, "7"), both.clone()),
        ("items of other types", GOOD.replace("[{", "[1,null,\"x\",[],{"), both.clone()),
        ("the same twice", GOOD.replace("User has a cat", "user lives in porto."), vec![BOTH[0]]),
    ]
}

#[test]
fn the_corpus_of_extractions() {
    for (name, reply, facts) in readable() {
        let world = World::new();
        let engine = world.open();
        world.llm.say(reply);
        assert!(add(&engine, "ana", "Porto it is, and the cat came along").pending.is_none(), "{name}");
        assert_eq!(all(&engine, "ana"), facts, "{name}");
        assert_eq!(world.llm.calls(), 1, "{name}");
    }
    for (name, reply) in broken() {
        let world = World::new();
        let engine = world.open();
        world.llm.say(reply.clone());
        world.llm.say(GOOD);
        assert!(add(&engine, "ana", "repaired").pending.is_none(), "{name}");
        assert_eq!(all(&engine, "ana"), BOTH, "{name}");

        world.llm.say(reply.clone());
        world.llm.say(reply);
        let waiting = add(&engine, "bo", "broken twice").pending.unwrap();
        assert_eq!(waiting.problem.code, "model_bad_reply", "{name}");
        let reopened = world.open();
        assert_eq!(block_on(reopened.pending()).unwrap()[0].messages[0].content, "broken twice", "{name}");
        world.llm.say(GOOD);
        for _ in 0..2 {
            block_on(reopened.flush(&Abort::never())).unwrap();
        }
        assert_eq!(all(&reopened, "bo"), BOTH, "{name}: once");
        assert!(block_on(reopened.pending()).unwrap().is_empty());
    }
}

#[test]
fn the_corpus_of_decisions() {
    for (name, reply) in broken() {
        let world = World::new();
        let engine = world.open();
        world.llm.facts(&["User lives in Lisbon"]);
        add(&engine, "ana", "Lisbon");
        world.llm.facts(&["User lives in Porto"]);
        world.llm.say(reply.clone());
        world.llm.decisions(&[(1, "UPDATE", Some(1), Some("User lives in Porto"))]);
        assert!(add(&engine, "ana", "Porto").pending.is_none(), "{name}");
        assert_eq!(all(&engine, "ana"), ["User lives in Porto"], "{name}");

        world.llm.facts(&["User lives in Faro"]);
        world.llm.say(reply.clone());
        world.llm.say(reply);
        assert!(add(&engine, "ana", "Faro").pending.is_some(), "{name}");
        assert_eq!(all(&engine, "ana"), ["User lives in Porto"], "{name}: nothing is stored halfway");
        world.llm.facts(&["User lives in Faro"]);
        world.llm.decisions(&[(1, "UPDATE", Some(1), Some("User lives in Faro"))]);
        assert_eq!(block_on(engine.flush(&Abort::never())).unwrap().finished, 1, "{name}");
        assert_eq!(all(&engine, "ana"), ["User lives in Faro"], "{name}");
    }
}

/// A decision in every way it can still be read: once asked for, and as it was meant.
#[test]
fn decisions_that_can_be_read_are_read_as_meant() {
    let good = r#"{"decisions":[{"fact":1,"event":"UPDATE","memory":1,"text":"User lives in Porto","reason":"r","confidence":1}]}"#;
    for (name, reply) in [
        ("fenced", format!("```json\n{good}\n```")),
        ("thinking before", format!("<think>The {{old}} one goes: \"decisions\"…</think>\n{good}")),
        ("thinking after", format!("{good}\n\nDone. {{}}")),
        ("a bare list", good.replace(r#"{"decisions":"#, "").replace("}]}", "}]")),
        ("trailing commas", good.replace("}]", "},]")),
        ("NaN", good.replace(r#""confidence":1"#, r#""confidence":NaN"#)),
        ("duplicated keys", good.replace(r#""event":"UPDATE""#, r#""reason":"x","event":"UPDATE""#)),
        ("wrong types beside", good.replace(r#""reason":"r""#, r#""reason":[7]"#)),
        ("items of other types", good.replace("[{", "[1,null,\"x\",[],{")),
        ("decided twice", good.replace("}]", r#"},{"fact":1,"event":"DELETE","memory":1}]"#)),
    ] {
        let world = World::new();
        let engine = world.open();
        world.llm.facts(&["User lives in Lisbon"]);
        add(&engine, "ana", "Lisbon");
        world.llm.facts(&["User lives in Porto"]);
        world.llm.say(reply);
        assert!(add(&engine, "ana", "Porto").pending.is_none(), "{name}");
        assert_eq!(
            (all(&engine, "ana"), world.llm.calls()),
            (vec!["User lives in Porto".to_owned()], 3),
            "{name}"
        );
    }
}

/// Cut at every byte, twice: what was complete is kept, the turn waits for the rest with the reason, and nothing is there twice in the end.
#[test]
fn complete_items_are_kept_and_the_rest_is_waited_for() {
    for cut in 0..GOOD.len() {
        let world = World::new();
        let engine = world.open();
        let part = GOOD.get(..cut).unwrap();
        world.llm.cut.set(true);
        world.llm.say(part);
        world.llm.say(part);
        let added = add(&engine, "ana", "Porto it is, and the cat came along");
        let complete = part.matches("[1]}").count();
        assert_eq!(all(&engine, "ana"), BOTH.get(..complete).unwrap(), "{cut}");
        assert_eq!(added.results.len(), complete, "{cut}");
        assert_eq!(added.pending.map(|note| note.problem.code), Some("model_truncated"), "{cut}");
        assert_eq!(added.usage.map(|usage| usage.input_tokens), Some(20), "{cut}");
        let reopened = world.open();
        let waiting = block_on(reopened.pending()).unwrap();
        assert_eq!((waiting.len(), waiting[0].attempts), (1, 1), "{cut}");
        world.llm.cut.set(false);
        world.llm.say(GOOD);
        if complete == 1 {
            world.llm.decisions(&[(1, "ADD", None, None)]);
        }
        let flushed = block_on(reopened.flush(&Abort::never())).unwrap();
        assert_eq!((flushed.finished, flushed.remaining), (1, 0), "{cut}");
        let mut known = all(&reopened, "ana");
        known.sort_by_key(|text| *text != BOTH[0]);
        assert_eq!(known, BOTH, "{cut}");
    }
}

#[test]
fn what_was_complete_is_kept_when_the_repair_fails() {
    let cut = GOOD.get(..GOOD.find("},").unwrap() + 2).unwrap();
    for code in [ErrorCode::Network, ErrorCode::ModelBlocked, ErrorCode::ModelQuota] {
        let world = World::new();
        let engine = world.open();
        world.llm.say(cut);
        world.llm.fail(code);
        let added = add(&engine, "ana", "Porto it is, and the cat came along");
        assert_eq!(added.pending.map(|note| note.problem.code), Some(code.as_str()));
        assert_eq!(all(&engine, "ana"), BOTH[..1]);
    }
    // A decision that was cut and cannot be asked for again: nothing is stored halfway.
    let world = World::new();
    let engine = world.open();
    world.llm.facts(&["User lives in Lisbon"]);
    add(&engine, "ana", "Lisbon");
    world.llm.facts(&["User lives in Porto", "User works in Porto"]);
    world.llm.say(r#"{"decisions":[{"fact":2,"event":"ADD"},{"fact":1,"#);
    world.llm.fail(ErrorCode::Network);
    assert_eq!(add(&engine, "ana", "Porto").pending.unwrap().problem.code, "network");
    assert_eq!(all(&engine, "ana"), ["User lives in Lisbon"]);
}

#[test]
fn what_the_service_blocks_waits_whichever_call_it_is() {
    let world = World::new();
    let engine = world.open();
    world.llm.fail(ErrorCode::ModelBlocked);
    assert_eq!(add(&engine, "ana", "Lisbon it is").pending.unwrap().problem.code, "model_blocked");
    assert_eq!(world.llm.calls(), 1, "asked again it would be blocked again");
    world.llm.facts(&["User lives in Lisbon"]);
    block_on(engine.flush(&Abort::never())).unwrap();
    world.llm.facts(&["User lives in Porto"]);
    world.llm.fail(ErrorCode::ModelBlocked);
    assert_eq!(add(&engine, "ana", "Porto it is").pending.unwrap().problem.code, "model_blocked");
    assert_eq!(all(&engine, "ana"), ["User lives in Lisbon"], "nothing is stored halfway");
    world.llm.facts(&["User lives in Porto"]);
    world.llm.decisions(&[(1, "UPDATE", Some(1), Some("User lives in Porto"))]);
    assert_eq!(block_on(engine.flush(&Abort::never())).unwrap().remaining, 0);
    assert_eq!(all(&engine, "ana"), ["User lives in Porto"]);
}

/// Asked for again once; then what was said counts more than how it is written.
#[test]
fn facts_in_another_language_are_asked_for_again() {
    let world = World::new();
    let engine = world.open();
    world.llm.facts(&["User lives in Busan"]);
    world.llm.facts(&["사용자는 부산에 산다"]);
    add(&engine, "ana", "저는 부산에 살아요");
    assert_eq!((all(&engine, "ana"), world.llm.calls()), (vec!["사용자는 부산에 산다".to_owned()], 2));
    assert!(world.llm.prompts.borrow()[1].turns.last().unwrap().text.contains("language"));
    for _ in 0..2 {
        world.llm.facts(&["사용자는 고양이를 키운다"]);
    }
    assert!(add(&engine, "bo", "I have a cat").pending.is_none());
    assert_eq!((all(&engine, "bo"), world.llm.calls()), (vec!["사용자는 고양이를 키운다".to_owned()], 4));
    world.llm.facts(&["User has a dog"]);
    world.llm.fail(ErrorCode::Network);
    assert!(add(&engine, "cho", "저는 강아지를 키워요").pending.is_none());
    assert_eq!(all(&engine, "cho"), ["User has a dog"]);
    let guidance = forgetmenot::engine::Guidance {
        custom_instructions: "Write in English.".into(),
        ..forgetmenot::engine::Guidance::default()
    };
    let engine = world.open_as(forgetmenot::engine::Options { guidance, ..Default::default() });
    world.llm.facts(&["User has a bird"]);
    add(&engine, "dan", "저는 새를 키워요");
    assert_eq!((all(&engine, "dan"), world.llm.calls()), (vec!["User has a bird".to_owned()], 7));
}

#[test]
fn two_facts_about_one_memory_keep_what_both_say() {
    let world = World::new();
    let engine = world.open();
    world.llm.facts(&["User's home is in Seoul"]);
    add(&engine, "ana", "Seoul");
    world.llm.facts(&["User's home is in Busan", "User's home costs 900 euros"]);
    world.llm.decisions(&[
        (1, "UPDATE", Some(1), Some("User moved to Busan")),
        (2, "UPDATE", Some(1), Some("Rent: 900 euros")),
    ]);
    add(&engine, "ana", "Busan now, for 900 euros");
    assert_eq!(all(&engine, "ana"), ["User moved to Busan", "User's home costs 900 euros"]);
}
