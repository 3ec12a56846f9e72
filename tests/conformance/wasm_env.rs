//! Environments inside a JavaScript runtime: the runner brings hands for what Rust cannot reach.

use std::{cell::RefCell, collections::BTreeMap, future::ready, rc::Rc};

use forgetmenot::{
    adapters::{
        MemoryStore,
        web::{
            DurableObjectStore, IndexedDbStore,
            system::{SystemClock, SystemEntropy},
        },
    },
    ports::{Batch, Durability, Key, PortFuture, Row, Store, Table, Write},
};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::conformance::{EnvFuture, Fault, StoreEnv};

/// A backend, with the runner's `options`: `prefix`, `storage`, and the methods
/// `tamper(name, table, key, bytes)`, `peek(name, table, key)`, `fault(kind, name)`, `heal()`.
pub(crate) struct WasmEnv {
    backend: String,
    options: JsValue,
    /// The databases of the memory backend.
    memory: RefCell<BTreeMap<String, MemoryStore>>,
}

impl WasmEnv {
    pub(crate) fn new(backend: &str, options: JsValue) -> Rc<Self> {
        Rc::new(Self { backend: backend.to_owned(), options, memory: RefCell::default() })
    }

    fn option(&self, name: &str) -> JsValue {
        Reflect::get(&self.options, &name.into()).unwrap()
    }

    fn database(&self, name: &str) -> String {
        format!("{}/{name}", self.option("prefix").as_string().unwrap())
    }

    fn instance(&self, name: &str) -> Option<MemoryStore> {
        let one = || MemoryStore::shared(self.memory.borrow_mut().entry(name.to_owned()).or_default());
        (self.backend == "memory").then(one)
    }

    /// `await options[hand](...arguments)`.
    async fn hand(&self, hand: &str, arguments: &[JsValue]) -> JsValue {
        let method: Function = self.option(hand).dyn_into().unwrap();
        let answer = method.apply(&self.options, &arguments.iter().collect::<Array>()).unwrap();
        JsFuture::from(Promise::resolve(&answer)).await.unwrap()
    }
}

impl StoreEnv for WasmEnv {
    fn open<'a>(&'a self, name: &'a str) -> PortFuture<'a, Rc<dyn Store>> {
        Box::pin(async move {
            let store: Rc<dyn Store> = match self.backend.as_str() {
                "memory" => Rc::new(self.instance(name).unwrap()),
                "indexeddb" => {
                    let entropy = Rc::new(SystemEntropy::new()?);
                    IndexedDbStore::open(&self.database(name), Rc::new(SystemClock), entropy).await?
                }
                other => {
                    assert_eq!(other, "durable-object");
                    Rc::new(DurableObjectStore::open(self.option("storage"))?)
                }
            };
            Ok(store)
        })
    }

    fn tamper<'a>(&'a self, name: &'a str, table: Table, key: &'a Key, value: &'a [u8]) -> EnvFuture<'a> {
        Box::pin(async move {
            if let Some(store) = self.instance(name) {
                let write = Write::Put(table, Row { key: key.clone(), value: value.to_vec() });
                let batch = Batch { durability: Durability::Relaxed, writes: vec![write] };
                store.apply(&batch).await.unwrap();
                return;
            }
            let arguments = [
                self.database(name).into(),
                table.as_str().into(),
                key.as_str().into(),
                Uint8Array::from(value).into(),
            ];
            self.hand("tamper", &arguments).await;
        })
    }

    fn peek<'a>(&'a self, name: &'a str, table: Table, key: &'a Key) -> EnvFuture<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            if let Some(store) = self.instance(name) {
                return store.get(table, std::slice::from_ref(key)).await.unwrap().remove(0);
            }
            let arguments = [self.database(name).into(), table.as_str().into(), key.as_str().into()];
            let value = self.hand("peek", &arguments).await;
            value.is_object().then(|| Uint8Array::new(&value).to_vec())
        })
    }

    fn fault<'a>(&'a self, fault: Fault, name: &'a str) -> EnvFuture<'a> {
        if let Some(store) = self.instance(name) {
            assert!(matches!(fault, Fault::Full), "memory knows no {fault:?}");
            store.set_capacity(1_000_000);
            return Box::pin(ready(()));
        }
        Box::pin(async move {
            self.hand("fault", &[format!("{fault:?}").into(), self.database(name).into()]).await;
        })
    }

    fn heal(&self) -> EnvFuture<'_> {
        if self.backend == "memory" {
            self.memory.borrow().values().for_each(|store| store.set_capacity(usize::MAX));
            return Box::pin(ready(()));
        }
        Box::pin(async move { drop(self.hand("heal", &[]).await) })
    }

    fn sleep(&self, ms: u64) -> EnvFuture<'_> {
        Box::pin(TimeoutFuture::new(u32::try_from(ms).unwrap()))
    }
}
