//! The configuration's `embedder`: which one, and for the one on the device where its model comes from.

use std::{
    cell::RefCell,
    collections::HashMap,
    rc::{Rc, Weak},
};

use js_sys::{ArrayBuffer, Function, Reflect, Uint8Array};
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};

use super::{
    config::{GeminiEmbedderConfig, Nothing, World, as_config},
    convert,
    host_embedder::HostEmbedder,
};
use crate::{
    Error, Result,
    adapters::{
        static_embedder::{StaticEmbedder, sha256_of_hex},
        web::model_source::{HostFiles, HostModel, ModelFile},
    },
    ports::{Embedder, EmbeddingSpace},
};

const WHAT: &str = "config.embedder";

/// What is a plain value of a host's embedder: the function is not.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HostConfig {
    model: String,
    dims: usize,
}

/// What is a plain value of one on the device: `url`, `bytes` and `model` are not.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StaticConfig {
    sha256: Option<String>,
}

/// The model that came with the package, as the entry announces it.
#[derive(Deserialize)]
struct Shipped {
    /// The name of its space.
    model: String,
    dims: usize,
    sha256: String,
}

thread_local! {
    /// The models in use, so that memories share one. Keys are hashes or addresses.
    static MODELS: RefCell<HashMap<String, Weak<StaticEmbedder>>> = RefCell::default();
}

/// The embedder that `config` asks for; without one the model that came with the package, if one did.
pub(super) async fn embedder(
    config: &JsValue,
    host: &JsValue,
    world: &World,
) -> Result<Option<Rc<dyn Embedder>>> {
    if config.is_undefined() || config.is_null() {
        return Ok(shipped(host)?.map(|model| share(model, world) as Rc<dyn Embedder>));
    }
    let provider = Reflect::get(config, &"provider".into()).ok().and_then(|provider| provider.as_string());
    let skip: &[&str] = match provider.as_deref() {
        Some("static") => &["url", "bytes", "model"],
        Some("host") => &["embed"],
        _ => &[],
    };
    let mut value = convert::plain(config, WHAT, skip).map_err(as_config)?;
    match convert::kind(&mut value, "provider", WHAT).map_err(as_config)?.as_str() {
        "none" => {
            let Nothing {} = convert::typed(value, WHAT).map_err(as_config)?;
            Ok(None)
        }
        "gemini" => {
            let gemini: GeminiEmbedderConfig = convert::typed(value, WHAT).map_err(as_config)?;
            let service = gemini.service();
            Ok(Some(world.gemini_embedder(&service, gemini.model, gemini.dims)?))
        }
        "host" => {
            let HostConfig { model, dims } = convert::typed(value, WHAT).map_err(as_config)?;
            let embed = field(config, "embed")?.and_then(|embed| embed.dyn_into::<Function>().ok());
            let embed =
                embed.ok_or_else(|| Error::invalid_config("config.embedder.embed must be a function"))?;
            Ok(Some(Rc::new(HostEmbedder::new(embed, model, dims, Rc::clone(&world.clock))?)))
        }
        "static" => {
            let plain: StaticConfig = convert::typed(value, WHAT).map_err(as_config)?;
            let sha256 = plain.sha256.as_deref().map(sha256_of_hex).transpose()?;
            let model = match files(config)? {
                Some(files) => HostModel { host: host.clone(), files, sha256, space: None },
                None => match shipped(host)? {
                    Some(model) if sha256.is_none_or(|sha256| model.sha256 == Some(sha256)) => model,
                    Some(_) => {
                        return Err(Error::invalid_config(
                            "`sha256` needs the `url`, `bytes` or `model` it is of",
                        ));
                    }
                    None => {
                        return Err(Error::invalid_config(
                            "no embedding model comes with the package here: import its file and pass it as `bytes`, or give a `url`",
                        ));
                    }
                },
            };
            let at_hand = matches!(
                model.files,
                HostFiles::Fmn(ModelFile::Bytes(_))
                    | HostFiles::Model2Vec {
                        safetensors: ModelFile::Bytes(_),
                        tokenizer: ModelFile::Bytes(_)
                    }
            );
            let embedder = share(model, world);
            if at_hand {
                // Costs no waiting. Bytes that are wrong show as those of a file do: in `health`, and as `degraded`.
                let _ = embedder.prepare().await;
            }
            Ok(Some(embedder))
        }
        _ => Err(as_config(convert::unknown_kind(WHAT))),
    }
}

fn share(model: HostModel, world: &World) -> Rc<StaticEmbedder> {
    let key = match (&model.sha256, &model.files) {
        (Some(digest), _) => Some(format!("{digest:?}")),
        (None, HostFiles::Fmn(ModelFile::Url(url))) => Some(url.clone()),
        (None, HostFiles::Model2Vec { safetensors: ModelFile::Url(a), tokenizer: ModelFile::Url(b) }) => {
            Some(format!("{a} {b}"))
        }
        (None, _) => None,
    };
    MODELS.with_borrow_mut(|models| {
        models.retain(|_, model| model.strong_count() > 0);
        if let Some(known) = key.as_ref().and_then(|key| models.get(key)?.upgrade()) {
            return known;
        }
        let fresh = Rc::new(StaticEmbedder::new(Rc::new(model), Rc::clone(&world.clock)));
        if let Some(key) = key {
            models.insert(key, Rc::downgrade(&fresh));
        }
        fresh
    })
}

fn files(config: &JsValue) -> Result<Option<HostFiles>> {
    match (field(config, "url")?, field(config, "bytes")?, field(config, "model")?) {
        (None, None, None) => Ok(None),
        (Some(url), None, None) => Ok(Some(HostFiles::Fmn(ModelFile::Url(address(&url)?)))),
        (None, Some(bytes), None) => Ok(Some(HostFiles::Fmn(ModelFile::Bytes(view(&bytes)?)))),
        (None, None, Some(model)) => {
            let part = |name: &str| {
                let missing = || Error::invalid_config(format!("config.embedder.model needs `{name}`"));
                let part = field(&model, name)?.ok_or_else(missing)?;
                if ArrayBuffer::is_view(&part) || part.is_instance_of::<ArrayBuffer>() {
                    return Ok(ModelFile::Bytes(view(&part)?));
                }
                address(&part).map(ModelFile::Url)
            };
            Ok(Some(HostFiles::Model2Vec {
                safetensors: part("safetensors")?,
                tokenizer: part("tokenizer")?,
            }))
        }
        _ => Err(Error::invalid_config("config.embedder takes one of `url`, `bytes` and `model`")),
    }
}

fn field(object: &JsValue, name: &str) -> Result<Option<JsValue>> {
    let unreadable = |_| Error::invalid_config(format!("config.embedder: `{name}` cannot be read"));
    let value = Reflect::get(object, &name.into()).map_err(unreadable)?;
    Ok(Some(value).filter(|value| !value.is_undefined() && !value.is_null()))
}

/// A string or a `URL`.
fn address(url: &JsValue) -> Result<String> {
    let href = || Reflect::get(url, &"href".into()).ok().filter(|_| url.is_object())?.as_string();
    let text = url.as_string().or_else(href).filter(|text| !text.trim().is_empty());
    text.ok_or_else(|| {
        Error::invalid_config("config.embedder: the address of a file must be a string or a URL")
    })
}

/// A `Uint8Array`, or an `ArrayBuffer`, which is what Workers make of an imported file.
fn view(bytes: &JsValue) -> Result<Uint8Array> {
    if let Some(buffer) = bytes.dyn_ref::<ArrayBuffer>() {
        return Ok(Uint8Array::new(buffer));
    }
    let array = bytes.dyn_ref::<Uint8Array>().cloned();
    array.ok_or_else(|| {
        Error::invalid_config("config.embedder: the bytes of a file must be a Uint8Array or an ArrayBuffer")
    })
}

/// The model that came with the package. Its space is announced, so that the vectors in the store can be used before it
/// is there.
fn shipped(host: &JsValue) -> Result<Option<HostModel>> {
    let found = if host.is_object() { Reflect::get(host, &"shipped".into()).ok() } else { None };
    let Some(found) = found.filter(JsValue::is_object) else { return Ok(None) };
    let Shipped { model, dims, sha256 } =
        convert::typed(convert::plain(&found, "the package's model", &[])?, "it")?;
    let space = EmbeddingSpace { provider: "static".to_owned(), model, dims };
    let sha256 = Some(sha256_of_hex(&sha256)?);
    Ok(Some(HostModel {
        host: host.clone(),
        files: HostFiles::Fmn(ModelFile::Shipped),
        sha256,
        space: Some(space),
    }))
}
