//! An async iterator fed from Rust: what `chat(…, { stream: true })` returns.

use std::{cell::Cell, rc::Rc};

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::{StreamExt, lock::Mutex};
use js_sys::{Array, Object, Promise, Reflect, Symbol};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::future_to_promise;

use super::error;
use crate::{Error, Result};

/// The writing end; dropping it ends the iteration.
pub(super) type Events = UnboundedSender<Result<JsValue>>;

/// A writing end, and the iterator as JavaScript's `AsyncIterableIterator`. `on_leave` is called if the reader
/// stops early (`break`).
pub(super) fn channel(on_leave: impl Fn() + 'static) -> (Events, JsValue) {
    let (sender, receiver) = unbounded();
    (sender, iterator(receiver, on_leave))
}

/// An iterator whose first event is an error.
pub(super) fn failed(error: Error) -> JsValue {
    let (sender, iterator) = channel(|| {});
    // The receiver is in the iterator, so it is there.
    let _ = sender.unbounded_send(Err(error));
    iterator
}

fn iterator(receiver: UnboundedReceiver<Result<JsValue>>, on_leave: impl Fn() + 'static) -> JsValue {
    // A lock, because nothing stops a reader from asking for the next event before it has this one.
    let receiver = Rc::new(Mutex::new(receiver));
    let left = Rc::new(Cell::new(false));
    let has_left = Rc::clone(&left);
    let next = Closure::<dyn Fn() -> Promise>::new(move || {
        let (receiver, left) = (Rc::clone(&receiver), Rc::clone(&has_left));
        future_to_promise(async move {
            if left.get() {
                return Ok(step(&JsValue::UNDEFINED, true));
            }
            match receiver.lock().await.next().await {
                Some(Ok(event)) => Ok(step(&event, false)),
                Some(Err(e)) => {
                    left.set(true);
                    Err(error::to_js(&e))
                }
                None => Ok(step(&JsValue::UNDEFINED, true)),
            }
        })
    });
    let leave = Closure::<dyn Fn(JsValue) -> Promise>::new(move |value: JsValue| {
        left.set(true);
        on_leave();
        Promise::resolve(&step(&value, true))
    });
    let object = Object::new();
    set(&object, &"next".into(), &next.into_js_value());
    set(&object, &"return".into(), &leave.into_js_value());
    // Iterators inherit a function that returns its `this`: just what an async iterator needs of itself.
    let returns_this = Reflect::get(&Array::new().values(), &Symbol::iterator()).unwrap_or_default();
    set(&object, &Symbol::async_iterator(), &returns_this);
    object.unchecked_into()
}

fn step(value: &JsValue, done: bool) -> JsValue {
    let step = Object::new();
    set(&step, &"value".into(), value);
    set(&step, &"done".into(), &done.into());
    step.into()
}

fn set(object: &Object, key: &JsValue, value: &JsValue) {
    // Setting a field of a fresh plain object does not fail.
    let _ = Reflect::set(object, key, value);
}
