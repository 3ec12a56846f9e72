//! A durable, ordered, atomic key-value store of sealed rows. What a row means is the engine's business
//! (`engine::codec`), so a backend stays small and never sees plain text once rows are encrypted.
//!
//! The laws every backend keeps are in `tests/conformance/`.

use std::rc::Rc;

use serde::Serialize;

use super::PortFuture;
use crate::{Error, Result};

macro_rules! tables {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal,)+) => {
        /// The tables of a store.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Table { $($(#[doc = $doc])+ $name,)+ }

        impl Table {
            /// Every table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its name in the backend.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }
        }
    };
}

tables! {
    /// Facts about the store itself (embedding space, summaries of scopes).
    Meta = "meta",
    /// One memory a row, with all its versions.
    Memories = "memories",
    /// One vector a row, one row for each embedded version.
    Vectors = "vectors",
    /// Decisions, by memory.
    Events = "events",
    /// Which memories each change touched, by sequence number: what another tab reads to catch up.
    Log = "log",
    /// Messages, by scope and time.
    Turns = "turns",
    /// Work acknowledged but not finished.
    Pending = "pending",
    /// Pictures and sounds, in rows of less than a megabyte.
    Blobs = "blobs",
    /// Pages of the index snapshot: derived, may be thrown away.
    Pages = "pages",
}

/// The longest key, in bytes.
pub const MAX_KEY_BYTES: usize = 200;
/// The largest row, in bytes: Durable Objects refuse values over 2 MB, and large IndexedDB values live in side files.
pub const MAX_ROW_BYTES: usize = 1_000_000;

/// A row's key: 1 to 200 bytes of printable ASCII, so that every backend sorts keys alike (byte by byte).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Key {
    /// Checks and wraps a key.
    pub fn new(text: impl Into<String>) -> Result<Self> {
        let text = text.into();
        if text.is_empty() || text.len() > MAX_KEY_BYTES || !text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
            return Err(Error::internal("a row's key must be 1 to 200 bytes of printable ASCII"));
        }
        Ok(Self(text))
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Which keys to read, and how many: `from` (included) up to `to` (left out), in key order or backwards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The lowest key, included; none for the first of the table.
    pub from: Option<Key>,
    /// The end, left out; none for the end of the table.
    pub to: Option<Key>,
    /// Highest key first.
    pub reverse: bool,
    /// The most rows to read; none for all.
    pub limit: Option<usize>,
}

impl Range {
    /// Every key that starts with `prefix`.
    pub fn prefix(prefix: &Key) -> Self {
        // '\x7f' sorts after every character a key may hold.
        Self { from: Some(prefix.clone()), to: Some(Key(format!("{}\x7f", prefix.0))), ..Self::default() }
    }

    /// Every key from `from` on.
    pub fn from(from: Key) -> Self {
        Self { from: Some(from), ..Self::default() }
    }

    /// The same range, highest key first.
    #[must_use]
    pub fn reversed(mut self) -> Self {
        self.reverse = true;
        self
    }

    /// Whether no key can lie in it, because it ends where it starts or before.
    pub fn is_empty(&self) -> bool {
        matches!((&self.from, &self.to), (Some(from), Some(to)) if from >= to)
    }

    /// The same range, at most `limit` rows of it.
    #[must_use]
    pub fn limited(mut self, limit: usize) -> Self {
        self.limit = Some(limit);
        self
    }
}

/// A key and its sealed bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The key.
    pub key: Key,
    /// The bytes, as the codec made them.
    pub value: Vec<u8>,
}

/// One write of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Puts a row, replacing what was there.
    Put(Table, Row),
    /// Removes a row, if it is there.
    Delete(Table, Key),
    /// Removes every row of a range (its `reverse` and `limit` are ignored).
    DeleteRange(Table, Range),
}

/// How much a batch is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// A change of memories: on the disk before it is acknowledged. It raises the sequence number by one, and is
    /// refused as `storage_conflict` unless the store stands at `expect_seq`: compare-and-set, so that two tabs
    /// never lose each other's writes.
    Strict {
        /// The sequence number the change was planned against.
        expect_seq: u64,
    },
    /// Derived data (snapshot pages): may be lost with the power, leaves the sequence number alone.
    Relaxed,
}

/// Writes that happen all or not at all, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// How much it is worth.
    pub durability: Durability,
    /// The writes, in order: a later one wins.
    pub writes: Vec<Write>,
}

impl Batch {
    /// Refuses a row larger than [`MAX_ROW_BYTES`] as `invalid_input`: every backend asks before it writes anything.
    pub fn check(&self) -> Result<()> {
        let too_large =
            |write: &Write| matches!(write, Write::Put(_, row) if row.value.len() > MAX_ROW_BYTES);
        if self.writes.iter().any(too_large) {
            return Err(Error::invalid_input(format!(
                "a row is larger than {MAX_ROW_BYTES} bytes: split what it holds; nothing was written"
            )));
        }
        Ok(())
    }
}

/// What a store is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StoreInfo {
    /// `memory`, `indexeddb` or `durable-object`.
    pub kind: &'static str,
    /// Whether it outlives the process.
    pub durable: bool,
}

/// A store. It is open when it exists; after `close` every call answers `closed`.
///
/// Errors of every call: `closed`, `storage_unavailable` (connection lost: the backend has tried to reopen),
/// `storage_newer`; of `apply` also `storage_full` and `storage_conflict`, with nothing written.
pub trait Store {
    /// What it is.
    fn info(&self) -> StoreInfo;

    /// The sequence number: 0 when new, one more after each strict batch.
    fn seq(&self) -> PortFuture<'_, u64>;

    /// The values of `keys`, in their order; none where there is no such row.
    fn get<'a>(&'a self, table: Table, keys: &'a [Key]) -> PortFuture<'a, Vec<Option<Vec<u8>>>>;

    /// The rows of a range, in key order (or backwards). One consistent state.
    fn scan<'a>(&'a self, table: Table, range: &'a Range) -> PortFuture<'a, Vec<Row>>;

    /// Applies a batch, all or nothing; resolves to the sequence number after it. Dropping the future may or may
    /// not stop the batch, never halve it.
    fn apply<'a>(&'a self, batch: &'a Batch) -> PortFuture<'a, u64>;

    /// Removes every row. The sequence number goes on (one more), so that other tabs notice.
    fn clear(&self) -> PortFuture<'_, u64>;

    /// Calls `notify` with the new sequence number whenever someone else (another tab) has raised it; a
    /// relaxed batch does not. One watcher a store: a later call replaces the earlier one. A backend that only
    /// one instance can open never calls it.
    fn watch(&self, notify: Rc<dyn Fn(u64)>);

    /// Lets go of everything. Closing twice is fine.
    fn close(&self) -> PortFuture<'_, ()>;
}
