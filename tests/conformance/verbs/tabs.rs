//! Two engines on one database, as two tabs are.

use forgetmenot::engine::Engine;
use futures_util::future::join;

use super::{super::StoreEnv, World, add, all, found};

pub(crate) async fn two_engines_lose_nothing_and_see_each_other(env: &dyn StoreEnv) {
    let world = World::new(env);
    let (one, two) = (world.open().await.unwrap(), world.open().await.unwrap());
    let writer = async |engine: &Engine, name: &str| {
        for n in 0..10 {
            add(engine, "ana", &format!("{name} says number{n}")).await;
        }
    };
    join(writer(&one, "alpha"), writer(&two, "beta")).await;
    add(&one, "ana", "alpha is done").await;
    wait(env, async || all(&one, "ana").await.len() == 21 && all(&two, "ana").await.len() == 21).await;
    for engine in [&one, &two] {
        let mut texts = all(engine, "ana").await;
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), 21, "nothing is doubled");
        assert_eq!(engine.health().await.unwrap().index.vectors, 21);
        assert_eq!(found(engine, "ana", "beta number7").await.first().unwrap(), "beta says number7");
    }
    one.close().await.unwrap();
    two.close().await.unwrap();
    let engine = world.open().await.unwrap();
    assert_eq!(all(&engine, "ana").await.len(), 21);
    engine.close().await.unwrap();
}

pub(crate) async fn a_reset_elsewhere_is_noticed(env: &dyn StoreEnv) {
    let world = World::new(env);
    let (one, two) = (world.open().await.unwrap(), world.open().await.unwrap());
    add(&one, "ana", "before").await;
    wait(env, async || !all(&two, "ana").await.is_empty()).await;
    two.reset().await.unwrap();
    wait(env, async || all(&one, "ana").await.is_empty()).await;
    assert!(found(&one, "ana", "before").await.is_empty());
    add(&one, "ana", "after").await;
    wait(env, async || all(&two, "ana").await == ["after"]).await;
    one.close().await.unwrap();
    two.close().await.unwrap();
}

/// News travels between tabs in its own time.
async fn wait(env: &dyn StoreEnv, done: impl AsyncFn() -> bool) {
    for _ in 0..200 {
        if done().await {
            return;
        }
        env.sleep(20).await;
    }
    assert!(done().await, "not seen within four seconds");
}
