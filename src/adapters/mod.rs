//! What stands behind the ports: model services, embedders, stores. Pure but for `web`.

pub mod memory_store;
#[cfg(target_family = "wasm")]
pub mod web;

pub use memory_store::MemoryStore;
