//! How an index is laid out, as JavaScript says it.

use wasm_bindgen::JsValue;

use super::fields;
use crate::{Error, Result, index::IndexOptions};

/// Reads an `IndexConfig` (missing or null: all defaults); `what` names it in errors.
///
/// Error: `invalid_input`.
pub(super) fn layout(config: &JsValue, what: &str) -> Result<IndexOptions> {
    let mut layout = IndexOptions::default();
    fields::each(config, what, |name, value| {
        let wrong = || Error::invalid_input(format!("{what}.{name} has the wrong type or value"));
        match name {
            // Null is as good as nothing where "none" is a default.
            "cellsAbove" | "graphAbove" if value.is_null() => {}
            "cellsAbove" => layout.cells_above = whole(value).ok_or_else(wrong)? as usize,
            "graphAbove" => layout.graph_above = whole(value).ok_or_else(wrong)? as usize,
            // Only the making of a graph blocks, and the index alone has none.
            "mayBlock" => layout.may_block = value.as_bool().ok_or_else(wrong)? && cfg!(feature = "memory"),
            "seed" => layout.seed = whole(value).ok_or_else(wrong)?.into(),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(layout)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and within the range")]
fn whole(value: &JsValue) -> Option<u32> {
    let within = |x: &f64| (0.0..=f64::from(u32::MAX)).contains(x) && x.fract() == 0.0;
    value.as_f64().filter(within).map(|x| x as u32)
}
