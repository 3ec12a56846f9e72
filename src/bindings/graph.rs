//! The class `Graph`, which `memory.graph` gives. What the methods do is documented in `graph.d.ts`.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{
    convert,
    memory::{answer, text},
};
use crate::engine::Engine;

/// The graph of a memory.
#[wasm_bindgen]
#[derive(Clone, Debug)]
pub struct Graph {
    engine: Rc<Engine>,
}

impl Graph {
    pub(super) const fn new(engine: Rc<Engine>) -> Self {
        Self { engine }
    }
}

#[wasm_bindgen]
impl Graph {
    /// Who and what is named.
    pub fn entities(&self, options: JsValue) -> Promise {
        answer(
            &self.engine,
            |engine| async move { engine.entities(convert::options(&options, "options")?).await },
        )
    }

    /// Who and what stands near an entity.
    pub fn neighbors(&self, entity: JsValue, options: JsValue) -> Promise {
        answer(&self.engine, |engine| async move {
            engine.neighbors(&text(&entity, "entity")?, convert::options(&options, "options")?).await
        })
    }

    /// How two entities are connected, or null.
    pub fn path(&self, from: JsValue, to: JsValue, options: JsValue) -> Promise {
        answer(&self.engine, |engine| async move {
            let (from, to) = (text(&from, "from")?, text(&to, "to")?);
            engine.path(&from, &to, convert::options(&options, "options")?).await
        })
    }

    /// What a memory has to do with others.
    pub fn related(&self, memory_id: JsValue, options: JsValue) -> Promise {
        answer(&self.engine, |engine| async move {
            engine.related(&text(&memory_id, "memoryId")?, convert::options(&options, "options")?).await
        })
    }
}
