//! Opening, closing, opening again.

use forgetmenot::ports::{Batch, Durability, Range, Table};

use super::{StoreEnv, key, put, value, write};

pub(crate) async fn reopened_it_is_all_there(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    let writes = (0..100_u8).map(|n| put(&format!("{n:03}"), vec![n; usize::from(n) * 10])).collect();
    write(&*store, writes).await.unwrap();
    let relaxed = Batch { durability: Durability::Relaxed, writes: vec![put("page", "derived")] };
    store.apply(&relaxed).await.unwrap();
    store.close().await.unwrap();
    let again = env.open("main").await.unwrap();
    assert_eq!(again.seq().await.unwrap(), 1);
    let rows = again.scan(Table::Memories, &Range::default()).await.unwrap();
    assert_eq!(rows.len(), 101);
    assert!((0..100_u8).zip(&rows).all(|(n, row)| row.value == vec![n; usize::from(n) * 10]));
    assert_eq!(write(&*again, vec![put("more", "1")]).await.unwrap(), 2);
}

pub(crate) async fn closing_twice_is_fine(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    store.close().await.unwrap();
    store.close().await.unwrap();
}

pub(crate) async fn after_close_every_call_says_so(env: &dyn StoreEnv) {
    let (store, other) = (env.open("main").await.unwrap(), env.open("main").await.unwrap());
    store.close().await.unwrap();
    let relaxed = Batch { durability: Durability::Relaxed, writes: Vec::new() };
    let strict = Batch { durability: Durability::Strict { expect_seq: 0 }, writes: vec![put("a", "1")] };
    let codes = [
        store.seq().await.unwrap_err().code(),
        store.get(Table::Meta, &[key("a")]).await.unwrap_err().code(),
        store.scan(Table::Meta, &Range::default()).await.unwrap_err().code(),
        store.apply(&relaxed).await.unwrap_err().code(),
        store.apply(&strict).await.unwrap_err().code(),
        store.clear().await.unwrap_err().code(),
    ];
    assert!(codes.iter().all(|code| code.as_str() == "closed"), "{codes:?}");
    assert_eq!(other.seq().await.unwrap(), 0, "another instance stays open, and nothing was written");
}

pub(crate) async fn two_databases_know_nothing_of_each_other(env: &dyn StoreEnv) {
    let (one, two) = (env.open("one").await.unwrap(), env.open("two").await.unwrap());
    write(&*one, vec![put("a", "one")]).await.unwrap();
    write(&*two, vec![put("b", "two")]).await.unwrap();
    assert_eq!((value(&*one, "b").await, value(&*two, "a").await), (None, None));
    one.clear().await.unwrap();
    assert_eq!(value(&*two, "b").await.unwrap(), b"two");
    assert_eq!((one.seq().await.unwrap(), two.seq().await.unwrap()), (2, 1));
}

/// First half of a law that needs the whole runtime to end in between.
#[cfg(target_family = "wasm")]
pub(crate) async fn before_a_restart(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    write(&*store, vec![put("bytes", (0..=255).collect::<Vec<u8>>())]).await.unwrap();
    write(&*store, vec![put("empty", []), put("large", vec![7; 900_000])]).await.unwrap();
}

/// Second half: in the next process, everything acknowledged is there.
#[cfg(target_family = "wasm")]
pub(crate) async fn after_a_restart(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    assert_eq!(store.seq().await.unwrap(), 2);
    assert_eq!(value(&*store, "bytes").await.unwrap(), (0..=255).collect::<Vec<u8>>());
    assert_eq!(value(&*store, "empty").await, Some(Vec::new()));
    assert!(value(&*store, "large").await.unwrap() == vec![7; 900_000]);
    assert_eq!(write(&*store, vec![put("more", "1")]).await.unwrap(), 3);
}

/// Storage without SQLite is a mistake of configuration, and the message says how to mend it.
#[cfg(target_family = "wasm")]
pub(crate) async fn without_sqlite_it_says_what_to_do(env: &dyn StoreEnv) {
    let refused = env.open("main").await.err().unwrap();
    assert_eq!(refused.code().as_str(), "invalid_config");
    assert!(refused.message().contains("new_sqlite_classes"));
}

/// A runtime without IndexedDB is told so.
#[cfg(target_family = "wasm")]
pub(crate) async fn without_indexed_db_it_says_so(env: &dyn StoreEnv) {
    let refused = env.open("main").await.err().unwrap();
    assert_eq!(refused.code().as_str(), "storage_unavailable");
    assert!(refused.message().contains("no IndexedDB"));
}
