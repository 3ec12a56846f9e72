//! A batch happens whole or not at all, in order, against the state it was planned for.

use std::{collections::BTreeMap, task::Context};

use forgetmenot::ports::{Batch, Durability, Range, Table, Write, store::MAX_ROW_BYTES};

use super::{StoreEnv, key, keys, put, put_in, value, write};

pub(crate) async fn a_range_is_deleted(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    write(&*store, ["a", "b", "c", "d", "e"].map(|text| put(text, text)).into()).await.unwrap();
    write(&*store, vec![put_in(Table::Turns, "c", "kept")]).await.unwrap();
    let delete = |range: Range| vec![Write::DeleteRange(Table::Memories, range)];
    let middle = Range { from: Some(key("b")), to: Some(key("d")), reverse: true, limit: Some(1) };
    write(&*store, delete(middle)).await.unwrap();
    assert_eq!(keys(&*store, Range::default()).await, ["a", "d", "e"], "reverse and limit are ignored");
    let nothing = Range { from: Some(key("e")), to: Some(key("a")), ..Range::default() };
    write(&*store, delete(nothing)).await.unwrap();
    assert_eq!(keys(&*store, Range::default()).await, ["a", "d", "e"]);
    write(&*store, delete(Range::from(key("e")))).await.unwrap();
    write(&*store, delete(Range { to: Some(key("b")), ..Range::default() })).await.unwrap();
    assert_eq!(keys(&*store, Range::default()).await, ["d"]);
    write(&*store, delete(Range::default())).await.unwrap();
    assert!(keys(&*store, Range::default()).await.is_empty());
    assert_eq!(store.get(Table::Turns, &[key("c")]).await.unwrap(), [Some(b"kept".to_vec())]);
}

pub(crate) async fn a_later_write_wins(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    let all = || Write::DeleteRange(Table::Memories, Range::default());
    let delete = |text: &str| Write::Delete(Table::Memories, key(text));
    let writes = vec![
        put("x", "0"),
        all(),
        put("a", "1"),
        put("a", "2"),
        put("b", "1"),
        delete("b"),
        delete("c"),
        put("c", "3"),
    ];
    write(&*store, writes).await.unwrap();
    assert_eq!(keys(&*store, Range::default()).await, ["a", "c"]);
    assert_eq!(value(&*store, "a").await.unwrap(), b"2");
    write(&*store, vec![put("d", "4"), all()]).await.unwrap();
    assert!(keys(&*store, Range::default()).await.is_empty());
}

pub(crate) async fn seq_counts_strict_batches(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    let strict =
        |expect_seq| Batch { durability: Durability::Strict { expect_seq }, writes: vec![put("a", "1")] };
    assert_eq!(store.apply(&strict(0)).await.unwrap(), 1);
    assert_eq!(store.apply(&strict(1)).await.unwrap(), 2);
    let relaxed = Batch { durability: Durability::Relaxed, writes: vec![put_in(Table::Pages, "p", "1")] };
    assert_eq!(store.apply(&relaxed).await.unwrap(), 2);
    assert_eq!(store.seq().await.unwrap(), 2);
    assert_eq!(store.get(Table::Pages, &[key("p")]).await.unwrap(), [Some(b"1".to_vec())]);
    let empty = |durability| Batch { durability, writes: Vec::new() };
    assert_eq!(store.apply(&empty(Durability::Strict { expect_seq: 2 })).await.unwrap(), 3);
    assert_eq!(store.apply(&empty(Durability::Relaxed)).await.unwrap(), 3);
}

pub(crate) async fn a_conflict_writes_nothing(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    write(&*store, vec![put("a", "1")]).await.unwrap();
    for expect_seq in [0, 2, 1_000_000] {
        let writes =
            vec![put("a", "2"), put("b", "2"), Write::DeleteRange(Table::Memories, Range::default())];
        let late = Batch { durability: Durability::Strict { expect_seq }, writes };
        let refused = store.apply(&late).await.unwrap_err();
        assert_eq!(refused.code().as_str(), "storage_conflict");
        assert!(refused.is_retryable());
    }
    assert_eq!(store.seq().await.unwrap(), 1);
    assert_eq!(keys(&*store, Range::default()).await, ["a"]);
    assert_eq!(value(&*store, "a").await.unwrap(), b"1");
}

pub(crate) async fn an_oversized_row_stops_its_batch(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    for durability in [Durability::Strict { expect_seq: 0 }, Durability::Relaxed] {
        let writes = vec![put("a", "1"), put("b", vec![0; MAX_ROW_BYTES + 1])];
        let refused = store.apply(&Batch { durability, writes }).await.unwrap_err();
        assert_eq!(refused.code().as_str(), "invalid_input");
    }
    assert_eq!(store.seq().await.unwrap(), 0);
    assert!(keys(&*store, Range::default()).await.is_empty());
}

pub(crate) async fn clear_empties_and_counts(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    for table in Table::ALL {
        write(&*store, vec![put_in(*table, "a", "1")]).await.unwrap();
    }
    let before = store.seq().await.unwrap();
    assert_eq!(store.clear().await.unwrap(), before + 1);
    assert_eq!(store.seq().await.unwrap(), before + 1);
    for table in Table::ALL {
        assert_eq!(store.scan(*table, &Range::default()).await.unwrap(), []);
    }
    assert_eq!(write(&*store, vec![put("a", "2")]).await.unwrap(), before + 2);
}

pub(crate) async fn a_dropped_batch_is_never_halved(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    for polls in 0..3 {
        let seq = store.seq().await.unwrap();
        let writes = (0..50).map(|n| put(&format!("{polls}/{n:02}"), "x")).collect();
        let batch = Batch { durability: Durability::Strict { expect_seq: seq }, writes };
        let mut apply = store.apply(&batch);
        for _ in 0..polls {
            if apply.as_mut().poll(&mut Context::from_waker(std::task::Waker::noop())).is_ready() {
                // A finished future must not be polled again.
                apply = Box::pin(std::future::pending());
            }
            env.sleep(1).await;
        }
        drop(apply);
        env.sleep(50).await;
        let written = keys(&*store, Range::prefix(&key(&format!("{polls}/")))).await.len();
        let counted = store.seq().await.unwrap() - seq;
        assert!(matches!((written, counted), (0, 0) | (50, 1)), "{written} rows of 50, seq +{counted}");
        write(&*store, vec![put("after", "still usable")]).await.unwrap();
    }
}

pub(crate) async fn the_store_agrees_with_a_map(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    let mut map: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for round in 0..40_u8 {
        let mut writes = Vec::new();
        for _ in 0..random(12) {
            let text = format!("{:02}", random(40));
            match random(8) {
                0 => {
                    let to = format!("{:02}", random(40));
                    map.retain(|key, _| *key < text || *key >= to);
                    let range = Range { from: Some(key(&text)), to: Some(key(&to)), ..Range::default() };
                    writes.push(Write::DeleteRange(Table::Memories, range));
                }
                1 | 2 => {
                    map.remove(&text);
                    writes.push(Write::Delete(Table::Memories, key(&text)));
                }
                _ => {
                    writes.push(put(&text, [round]));
                    map.insert(text, vec![round]);
                }
            }
        }
        write(&*store, writes).await.unwrap();
        let (from, limit, reverse) = (format!("{:02}", random(40)), random(30) as usize, random(2) == 1);
        let range = Range { from: Some(key(&from)), to: None, reverse, limit: Some(limit) };
        let found = store.scan(Table::Memories, &range).await.unwrap();
        let found: Vec<_> = found.into_iter().map(|row| (row.key.as_str().to_owned(), row.value)).collect();
        let mut expected: Vec<_> =
            map.range(from..).map(|(key, value)| (key.clone(), value.clone())).collect();
        if reverse {
            expected.reverse();
        }
        expected.truncate(limit);
        assert_eq!(found, expected, "round {round}");
    }
}
