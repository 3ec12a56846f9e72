//! Adapters that need a JavaScript runtime.

pub mod durable_object;
pub mod indexed_db;
mod number;
pub mod persistence;

pub use durable_object::DurableObjectStore;
pub use indexed_db::IndexedDbStore;
