//! The laws as a wasm module: `laws(backend)` lists names, `run(name, backend, options)` resolves when the law is
//! kept and rejects with what the panic said. After a rejection the instance is in an unknown state: take a new one.

#![cfg(target_family = "wasm")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a law that is broken panics")]

#[path = "mod.rs"]
mod conformance;
#[path = "../support/mod.rs"]
mod support;
mod wasm_env;

use std::{cell::RefCell, rc::Rc};

use conformance::{
    EnvFuture, StoreEnv, batches,
    faults::{self, browser, engine},
    indexes, kernels, laws_of_every_backend, laws_of_shared_backends, lifetime, rows, tabs, verbs,
};
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use wasm_env::WasmEnv;

/// A law by name.
struct Law {
    name: &'static str,
    run: for<'a> fn(&'a dyn StoreEnv) -> EnvFuture<'a>,
}

macro_rules! list {
    ($($room:ident::$law:ident),+ $(,)?) => {
        vec![$(Law {
            name: concat!(stringify!($room), "::", stringify!($law)),
            run: |env| Box::pin($room::$law(env)),
        },)+]
    };
}

/// Laws that need no backend.
macro_rules! list_pure {
    ($($room:ident::$law:ident),+ $(,)?) => {
        vec![$(Law {
            name: concat!(stringify!($room), "::", stringify!($law)),
            run: |_| Box::pin(async { $room::$law() }),
        },)+]
    };
}

/// The laws of an engine over the backend.
macro_rules! list_verbs {
    ($($room:ident::$law:ident),+ $(,)?) => {
        vec![$(Law {
            name: concat!("verbs::", stringify!($room), "::", stringify!($law)),
            run: |env| Box::pin(verbs::$room::$law(env)),
        },)+]
    };
}

/// The laws that apply to a backend. `special` is no backend: those need a setting that a runner makes for them.
fn registry(backend: &str) -> Vec<Law> {
    let mut all = laws_of_every_backend!(list);
    all.extend(verbs::laws_of_every_engine!(list_verbs));
    all.extend(laws_of_the_index());
    match backend {
        "memory" => all.extend(laws_of_tabs()),
        "durable-object" => all.extend(laws_of_engines()),
        "indexeddb" => {
            all.extend(laws_of_tabs());
            all.extend(laws_of_engines());
            all.extend(laws_of_browsers());
        }
        "special" => {
            all = list![
                lifetime::before_a_restart,
                lifetime::after_a_restart,
                lifetime::without_sqlite_it_says_what_to_do,
                lifetime::without_indexed_db_it_says_so,
                tabs::one_of_two_tabs,
            ];
        }
        _ => all.clear(),
    }
    all
}

fn laws_of_the_index() -> Vec<Law> {
    let mut all = list_pure![kernels::the_kernel_is_simd128];
    all.extend(kernels::laws_of_every_kernel!(list_pure));
    all.extend(indexes::laws_of_the_index!(list_pure));
    all
}

fn laws_of_tabs() -> Vec<Law> {
    let mut all = laws_of_shared_backends!(list);
    all.extend(verbs::laws_of_shared_engines!(list_verbs));
    all
}

fn laws_of_engines() -> Vec<Law> {
    let mut all = list![
        engine::aborted_midway_leaves_nothing,
        engine::a_newer_schema_is_left_alone,
        engine::an_older_schema_is_brought_up_to_date,
        engine::a_damaged_header_is_not_guessed
    ];
    all.extend(list_verbs![faults::a_newer_store_is_left_alone]);
    all
}

fn laws_of_browsers() -> Vec<Law> {
    list![
        browser::a_deleted_database_does_not_come_back,
        browser::an_upgrade_elsewhere_is_let_through,
        browser::a_blocked_open_answers,
        browser::a_deletion_held_up_elsewhere_answers,
        browser::a_lost_connection_is_opened_again,
        browser::a_connection_lost_for_good_answers,
        browser::a_commit_in_doubt_is_not_repeated,
        browser::a_change_is_strict_and_a_page_is_relaxed,
        browser::a_foreign_database_is_left_alone,
        browser::without_a_channel_tabs_still_agree,
        browser::calls_leave_no_javascript_value_behind,
        browser::nonsense_between_tabs_is_ignored,
        browser::many_calls_at_once_share_one_opening,
    ]
}

thread_local! {
    /// Rejects the promise of the law that runs.
    static REJECT: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// The names of a backend's laws.
#[wasm_bindgen]
pub fn laws(backend: &str) -> Vec<String> {
    registry(backend).iter().map(|law| law.name.to_owned()).collect()
}

/// Runs a law. `options`: `prefix` of database names, and the hands of `faults.mjs` or `worker.mjs`.
#[wasm_bindgen]
pub fn run(name: &str, backend: &str, options: JsValue) -> Promise {
    std::panic::set_hook(Box::new(|panic| {
        let reject = REJECT.with(|reject| reject.borrow_mut().take());
        if let Some(reject) = reject {
            // Nothing is left to tell if telling fails.
            let _ = reject.call1(&JsValue::NULL, &js_sys::Error::new(&panic.to_string()));
        }
    }));
    let known = [backend, "special"].iter().flat_map(|list| registry(list)).find(|law| law.name == name);
    let env = WasmEnv::new(backend, options);
    Promise::new(&mut |resolve, reject| match &known {
        Some(law) => {
            let (run, env) = (law.run, Rc::clone(&env));
            REJECT.with(|slot| slot.replace(Some(reject)));
            spawn_local(async move {
                run(&*env).await;
                env.heal().await;
                resolve.call0(&JsValue::NULL).map(drop).unwrap();
            });
        }
        None => reject.call1(&JsValue::NULL, &"there is no such law".into()).map(drop).unwrap(),
    })
}
