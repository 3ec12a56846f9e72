//! Whatever goes wrong in the middle, a turn is there once or not at all.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};

use forgetmenot::engine::Abort;

use super::{
    super::{Fault, StoreEnv},
    World, add, all, found, of, said, search,
};

pub(crate) async fn a_full_store_changes_nothing(env: &dyn StoreEnv) {
    let world = World::new(env);
    let engine = world.open().await.unwrap();
    add(&engine, "ana", "tea at ten").await;
    env.fault(Fault::Full, "main").await;
    let mut refused = 0;
    // Around the size where the row of the journal still fits and a row of the memory does not.
    for length in (38_500..40_500).step_by(100) {
        let before = world.rows_that_matter().await;
        let Err(error) = engine.add(said(&"x".repeat(length)), of("ana"), &Abort::never()).await else {
            continue;
        };
        refused += 1;
        assert_eq!(error.code().as_str(), "storage_full");
        assert!(world.rows_that_matter().await == before, "{length} letters left something behind");
        assert!(engine.pending().await.unwrap().is_empty(), "a turn that was refused does not wait");
        assert_eq!(found(&engine, "ana", "tea").await.first().unwrap(), "tea at ten");
    }
    assert!(refused > 2);
    env.heal().await;
    add(&engine, "ana", "milk at ten").await;
    let known = all(&engine, "ana").await;
    engine.close().await.unwrap();
    let engine = world.open().await.unwrap();
    assert_eq!(all(&engine, "ana").await, known);
    assert_eq!(found(&engine, "ana", "milk").await.first().unwrap(), "milk at ten");
    engine.close().await.unwrap();
}

/// Whether the turn was acknowledged is seen by the embedder: it is asked only after the journal has the turn.
pub(crate) async fn killed_at_any_step_a_turn_is_pending_or_done(env: &dyn StoreEnv) {
    let world = World::new(env);
    let mut finished = false;
    for polls in 1..=60 {
        let user = format!("user{polls}");
        let engine = world.open().await.unwrap();
        let calls = world.embedder.calls.get();
        let never = Abort::never();
        finished = cut_short(engine.add(said("Ana lives in Lisbon"), of(&user), &never), polls).await;
        let journalled = world.embedder.calls.get() > calls;
        drop(engine);
        env.sleep(50).await; // a batch that was under way may still be written
        let engine = world.open().await.unwrap();
        let done = all(&engine, &user).await.len();
        let waiting = engine.pending().await.unwrap().len();
        assert!(done + waiting <= 1, "doubled after {polls} polls: {done} done, {waiting} waiting");
        assert!(done + waiting == 1 || !journalled, "lost after {polls} polls");
        assert!(!finished || done == 1, "acknowledged and not there");
        engine.flush(&Abort::never()).await.unwrap();
        assert_eq!(all(&engine, &user).await.len(), done + waiting, "finished exactly once");
        assert!(engine.pending().await.unwrap().is_empty());
        for hit in search(&engine, &user, "Lisbon").await {
            assert!(hit.explain.iter().any(|part| part.signal == "vector"), "it has its vector");
        }
        engine.close().await.unwrap();
        if finished {
            break;
        }
    }
    assert!(finished, "an add takes fewer than sixty polls");
}

/// Polls `work` at most so often, then drops it. Whether it finished.
pub(super) async fn cut_short<T>(work: impl Future<Output = forgetmenot::Result<T>>, polls: usize) -> bool {
    let mut work = pin!(work);
    let mut left = polls;
    poll_fn(|context| {
        left = left.saturating_sub(1);
        match work.as_mut().poll(context) {
            Poll::Ready(result) => Poll::Ready(result.is_ok()),
            Poll::Pending if left == 0 => Poll::Ready(false),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// A store that a later release has changed is left alone.
#[cfg(target_family = "wasm")]
pub(crate) async fn a_newer_store_is_left_alone(env: &dyn StoreEnv) {
    use forgetmenot::ports::Table;

    let world = World::new(env);
    let engine = world.open().await.unwrap();
    add(&engine, "ana", "tea at ten").await;
    engine.close().await.unwrap();
    let row = world.rows(Table::Memories).await.remove(0);
    env.fault(Fault::Newer, "main").await;
    assert_eq!(world.open().await.unwrap_err().code().as_str(), "storage_newer");
    assert_eq!(env.peek("main", Table::Memories, &row.key).await.unwrap(), row.value);
}
