//! Turns that are collected and read together, on purpose or after an outage.
#![expect(clippy::indexing_slicing, reason = "a test that goes wrong may panic")]

use std::{rc::Rc, task::Poll};

use forgetmenot::{
    ErrorCode,
    engine::{
        Abort, Budget, Buffer, Engine, Options,
        request::AddOptions,
        response::{AddResult, FlushResult},
    },
};
use serde_json::json;

use crate::{
    doubles::{World, add, all, of, user},
    support::block_on,
};

fn buffered(world: &World, buffer: Buffer) -> Rc<Engine> {
    world.open_as(Options { buffer: Some(buffer), ..Options::default() })
}

fn turns(n: u64) -> Buffer {
    Buffer { turns: Some(n), ..Buffer::default() }
}

fn code(added: &AddResult) -> Option<&str> {
    added.pending.as_ref().map(|note| note.problem.code)
}

fn flush(engine: &Engine) -> FlushResult {
    block_on(engine.flush(&Abort::never())).unwrap()
}

/// How many messages each call was asked about.
fn read(world: &World) -> Vec<usize> {
    let new =
        |text: &str| text.split_once("## New messages").map_or(0, |(_, new)| new.matches("{\"at\"").count());
    world.llm.prompts.borrow().iter().map(|prompt| new(&prompt.turns[0].text)).collect()
}

#[test]
fn turns_are_collected_and_read_in_one_call() {
    let world = World::new();
    let engine = buffered(&world, turns(3));
    assert_eq!(code(&add(&engine, "ana", "There was a dog")), Some("buffered"));
    assert_eq!(code(&add(&engine, "bo", "There was a bird")), Some("buffered"), "another scope");
    assert_eq!(code(&add(&engine, "ana", "There was a cat")), Some("buffered"));
    let pending = block_on(engine.pending()).unwrap();
    assert_eq!(pending.len(), 3);
    assert!(pending.iter().all(|turn| turn.code.is_none() && turn.attempts == 0));
    assert_eq!(world.llm.calls(), 0);
    world.llm.say(
        json!({ "facts": [{ "text": "User has a dog", "messages": [1] }, { "text": "User has a fish", "messages": [3] }] })
            .to_string(),
    );
    let last = add(&engine, "ana", "There was a fish");
    assert_eq!((last.results.len(), last.pending.clone(), last.usage.unwrap().input_tokens), (2, None, 10));
    assert_eq!(read(&world), [3]);
    assert_eq!(all(&engine, "ana"), ["User has a dog", "User has a fish"]);
    assert_eq!(block_on(engine.pending()).unwrap().len(), 1, "Bo's");
    let fish = &crate::doubles::search(&engine, "ana", "fish")[0].item;
    assert_eq!(fish.evidence.message_ids.len(), 1, "each fact rests on its own message");
}

#[test]
fn a_reload_keeps_them_and_flush_reads_them_all() {
    let world = World::new();
    let engine = buffered(&world, turns(100));
    for n in 0..45 {
        add(&engine, "ana", &format!("My lucky number is {n}"));
    }
    let reopened = world.open();
    assert_eq!(block_on(reopened.pending()).unwrap().len(), 45);
    let flushed = flush(&reopened);
    assert_eq!((flushed.finished, flushed.remaining), (45, 0));
    assert_eq!(read(&world), [20, 20, 5]);
    assert_eq!(flush(&engine).finished, 0);
}

#[test]
fn a_burst_makes_few_calls_and_never_more_than_the_budget() {
    for (budget, calls, left) in [(None, 10, 0), (Some(4), 4, 60)] {
        let world = World::new();
        let budget = Budget { calls_per_day: budget, tokens_per_day: None };
        let engine = world.open_as(Options { buffer: Some(turns(10)), budget, ..Options::default() });
        let never = Abort::never();
        let adding =
            (0..100).map(|n| engine.add(user(&format!("My lucky number is {n}")), of("ana"), &never));
        let added = block_on(futures_util::future::join_all(adding));
        assert!(added.iter().all(Result::is_ok));
        assert_eq!((world.llm.calls(), block_on(engine.pending()).unwrap().len()), (calls, left));
        let mut heard: Vec<usize> = read(&world);
        heard.dedup();
        assert_eq!(heard, [10]);
    }
}

#[test]
fn tokens_and_idle_time_make_turns_due_too() {
    let world = World::new();
    let engine = buffered(&world, Buffer { tokens: Some(20), idle_ms: Some(60_000), ..Buffer::default() });
    add(&engine, "ana", "There was a dog");
    assert_eq!(code(&add(&engine, "ana", &"my dog barks ".repeat(6))), None);
    assert_eq!(read(&world), [2]);
    assert_eq!(engine.reads_in(), None);
    add(&engine, "ana", "There was a cat");
    assert_eq!(engine.reads_in(), Some(60_000));
    world.clock.advance(59_000);
    block_on(engine.read_idle()).unwrap();
    assert_eq!((engine.reads_in(), world.llm.calls()), (Some(1_000), 1));
    world.clock.advance(1_000);
    let other = buffered(&world, Buffer { idle_ms: Some(60_000), ..Buffer::default() });
    assert_eq!(other.reads_in(), Some(0), "so are those of before a reload");
    assert!(block_on(engine.read_idle()).unwrap());
    assert_eq!(read(&world), [2, 1]);
    // Without a timer the next turn notices.
    add(&engine, "ana", "There was a bird");
    world.clock.advance(60_000);
    assert_eq!(code(&add(&engine, "ana", "There was a fish")), None);
    assert_eq!(read(&world), [2, 1, 2]);
}

#[test]
fn a_group_that_fails_waits_with_the_reason_and_is_stored_once() {
    let world = World::new();
    let engine = buffered(&world, turns(3));
    add(&engine, "ana", "There was a dog");
    add(&engine, "ana", "There was a cat");
    world.llm.fail(ErrorCode::Network);
    assert_eq!(code(&add(&engine, "ana", "There was a bird")), Some("network"));
    let pending = block_on(engine.pending()).unwrap();
    let told: Vec<_> = pending.iter().map(|turn| (turn.code.as_deref(), turn.attempts)).collect();
    assert_eq!(told, [(Some("network"), 1); 3]);
    assert_eq!(code(&add(&engine, "ana", "There was a fish")), Some("buffered"), "what failed is flush's");
    world.llm.facts(&["User has a dog", "User has a cat"]);
    assert_eq!(flush(&engine).finished, 4);
    assert_eq!((read(&world), all(&engine, "ana").len()), (vec![3, 4], 2));
    assert_eq!((flush(&engine).finished, all(&world.open(), "ana").len()), (0, 2));
}

#[test]
fn a_turn_that_fails_by_itself_is_then_tried_alone() {
    let world = World::new();
    let engine = buffered(&world, turns(3));
    for code in ["There was a dog", "something the service blocks"] {
        add(&engine, "ana", code);
    }
    world.llm.fail(ErrorCode::ModelBlocked);
    assert_eq!(code(&add(&engine, "ana", "There was a cat")), Some("model_blocked"));
    world.llm.facts(&["User has a dog"]);
    world.llm.fail(ErrorCode::ModelBlocked);
    world.llm.facts(&["User has a dog", "User has a cat"]);
    world.llm.decisions(&[(1, "ADD", None, None)]);
    let flushed = flush(&engine);
    assert_eq!((flushed.finished, flushed.remaining, read(&world)[1..4].to_vec()), (2, 1, vec![1, 1, 1]));
    assert_eq!(all(&engine, "ana"), ["User has a dog", "User has a cat"]);
}

#[test]
fn what_does_not_go_together_is_read_apart_and_in_order() {
    let world = World::new();
    let engine = buffered(&world, turns(100));
    let tagged = |tag: &str| AddOptions { metadata: json!({ "tag": tag }).as_object().cloned(), ..of("ana") };
    for (text, tag) in [("one", "a"), ("two", "a"), ("three", "b"), ("four", "a")] {
        block_on(engine.add(user(text), tagged(tag), &Abort::never())).unwrap();
    }
    let verbatim = AddOptions { infer: Some(false), ..of("ana") };
    assert_eq!(block_on(engine.add(user("as it is"), verbatim, &Abort::never())).unwrap().pending, None);
    add(&engine, "ana", &"long ".repeat(3_000));
    add(&engine, "ana", &"longer ".repeat(2_000));
    flush(&engine);
    assert_eq!(read(&world), [2, 1, 1, 1, 1]);
}

#[test]
fn two_tabs_flushing_what_is_buffered_store_it_once() {
    let world = World::new();
    let (one, two) = (buffered(&world, turns(9)), buffered(&world, turns(9)));
    add(&one, "ana", "There was a dog");
    add(&two, "ana", "There was a cat");
    for _ in 0..2 {
        world.llm.facts(&["User has a dog", "User has a cat"]);
    }
    let never = Abort::never();
    let (a, b) = block_on(futures_util::future::join(one.flush(&never), two.flush(&never)));
    assert_eq!(a.unwrap().results.len() + b.unwrap().results.len(), 2);
    assert_eq!(all(&one, "ana").len(), 2);
    assert!(block_on(two.pending()).unwrap().is_empty());
}

#[test]
fn an_aborted_add_takes_back_its_own_turn_alone() {
    let world = World::new();
    let engine = buffered(&world, turns(2));
    add(&engine, "ana", "There was a dog");
    let llm = Rc::clone(&world.llm);
    let asked = move || if llm.calls() > 0 { Poll::Ready(()) } else { Poll::Pending };
    let abort = Abort::on(std::future::poll_fn(move |_| asked()));
    assert_eq!(
        block_on(engine.add(user("secret"), of("ana"), &abort)).unwrap_err().code(),
        ErrorCode::Aborted
    );
    let pending = block_on(engine.pending()).unwrap();
    assert_eq!((pending.len(), pending[0].messages[0].content.as_str()), (1, "There was a dog"));
    add(&engine, "ana", "There was a cat");
    assert_eq!(read(&world).last(), Some(&2), "and lets go of the others");
}

#[test]
fn a_buffer_without_a_limit_is_refused() {
    for buffer in [Buffer::default(), turns(0)] {
        let options = Options { buffer: Some(buffer), ..Options::default() };
        let error = block_on(Engine::open(World::new().ports(), options)).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidConfig);
    }
}
