//! An `AbortSignal` as the engine's `Abort`.

use std::cell::RefCell;

use futures_channel::oneshot;
use futures_util::FutureExt;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::AbortSignal;

use crate::{Error, Result, engine::Abort};

/// The `signal` of an options object, if it has one. Error: `invalid_input` if it is no `AbortSignal`.
pub(super) fn signal(options: &JsValue) -> Result<Abort> {
    if !options.is_object() {
        return Ok(Abort::never());
    }
    let signal = Reflect::get(options, &"signal".into())
        .map_err(|_| Error::invalid_input("options have a `signal` that cannot be read"))?;
    if signal.is_undefined() || signal.is_null() {
        return Ok(Abort::never());
    }
    let no_signal = || Error::invalid_input("`signal` must be an AbortSignal");
    let signal: AbortSignal = signal.dyn_into().map_err(|_| no_signal())?;
    // Read with care: an object may have the prototype and not be one.
    let aborted = Reflect::get(&signal, &"aborted".into()).map_err(|_| no_signal())?;
    if aborted.is_truthy() {
        return Ok(Abort::on(async {}));
    }
    let (fire, fired) = oneshot::channel();
    let fire = RefCell::new(Some(fire));
    let listener = Listener::new(signal, move || {
        if let Some(fire) = fire.take() {
            // Nobody waits any more: then the call was over first.
            let _ = fire.send(());
        }
    });
    Ok(Abort::on(fired.map(move |_| drop(listener))))
}

/// Listens for `abort` until dropped, so that a long-lived signal does not gather listeners.
struct Listener {
    signal: AbortSignal,
    callback: Closure<dyn FnMut()>,
}

impl Listener {
    fn new(signal: AbortSignal, on_abort: impl Fn() + 'static) -> Self {
        let callback = Closure::new(on_abort);
        let _ = signal.add_event_listener_with_callback("abort", callback.as_ref().unchecked_ref());
        Self { signal, callback }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ =
            self.signal.remove_event_listener_with_callback("abort", self.callback.as_ref().unchecked_ref());
    }
}
