//! What the class `Memory` tells of a person. What the methods do is documented in `profile.d.ts`.

use std::collections::BTreeMap;

use js_sys::Promise;
use serde::Deserialize;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{convert, memory::Memory};

#[wasm_bindgen]
impl Memory {
    /// Who somebody is: slots, a summary, how they want things done.
    pub fn profile(&self, options: JsValue) -> Promise {
        self.answer(|engine| async move { engine.profile(convert::options(&options, "options")?).await })
    }
}

/// The profile's part of a configuration.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(super) struct ProfileConfig {
    slots: Option<BTreeMap<String, SlotConfig>>,
}

/// A slot by its description alone, or as an object.
#[derive(Deserialize)]
#[serde(untagged)]
enum SlotConfig {
    Text(String),
    Object(SlotObject),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SlotObject {
    description: String,
}

impl ProfileConfig {
    /// Names with what belongs there.
    pub(super) fn slots(self) -> Vec<(String, String)> {
        let described = |(name, slot): (String, SlotConfig)| match slot {
            SlotConfig::Text(description) | SlotConfig::Object(SlotObject { description }) => {
                (name, description)
            }
        };
        self.slots.unwrap_or_default().into_iter().map(described).collect()
    }
}
