//! When the world fails, the store says so and stays whole.

use forgetmenot::ports::Range;

use super::{Fault, StoreEnv, keys, put, value, write};

pub(crate) async fn full_writes_nothing(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    write(&*store, vec![put("a", "before")]).await.unwrap();
    env.fault(Fault::Full, "main").await;
    // Rows small enough to lie in the database itself: Chromium does not count larger ones before it commits.
    let large = |n: u8| put(&format!("large/{n}"), vec![n; 50_000]);
    let writes = std::iter::once(put("a", "after")).chain((0..60).map(large)).collect();
    let refused = write(&*store, writes).await.unwrap_err();
    assert_eq!(refused.code().as_str(), "storage_full");
    assert_eq!(store.seq().await.unwrap(), 1, "reading goes on");
    env.heal().await;
    assert_eq!(keys(&*store, Range::default()).await, ["a"]);
    assert_eq!(value(&*store, "a").await.unwrap(), b"before");
    assert_eq!(write(&*store, vec![large(60)]).await.unwrap(), 2);
}

/// Laws of backends that stand on a foreign engine.
#[cfg(target_family = "wasm")]
pub(crate) mod engine {
    use forgetmenot::ports::Table;

    use super::{
        super::{key, put_in},
        Fault, Range, StoreEnv, keys, put, value, write,
    };

    pub(crate) async fn aborted_midway_leaves_nothing(env: &dyn StoreEnv) {
        let store = env.open("main").await.unwrap();
        write(&*store, vec![put("a", "before")]).await.unwrap();
        env.fault(Fault::Abort, "main").await;
        let refused =
            write(&*store, vec![put("a", "after"), put("b", "1"), put("c", "1")]).await.unwrap_err();
        assert_eq!(refused.code().as_str(), "storage_unavailable");
        assert!(refused.is_retryable());
        env.heal().await;
        assert_eq!((store.seq().await.unwrap(), value(&*store, "a").await.unwrap()), (1, b"before".to_vec()));
        assert_eq!(keys(&*store, Range::default()).await, ["a"]);
        assert_eq!(write(&*store, vec![put("a", "after"), put("b", "1")]).await.unwrap(), 2);
    }

    pub(crate) async fn a_newer_schema_is_left_alone(env: &dyn StoreEnv) {
        let store = env.open("main").await.unwrap();
        write(&*store, vec![put("a", "1")]).await.unwrap();
        store.close().await.unwrap();
        env.fault(Fault::Newer, "main").await;
        let refused = env.open("main").await.err().unwrap();
        assert_eq!(refused.code().as_str(), "storage_newer");
        assert_eq!(env.peek("main", Table::Memories, &key("a")).await.unwrap(), b"1");
    }

    pub(crate) async fn an_older_schema_is_brought_up_to_date(env: &dyn StoreEnv) {
        env.fault(Fault::FirstSchema, "main").await;
        for opened in 0..2 {
            let store = env.open("main").await.unwrap();
            assert_eq!(
                (store.seq().await.unwrap(), value(&*store, "a").await.unwrap()),
                (1 + opened, b"1".to_vec())
            );
            for table in Table::ALL {
                let rows = store.scan(*table, &Range::default()).await.unwrap().len() as u64;
                assert_eq!(
                    rows,
                    u64::from(*table == Table::Memories) + if *table == Table::Blobs { opened } else { 0 }
                );
            }
            write(&*store, vec![put_in(Table::Blobs, &format!("b{opened}"), "2")]).await.unwrap();
            store.close().await.unwrap();
        }
    }

    pub(crate) async fn a_damaged_header_is_not_guessed(env: &dyn StoreEnv) {
        let store = env.open("main").await.unwrap();
        write(&*store, vec![put("a", "1")]).await.unwrap();
        env.fault(Fault::Header, "main").await;
        assert_eq!(store.seq().await.unwrap_err().code().as_str(), "storage_corrupt");
        assert_eq!(store.clear().await.unwrap_err().code().as_str(), "storage_corrupt");
        assert_eq!(value(&*store, "a").await.unwrap(), b"1", "nothing was cleared");
    }
}

/// Laws of a browser's database.
#[cfg(target_family = "wasm")]
pub(crate) mod browser {
    use std::rc::Rc;

    use forgetmenot::ports::{Batch, Durability, Store};

    use super::{super::tabs::listen, Fault, Range, StoreEnv, keys, put, value, write};

    pub(crate) async fn a_deleted_database_does_not_come_back(env: &dyn StoreEnv) {
        let store = env.open("main").await.unwrap();
        write(&*store, vec![put("a", "1")]).await.unwrap();
        env.fault(Fault::Deleted, "main").await;
        for _ in 0..2 {
            let refused = write(&*store, vec![put("a", "2")]).await.unwrap_err();
            assert_eq!(refused.code().as_str(), "storage_unavailable");
        }
        env.fault(Fault::CheckGone, "main").await;
        let fresh = env.open("main").await.unwrap();
        assert_eq!((fresh.seq().await.unwrap(), value(&*fresh, "a").await), (0, None));
        assert_eq!(
            store.seq().await.unwrap_err().code().as_str(),
            "storage_unavailable",
            "it is another database"
        );
    }

    pub(crate) async fn an_upgrade_elsewhere_is_let_through(env: &dyn StoreEnv) {
        let store = env.open("main").await.unwrap();
        write(&*store, vec![put("a", "1")]).await.unwrap();
        env.fault(Fault::Newer, "main").await;
        assert_eq!(store.seq().await.unwrap_err().code().as_str(), "storage_newer");
    }

    pub(crate) async fn a_blocked_open_answers(env: &dyn StoreEnv) {
        env.open("main").await.unwrap().close().await.unwrap();
        env.fault(Fault::Blocked, "main").await;
        assert_eq!(env.open("main").await.err().unwrap().code().as_str(), "storage_blocked");
        env.heal().await;
        let store = env.open("main").await.unwrap();
        assert_eq!(write(&*store, vec![put("a", "1")]).await.unwrap(), 1, "the schema is whole");
    }

    pub(crate) async fn a_deletion_held_up_elsewhere_answers(env: &dyn StoreEnv) {
        env.open("main").await.unwrap().close().await.unwrap();
        env.fault(Fault::DeletionHeldUp, "main").await;
        assert_eq!(env.open("main").await.err().unwrap().code().as_str(), "storage_blocked");
        env.heal().await;
        let store = env.open("main").await.unwrap();
        assert_eq!(write(&*store, vec![put("a", "1")]).await.unwrap(), 1, "the schema is whole");
    }

    pub(crate) async fn a_lost_connection_is_opened_again(env: &dyn StoreEnv) {
        let store = env.open("main").await.unwrap();
        write(&*store, vec![put("a", "1")]).await.unwrap();
        env.fault(Fault::Lost, "main").await;
        assert_eq!(value(&*store, "a").await.unwrap(), b"1");
        env.fault(Fault::Lost, "main").await;
        assert_eq!(write(&*store, vec![put("a", "2")]).await.unwrap(), 2);
    }

    pub(crate) async fn a_connection_lost_for_good_answers(env: &dyn StoreEnv) {
        let store = env.open("main").await.unwrap();
        env.fault(Fault::LostForGood, "main").await;
        let refused = write(&*store, vec![put("a", "1")]).await.unwrap_err();
        assert_eq!(refused.code().as_str(), "storage_unavailable");
        assert!(refused.is_retryable());
        env.heal().await;
        assert_eq!(write(&*store, vec![put("a", "1")]).await.unwrap(), 1);
    }

    pub(crate) async fn a_commit_in_doubt_is_not_repeated(env: &dyn StoreEnv) {
        let store = env.open("main").await.unwrap();
        write(&*store, vec![put("a", "1")]).await.unwrap();
        env.fault(Fault::Doubt, "main").await;
        let batch = Batch { durability: Durability::Strict { expect_seq: 1 }, writes: vec![put("a", "2")] };
        assert_eq!(store.apply(&batch).await.unwrap(), 2, "it was committed, and says so");
        assert_eq!(store.seq().await.unwrap(), 2, "once");
        env.fault(Fault::Doubt, "main").await;
        assert_eq!(store.clear().await.unwrap(), 3);
        assert_eq!(store.seq().await.unwrap(), 3);
    }

    pub(crate) async fn a_change_is_strict_and_a_page_is_relaxed(env: &dyn StoreEnv) {
        let store = env.open("main").await.unwrap();
        env.fault(Fault::NotStrict, "main").await;
        assert_eq!(write(&*store, vec![put("a", "1")]).await.unwrap(), 1);
        let relaxed = Batch { durability: Durability::Relaxed, writes: vec![put("b", "1")] };
        store.apply(&relaxed).await.unwrap_err();
        env.heal().await;
        assert_eq!(store.apply(&relaxed).await.unwrap(), 1);
    }

    pub(crate) async fn a_foreign_database_is_left_alone(env: &dyn StoreEnv) {
        env.fault(Fault::Foreign, "main").await;
        assert_eq!(env.open("main").await.err().unwrap().code().as_str(), "storage_corrupt");
    }

    pub(crate) async fn without_a_channel_tabs_still_agree(env: &dyn StoreEnv) {
        env.fault(Fault::NoChannel, "main").await;
        let (one, two) = (env.open("main").await.unwrap(), env.open("main").await.unwrap());
        let by_two = listen(&*two);
        assert_eq!(write(&*one, vec![put("a", "1")]).await.unwrap(), 1);
        let late = Batch { durability: Durability::Strict { expect_seq: 0 }, writes: Vec::new() };
        assert_eq!(two.apply(&late).await.unwrap_err().code().as_str(), "storage_conflict");
        assert!(by_two.take().is_empty());
    }

    pub(crate) async fn calls_leave_no_javascript_value_behind(env: &dyn StoreEnv) {
        let store = env.open("main").await.unwrap();
        let conflict =
            Batch { durability: Durability::Strict { expect_seq: 1_000 }, writes: vec![put("a", "1")] };
        let mut live = Vec::new();
        for _ in 0..30 {
            write(&*store, (0..10).map(|n| put(&n.to_string(), "x")).collect()).await.unwrap();
            store.apply(&conflict).await.unwrap_err();
            keys(&*store, Range::default()).await;
            keys(&*store, Range::default().reversed().limited(3)).await;
            value(&*store, "1").await.unwrap();
            drop(store.seq());
            drop(env.open("main").await.unwrap());
            live.push(wasm_bindgen::externref_heap_live_count());
        }
        assert_eq!(live.get(9), live.last(), "{live:?}");
    }

    pub(crate) async fn nonsense_between_tabs_is_ignored(env: &dyn StoreEnv) {
        let (one, two) = (env.open("main").await.unwrap(), env.open("main").await.unwrap());
        let by_two = listen(&*two);
        env.fault(Fault::Nonsense, "main").await;
        write(&*one, vec![put("a", "1")]).await.unwrap();
        while by_two.borrow().is_empty() {
            env.sleep(20).await;
        }
        assert_eq!(by_two.take(), [1]);
    }

    pub(crate) async fn many_calls_at_once_share_one_opening(env: &dyn StoreEnv) {
        let store = env.open("main").await.unwrap();
        write(&*store, vec![put("a", "1")]).await.unwrap();
        env.fault(Fault::Lost, "main").await;
        let calls = (0..20).map(|_| {
            let store: Rc<dyn Store> = Rc::clone(&store);
            async move { value(&*store, "a").await }
        });
        let answers = futures_util::future::join_all(calls).await;
        assert!(answers.iter().all(|answer| answer.as_deref() == Some(b"1")));
        assert_eq!(keys(&*store, Range::default()).await, ["a"]);
    }
}
