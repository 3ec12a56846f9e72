//! A turn in which nothing new is said costs no call; where a doubt is left, one is made.

use std::rc::Rc;

use forgetmenot::{
    ErrorCode,
    engine::{
        Abort, Engine, Options, Ports,
        request::{AddOptions, MessageInput},
        response::AddResult,
    },
};

use crate::{
    doubles::{World, add, all, of, user},
    support::block_on,
};

fn turn(messages: &[(&str, &str)]) -> Vec<MessageInput> {
    let message = |(role, content): &(&str, &str)| MessageInput {
        role: (*role).into(),
        content: (*content).into(),
        ..MessageInput::default()
    };
    messages.iter().map(message).collect()
}

fn say(engine: &Engine, messages: &[(&str, &str)]) -> AddResult {
    block_on(engine.add(turn(messages), of("ana"), &Abort::never())).unwrap()
}

/// Ana, who lives in Lisbon and likes tea; three calls were made.
fn ana() -> (World, Rc<Engine>) {
    let world = World::new();
    let engine = world.open_as(Options::default());
    world.llm.facts(&["User lives in Lisbon"]);
    add(&engine, "ana", "So I settled by the sea, in Lisbon");
    world.llm.facts(&["User likes tea"]);
    world.llm.decisions(&[(1, "ADD", None, None)]);
    add(&engine, "ana", "Tea, I love it");
    assert_eq!(world.llm.calls(), 3);
    (world, engine)
}

#[test]
fn small_talk_and_what_is_known_cost_no_call() {
    let (world, engine) = ana();
    for said in [
        "Hi!",
        "안녕하세요~ 감사합니다!",
        "ok, thanks",
        "👍",
        "I live in Lisbon.",
        "Hello. I like tea! I live in Lisbon",
        "User likes tea",
    ] {
        let added = add(&engine, "ana", said);
        assert_eq!((added.skipped, world.llm.calls()), (Some("nothing_new"), 3), "{said}");
        assert!(added.results.is_empty() && added.usage.is_none() && added.pending.is_none());
    }
    say(
        &engine,
        &[("user", "hello"), ("assistant", "Hello! Paris is the capital of France."), ("user", "ok, cool")],
    );
    assert_eq!(world.llm.calls(), 3);
    assert!(block_on(engine.pending()).unwrap().is_empty());
    assert_eq!(all(&engine, "ana").len(), 2);
}

#[test]
fn what_may_say_something_is_read() {
    for said in [
        "Hi, I'm Ana",
        "I lived in Lisbon",
        "I don't like tea",
        "I live in Lisbon now, and I like tea",
        "I no longer live in Lisbon",
        "My sister likes tea",
        "Forget that I like tea",
        "not tea, coffee",
        "Lisbon",
    ] {
        let (world, engine) = ana();
        let added = add(&engine, "ana", said);
        assert_eq!((added.skipped, world.llm.calls()), (None, 4), "{said}");
    }
    // What is known of somebody else is not known of Bo.
    let (world, engine) = ana();
    add(&engine, "bo", "I live in Lisbon.");
    let run = AddOptions { run_id: Some("r".into()), ..of("ana") };
    block_on(engine.add(user("I live in Lisbon."), run, &Abort::never())).unwrap();
    assert_eq!(world.llm.calls(), 5);
}

#[test]
fn a_yes_to_something_about_the_person_is_read() {
    for (asked, answered, calls) in [
        ("Do you have a dog?", "yes", 1),
        ("Do you have a dog?", "👍", 1),
        ("I noted that you are vegan.", "ok", 1),
        ("강아지가 있으시군요.", "네", 1),
        ("You're welcome!", "yes", 0),
        ("Water boils at 100 degrees.", "ok", 0),
    ] {
        let world = World::new();
        let engine = world.open_as(Options::default());
        say(&engine, &[("user", "hi"), ("assistant", asked), ("user", answered)]);
        assert_eq!(world.llm.calls(), calls, "{asked} {answered}");
        // The same where the question came in the turn before.
        let world = World::new();
        let engine = world.open_as(Options::default());
        say(&engine, &[("user", "hi"), ("assistant", asked)]);
        world.clock.advance(1_000);
        say(&engine, &[("user", answered)]);
        assert_eq!(world.llm.calls(), calls, "in a turn of its own: {asked} {answered}");
    }
}

#[test]
fn a_turn_sent_again_is_skipped_until_something_else_was_said() {
    let (world, engine) = ana();
    let again = |engine: &Engine, text: &str| {
        world.clock.advance(1_000);
        add(engine, "ana", text).skipped
    };
    assert_eq!(again(&engine, "Tea, I love it"), Some("nothing_new"));
    assert_eq!(again(&engine, "thanks"), Some("nothing_new"));
    assert_eq!(again(&engine, "tea, i love it."), Some("nothing_new"));
    let reopened = world.open_as(Options::default());
    assert_eq!(again(&reopened, "Tea, I love it"), Some("nothing_new"));
    assert_eq!(again(&engine, "So I settled by the sea, in Lisbon"), None, "tea was spoken of since");
    world.llm.facts(&["User moved to Porto"]);
    world.llm.decisions(&[(1, "ADD", None, None)]);
    again(&engine, "I moved to Porto");
    assert_eq!(again(&engine, "Tea, I love it"), None, "something else was said since");
    assert_eq!(world.llm.calls(), 7);
}

#[test]
fn what_was_deleted_or_changed_is_news_again() {
    let (world, engine) = ana();
    world.clock.advance(1_000);
    let id = crate::doubles::search(&engine, "ana", "tea")[0].item.id.clone();
    block_on(engine.update(&id, serde_json::from_str(r#"{"text":"User likes coffee"}"#).unwrap())).unwrap();
    assert_eq!(add(&engine, "ana", "Tea, I love it").skipped, None);
    let (_, engine) = ana();
    let id = crate::doubles::search(&engine, "ana", "Lisbon")[0].item.id.clone();
    block_on(engine.delete(&id)).unwrap();
    assert_eq!(add(&engine, "ana", "I live in Lisbon.").skipped, None);
}

/// A turn that no model has read is no knowledge, though its words are kept: the first model reads it.
#[test]
fn words_that_no_model_has_read_are_not_known() {
    let world = World::new();
    let without = world.open_with(Ports { llm: None, ..world.ports() });
    add(&without, "ana", "I live in Lisbon.");
    let engine = world.open_as(Options::default());
    world.llm.facts(&["User lives in Lisbon"]);
    block_on(engine.flush(&Abort::never())).unwrap();
    assert_eq!(world.llm.calls(), 1, "replayed, not taken for its own echo");
    let world = World::new();
    let engine = world.open_as(Options::default());
    let verbatim = AddOptions { infer: Some(false), ..of("ana") };
    block_on(engine.add(user("I live in Lisbon."), verbatim, &Abort::never())).unwrap();
    assert_eq!(add(&engine, "ana", "I live in Lisbon.").skipped, None);
    assert_eq!(world.llm.calls(), 1);
    world.llm.fail(ErrorCode::Network);
    add(&engine, "bo", "I live in Lisbon.");
    world.llm.facts(&["User lives in Lisbon"]);
    block_on(engine.flush(&Abort::never())).unwrap();
    assert_eq!((world.llm.calls(), all(&engine, "bo")), (3, vec!["User lives in Lisbon".to_owned()]));
}

#[test]
fn the_gate_can_be_left_open() {
    let world = World::new();
    let engine = world.open_as(Options { novelty_gate: false, ..Options::default() });
    assert_eq!((add(&engine, "ana", "hi").skipped, world.llm.calls()), (None, 1));
}
