//! `ctx.storage` as far as the store needs it: `sql.exec` and `transactionSync`.

use std::cell::Cell;

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::ScopedClosure};

use crate::{Error, ErrorCode, Result};

/// A Durable Object's storage with SQLite in it.
#[derive(Clone, Debug)]
pub(super) struct Storage {
    object: JsValue,
    transaction_sync: Function,
    sql: JsValue,
    exec: Function,
}

impl Storage {
    /// Takes `ctx.storage`, checking that it is what it should be.
    pub(super) fn new(object: JsValue) -> Result<Self> {
        let method =
            |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok()?.dyn_into::<Function>().ok();
        let transaction_sync = method(&object, "transactionSync");
        // In a class without SQLite the getter throws, or (in older runtimes) the first statement does.
        let sql = Reflect::get(&object, &"sql".into()).ok().filter(JsValue::is_object);
        let exec = sql.as_ref().and_then(|sql| method(sql, "exec"));
        match (transaction_sync, sql, exec) {
            (Some(transaction_sync), Some(sql), Some(exec)) => {
                Ok(Self { object, transaction_sync, sql, exec })
            }
            _ => Err(without_sqlite()),
        }
    }

    /// Runs one statement; answers its rows as lists of columns.
    pub(super) fn query(&self, statement: &str, values: &[JsValue]) -> Result<Vec<Array>> {
        self.exec(statement, values).map_err(|exception| failure(&exception))
    }

    fn exec(&self, statement: &str, values: &[JsValue]) -> Result<Vec<Array>, JsValue> {
        let arguments: Array = std::iter::once(&JsValue::from_str(statement)).chain(values).collect();
        let cursor = self.exec.apply(&self.sql, &arguments)?;
        let raw: Function = Reflect::get(&cursor, &"raw".into())?.dyn_into()?;
        let rows = raw.call0(&cursor)?;
        let to_array: Function = Reflect::get(&rows, &"toArray".into())?.dyn_into()?;
        Ok(Array::from(&to_array.call0(&rows)?).iter().map(|row| Array::from(&row)).collect())
    }

    /// Runs `body` in a transaction: rolled back when it fails.
    pub(super) fn transaction<T>(&self, body: impl FnOnce() -> Result<T>) -> Result<T> {
        let (body, outcome) = (Cell::new(Some(body)), Cell::new(None));
        let mut run = || -> Result<JsValue, JsValue> {
            let answer = body.take().map(|body| body());
            let done = matches!(answer, Some(Ok(_)));
            outcome.set(answer);
            // A thrown value is what makes `transactionSync` roll back.
            if done { Ok(JsValue::UNDEFINED) } else { Err(JsValue::from_str("rolled back")) }
        };
        let run: ScopedClosure<'_, dyn FnMut() -> Result<JsValue, JsValue>> =
            ScopedClosure::borrow_mut_aborting(&mut run);
        let ended = self.transaction_sync.call1(&self.object, run.as_ref());
        drop(run);
        match (outcome.take(), ended) {
            (Some(Err(error)), _) => Err(error),
            (Some(answer), Ok(_)) => answer,
            (_, Err(exception)) => Err(failure(&exception)),
            (None, Ok(_)) => Err(Error::internal("the runtime did not run the transaction")),
        }
    }
}

/// What an exception of the runtime means. It is sorted by SQLite's code, which the runtime puts into the message;
/// the message itself is not passed on.
fn failure(exception: &JsValue) -> Error {
    let message = Reflect::get(exception, &"message".into()).ok().and_then(|message| message.as_string());
    let message = message.unwrap_or_default();
    let says = |codes: &[&str]| codes.iter().any(|code| message.contains(code));
    if says(&["SQL is not enabled"]) {
        without_sqlite()
    } else if says(&["SQLITE_FULL", "SQLITE_TOOBIG", "storage limit"]) {
        Error::new(
            ErrorCode::StorageFull,
            "the Durable Object's storage is full and nothing was written: delete memories and retry",
        )
    } else if says(&["SQLITE_CORRUPT", "SQLITE_NOTADB", "no such table", "no such column"]) {
        corrupt("damage that SQLite reports")
    } else {
        Error::storage_unavailable("the Durable Object's storage failed: retry on a new request")
    }
}

fn without_sqlite() -> Error {
    Error::invalid_config(
        "storage must be `ctx.storage` of a Durable Object with SQLite: list its class under `new_sqlite_classes` in \
         the Worker's migrations",
    )
}

/// Stored data that this library never wrote like that.
pub(super) fn corrupt(what: &str) -> Error {
    Error::storage_corrupt(format!("the Durable Object's storage holds {what}: restore it from a backup"))
}
