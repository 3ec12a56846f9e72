//! The store in a Cloudflare Durable Object's SQLite storage.
//!
//! Calls are synchronous and a Durable Object has one thread, so a batch is one `transactionSync`. The runtime's
//! output gate holds back every answer to the outside until the writes behind it are on several disks: what a
//! caller sees acknowledged is durable. Nobody else can open the object's storage, so there is nobody to watch.

mod schema;
mod sql;

use std::{cell::RefCell, fmt, rc::Rc};

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

use self::{
    schema::{ROWS, prepare},
    sql::{Storage, corrupt},
};
use super::number;
use crate::{
    Error, ErrorCode, Result,
    ports::{Batch, Durability, Key, PortFuture, Range, Row, Store, StoreInfo, Table, Write},
};

/// A store in the storage of one Durable Object.
pub struct DurableObjectStore {
    storage: RefCell<Option<Storage>>,
}

impl DurableObjectStore {
    /// Opens `ctx.storage`, and makes the tables if there are none.
    ///
    /// Errors: `invalid_config` (not the storage of a class with SQLite), `storage_newer`, `storage_corrupt`.
    pub fn open(storage: JsValue) -> Result<Self> {
        let storage = Storage::new(storage)?;
        prepare(&storage)?;
        Ok(Self { storage: RefCell::new(Some(storage)) })
    }

    fn storage(&self) -> Result<Storage> {
        let storage = self.storage.borrow().clone();
        storage.ok_or_else(|| Error::new(ErrorCode::Closed, "the store is closed: open it again"))
    }
}

impl fmt::Debug for DurableObjectStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DurableObjectStore").field("open", &self.storage.borrow().is_some()).finish()
    }
}

impl Store for DurableObjectStore {
    fn info(&self) -> StoreInfo {
        StoreInfo { kind: "durable-object", durable: true }
    }

    fn seq(&self) -> PortFuture<'_, u64> {
        Box::pin(async move { schema::seq(&self.storage()?) })
    }

    fn get<'a>(&'a self, table: Table, keys: &'a [Key]) -> PortFuture<'a, Vec<Option<Vec<u8>>>> {
        Box::pin(async move {
            let storage = self.storage()?;
            let query = format!("SELECT value FROM {ROWS} WHERE tbl = ? AND key = ?");
            let value = |key: &Key| {
                let found = storage.query(&query, &[table.as_str().into(), key.as_str().into()])?;
                found.first().map(|row| bytes(&row.get(0))).transpose()
            };
            keys.iter().map(value).collect()
        })
    }

    fn scan<'a>(&'a self, table: Table, range: &'a Range) -> PortFuture<'a, Vec<Row>> {
        Box::pin(async move {
            let storage = self.storage()?;
            let (bounds, mut values) = bounds(table, range);
            let order = if range.reverse { "DESC" } else { "ASC" };
            let limit = range.limit.and_then(|limit| u32::try_from(limit).ok());
            values.push(limit.map_or(-1.0, f64::from).into());
            let query = format!("SELECT key, value FROM {ROWS} WHERE {bounds} ORDER BY key {order} LIMIT ?");
            let row = |row: &js_sys::Array| {
                let key = row.get(0).as_string().and_then(|key| Key::new(key).ok());
                let key = key.ok_or_else(|| corrupt("a key this library never writes"))?;
                Ok(Row { key, value: bytes(&row.get(1))? })
            };
            storage.query(&query, &values)?.iter().map(row).collect()
        })
    }

    fn apply<'a>(&'a self, batch: &'a Batch) -> PortFuture<'a, u64> {
        Box::pin(async move {
            batch.check()?;
            let storage = self.storage()?;
            storage.transaction(|| {
                let seq = schema::seq(&storage)?;
                let seq = match batch.durability {
                    Durability::Strict { expect_seq } if expect_seq != seq => {
                        return Err(Error::new(
                            ErrorCode::StorageConflict,
                            "someone else changed the store first: read again and retry",
                        ));
                    }
                    Durability::Strict { .. } => schema::raise_seq(&storage, seq)?,
                    Durability::Relaxed => seq,
                };
                batch.writes.iter().try_for_each(|step| write(&storage, step))?;
                Ok(seq)
            })
        })
    }

    fn clear(&self) -> PortFuture<'_, u64> {
        Box::pin(async move {
            let storage = self.storage()?;
            storage.transaction(|| {
                storage.query(&format!("DELETE FROM {ROWS}"), &[])?;
                schema::raise_seq(&storage, schema::seq(&storage)?)
            })
        })
    }

    fn watch(&self, _notify: Rc<dyn Fn(u64)>) {}

    fn close(&self) -> PortFuture<'_, ()> {
        Box::pin(async move {
            let storage = self.storage.borrow_mut().take();
            drop(storage);
            Ok(())
        })
    }
}

fn write(storage: &Storage, step: &Write) -> Result<()> {
    match step {
        Write::Put(table, row) => {
            let query = format!("INSERT OR REPLACE INTO {ROWS} (tbl, key, value) VALUES (?, ?, ?)");
            let value = Uint8Array::from(row.value.as_slice()).buffer();
            storage.query(&query, &[table.as_str().into(), row.key.as_str().into(), value.into()])?;
        }
        Write::Delete(table, key) => {
            let query = format!("DELETE FROM {ROWS} WHERE tbl = ? AND key = ?");
            storage.query(&query, &[table.as_str().into(), key.as_str().into()])?;
        }
        Write::DeleteRange(table, range) => {
            let (bounds, values) = bounds(*table, range);
            storage.query(&format!("DELETE FROM {ROWS} WHERE {bounds}"), &values)?;
        }
    }
    Ok(())
}

/// The condition for the keys of a range, and the values of its placeholders.
fn bounds(table: Table, range: &Range) -> (String, Vec<JsValue>) {
    let mut condition = "tbl = ?".to_owned();
    let mut values = vec![table.as_str().into()];
    for (bound, test) in [(&range.from, " AND key >= ?"), (&range.to, " AND key < ?")] {
        if let Some(bound) = bound {
            condition.push_str(test);
            values.push(bound.as_str().into());
        }
    }
    (condition, values)
}

fn bytes(value: &JsValue) -> Result<Vec<u8>> {
    let buffer =
        value.dyn_ref::<js_sys::ArrayBuffer>().ok_or_else(|| corrupt("a value this library never writes"))?;
    Ok(Uint8Array::new(buffer).to_vec())
}
