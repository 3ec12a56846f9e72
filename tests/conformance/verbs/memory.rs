//! What was said, changed and forgotten is so in the next session.

use forgetmenot::{
    engine::{
        Abort, Engine,
        request::{ChangesOptions, DeleteAllOptions, SearchOptions, UpdateInput},
    },
    model::Op,
    ports::{Batch, Durability, Range, Table, Write},
};

use super::{super::StoreEnv, World, add, add_all, all, found, search};

pub(crate) async fn what_was_said_is_found_after_reopening(env: &dyn StoreEnv) {
    let world = World::new(env);
    let engine = world.open().await.unwrap();
    add(&engine, "ana", "Ana is vegetarian and allergic to peanuts").await;
    add(&engine, "ana", "부산에 사는 언니가 있어요").await;
    add(&engine, "bo", "Peanuts are my favourite").await;
    engine.close().await.unwrap();
    let embedded = world.embedder.embedded.get();
    let engine = world.open().await.unwrap();
    let hits = search(&engine, "ana", "who is allergic to peanuts?").await;
    let best = hits.first().unwrap();
    assert_eq!(best.item.memory, "Ana is vegetarian and allergic to peanuts");
    for signal in ["vector", "words"] {
        assert!(best.explain.iter().any(|part| part.signal == signal && part.value > 0.0), "by {signal}");
    }
    assert!(hits.iter().all(|hit| hit.item.scope.user_id.as_deref() == Some("ana")));
    assert_eq!(found(&engine, "ana", "부산").await.first().unwrap(), "부산에 사는 언니가 있어요");
    let health = engine.health().await.unwrap();
    assert_eq!((health.memories, health.index.vectors, health.pending), (3, 3, 0));
    assert_eq!(world.embedder.embedded.get() - embedded, 2, "only the questions were embedded");
    engine.close().await.unwrap();
}

pub(crate) async fn changes_and_their_history_survive(env: &dyn StoreEnv) {
    let world = World::new(env);
    let engine = world.open().await.unwrap();
    let changed = add(&engine, "ana", "Ana lives in Lisbon").await.results.remove(0).id;
    let gone = add(&engine, "ana", "Ana has a dog").await.results.remove(0).id;
    let porto = UpdateInput { text: Some("Ana lives in Porto".into()), metadata: None };
    engine.update(&changed, porto).await.unwrap();
    engine.delete(&gone).await.unwrap();
    engine.close().await.unwrap();
    let engine = world.open().await.unwrap();
    assert_eq!(all(&engine, "ana").await, ["Ana lives in Porto"]);
    assert_eq!(found(&engine, "ana", "Porto").await, ["Ana lives in Porto"]);
    assert!(found(&engine, "ana", "dog").await.iter().all(|text| text != "Ana has a dog"));
    assert!(engine.get(&gone).await.unwrap().is_none());
    let told = engine.history(&changed).await.unwrap();
    let told: Vec<_> =
        told.iter().map(|e| (e.event, e.previous_memory.as_deref(), e.new_memory.as_deref())).collect();
    let expected = [
        (Op::Add, None, Some("Ana lives in Lisbon")),
        (Op::Update, Some("Ana lives in Lisbon"), Some("Ana lives in Porto")),
    ];
    assert_eq!(told, expected);
    let last = engine.history(&gone).await.unwrap().pop().unwrap();
    assert_eq!((last.event, last.previous_memory.as_deref()), (Op::Delete, Some("Ana has a dog")));
    engine.close().await.unwrap();
}

pub(crate) async fn what_was_known_then_is_told_and_decisions_are_undone(env: &dyn StoreEnv) {
    let world = World::new(env);
    let engine = world.open().await.unwrap();
    let home = add(&engine, "ana", "Ana lives in Lisbon").await.results.remove(0);
    add(&engine, "bo", "Bo lives in Faro").await;
    let then = engine.get(&home.id).await.unwrap().unwrap().updated_at;
    engine.close().await.unwrap();
    let engine = world.open().await.unwrap();
    let porto = UpdateInput { text: Some("Ana lives in Porto".into()), metadata: None };
    engine.update(&home.id, porto).await.unwrap();
    engine.delete(&home.id).await.unwrap();
    engine.close().await.unwrap();
    let engine = world.open().await.unwrap();
    let known = async |engine: &Engine| -> Vec<String> {
        let user_id = Some("ana".into());
        let options = SearchOptions { user_id, as_of: Some(then.clone()), ..SearchOptions::default() };
        let found = engine.search("lives in", options, &Abort::never()).await.unwrap();
        found.results.into_iter().map(|hit| hit.item.memory).collect()
    };
    assert_eq!(known(&engine).await, ["Ana lives in Lisbon"]);
    let of_ana = || ChangesOptions { user_id: Some("ana".into()), ..ChangesOptions::default() };
    let changes = engine.changes(of_ana()).await.unwrap().results;
    let ops: Vec<Op> = changes.iter().map(|change| change.event).collect();
    assert_eq!(ops, [Op::Add, Op::Update, Op::Delete]);
    for (n, left) in [(2, vec!["Ana lives in Porto"]), (1, vec!["Ana lives in Lisbon"])] {
        engine.undo(&changes.get(n).unwrap().id).await.unwrap();
        assert_eq!(all(&engine, "ana").await, left);
    }
    engine.close().await.unwrap();
    let engine = world.open().await.unwrap();
    assert_eq!(all(&engine, "ana").await, ["Ana lives in Lisbon"]);
    assert_eq!(found(&engine, "ana", "Lisbon").await, ["Ana lives in Lisbon"]);
    assert_eq!(engine.changes(of_ana()).await.unwrap().results.len(), 5);
    engine.close().await.unwrap();
}

pub(crate) async fn vectors_are_taken_from_the_snapshot(env: &dyn StoreEnv) {
    let world = World::new(env);
    let engine = world.open().await.unwrap();
    let texts = (0..310).map(|n| format!("memory number{n} about thing{}", n % 17));
    add_all(&engine, "ana", texts.collect()).await;
    assert_eq!(engine.health().await.unwrap().index.kind, "flat");
    while engine.maintain().await.unwrap() {}
    assert_eq!(engine.health().await.unwrap().index.kind, "graph");
    let gone = search(&engine, "ana", "number3").await.remove(0).item.id;
    let expected = search(&engine, "ana", "number7 thing7").await;
    assert_eq!(expected.first().unwrap().item.memory, "memory number7 about thing7");
    engine.close().await.unwrap();
    // Without a single vector row, and without embedding anything: the snapshot alone.
    let store = env.open("main").await.unwrap();
    let writes = vec![Write::DeleteRange(Table::Vectors, Range::default())];
    store.apply(&Batch { durability: Durability::Relaxed, writes }).await.unwrap();
    store.close().await.unwrap();
    let embedded = world.embedder.embedded.get();
    let engine = world.open().await.unwrap();
    let index = engine.health().await.unwrap().index;
    assert_eq!((index.vectors, index.kind), (310, "graph"), "its graph is there, too");
    assert_eq!(search(&engine, "ana", "number7 thing7").await, expected);
    assert_eq!(world.embedder.embedded.get() - embedded, 1, "only the question was embedded");
    // What changes after the snapshot is not taken from it.
    engine.delete(&gone).await.unwrap();
    drop(engine);
    let engine = world.open().await.unwrap();
    assert_eq!(engine.health().await.unwrap().index.vectors, 309);
    assert!(search(&engine, "ana", "number3").await.iter().all(|hit| hit.item.id != gone));
    engine.close().await.unwrap();
}

pub(crate) async fn a_hard_delete_leaves_no_row_with_the_text(env: &dyn StoreEnv) {
    let world = World::new(env);
    let engine = world.open().await.unwrap();
    for who in ["ana", "bo"] {
        let id = add(&engine, who, &format!("{who} likes marzipan")).await.results.remove(0).id;
        let licorice = UpdateInput { text: Some(format!("{who} likes licorice")), metadata: None };
        engine.update(&id, licorice).await.unwrap();
        let soft = add(&engine, who, &format!("{who} hides nougat")).await.results.remove(0).id;
        engine.delete(&soft).await.unwrap();
    }
    let hard = DeleteAllOptions { user_id: Some("ana".into()), hard: Some(true), ..Default::default() };
    engine.delete_all(hard).await.unwrap();
    engine.close().await.unwrap();
    let mut of_bo = 0;
    for page in world.rows(Table::Pages).await {
        let text = String::from_utf8_lossy(&page.value).into_owned();
        assert!(["ana", "nougat"].iter().all(|word| !text.contains(word)), "{}", page.key.as_str());
    }
    for table in Table::ALL.iter().filter(|table| **table != Table::Pages) {
        for row in world.rows(*table).await {
            let text = String::from_utf8_lossy(&row.value).into_owned();
            if ["marzipan", "licorice", "nougat"].iter().any(|word| text.contains(word)) {
                assert!(text.contains("bo ") && !text.contains("ana "), "{table:?} {}", row.key.as_str());
                of_bo += 1;
            }
        }
    }
    assert_eq!(of_bo, 3, "another person's memories stay");
    let engine = world.open().await.unwrap();
    assert!(all(&engine, "ana").await.is_empty());
    assert!(found(&engine, "ana", "marzipan licorice nougat").await.is_empty());
    assert_eq!(all(&engine, "bo").await, ["bo likes licorice"]);
    engine.close().await.unwrap();
}
