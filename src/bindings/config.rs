//! The configuration: JavaScript's discriminated unions to ports and options. Unknown keys are refused by name.

use std::{collections::BTreeMap, rc::Rc};

use js_sys::Reflect;
use serde::Deserialize;
use serde_json::Value;
use wasm_bindgen::JsValue;

use super::{convert, embedder, fields, host_reranker, layout::layout, profile::ProfileConfig};
use crate::{
    Error, ErrorCode, Result,
    adapters::{
        MemoryStore,
        gemini::{
            DEFAULT_CHAT_MODEL, DEFAULT_DIMS, DEFAULT_EMBEDDING_MODEL, DEFAULT_MODEL, GeminiConfig,
            GeminiEmbedder, GeminiLlm, ThinkingLevel,
        },
        web::{
            DurableObjectStore, IndexedDbStore,
            fetch::FetchHttp,
            system::{SystemClock, SystemEntropy},
        },
    },
    engine::{Budget, Buffer, Guidance, Options, Ports},
    index::IndexOptions,
    ports::{Clock, Embedder, Entropy, Http, Llm, Store},
};

/// The database's name where none is given.
const DEFAULT_NAME: &str = "forgetmenot";

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct Config {
    llm: Option<Value>,
    budget: Option<BudgetConfig>,
    novelty_gate: Option<bool>,
    buffer: Option<BufferConfig>,
    custom_instructions: Option<String>,
    custom_categories: Option<BTreeMap<String, String>>,
    profile: Option<ProfileConfig>,
    includes: Option<Vec<String>>,
    excludes: Option<Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct BudgetConfig {
    calls_per_day: Option<u64>,
    tokens_per_day: Option<u64>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct BufferConfig {
    turns: Option<u64>,
    tokens: Option<u64>,
    idle_ms: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

macro_rules! gemini {
    ($name:ident { $($field:ident: $ty:ty,)* }) => {
        #[derive(Default, Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields, default)]
        pub(super) struct $name {
            api_key: Option<String>,
            base_url: Option<String>,
            api_version: Option<String>,
            headers: Option<BTreeMap<String, String>>,
            timeout_ms: Option<u64>,
            max_retries: Option<u32>,
            $(pub(super) $field: $ty,)*
        }

        impl $name {
            pub(super) fn service(&self) -> GeminiConfig {
                let default = GeminiConfig::default();
                GeminiConfig {
                    api_key: self.api_key.clone(),
                    base_url: self.base_url.clone(),
                    api_version: self.api_version.clone(),
                    headers: self.headers.clone().unwrap_or_default(),
                    timeout_ms: self.timeout_ms.unwrap_or(default.timeout_ms),
                    max_retries: self.max_retries.unwrap_or(default.max_retries),
                }
            }
        }
    };
}

gemini! { GeminiLlmConfig {
    model: Option<String>,
    chat_model: Option<String>,
    thinking_level: Option<ThinkingLevel>,
    temperature: Option<f64>,
} }

gemini! { GeminiEmbedderConfig { model: Option<String>, dims: Option<usize>, } }

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    #[serde(default)]
    name: Option<String>,
}

/// What a configuration asks for. Errors: `invalid_config`, `storage_*`.
pub(super) async fn ports(config: &JsValue, host: &JsValue) -> Result<(Ports, Options)> {
    let (parsed, Foreign { index, storage, embedder, rerank }) = parse(config).map_err(as_config)?;
    let world = World {
        http: Rc::new(FetchHttp),
        clock: Rc::new(SystemClock),
        entropy: Rc::new(SystemEntropy::new()?),
    };
    let llm = parsed.llm.map(llm).transpose().map_err(as_config)?;
    let reranker = host_reranker::reranker(rerank)?;
    let embedder = embedder::embedder(&embedder, host, &world).await?;
    let (llm, chat) = match llm {
        Some(llm) => {
            let extracts = world.llm(&llm, llm.model.as_deref().unwrap_or(DEFAULT_MODEL))?;
            let chats = world.llm(&llm, llm.chat_model.as_deref().unwrap_or(DEFAULT_CHAT_MODEL))?;
            (Some(extracts), Some(chats))
        }
        None => (None, None),
    };
    let guidance = Guidance {
        custom_instructions: parsed.custom_instructions.unwrap_or_default(),
        categories: parsed.custom_categories.unwrap_or_default().into_iter().collect(),
        slots: parsed.profile.unwrap_or_default().slots(),
        includes: parsed.includes.unwrap_or_default(),
        excludes: parsed.excludes.unwrap_or_default(),
    };
    guidance.check()?;
    let BudgetConfig { calls_per_day, tokens_per_day } = parsed.budget.unwrap_or_default();
    let budget = Budget { calls_per_day, tokens_per_day };
    budget.check()?;
    let buffer =
        parsed.buffer.map(|BufferConfig { turns, tokens, idle_ms }| Buffer { turns, tokens, idle_ms });
    buffer.iter().try_for_each(Buffer::check)?;
    let options =
        Options { index, guidance, budget, novelty_gate: parsed.novelty_gate.unwrap_or(true), buffer };
    // Last, so that a wrong configuration opens no database.
    let store = store(storage, &world).await?;
    let World { clock, entropy, .. } = world;
    Ok((Ports { store, llm, chat, embedder, reranker, clock, entropy }, options))
}

/// What stays as it is, because a Durable Object's storage is no plain value, nor are a model's bytes or a function; and
/// the index's layout, which is read as `VectorIndex` reads it.
#[derive(Default)]
struct Foreign {
    index: IndexOptions,
    storage: JsValue,
    embedder: JsValue,
    rerank: JsValue,
}

fn parse(config: &JsValue) -> Result<(Config, Foreign)> {
    if config.is_undefined() || config.is_null() {
        return Ok((Config::default(), Foreign::default()));
    }
    let value = convert::plain(config, "config", &["index", "storage", "embedder", "rerank"])?;
    if !value.is_object() {
        return Err(Error::invalid_input("config must be an object"));
    }
    if value.get("llm").is_some_and(|llm| !llm.is_object() && !llm.is_null()) {
        return Err(Error::invalid_input("config.llm must be an object"));
    }
    let field = |name: &str| fields::one(config, "config", name);
    let foreign = Foreign {
        index: layout(&field("index")?, "config.index")?,
        storage: field("storage")?,
        embedder: field("embedder")?,
        rerank: field("rerank")?,
    };
    Ok((convert::typed(value, "config")?, foreign))
}

fn llm(mut value: Value) -> Result<GeminiLlmConfig> {
    const WHAT: &str = "config.llm";
    match convert::kind(&mut value, "provider", WHAT)?.as_str() {
        "gemini" => convert::typed(value, WHAT),
        _ => Err(convert::unknown_kind(WHAT)),
    }
}

async fn store(config: JsValue, world: &World) -> Result<Rc<dyn Store>> {
    if config.is_undefined() || config.is_null() {
        let here = Reflect::get(&js_sys::global(), &"indexedDB".into());
        let has_database = here.is_ok_and(|found| !found.is_undefined() && !found.is_null());
        return if has_database {
            world.database(DEFAULT_NAME).await
        } else {
            Ok(Rc::new(MemoryStore::new()))
        };
    }
    const WHAT: &str = "config.storage";
    let mut value = convert::plain(&config, WHAT, &["storage"]).map_err(as_config)?;
    match convert::kind(&mut value, "type", WHAT).map_err(as_config)?.as_str() {
        "memory" => {
            let Nothing {} = convert::typed(value, WHAT).map_err(as_config)?;
            Ok(Rc::new(MemoryStore::new()))
        }
        "indexeddb" => {
            let Named { name } = convert::typed(value, WHAT).map_err(as_config)?;
            let name = name.unwrap_or_else(|| DEFAULT_NAME.to_owned());
            if name.trim().is_empty() || name.len() > 128 {
                return Err(Error::invalid_config("config.storage.name must hold 1 to 128 bytes"));
            }
            world.database(&name).await
        }
        "durable-object" => {
            let Nothing {} = convert::typed(value, WHAT).map_err(as_config)?;
            let storage = Reflect::get(&config, &"storage".into()).unwrap_or_default();
            Ok(Rc::new(DurableObjectStore::open(storage)?))
        }
        _ => Err(as_config(convert::unknown_kind(WHAT))),
    }
}

/// What a wrong configuration is called, wherever it was noticed.
pub(super) fn as_config(error: Error) -> Error {
    match error.code() {
        ErrorCode::InvalidInput => Error::invalid_config(error.message()),
        _ => error,
    }
}

/// The runtime's doors.
pub(super) struct World {
    http: Rc<dyn Http>,
    pub(super) clock: Rc<dyn Clock>,
    entropy: Rc<dyn Entropy>,
}

impl World {
    fn llm(&self, config: &GeminiLlmConfig, model: &str) -> Result<Rc<dyn Llm>> {
        let (http, clock, entropy) =
            (Rc::clone(&self.http), Rc::clone(&self.clock), Rc::clone(&self.entropy));
        let (thinking, temperature) = (config.thinking_level, config.temperature);
        Ok(Rc::new(GeminiLlm::new(&config.service(), model, thinking, temperature, http, clock, entropy)?))
    }

    pub(super) fn gemini_embedder(
        &self,
        config: &GeminiConfig,
        model: Option<String>,
        dims: Option<usize>,
    ) -> Result<Rc<dyn Embedder>> {
        let (http, clock, entropy) =
            (Rc::clone(&self.http), Rc::clone(&self.clock), Rc::clone(&self.entropy));
        let model = model.unwrap_or_else(|| DEFAULT_EMBEDDING_MODEL.to_owned());
        let dims = dims.unwrap_or(DEFAULT_DIMS);
        Ok(Rc::new(GeminiEmbedder::new(config, &model, dims, http, clock, entropy)?))
    }

    async fn database(&self, name: &str) -> Result<Rc<dyn Store>> {
        Ok(IndexedDbStore::open(name, Rc::clone(&self.clock), Rc::clone(&self.entropy)).await?)
    }
}
