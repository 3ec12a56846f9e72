//! Nearest vectors: an exact SIMD scan, and above a size an HNSW graph (instant-distance) behind the same type.
//!
//! ```text
//!   VectorIndex ─► flat (new vectors, exact)          ─► kernel (dot products: simd128 or portable)
//!              └─► segments ─► graph (HNSW, sealed)    ─► top_k
//! ```

mod flat;
mod graph;
pub mod kernel;
mod parts;
mod segment;
pub mod slots;
mod snapshot;
#[cfg(test)]
mod tests;
pub mod top_k;
pub mod vector;
pub mod vector_index;

pub use slots::SlotSet;
pub use top_k::{Scored, TopK};
pub use vector::normalise;
pub use vector_index::{IndexOptions, VectorIndex};
