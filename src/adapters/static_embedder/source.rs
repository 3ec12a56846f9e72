//! Where a model's files come from, and whether they are the right ones.

use sha2::{Digest, Sha256};

use super::{bytes::corrupt, model::StaticModel};
use crate::{
    Error, Result,
    ports::{EmbeddingSpace, PortFuture},
};

/// The bytes of a model's files.
#[derive(Clone)]
pub enum ModelFiles {
    /// One file in the project's own format.
    Fmn(Vec<u8>),
    /// The two files of model2vec's published format.
    Model2Vec {
        /// `model.safetensors`.
        safetensors: Vec<u8>,
        /// `tokenizer.json`.
        tokenizer: Vec<u8>,
    },
}

impl std::fmt::Debug for ModelFiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ModelFiles")
    }
}

/// Where a model's files are read from. Errors: `model_unavailable` if they cannot be had now.
pub trait ModelSource {
    /// Reads them; with `fresh` from where they come from, not from a cache on the way.
    fn read(&self, fresh: bool) -> PortFuture<'static, ModelFiles>;

    /// The SHA-256 the files must have, one after the other; none to take any.
    fn sha256(&self) -> Option<[u8; 32]>;

    /// The space of the model, if that is known before it is read.
    fn space(&self) -> Option<EmbeddingSpace> {
        None
    }
}

impl ModelFiles {
    /// The SHA-256 of the files, one after the other.
    pub fn digest(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        match self {
            Self::Fmn(bytes) => hash.update(bytes),
            Self::Model2Vec { safetensors, tokenizer } => {
                hash.update(safetensors);
                hash.update(tokenizer);
            }
        }
        hash.finalize().into()
    }

    /// The model in them with its space. Errors: `model_corrupt`, also for files of another hash than `expected` and for
    /// a model that is not of the space `announced`.
    pub(super) fn model(
        self,
        expected: Option<[u8; 32]>,
        announced: Option<&EmbeddingSpace>,
    ) -> Result<(StaticModel, EmbeddingSpace)> {
        let digest = self.digest();
        if expected.is_some_and(|expected| expected != digest) {
            return Err(corrupt("has not the SHA-256 that was asked for"));
        }
        let model = match self {
            Self::Fmn(bytes) => StaticModel::from_fmn(bytes)?,
            Self::Model2Vec { safetensors, tokenizer } => {
                StaticModel::from_model2vec(&safetensors, &tokenizer)?
            }
        };
        let space = space_of(model.name(), &digest, model.dims());
        if announced.is_some_and(|announced| *announced != space) {
            return Err(corrupt("is another model, or of another width, than was announced"));
        }
        Ok((model, space))
    }
}

/// The space of a static model: its name with the first eight digits of its file's hash, because two files of one name
/// make vectors that do not compare.
pub(super) fn space_of(name: &str, digest: &[u8; 32], dims: usize) -> EmbeddingSpace {
    let short: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    EmbeddingSpace { provider: super::embedder::PROVIDER.to_owned(), model: format!("{name}-{short}"), dims }
}

/// Reads a SHA-256 as 64 hexadecimal digits. Error: `invalid_config`.
pub fn sha256_of_hex(text: &str) -> Result<[u8; 32]> {
    let wrong =
        || Error::invalid_config("`sha256` must be the 64 hexadecimal digits of the model file's SHA-256");
    let (digits, rest) = text.as_bytes().as_chunks::<2>();
    let mut digest = [0; 32];
    if digits.len() != digest.len() || !rest.is_empty() {
        return Err(wrong());
    }
    for (byte, pair) in digest.iter_mut().zip(digits) {
        let pair = str::from_utf8(pair).ok().filter(|pair| pair.bytes().all(|b| b.is_ascii_hexdigit()));
        *byte = pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()).ok_or_else(wrong)?;
    }
    Ok(digest)
}
