//! What stands behind the ports: model services, embedders, stores. Pure but for `web`.

pub mod memory_store;

pub use memory_store::MemoryStore;
