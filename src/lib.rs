//! forgetmenot: long-term memory for AI assistants that stays on the user's device.
//!
//! The rooms, and which may call which (ARCHITECTURE.md has the whole map):
//!
//! ```text
//!   bindings ─► adapters, engine ─► ports, trust, rules ─► text ─► index ─► model
//! ```
//!
//! Everything but `bindings` and `adapters::web` is pure: no JavaScript type, no clock, no randomness but
//! through `ports`, so it compiles and tests natively.
//!
//! Without the feature `memory` there is the index alone: `error`, `index`, and of `bindings` the class `VectorIndex`.

#[cfg(feature = "memory")]
pub mod adapters;
#[cfg(target_family = "wasm")]
pub mod bindings;
mod crc32;
#[cfg(feature = "memory")]
pub mod engine;
pub mod error;
pub mod index;
#[cfg(feature = "memory")]
pub mod model;
#[cfg(feature = "memory")]
pub mod ports;
#[cfg(feature = "memory")]
pub mod rules;
#[cfg(feature = "memory")]
mod sort;
#[cfg(feature = "memory")]
pub mod text;
#[cfg(feature = "memory")]
pub mod trust;

pub use error::{Error, ErrorCode, Result};
