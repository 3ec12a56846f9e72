//! The on-device embedder: a static model (a vector a token, summed), read from a file and held quantised.
//!
//! [`StaticModel`] is the model, [`StaticEmbedder`] the port over one that is fetched when it is first needed.

mod bytes;
mod embedder;
mod fmn;
mod model;
mod model2vec;
mod normalize;
mod rows;
mod source;
#[cfg(test)]
mod tests;
mod trie;
mod unigram;

pub use embedder::StaticEmbedder;
pub use fmn::FusionHint;
pub use model::StaticModel;
pub use source::{ModelFiles, ModelSource, sha256_of_hex};
