//! What stands behind the ports. Pure but for [`web`], the only place besides the bindings that sees JavaScript.

pub mod gemini;
pub mod retry;
#[cfg(target_family = "wasm")]
pub mod web;
