//! A corpus of broken replies, each to an extraction and to a decision: complete items are taken, the rest is asked for
//! again, and what never comes leaves the turn waiting with the reason. Nothing acknowledged is lost, nothing stored twice.

use forgetmenot::engine::Abort;

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
        assert!(add(&engine, "ana", "I live in Porto with my cat").pending.is_none(), "{name}");
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
