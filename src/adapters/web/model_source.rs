//! A static model's files as JavaScript has them: bytes at hand, or read by the package's entry, which knows where it runs.

use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::{
    Error, ErrorCode, Result,
    adapters::static_embedder::{ModelFiles, ModelSource},
    ports::{EmbeddingSpace, PortFuture},
};

/// One file.
#[derive(Clone, Debug)]
pub enum ModelFile {
    /// Its bytes. They stay on JavaScript's side, whose memory shrinks again.
    Bytes(Uint8Array),
    /// Its address.
    Url(String),
    /// The one that came with the package.
    Shipped,
}

/// The files of a model.
#[derive(Clone, Debug)]
pub enum HostFiles {
    /// In the project's own format.
    Fmn(ModelFile),
    /// In model2vec's published format.
    Model2Vec {
        /// `model.safetensors`.
        safetensors: ModelFile,
        /// `tokenizer.json`.
        tokenizer: ModelFile,
    },
}

/// A model's files, their hash and, if it is known, their space.
#[derive(Clone, Debug)]
pub struct HostModel {
    /// What the package's entry gave: its `readModel(url, sha256, fresh)` resolves to a `Uint8Array`.
    pub host: JsValue,
    /// The files.
    pub files: HostFiles,
    /// The SHA-256 they must have, one after the other.
    pub sha256: Option<[u8; 32]>,
    /// The space of its model.
    pub space: Option<EmbeddingSpace>,
}

impl ModelSource for HostModel {
    fn read(&self, fresh: bool) -> PortFuture<'static, ModelFiles> {
        let Self { host, files, sha256, .. } = self.clone();
        Box::pin(async move {
            Ok(match files {
                HostFiles::Fmn(file) => ModelFiles::Fmn(bytes(&host, &file, sha256, fresh).await?),
                // The hash is of both together, so it is the name of neither.
                HostFiles::Model2Vec { safetensors, tokenizer } => ModelFiles::Model2Vec {
                    safetensors: bytes(&host, &safetensors, None, fresh).await?,
                    tokenizer: bytes(&host, &tokenizer, None, fresh).await?,
                },
            })
        })
    }

    fn sha256(&self) -> Option<[u8; 32]> {
        self.sha256
    }

    fn space(&self) -> Option<EmbeddingSpace> {
        self.space.clone()
    }
}

async fn bytes(host: &JsValue, file: &ModelFile, sha256: Option<[u8; 32]>, fresh: bool) -> Result<Vec<u8>> {
    let url = match file {
        ModelFile::Bytes(bytes) => return Ok(bytes.to_vec()),
        ModelFile::Url(url) => JsValue::from(url.as_str()),
        ModelFile::Shipped => JsValue::UNDEFINED,
    };
    let digits = |digest: [u8; 32]| digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let sha256 = sha256.map_or(JsValue::UNDEFINED, |digest| digits(digest).into());
    let read = Reflect::get(host, &"readModel".into()).ok().and_then(|read| read.dyn_into::<Function>().ok());
    let promise = read.ok_or_else(unavailable)?.call3(host, &url, &sha256, &fresh.into());
    let read = JsFuture::from(Promise::resolve(&promise.map_err(|_| unavailable())?)).await;
    let bytes: Uint8Array = read.ok().and_then(|bytes| bytes.dyn_into().ok()).ok_or_else(unavailable)?;
    Ok(bytes.to_vec())
}

fn unavailable() -> Error {
    Error::new(
        ErrorCode::ModelUnavailable,
        "the embedding model's file could not be read: check its address and the network, or pass it as `bytes`",
    )
}
