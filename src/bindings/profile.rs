//! What the class `Memory` tells of a person. What the methods do is documented in `profile.d.ts`.

use std::collections::BTreeMap;

use js_sys::{Function, Promise, Reflect};
use serde::Deserialize;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use super::{abort, convert, foreign, memory::Memory};
use crate::{
    Error, Result,
    engine::{
        ImportResult,
        request::{ConversationInput, ImportOptions, MAX_CONVERSATIONS},
    },
};

#[wasm_bindgen]
impl Memory {
    /// Who somebody is: slots, a summary, how they want things done.
    pub fn profile(&self, options: JsValue) -> Promise {
        self.answer(|engine| async move { engine.profile(convert::options(&options, "options")?).await })
    }

    /// What is likely next.
    pub fn forecast(&self, options: JsValue) -> Promise {
        self.answer(|engine| async move {
            let abort = abort::signal(&options)?;
            engine.forecast(convert::options(&options, "options")?, &abort).await
        })
    }

    /// Takes in conversations of the past.
    #[wasm_bindgen(js_name = importConversations)]
    pub fn import_conversations(&self, conversations: JsValue, options: JsValue) -> Promise {
        self.change(|engine| async move {
            let abort = abort::signal(&options)?;
            let (options, on_progress) = importing(&options)?;
            let conversations = all(&conversations)?;
            let mut hear = |progress: &ImportResult| {
                // What a listener throws is its own affair.
                if let (Some(listener), Ok(progress)) = (&on_progress, convert::to_js(progress)) {
                    let _ = listener.call1(&JsValue::UNDEFINED, &progress);
                }
            };
            engine.import_conversations(conversations, options, &mut hear, &abort).await
        })
    }
}

/// Options without what is no plain value, and the listener, if there is one.
fn importing(options: &JsValue) -> Result<(ImportOptions, Option<Function>)> {
    let plain = match convert::plain(options, "options", &["signal", "onProgress"])? {
        Value::Null => return Ok((ImportOptions::default(), None)),
        plain @ Value::Object(_) => plain,
        _ => return Err(Error::invalid_input("options must be an object")),
    };
    let listener = Reflect::get(options, &"onProgress".into())
        .map_err(|_| Error::invalid_input("options.onProgress cannot be read"))?;
    let listener = match () {
        () if listener.is_undefined() || listener.is_null() => None,
        () => Some(
            listener
                .dyn_into::<Function>()
                .map_err(|_| Error::invalid_input("options.onProgress must be a function"))?,
        ),
    };
    Ok((convert::typed(plain, "options")?, listener))
}

/// Each conversation is read by itself: together they may hold more values than one argument may.
fn all(conversations: &JsValue) -> Result<Vec<ConversationInput>> {
    let wrong = || Error::invalid_input("conversations must be a list of conversations");
    if !foreign::is_array(conversations).unwrap_or(false) {
        return Err(wrong());
    }
    let length = foreign::length(conversations).map_err(|_| wrong())?;
    if length as usize > MAX_CONVERSATIONS {
        return Err(Error::invalid_input(format!("give at most {MAX_CONVERSATIONS} conversations a call")));
    }
    let read = |at: u32| {
        let what = format!("conversations[{at}]");
        let conversation = Reflect::get_u32(conversations, at).map_err(|_| wrong())?;
        convert::typed(convert::plain_with_bytes(&conversation, &what)?, &what)
    };
    (0..length).map(read).collect()
}

/// The profile's part of a configuration.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(super) struct ProfileConfig {
    slots: Option<BTreeMap<String, SlotConfig>>,
}

/// A slot by its description alone, or as an object.
#[derive(Deserialize)]
#[serde(try_from = "Value")]
struct SlotConfig(String);

impl TryFrom<Value> for SlotConfig {
    type Error = &'static str;

    fn try_from(slot: Value) -> std::result::Result<Self, Self::Error> {
        let description = match slot {
            Value::Object(mut fields) => {
                let description = fields.remove("description");
                description.filter(|_| fields.is_empty())
            }
            text => Some(text),
        };
        match description {
            Some(Value::String(text)) => Ok(Self(text)),
            _ => Err("a slot is a text, or an object with a `description`"),
        }
    }
}

impl ProfileConfig {
    /// Names with what belongs there.
    pub(super) fn slots(self) -> Vec<(String, String)> {
        let described = |(name, SlotConfig(description)): (String, SlotConfig)| (name, description);
        self.slots.unwrap_or_default().into_iter().map(described).collect()
    }
}
