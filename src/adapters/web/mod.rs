//! The ports over what browsers, Node and Workers share, and the stores that only some of them have.

pub mod durable_object;
pub mod fetch;
pub mod indexed_db;
pub mod model_source;
mod number;
pub mod system;

pub use durable_object::DurableObjectStore;
pub use indexed_db::IndexedDbStore;
