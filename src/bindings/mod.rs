//! The JavaScript face: parses what comes in, writes what goes out, and decides nothing. The contract is
//! `types.d.ts`, beside this file.

mod abort;
mod builtins;
mod config;
mod convert;
mod embedder;
mod error;
mod fields;
mod foreign;
mod graph;
mod host_embedder;
mod host_reranker;
mod layout;
mod memory;
mod numbers;
mod profile;
mod stream;
mod strict;
mod vectors;

pub use graph::Graph;
pub use memory::Memory;
pub use vectors::{Subset, VectorIndex};
