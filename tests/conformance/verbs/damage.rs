//! A bad row costs that row, is reported, and nothing else.

use forgetmenot::{engine::Abort, ports::Table};

use super::{super::StoreEnv, World, add, add_all, all, found, search};

pub(crate) async fn damaged_rows_are_reported_and_the_rest_is_served(env: &dyn StoreEnv) {
    let world = World::new(env);
    let engine = world.open().await.unwrap();
    for text in ["tea", "coffee", "water"] {
        add(&engine, "ana", text).await;
    }
    engine.close().await.unwrap();
    // The snapshot would do for these rows: it must be unusable for them to matter.
    for page in world.rows(Table::Pages).await {
        world.damage(Table::Pages, &page).await;
    }
    let (memory, vector) =
        (world.rows(Table::Memories).await.remove(0), world.rows(Table::Vectors).await.remove(1));
    world.damage(Table::Memories, &memory).await;
    world.damage(Table::Vectors, &vector).await;
    let engine = world.open().await.unwrap();
    assert_eq!(all(&engine, "ana").await, ["coffee", "water"]);
    let health = engine.health().await.unwrap();
    let aside: Vec<_> = health.set_aside.iter().map(|row| (row.table, row.key.as_str())).collect();
    assert_eq!(aside, [("memories", memory.key.as_str()), ("vectors", vector.key.as_str())]);
    assert_eq!(health.index.vectors, 1);
    assert_eq!(found(&engine, "ana", "coffee").await.first().unwrap(), "coffee", "by its words");
    engine.flush(&Abort::never()).await.unwrap();
    assert_eq!(engine.health().await.unwrap().index.vectors, 2, "the vector is made again");
    add(&engine, "ana", "juice").await;
    engine.close().await.unwrap();
    let kept = env.peek("main", Table::Memories, &memory.key).await;
    assert!(kept.is_some(), "a damaged row is not thrown away");
    let engine = world.open().await.unwrap();
    assert_eq!(all(&engine, "ana").await, ["coffee", "water", "juice"]);
    engine.close().await.unwrap();
}

pub(crate) async fn a_damaged_snapshot_is_made_again(env: &dyn StoreEnv) {
    let world = World::new(env);
    let engine = world.open().await.unwrap();
    add_all(&engine, "ana", (0..250).map(|n| format!("memory number{n}")).collect()).await;
    while engine.maintain().await.unwrap() {}
    let expected = search(&engine, "ana", "number7").await.remove(0);
    engine.close().await.unwrap();
    let embedded = world.embedder.embedded.get();
    let pages = world.rows(Table::Pages).await;
    assert!(pages.len() > 1);
    for page in &pages {
        world.damage(Table::Pages, page).await;
        let engine = world.open().await.unwrap();
        let health = engine.health().await.unwrap();
        assert_eq!(health.index.vectors, 250, "{}", page.key.as_str());
        assert!(health.set_aside.is_empty(), "a page is derived: nothing is lost with it");
        assert_eq!(search(&engine, "ana", "number7").await.remove(0).item, expected.item);
        drop(engine);
        env.tamper("main", Table::Pages, &page.key, &page.value).await;
    }
    let asked = world.embedder.embedded.get() - embedded;
    assert_eq!(asked, pages.len(), "only the questions were embedded");
    // The next session writes a good one, which is enough to open without a single row.
    world.damage(Table::Pages, pages.first().unwrap()).await;
    let engine = world.open().await.unwrap();
    while engine.maintain().await.unwrap() {}
    engine.close().await.unwrap();
    for table in [Table::Memories, Table::Vectors] {
        for row in world.rows(table).await {
            world.damage(table, &row).await;
        }
    }
    let engine = world.open().await.unwrap();
    let health = engine.health().await.unwrap();
    assert_eq!((health.memories, health.index.vectors), (250, 250));
    assert_eq!(search(&engine, "ana", "number7").await.remove(0).item, expected.item);
    engine.close().await.unwrap();
}

pub(crate) async fn a_damaged_row_is_served_from_the_snapshot_and_reported(env: &dyn StoreEnv) {
    let world = World::new(env);
    let engine = world.open().await.unwrap();
    for text in ["tea", "coffee"] {
        add(&engine, "ana", text).await;
    }
    engine.close().await.unwrap();
    let row = world.rows(Table::Memories).await.remove(0);
    world.damage(Table::Memories, &row).await;
    let engine = world.open().await.unwrap();
    assert_eq!(all(&engine, "ana").await, ["tea", "coffee"]);
    while engine.maintain().await.unwrap() {}
    let aside = engine.health().await.unwrap().set_aside;
    let aside: Vec<_> = aside.iter().map(|row| (row.table, row.key.as_str())).collect();
    assert_eq!(aside, [("memories", row.key.as_str())]);
    engine.close().await.unwrap();
}
