//! Events that wake a future.

use std::{cell::RefCell, rc::Rc};

use futures_channel::oneshot;
use wasm_bindgen::closure::Closure;

/// Several events of which the first decides.
pub(super) struct Signal<T>(Rc<RefCell<Option<oneshot::Sender<T>>>>);

impl<T: Clone + 'static> Signal<T> {
    /// A signal, and what waits for it.
    pub(super) fn new() -> (Self, oneshot::Receiver<T>) {
        let (sender, receiver) = oneshot::channel();
        (Self(Rc::new(RefCell::new(Some(sender)))), receiver)
    }

    /// An event handler that answers `value`. It must be kept for as long as it is set.
    pub(super) fn on(&self, value: T) -> Closure<dyn FnMut()> {
        let sender = Rc::clone(&self.0);
        Closure::new(move || {
            let sender = sender.borrow_mut().take();
            if let Some(sender) = sender {
                // Fails when nobody waits any more.
                let _ = sender.send(value.clone());
            }
        })
    }
}
