//! Nearest vectors: an exact SIMD scan in stages, and above a size cells of near rows, behind one type.
//!
//! ```text
//!   VectorIndex ─► plan (which way, how much) ─► scan (every row) ─────────────┐
//!       │                                    └─► staged (bits → int8 → exact) ─┼─► finalists ─► kernel
//!       │                                             └─► segment ─► cells, graph ┘
//!       └─► upkeep ─► recentre (sign bits), calibrate (the plan), partition ─► lloyd, arrange (the cells), graph
//! ```

mod arena;
mod arrange;
mod calibrate;
mod cells;
mod code;
mod finalists;
#[cfg_attr(not(feature = "memory"), path = "no_graph.rs")]
mod graph;
mod heads;
pub mod kernel;
mod lloyd;
mod measure;
mod options;
mod partition;
mod parts;
mod plan;
mod reach;
mod recentre;
mod scan;
mod segment;
pub mod slots;
mod snapshot;
mod staged;
#[cfg(test)]
mod tests;
pub mod top_k;
mod upkeep;
pub mod vector;
pub mod vector_index;

pub use measure::Measure;
pub use options::{Effort, IndexOptions};
pub use slots::SlotSet;
pub use top_k::{Scored, TopK};
pub use vector::{length, normalise};
pub use vector_index::VectorIndex;
