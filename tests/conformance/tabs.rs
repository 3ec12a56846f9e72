//! Several instances on one database.

use std::{cell::RefCell, rc::Rc};

use forgetmenot::ports::{Batch, Durability, Range, Store};
use futures_util::future::join;

use super::{StoreEnv, keys, put, write};

pub(crate) async fn two_writers_lose_nothing(env: &dyn StoreEnv) {
    let (one, two) = (env.open("main").await.unwrap(), env.open("main").await.unwrap());
    let seen = two.seq().await.unwrap();
    write(&*one, vec![put("first", "x")]).await.unwrap();
    let late = Batch { durability: Durability::Strict { expect_seq: seen }, writes: vec![put("first", "y")] };
    assert_eq!(two.apply(&late).await.unwrap_err().code().as_str(), "storage_conflict");
    let writer = async |store: Rc<dyn Store>, name: &str| {
        for n in 0..25 {
            let text = format!("{name}{n:02}");
            while let Err(refused) = write(&*store, vec![put(&text, "x")]).await {
                assert_eq!(refused.code().as_str(), "storage_conflict");
            }
        }
    };
    join(writer(Rc::clone(&one), "one"), writer(Rc::clone(&two), "two")).await;
    assert_eq!(keys(&*one, Range::default()).await.len(), 51);
    assert_eq!((one.seq().await.unwrap(), two.seq().await.unwrap()), (51, 51), "one batch, one number");
    assert_eq!(keys(&*one, Range::default()).await, keys(&*two, Range::default()).await);
}

pub(crate) async fn others_are_told_and_the_writer_is_not(env: &dyn StoreEnv) {
    let (one, two) = (env.open("main").await.unwrap(), env.open("main").await.unwrap());
    let stranger = env.open("other").await.unwrap();
    let replaced = listen(&*two);
    let (by_one, by_two, by_stranger) = (listen(&*one), listen(&*two), listen(&*stranger));
    write(&*one, vec![put("a", "1")]).await.unwrap();
    wait(env, &by_two, 1).await;
    assert_eq!(two.clear().await.unwrap(), 2);
    wait(env, &by_one, 1).await;
    let refused = Batch { durability: Durability::Strict { expect_seq: 0 }, writes: Vec::new() };
    one.apply(&refused).await.unwrap_err();
    env.sleep(50).await;
    assert_eq!((by_one.take(), by_two.take()), (vec![2], vec![1]));
    assert_eq!((by_stranger.take(), replaced.take()), (Vec::new(), Vec::new()));
}

pub(crate) async fn a_relaxed_batch_is_not_news(env: &dyn StoreEnv) {
    let (one, two) = (env.open("main").await.unwrap(), env.open("main").await.unwrap());
    let by_two = listen(&*two);
    one.apply(&Batch { durability: Durability::Relaxed, writes: vec![put("a", "1")] }).await.unwrap();
    write(&*one, vec![put("a", "1")]).await.unwrap();
    wait(env, &by_two, 1).await;
    assert_eq!(by_two.take(), [1]);
}

pub(crate) async fn nobody_is_told_after_close(env: &dyn StoreEnv) {
    let (one, two) = (env.open("main").await.unwrap(), env.open("main").await.unwrap());
    let (three, by_two) = (env.open("main").await.unwrap(), listen(&*two));
    let by_three = listen(&*three);
    two.close().await.unwrap();
    write(&*one, vec![put("a", "1")]).await.unwrap();
    wait(env, &by_three, 1).await;
    env.sleep(50).await;
    assert!(by_two.take().is_empty());
}

/// One of two tabs (or a tab and a worker) that run this at the same time on one database.
#[cfg(target_family = "wasm")]
pub(crate) async fn one_of_two_tabs(env: &dyn StoreEnv) {
    let store = env.open("main").await.unwrap();
    let told = listen(&*store);
    let mut mine = Vec::new();
    while mine.len() < 25 {
        let text = format!("{}/{}", js_sys::Math::random(), mine.len());
        match write(&*store, vec![put(&text, "x")]).await {
            Ok(seq) => mine.push(seq),
            Err(refused) => assert_eq!(refused.code().as_str(), "storage_conflict"),
        }
    }
    for _ in 0..500 {
        if store.seq().await.unwrap() == 50 {
            break;
        }
        env.sleep(20).await;
    }
    assert_eq!((store.seq().await.unwrap(), keys(&*store, Range::default()).await.len()), (50, 50));
    env.sleep(100).await;
    let told = told.take();
    assert!(!told.is_empty() && told.iter().all(|seq| !mine.contains(seq)), "told {told:?}, wrote {mine:?}");
}

/// The numbers a store is told from now on.
pub(crate) fn listen(store: &dyn Store) -> Rc<RefCell<Vec<u64>>> {
    let told: Rc<RefCell<Vec<u64>>> = Rc::default();
    store.watch(Rc::new({
        let told = Rc::clone(&told);
        move |seq| told.borrow_mut().push(seq)
    }));
    told
}

async fn wait(env: &dyn StoreEnv, told: &RefCell<Vec<u64>>, count: usize) {
    for _ in 0..200 {
        if told.borrow().len() >= count {
            return;
        }
        env.sleep(20).await;
    }
    assert_eq!(told.borrow().len(), count, "nobody was told within four seconds");
}
