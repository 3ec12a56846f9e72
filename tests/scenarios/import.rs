//! Old conversations: taken in at their own time, once, wherever an import was cut off.

use std::{cell::Cell, rc::Rc};

use forgetmenot::{
    ErrorCode,
    engine::{
        Abort, Engine, ImportResult,
        request::{ConversationInput, DeleteAllOptions, ImportOptions, MessageInput, SearchOptions},
    },
    model::Op,
    ports::Usage,
};
use futures_util::FutureExt;

use crate::{
    doubles::{World, add, all, find, search},
    support::block_on,
};

fn talk(started_at: &str, said: &[&str]) -> ConversationInput {
    let message = |text: &&str| MessageInput {
        role: "user".into(),
        content: (*text).into(),
        ..MessageInput::default()
    };
    ConversationInput { messages: said.iter().map(message).collect(), started_at: Some(started_at.into()) }
}

fn options(user_id: &str) -> ImportOptions {
    ImportOptions { user_id: Some(user_id.into()), ..ImportOptions::default() }
}

fn import(engine: &Engine, conversations: Vec<ConversationInput>) -> ImportResult {
    block_on(engine.import_conversations(conversations, options("ana"), &mut |_| {}, &Abort::never()))
        .unwrap()
}

fn as_of(engine: &Engine, at: &str) -> Vec<String> {
    let options = SearchOptions { as_of: Some(at.into()), ..find("ana") };
    let found = block_on(engine.search("where does the user live?", options, &Abort::never())).unwrap();
    found.results.into_iter().map(|hit| hit.item.memory).collect()
}

#[test]
fn conversations_are_taken_in_in_order_of_time_and_known_as_of_then() {
    let world = World::new();
    let engine = world.open();
    world.llm.facts(&["User lives in Lisbon"]);
    world.llm.facts(&["User lives in Porto"]);
    world.llm.decisions(&[(1, "UPDATE", Some(1), None)]);
    let done = import(
        &engine,
        vec![talk("2025-03-01", &["I moved to Porto"]), talk("2024-03-01", &["I live in Lisbon"])],
    );
    let usage = Some(Usage { input_tokens: 30, output_tokens: 3 });
    let want = ImportResult {
        conversations: 2,
        total: 2,
        messages: 2,
        added: 1,
        updated: 1,
        usage,
        ..Default::default()
    };
    assert_eq!(done, want);
    let first = world.llm.prompts.borrow()[0].turns[0].text.clone();
    assert!(first.contains("I live in Lisbon") && first.contains("2024-03-01"), "{first}");
    let second = world.llm.prompts.borrow()[1].turns[0].text.clone();
    assert!(second.contains("## Earlier messages") && !second.contains("Summary"), "{second}");
    assert_eq!(as_of(&engine, "2024-06-01"), ["User lives in Lisbon"]);
    assert_eq!(as_of(&world.open(), "2025-06-01"), ["User lives in Porto"]);
    assert!(as_of(&engine, "2023-01-01").is_empty());
}

#[test]
fn what_was_said_before_what_is_known_now_does_not_replace_it() {
    let world = World::new();
    let engine = world.open();
    world.llm.facts(&["User lives in Porto"]);
    let id = add(&engine, "ana", "I live in Porto").results[0].id.clone();
    world.clock.advance(1_000);
    for (began, city) in [("2023-05-01", "Lisbon"), ("2021-05-01", "Faro")] {
        world.llm.facts(&[&format!("User lives in {city}")]);
        world.llm.decisions(&[(1, "UPDATE", Some(1), Some("User moved on"))]);
        let done = import(&engine, vec![talk(began, &["I live here"])]);
        assert_eq!((done.added, done.updated, done.conversations), (0, 0, 1));
    }
    // Nor does one that ends it, or a wish to forget.
    world.llm.facts(&["User no longer lives in Porto", "User asked to forget: Porto"]);
    world.llm.decisions(&[(1, "DELETE", Some(1), None), (2, "DELETE", Some(1), None)]);
    assert_eq!(import(&engine, vec![talk("2022-05-01", &["…"])]).deleted, 0);

    for engine in [Rc::clone(&engine), world.open()] {
        assert_eq!(all(&engine, "ana"), ["User lives in Porto"]);
        assert_eq!(search(&engine, "ana", "Porto")[0].explain[0].signal, "vector", "it keeps its vector");
        assert_eq!(as_of(&engine, "2021-06-01"), ["User lives in Faro"]);
        assert_eq!(as_of(&engine, "2022-06-01"), ["User no longer lives in Porto"]);
        assert_eq!(as_of(&engine, "2024-01-01"), ["User lives in Lisbon"]);
        assert_eq!(as_of(&engine, "2026-11-23"), ["User lives in Porto"]);
    }
    let history = block_on(engine.history(&id)).unwrap();
    let told: Vec<(Op, Option<&str>)> = history.iter().map(|h| (h.event, h.new_memory.as_deref())).collect();
    assert_eq!(told[..2], [(Op::Add, Some("User lives in Porto")), (Op::Noop, Some("User lives in Lisbon"))]);
    // What came late stands in nobody's way.
    block_on(engine.undo(&history[0].id)).unwrap();
    assert!(all(&engine, "ana").is_empty());
}

#[test]
fn what_is_known_since_long_ago_is_known_as_of_long_ago() {
    let world = World::new();
    let engine = world.open();
    world.llm.facts(&["User lives in Porto"]);
    add(&engine, "ana", "I live in Porto");
    for began in ["2023-05-01", "2024-05-01"] {
        world.llm.facts(&["User lives in Porto"]);
        import(&engine, vec![talk(began, &["Porto it is"])]);
    }
    assert_eq!(as_of(&engine, "2023-06-01"), ["User lives in Porto"]);
    let item = search(&engine, "ana", "Porto").remove(0).item;
    assert_eq!(item.version, 1, "and what is current has not changed");
    assert_eq!(block_on(engine.history(&item.id)).unwrap().len(), 3);
}

#[test]
fn an_import_given_twice_adds_nothing_until_its_memories_are_erased() {
    let world = World::new();
    let engine = world.open_without_model();
    let long: Vec<String> = (0..30).map(|n| format!("message number {n}")).collect();
    let long: Vec<&str> = long.iter().map(String::as_str).collect();
    let both = || vec![talk("2024-01-01", &long), talk("2024-01-02", &["I like tea"])];
    let mut heard = Vec::new();
    let done = block_on(engine.import_conversations(
        both(),
        options("ana"),
        &mut |p| heard.push(p.messages),
        &Abort::never(),
    ));
    let done = done.unwrap();
    assert_eq!((done.conversations, done.messages, done.skipped, done.pending), (2, 31, 0, 0));
    assert_eq!(heard, [20, 30, 31]);
    let before = all(&engine, "ana").len();
    let again = import(&world.open_without_model(), both());
    assert_eq!((again.conversations, again.messages, again.skipped, again.added), (0, 0, 2, 0));
    assert_eq!(all(&engine, "ana").len(), before);
    let for_bo = block_on(engine.import_conversations(both(), options("bo"), &mut |_| {}, &Abort::never()));
    assert_eq!(for_bo.unwrap().conversations, 2, "another person's");
    block_on(engine.delete_all(DeleteAllOptions { user_id: Some("ana".into()), ..Default::default() }))
        .unwrap();
    assert_eq!(import(&engine, both()).conversations, 2);
}

#[test]
fn an_import_that_was_cut_off_goes_on_where_it_was() {
    let world = World::new();
    let engine = world.open();
    let three =
        || vec![talk("2024-01-01", &["one"]), talk("2024-01-02", &["two"]), talk("2024-01-03", &["three"])];
    // Cut off before the second conversation is read.
    let stop = Rc::new(Cell::new(false));
    let seen = Rc::clone(&stop);
    let signal = std::future::poll_fn(move |context| {
        context.waker().wake_by_ref();
        if seen.get() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    });
    world.llm.facts(&["User has one"]);
    let cut = block_on(engine.import_conversations(
        three(),
        options("ana"),
        &mut |_| stop.set(true),
        &Abort::on(signal.boxed_local()),
    ));
    assert_eq!(cut.unwrap_err().code(), ErrorCode::Aborted);
    assert_eq!(all(&engine, "ana"), ["User has one"]);

    // Then the service goes down: the rest is kept, and asks it no more.
    let engine = world.open();
    world.llm.fail(ErrorCode::ModelUnavailable);
    let calls = world.llm.calls();
    let waiting = import(&engine, three());
    assert_eq!((waiting.skipped, waiting.conversations, waiting.pending), (1, 2, 2));
    assert_eq!(waiting.problem.unwrap().code, "model_unavailable");
    assert_eq!(world.llm.calls(), calls + 1);

    // And comes back: what waits is read once, by the next import or by `flush`.
    for text in ["User has two", "User has three"] {
        world.llm.facts(&[text]);
        world.llm.decisions(&[(1, "ADD", None, None)]);
    }
    let done = import(&engine, three());
    assert_eq!((done.skipped, done.added, done.pending), (1, 2, 0));
    assert_eq!(block_on(engine.flush(&Abort::never())).unwrap().finished, 0);
    assert_eq!(import(&engine, three()).skipped, 3);
    assert_eq!(all(&engine, "ana"), ["User has one", "User has two", "User has three"]);
}

#[test]
fn a_wrong_conversation_is_named_and_nothing_is_taken_in() {
    let world = World::new();
    let engine = world.open_without_model();
    let mut bad = talk("2024-01-01", &["x"]);
    bad.messages[0].role = "robot".into();
    let refused = block_on(engine.import_conversations(
        vec![talk("2024-01-01", &["fine"]), bad],
        options("ana"),
        &mut |_| {},
        &Abort::never(),
    ));
    let error = refused.unwrap_err();
    assert!(error.message().starts_with("conversations[1]: "), "{}", error.message());
    assert!(all(&engine, "ana").is_empty());
    let (mut hear, abort) = (|_: &ImportResult| {}, Abort::never());
    let nobody = engine.import_conversations(vec![], ImportOptions::default(), &mut hear, &abort);
    assert_eq!(block_on(nobody).unwrap_err().code(), ErrorCode::ScopeRequired);
}
