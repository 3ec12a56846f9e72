//! The store that lives in memory: for tests, for private sessions, and the plainest reading of the port's laws.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    fmt,
    ops::Bound,
    rc::{Rc, Weak},
};

use crate::{
    Error, ErrorCode, Result,
    ports::{Batch, Durability, Key, PortFuture, Range, Row, Store, StoreInfo, Table, Write},
};

/// A store that is gone with its last instance.
///
/// Several instances may stand on the same rows, as several tabs do on one database: see [`MemoryStore::shared`].
pub struct MemoryStore {
    rows: Rc<RefCell<Rows>>,
    me: Rc<Instance>,
}

impl MemoryStore {
    /// An empty store without a limit.
    pub fn new() -> Self {
        Self::over(Rc::new(RefCell::new(Rows::default())))
    }

    /// Another instance on the rows of `other`, open even if `other` is closed: a second tab, or a later session.
    pub fn shared(other: &Self) -> Self {
        Self::over(Rc::clone(&other.rows))
    }

    /// From now on `storage_full` rather than more than `bytes` of keys and values, for all instances.
    pub fn set_capacity(&self, bytes: usize) {
        self.rows.borrow_mut().capacity = bytes;
    }

    fn over(rows: Rc<RefCell<Rows>>) -> Self {
        let me = Rc::new(Instance { open: Cell::new(true), notify: RefCell::new(None) });
        let mut all = rows.borrow_mut();
        all.instances.retain(|instance| instance.strong_count() > 0);
        all.instances.push(Rc::downgrade(&me));
        drop(all);
        Self { rows, me }
    }

    fn open(&self) -> Result<&RefCell<Rows>> {
        if self.me.open.get() {
            Ok(&self.rows)
        } else {
            Err(Error::new(ErrorCode::Closed, "the store is closed: open it again"))
        }
    }

    /// Tells every other instance; no borrow is held while they listen.
    fn tell_others(&self, seq: u64) {
        let others: Vec<Rc<Instance>> =
            self.rows.borrow().instances.iter().filter_map(Weak::upgrade).collect();
        for other in others.iter().filter(|other| !Rc::ptr_eq(other, &self.me)) {
            let notify = other.notify.borrow().clone();
            if let Some(notify) = notify {
                notify(seq);
            }
        }
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").field("open", &self.me.open.get()).finish_non_exhaustive()
    }
}

impl Store for MemoryStore {
    fn info(&self) -> StoreInfo {
        StoreInfo { kind: "memory", durable: false }
    }

    fn seq(&self) -> PortFuture<'_, u64> {
        Box::pin(async move { Ok(self.open()?.borrow().seq) })
    }

    fn get<'a>(&'a self, table: Table, keys: &'a [Key]) -> PortFuture<'a, Vec<Option<Vec<u8>>>> {
        Box::pin(async move {
            let rows = self.open()?.borrow();
            Ok(keys.iter().map(|key| rows.tables.get(&table)?.get(key).cloned()).collect())
        })
    }

    fn scan<'a>(&'a self, table: Table, range: &'a Range) -> PortFuture<'a, Vec<Row>> {
        Box::pin(async move {
            let rows = self.open()?.borrow();
            let Some(rows) = rows.tables.get(&table).filter(|_| !range.is_empty()) else {
                return Ok(Vec::new());
            };
            let found = rows.range(bounds(range)).map(|(k, v)| Row { key: k.clone(), value: v.clone() });
            let limit = range.limit.unwrap_or(usize::MAX);
            Ok(if range.reverse { found.rev().take(limit).collect() } else { found.take(limit).collect() })
        })
    }

    fn apply<'a>(&'a self, batch: &'a Batch) -> PortFuture<'a, u64> {
        Box::pin(async move {
            batch.check()?;
            let seq = self.open()?.borrow_mut().apply(batch)?;
            if matches!(batch.durability, Durability::Strict { .. }) {
                self.tell_others(seq);
            }
            Ok(seq)
        })
    }

    fn clear(&self) -> PortFuture<'_, u64> {
        Box::pin(async move {
            let seq = self.open()?.borrow_mut().clear();
            self.tell_others(seq);
            Ok(seq)
        })
    }

    fn watch(&self, notify: Rc<dyn Fn(u64)>) {
        if self.me.open.get() {
            *self.me.notify.borrow_mut() = Some(notify);
        }
    }

    fn close(&self) -> PortFuture<'_, ()> {
        Box::pin(async move {
            self.me.open.set(false);
            // Taken out first: dropping the callback may drop this store's last other owner.
            let notify = self.me.notify.borrow_mut().take();
            drop(notify);
            Ok(())
        })
    }
}

type Notify = Rc<dyn Fn(u64)>;

/// One opening of the rows.
struct Instance {
    open: Cell<bool>,
    notify: RefCell<Option<Notify>>,
}

/// What the instances share.
struct Rows {
    tables: BTreeMap<Table, BTreeMap<Key, Vec<u8>>>,
    seq: u64,
    used: usize,
    capacity: usize,
    instances: Vec<Weak<Instance>>,
}

impl Default for Rows {
    fn default() -> Self {
        Self { tables: BTreeMap::new(), seq: 0, used: 0, capacity: usize::MAX, instances: Vec::new() }
    }
}

impl Rows {
    fn apply(&mut self, batch: &Batch) -> Result<u64> {
        let seq = match batch.durability {
            Durability::Strict { expect_seq } if expect_seq != self.seq => {
                return Err(Error::new(
                    ErrorCode::StorageConflict,
                    "someone else changed the store first: read again and retry",
                ));
            }
            Durability::Strict { .. } => self.seq + 1,
            Durability::Relaxed => self.seq,
        };
        let mut undo = Vec::new();
        for write in &batch.writes {
            match write {
                Write::Put(table, row) => {
                    undo.push((*table, row.key.clone(), self.set(*table, &row.key, Some(row.value.clone()))));
                }
                Write::Delete(table, key) => undo.push((*table, key.clone(), self.set(*table, key, None))),
                Write::DeleteRange(table, range) => {
                    for key in self.keys(*table, range) {
                        let old = self.set(*table, &key, None);
                        undo.push((*table, key, old));
                    }
                }
            }
        }
        if self.used > self.capacity {
            for (table, key, old) in undo.into_iter().rev() {
                self.set(table, &key, old);
            }
            return Err(Error::new(
                ErrorCode::StorageFull,
                "the store is full and nothing was written: delete memories or raise its capacity",
            ));
        }
        self.seq = seq;
        Ok(seq)
    }

    fn clear(&mut self) -> u64 {
        self.tables.clear();
        self.used = 0;
        self.seq += 1;
        self.seq
    }

    /// Puts or removes a row; answers what was there.
    fn set(&mut self, table: Table, key: &Key, value: Option<Vec<u8>>) -> Option<Vec<u8>> {
        let cost = |value: &Vec<u8>| key.as_str().len() + value.len();
        let rows = self.tables.entry(table).or_default();
        self.used += value.as_ref().map_or(0, cost);
        let old = match value {
            Some(value) => rows.insert(key.clone(), value),
            None => rows.remove(key),
        };
        self.used -= old.as_ref().map_or(0, cost);
        old
    }

    fn keys(&self, table: Table, range: &Range) -> Vec<Key> {
        match self.tables.get(&table) {
            Some(rows) if !range.is_empty() => {
                rows.range(bounds(range)).map(|(key, _)| key.clone()).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The bounds for a `BTreeMap`, which panics on a start after its end: ask [`Range::is_empty`] first.
fn bounds(range: &Range) -> (Bound<&Key>, Bound<&Key>) {
    (
        range.from.as_ref().map_or(Bound::Unbounded, Bound::Included),
        range.to.as_ref().map_or(Bound::Unbounded, Bound::Excluded),
    )
}
