//! Nothing acknowledged is lost, and nothing is done twice.

use std::{
    cell::Cell,
    future::Future,
    pin::pin,
    rc::Rc,
    task::{Context, Waker},
};

use forgetmenot::{ErrorCode, engine::Abort, model::Op};

use crate::{
    doubles::{World, add, all, of, search, user},
    support::block_on,
};

fn flush(engine: &forgetmenot::engine::Engine) -> forgetmenot::engine::response::FlushResult {
    block_on(engine.flush(&Abort::never())).unwrap()
}

#[test]
fn a_dead_network_keeps_the_turn_and_flush_finishes_it_exactly_once() {
    let world = World::new();
    let engine = world.open();
    for code in [ErrorCode::Network, ErrorCode::ModelRateLimited, ErrorCode::ModelAuth, ErrorCode::Timeout] {
        world.llm.fail(code);
        let kept = add(&engine, "ana", "I live in Lisbon").pending.unwrap();
        assert_eq!(kept.problem.code, code.as_str());
    }
    assert_eq!(all(&engine, "ana"), ["User lives in Lisbon"], "rules read it meanwhile, once");
    let reopened = world.open();
    let pending = block_on(reopened.pending()).unwrap();
    assert_eq!(pending.len(), 4);
    assert_eq!((pending[0].code.as_deref(), pending[0].attempts), (Some("network"), 1));
    assert_eq!(pending[0].messages[0].content, "I live in Lisbon");
    world.llm.fail(ErrorCode::ModelUnavailable);
    let first = flush(&reopened);
    assert_eq!(
        (first.finished, first.remaining, world.llm.calls()),
        (0, 4, 5),
        "away again: all of them wait"
    );
    world.llm.facts(&["User lives in Lisbon", "User lives in Lisbon."]);
    let second = flush(&reopened);
    assert_eq!((second.finished, second.remaining, world.llm.calls()), (4, 0, 6), "read together");
    assert_eq!(flush(&reopened).finished, 0);
    assert_eq!(all(&reopened, "ana"), ["User lives in Lisbon"]);
}

#[test]
fn a_turn_that_fails_by_itself_does_not_block_the_next() {
    let world = World::new();
    let engine = world.open();
    world.llm.fail(ErrorCode::ModelBlocked);
    add(&engine, "ana", "something the service blocks");
    world.llm.fail(ErrorCode::Network);
    add(&engine, "ana", "I have a dog");
    world.llm.fail(ErrorCode::ModelBlocked);
    world.llm.facts(&["User has a dog"]);
    let flushed = flush(&engine);
    assert_eq!((flushed.finished, flushed.remaining), (1, 1));
    assert_eq!(all(&engine, "ana"), ["User has a dog"]);
}

/// A process that dies at any await of `add` leaves the turn pending or done, never lost, halved or doubled.
#[test]
fn killed_at_any_step_a_turn_is_pending_or_done() {
    for steps in 1..40 {
        let world = World::new();
        let engine = world.open();
        world.llm.facts(&["User lives in Lisbon"]);
        let never = Abort::never();
        {
            let mut adding = pin!(engine.add(user("I live in Lisbon"), of("ana"), &never));
            let mut context = Context::from_waker(Waker::noop());
            for _ in 0..steps {
                if adding.as_mut().poll(&mut context).is_ready() {
                    break;
                }
            }
        }
        let reopened = world.open();
        let (done, waiting) = (all(&reopened, "ana").len(), block_on(reopened.pending()).unwrap().len());
        assert_eq!(done + waiting, 1, "after {steps} steps: {done} done, {waiting} waiting");
        if waiting == 1 {
            world.llm.facts(&["User lives in Lisbon"]);
            flush(&reopened);
        }
        assert_eq!(all(&reopened, "ana"), ["User lives in Lisbon"]);
        // The instance whose call was dropped goes on, too.
        assert_eq!(all(&engine, "ana"), ["User lives in Lisbon"], "after {steps} steps");
    }
}

#[test]
fn an_aborted_turn_leaves_nothing() {
    let world = World::new();
    let engine = world.open();
    let stop = Rc::new(Cell::new(false));
    let stopped = Rc::clone(&stop);
    let polls = Cell::new(0);
    let abort = Abort::on(std::future::poll_fn(move |_| {
        polls.set(polls.get() + 1);
        stopped.set(polls.get() > 2);
        if stopped.get() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    }));
    let error = block_on(engine.add(user("secret"), of("ana"), &abort)).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Aborted);
    assert!(stop.get());
    assert!(block_on(world.open().pending()).unwrap().is_empty());
    add(&engine, "ana", "still usable");
}

#[test]
fn concurrent_adds_to_one_scope_take_turns() {
    let world = World::new();
    let engine = world.open();
    world.llm.facts(&["User likes tea"]);
    world.llm.facts(&["User likes tea"]);
    let never = Abort::never();
    let (a, b) = block_on(async {
        futures_util::future::join(
            engine.add(user("tea"), of("ana"), &never),
            engine.add(user("tea!"), of("ana"), &never),
        )
        .await
    });
    let mut events = [a.unwrap().results[0].event, b.unwrap().results[0].event];
    events.sort_by_key(|e| format!("{e:?}"));
    assert_eq!(events, [Op::Add, Op::Noop]);
}

#[test]
fn two_instances_flushing_at_once_finish_a_turn_once() {
    let world = World::new();
    let (one, two) = (world.open(), world.open());
    world.llm.fail(ErrorCode::Network);
    add(&one, "ana", "I live in Lisbon");
    world.llm.facts(&["User lives in Lisbon"]);
    world.llm.facts(&["User lives in Lisbon, by the sea"]);
    let never = Abort::never();
    let (a, b) = block_on(async { futures_util::future::join(one.flush(&never), two.flush(&never)).await });
    assert_eq!(a.unwrap().results.len() + b.unwrap().results.len(), 1);
    assert_eq!(all(&one, "ana").len(), 1);
    assert_eq!(all(&two, "ana"), all(&one, "ana"));
}

#[test]
fn a_message_that_could_not_be_embedded_is_found_by_words_and_embedded_later() {
    let world = World::new();
    let engine = world.open_with(forgetmenot::engine::Ports { llm: None, ..world.ports() });
    world.embedder.failing.set(Some(ErrorCode::Network));
    assert!(add(&engine, "ana", "I like tea").pending.is_none(), "kept all the same");
    let found = block_on(engine.search("tea", crate::doubles::find("ana"), &Abort::never())).unwrap();
    assert_eq!(found.degraded.unwrap().code, "network");
    assert_eq!(found.results.len(), 2, "the message and what rules read from it");
    world.embedder.failing.set(None);
    flush(&engine);
    assert_eq!(block_on(engine.health()).unwrap().index.vectors, 2);
    assert_eq!(search(&world.open(), "ana", "tea")[0].explain[0].signal, "vector");
}
