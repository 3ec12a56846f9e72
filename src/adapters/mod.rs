//! What stands behind the ports: model services, the on-device embedder and stores. Pure but for `web`, the only place besides the bindings
//! that sees JavaScript.

pub mod gemini;
pub mod memory_store;
pub mod retry;
pub mod static_embedder;
pub mod unit;
#[cfg(target_family = "wasm")]
pub mod web;

pub use memory_store::MemoryStore;
