//! The JavaScript face: parses what comes in, writes what goes out, and decides nothing. The contract is
//! `types.d.ts`, beside this file; of what is there without the feature `memory`, `vectors.d.ts`.

#[cfg(feature = "memory")]
mod abort;
#[cfg(feature = "memory")]
mod builtins;
#[cfg(feature = "memory")]
mod config;
#[cfg(feature = "memory")]
mod convert;
#[cfg(feature = "memory")]
mod embedder;
mod error;
mod fields;
mod foreign;
#[cfg(feature = "memory")]
mod graph;
#[cfg(feature = "memory")]
mod host_embedder;
#[cfg(feature = "memory")]
mod host_reranker;
mod layout;
#[cfg(feature = "memory")]
mod memory;
mod numbers;
#[cfg(feature = "memory")]
mod profile;
#[cfg(feature = "memory")]
mod stream;
#[cfg(feature = "memory")]
mod strict;
mod vectors;

#[cfg(feature = "memory")]
pub use graph::Graph;
#[cfg(feature = "memory")]
pub use memory::Memory;
pub use vectors::{Subset, VectorIndex};
