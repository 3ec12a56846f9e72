//! What model calls may come to in a day.

use std::{
    future::Future,
    pin::pin,
    rc::Rc,
    task::{Context, Waker},
};

use forgetmenot::{
    ErrorCode,
    engine::{
        Abort, Budget, Engine, Options,
        request::{ChatOptions, SearchOptions},
        response::BudgetHealth,
    },
};

use crate::{
    doubles::{World, add, all, find, of, user},
    support::block_on,
};

const HOUR_MS: u64 = 3_600_000;

fn limited(world: &World, calls: Option<u64>, tokens: Option<u64>) -> Rc<Engine> {
    let budget = Budget { calls_per_day: calls, tokens_per_day: tokens };
    world.open_as(Options { budget, ..Options::default() })
}

fn spent(engine: &Engine) -> BudgetHealth {
    block_on(engine.health()).unwrap().budget.unwrap()
}

#[test]
fn a_burst_makes_the_calls_the_budget_allows_and_loses_no_turn() {
    let world = World::new();
    let engine = limited(&world, Some(5), None);
    let never = Abort::never();
    let adding =
        (0..30).map(|n| engine.add(user(&format!("My code is {n}x{n}")), of(["ana", "bo"][n % 2]), &never));
    let added = block_on(futures_util::future::join_all(adding));
    let codes: Vec<_> = added.into_iter().filter_map(|a| Some(a.unwrap().pending?.problem.code)).collect();
    assert_eq!((world.llm.calls(), codes.len()), (5, 25));
    assert!(codes.iter().all(|code| *code == "budget_exceeded"), "{codes:?}");
    assert_eq!(block_on(engine.pending()).unwrap().len(), 25);
    let flushed = block_on(engine.flush(&never)).unwrap();
    assert_eq!(
        (flushed.finished, flushed.remaining, world.llm.calls()),
        (0, 25, 5),
        "held against before the call"
    );
    world.clock.advance(24 * HOUR_MS);
    let flushed = block_on(engine.flush(&never)).unwrap();
    assert_eq!((flushed.remaining, world.llm.calls()), (0, 7), "renewed, and each scope read together");
}

#[test]
fn what_was_spent_outlasts_reloads_and_is_shared_by_tabs() {
    let world = World::new();
    let (one, two) = (limited(&world, Some(3), None), limited(&world, Some(3), None));
    add(&one, "ana", "There was a dog");
    add(&two, "ana", "There was a cat");
    assert_eq!((spent(&one).calls, spent(&two).calls_left), (2, Some(1)));
    block_on(one.close()).unwrap();
    let reopened = limited(&world, Some(3), None);
    assert_eq!(spent(&reopened).calls, 2, "from the snapshot");
    add(&reopened, "ana", "There was a bird");
    let kept = add(&two, "ana", "There was a fish").pending.unwrap();
    assert_eq!((kept.problem.code, world.llm.calls()), ("budget_exceeded", 3));
    block_on(reopened.reset()).unwrap();
    assert_eq!((spent(&reopened).calls, spent(&two).calls), (0, 0));
}

#[test]
fn failed_calls_and_repairs_count() {
    let world = World::new();
    let engine = limited(&world, Some(4), None);
    world.llm.fail(ErrorCode::Network);
    add(&engine, "ana", "There was a dog");
    world.llm.say("?");
    world.llm.facts(&["User has a cat"]);
    add(&engine, "ana", "There was a cat");
    assert_eq!((spent(&engine).calls, all(&engine, "ana").contains(&"User has a cat".to_owned())), (3, true));
    // The repair would be the fifth.
    world.llm.say("?");
    let kept = add(&engine, "ana", "There was a bird").pending.unwrap();
    assert_eq!((kept.problem.code, world.llm.calls()), ("budget_exceeded", 4));
}

#[test]
fn tokens_are_set_aside_before_a_call_and_what_it_took_is_booked_after() {
    let world = World::new();
    let free = world.open();
    add(&free, "ana", "There was a dog");
    assert_eq!(block_on(free.health()).unwrap().budget, None, "nothing is counted where nothing is limited");
    let engine = limited(&world, None, Some(20_000));
    add(&engine, "ana", "There was a dog");
    assert_eq!((spent(&engine).tokens, spent(&engine).tokens_left), (11, Some(19_989)));
    assert_eq!(world.llm.prompts.borrow().last().unwrap().max_output_tokens, Some(16_384));
    let tight = limited(&world, None, Some(8_000));
    add(&tight, "ana", "There was a cat");
    let most = world.llm.prompts.borrow().last().unwrap().max_output_tokens.unwrap();
    assert!((2_048..7_989).contains(&most), "a reply may be no longer than what is left: {most}");
    let calls = world.llm.calls();
    for small in [1, 2_000] {
        let kept = add(&limited(&world, None, Some(small)), "ana", "There was a bird").pending.unwrap();
        assert_eq!((kept.problem.code, world.llm.calls()), ("budget_exceeded", calls), "{small}");
    }
    world.llm.fail(ErrorCode::Network);
    add(&tight, "ana", "There was a fish");
    assert_eq!(spent(&tight).tokens, 22, "a call that reached nobody took none");
    world.llm.fail(ErrorCode::Timeout);
    add(&tight, "ana", "I have a horse");
    assert!(spent(&tight).tokens > 2_048, "what a lost answer took is not known: what was set aside stays");
}

#[test]
fn a_call_that_is_dropped_keeps_what_was_set_aside() {
    let world = World::new();
    let engine = limited(&world, None, Some(20_000));
    let never = Abort::never();
    {
        let mut adding = pin!(engine.add(user("There was a dog"), of("ana"), &never));
        while world.llm.calls() == 0 {
            assert!(adding.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        }
    }
    assert!(spent(&engine).tokens > 2_048);
    assert_eq!(spent(&limited(&world, None, Some(20_000))), spent(&engine));
}

#[test]
fn a_chat_says_when_the_budget_is_renewed_and_a_query_is_searched_as_it_is() {
    let world = World::new();
    world.clock.stand_at(540);
    let engine = limited(&world, Some(1), None);
    world.llm.facts(&["User has a dog"]);
    add(&engine, "ana", "There was a dog");
    let options = ChatOptions { user_id: Some("ana".into()), ..ChatOptions::default() };
    let error = block_on(engine.chat(user("hello"), options, &mut |_| {}, &Abort::never())).unwrap_err();
    assert_eq!(error.code(), ErrorCode::BudgetExceeded);
    // 19:00 in Seoul: the day has five hours left.
    assert!(error.message().contains("2026-11-22T15:00:00Z"), "{error}");
    assert_eq!((error.retry_after_ms(), error.is_retryable()), (Some(5 * HOUR_MS), true));
    assert_eq!(spent(&engine).renews_at, "2026-11-22T15:00:00Z");
    let rewrite = SearchOptions { rewrite: Some(true), ..find("ana") };
    let found = block_on(engine.search("dog", rewrite.clone(), &Abort::never())).unwrap();
    assert_eq!((found.rewritten, world.llm.calls()), (None, 1));
    world.clock.advance(5 * HOUR_MS);
    world.llm.say(r#"{"query":"a dog"}"#);
    let found = block_on(engine.search("dog", rewrite, &Abort::never())).unwrap();
    assert_eq!((found.rewritten.as_deref(), spent(&engine).calls), (Some("a dog"), 1));
    assert_eq!(spent(&engine).renews_at, "2026-11-23T15:00:00Z");
}

#[test]
fn a_clock_put_back_over_midnight_gives_no_second_budget() {
    let world = World::new();
    world.clock.stand_at(540);
    world.clock.advance(6 * HOUR_MS);
    let engine = limited(&world, Some(1), None);
    add(&engine, "ana", "There was a dog");
    world.clock.stand_at(0);
    assert_eq!(spent(&engine).calls_left, Some(0), "the 23rd in Seoul, the 22nd in London");
    world.clock.stand_at(540);
    assert_eq!(spent(&engine).calls_left, Some(0));
}

#[test]
fn a_budget_of_nothing_is_refused() {
    for (calls, tokens, key) in [(Some(0), None, "callsPerDay"), (None, Some(0), "tokensPerDay")] {
        let world = World::new();
        let budget = Budget { calls_per_day: calls, tokens_per_day: tokens };
        let options = Options { budget, ..Options::default() };
        let error = block_on(Engine::open(world.ports(), options)).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidConfig);
        assert!(error.message().contains(key), "{error}");
    }
}
