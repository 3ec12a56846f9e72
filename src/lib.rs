//! forgetmenot: long-term memory for AI assistants that stays on the user's device.
//!
//! The rooms, and which may call which (ARCHITECTURE.md has the whole map):
//!
//! ```text
//!   bindings ─► adapters, engine ─► ports, trust, rules ─► text ─► index ─► model
//! ```
//!
//! Everything but `bindings` and `adapters::web` is pure: no JavaScript type, no clock, no randomness but
//! through [`ports`], so it compiles and tests natively.

pub mod adapters;
#[cfg(target_family = "wasm")]
pub mod bindings;
mod crc32;
pub mod engine;
pub mod error;
pub mod index;
pub mod model;
pub mod ports;
pub mod rules;
mod sort;
pub mod text;
pub mod trust;

pub use error::{Error, ErrorCode, Result};
