//! Which kernel is faster here, told by the host's clock: the index itself knows no time.

use std::cell::Cell;

use js_sys::{Date, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::index::kernel;

/// Chooses once; takes less than a millisecond.
pub(super) fn choose() {
    thread_local! {
        static CHOSEN: Cell<bool> = const { Cell::new(false) };
    }
    if !CHOSEN.replace(true) {
        let clock = precise_clock();
        kernel::choose_popcount(|| clock.as_ref().and_then(|clock| clock()).unwrap_or_else(Date::now));
    }
}

/// `performance.now`, where there is one.
fn precise_clock() -> Option<impl Fn() -> Option<f64>> {
    let get = |object: &JsValue, name: &str| {
        let found = if object.is_object() { Reflect::get(object, &name.into()).ok() } else { None };
        found.filter(|found| !found.is_undefined())
    };
    let performance = get(&js_sys::global().into(), "performance")?;
    let now: Function = get(&performance, "now")?.dyn_into().ok()?;
    Some(move || now.call0(&performance).ok()?.as_f64())
}
