//! The store in a browser's IndexedDB, in a page or a worker.
//!
//! A batch is one transaction, acknowledged when the browser says it is committed. The connection is let go when
//! another tab asks, and reopened when the browser lost it. An origin's tabs tell each other over a
//! `BroadcastChannel`.

mod connection;
mod failure;
mod migrations;
mod open;
mod read;
mod schema;
mod signal;
mod tabs;
mod transaction;
mod write;

use std::rc::Rc;

use connection::Connection;
use tabs::Tabs;
use write::Change;

use crate::{
    Result,
    ports::{Batch, Clock, Durability, Entropy, Key, PortFuture, Range, Row, Store, StoreInfo, Table},
};

/// A store in the IndexedDB database of a name, shared by all tabs and workers of the origin.
#[derive(Debug)]
pub struct IndexedDbStore {
    connection: Rc<Connection>,
    tabs: Tabs,
}

impl IndexedDbStore {
    /// Opens the database `name`, and makes it if there is none.
    ///
    /// Errors: `storage_unavailable` (no IndexedDB here, or the browser denies it), `storage_blocked` (another tab
    /// keeps an older schema open for 3 s, or a deletion is held up for 10 s), `storage_newer`, `storage_full`,
    /// `storage_corrupt` (the name belongs to a database of something else).
    pub async fn open(name: &str, clock: Rc<dyn Clock>, entropy: Rc<dyn Entropy>) -> Result<Rc<Self>> {
        let connection = Connection::new(name, clock, entropy);
        connection.run(async |_| Ok(())).await?;
        Ok(Rc::new(Self { connection, tabs: Tabs::join(name) }))
    }

    async fn change(&self, change: Rc<Change>, tell: bool) -> Result<u64> {
        let seq = self.connection.run(async |db| write::apply(db, &change).await).await?;
        if tell {
            self.tabs.tell(seq);
        }
        Ok(seq)
    }
}

impl Store for IndexedDbStore {
    fn info(&self) -> StoreInfo {
        StoreInfo { kind: "indexeddb", durable: true }
    }

    fn seq(&self) -> PortFuture<'_, u64> {
        Box::pin(self.connection.run(async |db| Ok(read::header(db).await?.seq)))
    }

    fn get<'a>(&'a self, table: Table, keys: &'a [Key]) -> PortFuture<'a, Vec<Option<Vec<u8>>>> {
        Box::pin(self.connection.run(async move |db| read::get(db, table, keys).await))
    }

    fn scan<'a>(&'a self, table: Table, range: &'a Range) -> PortFuture<'a, Vec<Row>> {
        Box::pin(self.connection.run(async move |db| read::scan(db, table, range).await))
    }

    fn apply<'a>(&'a self, batch: &'a Batch) -> PortFuture<'a, u64> {
        Box::pin(async move {
            batch.check()?;
            let change = Change::new(batch, self.connection.new_batch_id())?;
            self.change(change, matches!(batch.durability, Durability::Strict { .. })).await
        })
    }

    fn clear(&self) -> PortFuture<'_, u64> {
        Box::pin(async move { self.change(Change::clear(self.connection.new_batch_id()), true).await })
    }

    fn watch(&self, notify: Rc<dyn Fn(u64)>) {
        if !self.connection.is_closed() {
            self.tabs.listen(notify);
        }
    }

    fn close(&self) -> PortFuture<'_, ()> {
        Box::pin(async move {
            self.connection.close();
            self.tabs.leave();
            Ok(())
        })
    }
}
