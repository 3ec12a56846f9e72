//! The memory store keeps the laws, and so do an engine over it and the native build of the index.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a law that is broken panics")]

mod conformance;
mod support;

use std::{
    cell::RefCell,
    collections::BTreeMap,
    future::{Future, ready},
    pin::pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use conformance::{
    EnvFuture, Fault, StoreEnv, batches, faults, indexes, kernels, laws_of_every_backend,
    laws_of_shared_backends, lifetime, rows, tabs, verbs,
};
use forgetmenot::{
    adapters::MemoryStore,
    ports::{Batch, Durability, Key, PortFuture, Row, Store, Table, Write},
};

/// Databases by name, for as long as the environment lives.
#[derive(Default)]
struct InMemory(RefCell<BTreeMap<String, MemoryStore>>);

impl InMemory {
    fn instance(&self, name: &str) -> MemoryStore {
        MemoryStore::shared(self.0.borrow_mut().entry(name.to_owned()).or_default())
    }
}

impl StoreEnv for InMemory {
    fn open<'a>(&'a self, name: &'a str) -> PortFuture<'a, Rc<dyn Store>> {
        let store: Rc<dyn Store> = Rc::new(self.instance(name));
        Box::pin(ready(Ok(store)))
    }

    fn tamper<'a>(&'a self, name: &'a str, table: Table, key: &'a Key, value: &'a [u8]) -> EnvFuture<'a> {
        let write = Write::Put(table, Row { key: key.clone(), value: value.to_vec() });
        Box::pin(async move {
            let batch = Batch { durability: Durability::Relaxed, writes: vec![write] };
            self.instance(name).apply(&batch).await.map(drop).unwrap();
        })
    }

    fn peek<'a>(&'a self, name: &'a str, table: Table, key: &'a Key) -> EnvFuture<'a, Option<Vec<u8>>> {
        Box::pin(
            async move { self.instance(name).get(table, std::slice::from_ref(key)).await.unwrap().remove(0) },
        )
    }

    fn fault<'a>(&'a self, fault: Fault, name: &'a str) -> EnvFuture<'a> {
        assert!(matches!(fault, Fault::Full), "memory knows no {fault:?}");
        self.instance(name).set_capacity(1_000_000);
        Box::pin(ready(()))
    }

    fn heal(&self) -> EnvFuture<'_> {
        self.0.borrow().values().for_each(|store| store.set_capacity(usize::MAX));
        Box::pin(ready(()))
    }

    fn sleep(&self, _ms: u64) -> EnvFuture<'_> {
        Box::pin(ready(()))
    }
}

/// Nothing here ever waits, so the first poll is the last, but for laws that join futures.
fn finish(law: impl Future<Output = ()>) {
    let mut law = pin!(law);
    let done = law.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert_eq!(done, Poll::Ready(()), "the memory store never waits");
}

macro_rules! tests {
    ($($room:ident::$law:ident),+ $(,)?) => {
        $(
            #[test]
            fn $law() {
                finish($room::$law(&InMemory::default()));
            }
        )+
    };
}

laws_of_every_backend!(tests);
laws_of_shared_backends!(tests);

/// Modules of their own, because their laws have rooms of the same names.
mod engine {
    use super::{InMemory, support::block_on, verbs};

    macro_rules! tests {
        ($($room:ident::$law:ident),+ $(,)?) => {
            $(
                #[test]
                fn $law() {
                    block_on(verbs::$room::$law(&InMemory::default()));
                }
            )+
        };
    }

    verbs::laws_of_every_engine!(tests);
    verbs::laws_of_shared_engines!(tests);
}

macro_rules! pure_tests {
    ($($room:ident::$law:ident),+ $(,)?) => {
        $(
            #[test]
            fn $law() {
                $room::$law();
            }
        )+
    };
}

kernels::laws_of_every_kernel!(pure_tests);
indexes::laws_of_the_index!(pure_tests);
pure_tests!(kernels::the_kernel_is_portable);
