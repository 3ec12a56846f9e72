//! The laws, each written once: of `ports::Store` on every backend, of an engine over it, and of the vector index where
//! it runs. A backend's runner brings a [`StoreEnv`] and the lists of names that apply to it; a law that is broken panics.

pub(crate) mod batches;
pub(crate) mod faults;
pub(crate) mod indexes;
pub(crate) mod kernels;
pub(crate) mod lifetime;
pub(crate) mod rows;
pub(crate) mod tabs;
pub(crate) mod verbs;

use std::{future::Future, pin::Pin, rc::Rc};

use forgetmenot::{
    Result,
    ports::{Batch, Durability, Key, PortFuture, Range, Row, Store, Table, Write},
};

/// What an environment does for a law.
pub(crate) type EnvFuture<'a, T = ()> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Where a law runs: fresh databases of one backend, and hands behind their backs.
pub(crate) trait StoreEnv {
    /// Opens the database `name` of this environment: made at first, found again later, as often as asked.
    fn open<'a>(&'a self, name: &'a str) -> PortFuture<'a, Rc<dyn Store>>;

    /// Writes a row as it is, past the store.
    fn tamper<'a>(&'a self, name: &'a str, table: Table, key: &'a Key, value: &'a [u8]) -> EnvFuture<'a>;

    /// Reads a row as it is, past the store.
    fn peek<'a>(&'a self, name: &'a str, table: Table, key: &'a Key) -> EnvFuture<'a, Option<Vec<u8>>>;

    /// Makes something go wrong from now on.
    fn fault<'a>(&'a self, fault: Fault, name: &'a str) -> EnvFuture<'a>;

    /// Undoes what can be undone of the faults.
    fn heal(&self) -> EnvFuture<'_>;

    /// Lets time pass, for messages between tabs.
    fn sleep(&self, ms: u64) -> EnvFuture<'_>;
}

/// What can go wrong.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    /// There is no room for another megabyte.
    Full,
    /// The second row of every batch ends its transaction.
    #[cfg(target_family = "wasm")]
    Abort,
    /// A later release has been here.
    #[cfg(target_family = "wasm")]
    Newer,
    /// A database of the first schema, as the first release left it: the row `a` of `memories` holds `1`, at 1.
    #[cfg(target_family = "wasm")]
    FirstSchema,
    /// Another connection deletes the database.
    #[cfg(target_family = "wasm")]
    Deleted,
    /// None: fails unless the database is gone.
    #[cfg(target_family = "wasm")]
    CheckGone,
    /// Another connection, deaf to requests, holds the database open while the schema is to change.
    #[cfg(target_family = "wasm")]
    Blocked,
    /// As `Blocked`, while a deletion waits for it.
    #[cfg(target_family = "wasm")]
    DeletionHeldUp,
    /// The browser closes the connection once.
    #[cfg(target_family = "wasm")]
    Lost,
    /// The browser closes the connection for good.
    #[cfg(target_family = "wasm")]
    LostForGood,
    /// The next commit succeeds, but is reported as aborted.
    #[cfg(target_family = "wasm")]
    Doubt,
    /// Writes fail unless the browser was told to put them on the disk.
    #[cfg(target_family = "wasm")]
    NotStrict,
    /// Another release, or another library, left a header of another shape.
    #[cfg(target_family = "wasm")]
    Header,
    /// A database of that name that belongs to something else.
    #[cfg(target_family = "wasm")]
    Foreign,
    /// A runtime without `BroadcastChannel`.
    #[cfg(target_family = "wasm")]
    NoChannel,
    /// Any script posts nonsense where tabs talk to each other.
    #[cfg(target_family = "wasm")]
    Nonsense,
}

/// Applies `$apply` to the laws of every backend.
macro_rules! laws_of_every_backend {
    ($apply:ident) => {
        $apply! {
            rows::an_empty_store_is_empty, rows::what_was_put_is_got, rows::every_byte_comes_back,
            rows::an_empty_value_is_a_value, rows::keys_are_sorted_as_bytes, rows::ranges_start_and_stop,
            rows::a_prefix_is_a_range, rows::reverse_and_limit, rows::a_megabyte_fits_and_no_more, rows::a_file_of_many_rows_is_put_and_deleted_whole,
            rows::ten_thousand_rows, rows::tampered_bytes_come_back_as_they_are,
            batches::a_range_is_deleted, batches::a_later_write_wins, batches::seq_counts_strict_batches,
            batches::a_conflict_writes_nothing, batches::an_oversized_row_stops_its_batch,
            batches::clear_empties_and_counts, batches::a_dropped_batch_is_never_halved,
            batches::the_store_agrees_with_a_map,
            lifetime::reopened_it_is_all_there, lifetime::closing_twice_is_fine,
            lifetime::after_close_every_call_says_so, tabs::two_writers_lose_nothing,
            faults::full_writes_nothing,
        }
    };
}
pub(crate) use laws_of_every_backend;

/// Applies `$apply` to the laws of backends that several instances may open under several names.
macro_rules! laws_of_shared_backends {
    ($apply:ident) => {
        $apply! {
            lifetime::two_databases_know_nothing_of_each_other, tabs::others_are_told_and_the_writer_is_not,
            tabs::a_relaxed_batch_is_not_news, tabs::nobody_is_told_after_close,
        }
    };
}
pub(crate) use laws_of_shared_backends;

/// A checked key.
pub(crate) fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

/// A put into `Memories`.
pub(crate) fn put(text: &str, value: impl Into<Vec<u8>>) -> Write {
    put_in(Table::Memories, text, value)
}

/// A put.
pub(crate) fn put_in(table: Table, text: &str, value: impl Into<Vec<u8>>) -> Write {
    Write::Put(table, Row { key: key(text), value: value.into() })
}

/// Applies a strict batch to the state the store is in.
pub(crate) async fn write(store: &dyn Store, writes: Vec<Write>) -> Result<u64> {
    let expect_seq = store.seq().await?;
    store.apply(&Batch { durability: Durability::Strict { expect_seq }, writes }).await
}

/// The value of a row of `Memories`.
pub(crate) async fn value(store: &dyn Store, text: &str) -> Option<Vec<u8>> {
    store.get(Table::Memories, &[key(text)]).await.unwrap().remove(0)
}

/// The keys of a range of `Memories`.
pub(crate) async fn keys(store: &dyn Store, range: Range) -> Vec<String> {
    let rows = store.scan(Table::Memories, &range).await.unwrap();
    rows.iter().map(|row| row.key.as_str().to_owned()).collect()
}
