//! What the rows mean: corruption, snapshots, another embedder, a full disk, erasure.

use std::rc::Rc;

use forgetmenot::{
    ErrorCode,
    engine::{Abort, Guidance, Options, Ports, request::DeleteAllOptions},
    ports::{Batch, Durability, Range, Row, Store, Table, Write},
};

use crate::{
    doubles::{World, add, all, of, search, user},
    support::{block_on, words::WordEmbedder},
};

fn rows(world: &World, table: Table) -> Vec<Row> {
    block_on(world.store.scan(table, &Range::default())).unwrap()
}

/// Writes past the engine, as a failing disk does.
fn tamper(world: &World, write: Write) {
    let batch = Batch { durability: Durability::Relaxed, writes: vec![write] };
    block_on(world.store.apply(&batch)).unwrap();
}

fn verbatim(world: &World) -> Ports {
    Ports { llm: None, ..world.ports() }
}

#[test]
fn a_corrupted_row_is_reported_and_set_aside_and_the_rest_opens() {
    let world = World::new();
    let engine = world.open_with(verbatim(&world));
    ["tea", "coffee", "water"].iter().for_each(|t| drop(add(&engine, "ana", t)));
    let mut bad = rows(&world, Table::Memories).remove(0);
    *bad.value.last_mut().unwrap() ^= 1;
    tamper(&world, Write::Put(Table::Memories, bad.clone()));
    let mut bad_vector = rows(&world, Table::Vectors).remove(1);
    bad_vector.value[9] ^= 1;
    tamper(&world, Write::Put(Table::Vectors, bad_vector));
    let reopened = world.open_with(verbatim(&world));
    assert_eq!(all(&reopened, "ana"), ["coffee", "water"]);
    let health = block_on(reopened.health()).unwrap();
    let aside: Vec<_> = health.set_aside.iter().map(|s| s.table).collect();
    assert_eq!(aside, ["memories", "vectors"]);
    assert_eq!(health.set_aside[0].key, bad.key.as_str());
    assert_eq!(health.index.vectors, 1);
    assert_eq!(
        search(&reopened, "ana", "coffee").len(),
        2,
        "found by words, and its vector can be made again"
    );
    block_on(reopened.flush(&Abort::never())).unwrap();
    assert_eq!(block_on(reopened.health()).unwrap().index.vectors, 2);
    assert_eq!(rows(&world, Table::Memories).len(), 3, "a damaged row is not thrown away");
}

#[test]
fn junk_in_any_table_never_stops_an_opening() {
    for table in Table::ALL {
        for junk in [vec![], vec![1], vec![1, 2, 3, 4, 5, 6], b"\x01\0\0\0\0null".to_vec(), vec![255; 400]] {
            let world = World::new();
            let engine = world.open();
            world.llm.facts(&["User likes tea"]);
            add(&engine, "ana", "tea");
            block_on(engine.close()).unwrap();
            for row in rows(&world, *table) {
                tamper(&world, Write::Put(*table, Row { key: row.key, value: junk.clone() }));
            }
            let reopened = world.open();
            assert!(add(&reopened, "ana", "more").pending.is_none(), "{table:?}");
            let _ = search(&reopened, "ana", "tea");
        }
    }
}

#[test]
fn a_snapshot_opens_without_vector_rows_and_a_damaged_one_is_rebuilt() {
    let world = World::new();
    let engine = world.open_with(verbatim(&world));
    for n in 0..320 {
        add(&engine, "ana", &format!("memory number{n} about thing{}", n % 17));
    }
    while block_on(engine.maintain()).unwrap() {}
    assert_eq!(block_on(engine.health()).unwrap().index.kind, "graph");
    let gone = search(&engine, "ana", "number3")[0].item.id.clone();
    let expected = search(&engine, "ana", "number7 thing7");
    block_on(engine.close()).unwrap();
    assert!(rows(&world, Table::Pages).len() > 1);
    let embedded = world.embedder.embedded.get();

    // Without a single vector row: the snapshot alone.
    let vectors = rows(&world, Table::Vectors);
    tamper(&world, Write::DeleteRange(Table::Vectors, Range::default()));
    let reopened = world.open_with(verbatim(&world));
    assert_eq!(block_on(reopened.health()).unwrap().index.vectors, 320);
    assert_eq!(search(&reopened, "ana", "number7 thing7"), expected);
    // What changed after the snapshot is not taken from it.
    block_on(reopened.delete(&gone)).unwrap();
    let again = world.open_with(verbatim(&world));
    assert_eq!(block_on(again.health()).unwrap().index.vectors, 319);
    assert!(search(&again, "ana", "number3").iter().all(|h| h.item.id != gone));

    // Damaged anywhere: that page's part is thrown away, and the rows are read instead.
    vectors.into_iter().for_each(|row| tamper(&world, Write::Put(Table::Vectors, row)));
    for at in 0..rows(&world, Table::Pages).len() {
        let good = rows(&world, Table::Pages).remove(at);
        let mut bad = good.clone();
        let middle = bad.value.len() / 2;
        bad.value[middle] ^= 4;
        tamper(&world, Write::Put(Table::Pages, bad));
        let rebuilt = world.open_with(verbatim(&world));
        assert_eq!(block_on(rebuilt.health()).unwrap().index.vectors, 319, "page {at}");
        tamper(&world, Write::Put(Table::Pages, good));
    }
    assert_eq!(world.embedder.embedded.get() - embedded, 2, "only the queries were embedded");
}

#[test]
fn another_embedder_never_meets_the_old_vectors_and_flush_makes_new_ones() {
    let mut world = World::new();
    let engine = world.open_with(verbatim(&world));
    add(&engine, "ana", "a cup of tea");
    block_on(engine.close()).unwrap();
    world.embedder = Rc::new(WordEmbedder::new("m2", 64));
    let other = world.open_with(verbatim(&world));
    assert_eq!(block_on(other.health()).unwrap().index.vectors, 0);
    assert_eq!(search(&other, "ana", "tea").len(), 1, "words still find it");
    block_on(other.flush(&Abort::never())).unwrap();
    assert_eq!(block_on(other.health()).unwrap().index.vectors, 1);
    assert_eq!(block_on(world.open_with(verbatim(&world)).health()).unwrap().index.vectors, 1);
}

#[test]
fn a_full_disk_writes_nothing_and_the_instance_stays_usable() {
    let world = World::new();
    world.store.set_capacity(6_000);
    let engine = world.open_with(verbatim(&world));
    add(&engine, "ana", "tea");
    let before: Vec<Vec<Row>> = Table::ALL.iter().map(|t| rows(&world, *t)).collect();
    let full = block_on(engine.add(user(&"long ".repeat(1_500)), of("ana"), &Abort::never())).unwrap_err();
    assert_eq!(full.code(), ErrorCode::StorageFull);
    let after: Vec<Vec<Row>> = Table::ALL.iter().map(|t| rows(&world, *t)).collect();
    assert_eq!(before, after);
    assert_eq!(search(&engine, "ana", "tea").len(), 1);
    add(&engine, "ana", "milk");
    assert_eq!(all(&world.open_with(verbatim(&world)), "ana"), ["tea", "milk"]);
}

/// Wherever the room ends, in the journal or in the change itself: refused is refused, and nothing waits.
#[test]
fn a_turn_that_found_no_room_does_not_wait() {
    let mut refused = 0;
    for capacity in (300..4_000).step_by(25) {
        let world = World::new();
        world.store.set_capacity(capacity);
        let engine = world.open_with(verbatim(&world));
        let Err(full) = block_on(engine.add(user("I live in Lisbon"), of("ana"), &Abort::never())) else {
            continue;
        };
        refused += 1;
        assert_eq!(full.code(), ErrorCode::StorageFull);
        world.store.set_capacity(usize::MAX);
        for table in Table::ALL.iter().filter(|table| **table != Table::Log) {
            let waiting = block_on(engine.pending()).unwrap().len();
            // With no room even for taking it back, it waits and is shown: never lost, never hidden.
            assert_eq!(rows(&world, *table).len(), if *table == Table::Pending { waiting } else { 0 });
        }
        add(&engine, "ana", "I have a dog");
        block_on(engine.flush(&Abort::never())).unwrap();
        assert_eq!(search(&engine, "ana", "dog").remove(0).item.memory, "I have a dog");
    }
    assert!(refused > 10);
}

#[test]
fn a_hard_delete_leaves_no_row_with_the_text_and_a_soft_one_leaves_the_history() {
    let world = World::new();
    let engine = world.open();
    for who in ["ana", "bo"] {
        world.llm.facts(&[&format!("User {who} likes marzipan")]);
        add(&engine, who, "I like marzipan");
        world.llm.facts(&["User likes licorice"]);
        world.llm.decisions(&[(1, "UPDATE", Some(1), None)]);
        add(&engine, who, "licorice now");
    }
    world.llm.fail(ErrorCode::Network);
    add(&engine, "ana", "waiting marzipan");
    let closed = search(&engine, "ana", "licorice").remove(0).item.id;
    block_on(engine.delete(&closed)).unwrap();
    assert_eq!(block_on(engine.history(&closed)).unwrap().len(), 3, "soft: the history stays");
    let hard = DeleteAllOptions { user_id: Some("ana".into()), hard: Some(true), ..Default::default() };
    block_on(engine.delete_all(hard)).unwrap();
    assert!(block_on(engine.pending()).unwrap().is_empty(), "what waits must not bring it back");
    assert_eq!(block_on(engine.history(&closed)).unwrap_err().code(), ErrorCode::NotFound);
    let mut of_bo = 0;
    for row in Table::ALL.iter().flat_map(|t| rows(&world, *t)) {
        let text = String::from_utf8_lossy(&row.value).into_owned();
        if text.contains("marzipan") || text.contains("licorice") {
            assert!(text.contains("bo"), "{}", row.key.as_str());
            of_bo += 1;
        }
    }
    assert!(of_bo > 0, "another person's memories stay");
    block_on(engine.reset()).unwrap();
    assert!(Table::ALL.iter().all(|t| rows(&world, *t).is_empty()));
    add(&engine, "ana", "usable after a reset");
}

/// Else the next extraction would read it back from "earlier messages" or the summary, also where an update came
/// through a wider scope than the memory's own.
#[test]
fn deleting_drops_the_messages_and_summaries_a_memory_rests_on() {
    for how in ["delete", "soft", "hard"] {
        let world = World::new();
        let engine = world.open();
        let in_run = forgetmenot::engine::request::AddOptions { run_id: Some("r1".into()), ..of("ana") };
        world.llm.facts(&["User wants marzipan for a cake"]);
        block_on(engine.add(user("marzipan!"), in_run, &Abort::never())).unwrap();
        world.llm.facts(&["User wants licorice for a cake"]);
        world.llm.decisions(&[(1, "UPDATE", Some(1), None)]);
        let id = add(&engine, "ana", "licorice now").results.remove(0).id;
        world.llm.facts(&["User wants licorice for a cake"]);
        world.llm.decisions(&[(1, "NOOP", Some(1), None)]);
        assert_eq!(add(&engine, "ana", "licorice, I said").results[0].event, forgetmenot::model::Op::Noop);
        assert_eq!((rows(&world, Table::Turns).len(), rows(&world, Table::Meta).len()), (3, 2));
        if how == "delete" {
            block_on(engine.delete(&id)).unwrap();
        } else {
            let options = serde_json::json!({ "userId": "ana", "runId": "r1", "hard": how == "hard" });
            block_on(engine.delete_all(serde_json::from_value(options).unwrap())).unwrap();
        }
        assert_eq!((rows(&world, Table::Turns).len(), rows(&world, Table::Meta).len()), (0, 0), "{how}");
        assert_eq!(block_on(engine.history(&id)).is_ok(), how != "hard", "{how}");
    }
}

#[test]
fn an_opening_that_fails_lets_go_of_the_store() {
    let world = World::new();
    let ports = world.ports();
    let store = Rc::clone(&ports.store);
    let guidance = Guidance { custom_instructions: "x".repeat(4_001), ..Guidance::default() };
    let options = Options { guidance, ..Options::default() };
    let refused = block_on(forgetmenot::engine::Engine::open(ports, options)).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::InvalidConfig);
    assert_eq!(block_on(store.seq()).unwrap_err().code(), ErrorCode::Closed);
}

#[test]
fn after_close_every_verb_says_so() {
    let world = World::new();
    let engine = world.open();
    block_on(engine.close()).unwrap();
    block_on(engine.close()).unwrap();
    let closed = block_on(engine.add(user("x"), of("ana"), &Abort::never())).unwrap_err();
    assert_eq!(closed.code(), ErrorCode::Closed);
    assert_eq!(block_on(engine.health()).unwrap_err().code(), ErrorCode::Closed);
}
