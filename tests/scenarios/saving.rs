//! A snapshot too large for one batch, saved while others go on, and cut off at every step.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    rc::Rc,
    task::Poll,
};

use forgetmenot::{
    adapters::MemoryStore,
    engine::{Abort, Engine, Ports, request::DeleteAllOptions},
    ports::{Batch, Key, PortFuture, Range, Row, Store, StoreInfo, Table},
};
use futures_util::future::join;

use crate::{
    doubles::{World, add, all, of, search, user},
    support::{
        block_on,
        words::{WordEmbedder, yield_once},
    },
};

/// A store whose every call takes a turn before and after, so that anything may happen in between.
struct Slow(MemoryStore);

async fn slowly<T>(work: impl Future<Output = T>) -> T {
    yield_once().await;
    let done = work.await;
    yield_once().await;
    done
}

impl Store for Slow {
    fn info(&self) -> StoreInfo {
        self.0.info()
    }

    fn seq(&self) -> PortFuture<'_, u64> {
        Box::pin(slowly(self.0.seq()))
    }

    fn get<'a>(&'a self, table: Table, keys: &'a [Key]) -> PortFuture<'a, Vec<Option<Vec<u8>>>> {
        Box::pin(slowly(self.0.get(table, keys)))
    }

    fn scan<'a>(&'a self, table: Table, range: &'a Range) -> PortFuture<'a, Vec<Row>> {
        Box::pin(slowly(self.0.scan(table, range)))
    }

    fn apply<'a>(&'a self, batch: &'a Batch) -> PortFuture<'a, u64> {
        Box::pin(slowly(self.0.apply(batch)))
    }

    fn clear(&self) -> PortFuture<'_, u64> {
        Box::pin(slowly(self.0.clear()))
    }

    fn watch(&self, notify: Rc<dyn Fn(u64)>) {
        self.0.watch(notify);
    }

    fn close(&self) -> PortFuture<'_, ()> {
        self.0.close()
    }
}

/// A world of vectors so wide that a few of them are several slices.
fn world(dims: usize) -> World {
    let mut world = World::new();
    world.embedder = Rc::new(WordEmbedder::new("wide", dims));
    world
}

fn open(world: &World) -> Rc<Engine> {
    let store: Rc<dyn Store> = Rc::new(Slow(MemoryStore::shared(&world.store)));
    world.open_with(Ports { llm: None, store, ..world.ports() })
}

fn fill(engine: &Engine, texts: impl Iterator<Item = String>) {
    for some in texts.collect::<Vec<String>>().chunks(100) {
        let messages = some.iter().flat_map(|text| user(text)).collect();
        block_on(engine.add(messages, of("ana"), &Abort::never())).unwrap();
    }
}

fn pages(world: &World) -> Vec<Row> {
    block_on(world.store.scan(Table::Pages, &Range::default())).unwrap()
}

fn bytes(world: &World) -> usize {
    pages(world).iter().map(|row| row.value.len()).sum()
}

/// How many memories and vectors it holds.
fn figures(engine: &Engine) -> (usize, usize) {
    let health = block_on(engine.health()).unwrap();
    (health.memories, health.index.vectors)
}

/// Polls `work` at most so often, then drops it. Whether it finished.
fn cut_short<T>(work: impl Future<Output = T>, polls: usize) -> bool {
    let mut work = pin!(work);
    let mut left = polls;
    block_on(poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        match work.as_mut().poll(context) {
            Poll::Ready(_) => Poll::Ready(true),
            Poll::Pending => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
        }
    }))
}

#[test]
fn cut_off_at_any_step_a_large_save_leaves_the_old_the_new_or_none() {
    for incremental in [false, true] {
        let mut finished = false;
        for polls in 1..80 {
            let world = world(2_048);
            let engine = open(&world);
            if incremental {
                add(&engine, "ana", "the first memory");
                block_on(engine.close()).unwrap();
            }
            let engine = open(&world);
            fill(&engine, (0..180).map(|n| format!("memory number{n} about thing{}", n % 17)));
            let (expected, known) = (all(&engine, "ana"), figures(&engine).0);
            finished = cut_short(engine.close(), polls);
            drop(engine);
            let embedded = world.embedder.embedded.get();
            let engine = open(&world);
            assert_eq!(all(&engine, "ana"), expected, "after {polls} polls");
            assert_eq!(figures(&engine), (known, known));
            assert_eq!(
                search(&engine, "ana", "number113 thing11")[0].item.memory,
                "memory number113 about thing11"
            );
            assert_eq!(world.embedder.embedded.get() - embedded, 1, "only the question was embedded");
            add(&engine, "ana", "the last memory");
            block_on(engine.close()).unwrap();
            let clean = {
                let again = open(&world);
                assert_eq!(figures(&again), (known + 1, known + 1));
                bytes(&world)
            };
            assert!(
                clean < 180 * 2_048 * 4 * 3 / 2,
                "{clean} bytes: what the cut save left is gone after {polls} polls"
            );
            if finished {
                break;
            }
        }
        assert!(finished, "a save takes fewer than eighty polls");
    }
}

#[test]
fn what_is_said_during_a_save_is_answered_and_saved() {
    let world = world(768);
    let engine = open(&world);
    fill(&engine, (0..520).map(|n| format!("memory number{n}")));
    let meanwhile = async {
        for n in 0..5 {
            engine.add(user(&format!("meanwhile{n}")), of("ana"), &Abort::never()).await.unwrap();
            let query = format!("meanwhile{n}");
            let found = engine.search(&query, crate::doubles::find("ana"), &Abort::never()).await.unwrap();
            assert_eq!(found.results[0].item.memory, query);
        }
    };
    let (saved, ()) = block_on(join(engine.maintain(), meanwhile));
    saved.unwrap();
    drop(engine);
    let engine = open(&world);
    assert_eq!(figures(&engine), (525, 525));
    assert_eq!(search(&engine, "ana", "meanwhile4")[0].item.memory, "meanwhile4");
}

#[test]
fn a_hard_delete_during_a_save_leaves_no_word_of_it() {
    for polls in (0..24).step_by(2) {
        let world = world(768);
        let engine = open(&world);
        fill(&engine, (0..520).map(|n| format!("marzipan number{n}")));
        let forget = async {
            for _ in 0..polls {
                yield_once().await;
            }
            let hard =
                DeleteAllOptions { user_id: Some("ana".into()), hard: Some(true), ..Default::default() };
            engine.delete_all(hard).await.unwrap();
        };
        let (saved, ()) = block_on(join(engine.maintain(), forget));
        saved.unwrap();
        block_on(engine.close()).unwrap();
        for page in pages(&world) {
            assert!(!String::from_utf8_lossy(&page.value).contains("marzipan"), "{}", page.key.as_str());
        }
        assert!(all(&open(&world), "ana").is_empty());
    }
}

#[test]
fn two_tabs_do_not_write_the_same_snapshot_over_and_over() {
    let world = world(768);
    let (one, two) = (open(&world), open(&world));
    fill(&one, (0..300).map(|n| format!("memory number{n}")));
    add(&two, "ana", "from the other tab");
    block_on(one.close()).unwrap();
    let saved = pages(&world);
    block_on(two.close()).unwrap();
    assert!(pages(&world) == saved, "the log leads from there to here");
    assert_eq!(figures(&open(&world)), (301, 301));
}
