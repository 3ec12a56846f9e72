//! Telling other tabs (and workers) of the same origin that the store moved on. Without `BroadcastChannel` nobody
//! is told, and a conflict is what makes a tab look again.

use std::{cell::RefCell, fmt, rc::Rc};

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

use super::super::number;

type Listener = Closure<dyn FnMut(MessageEvent)>;

/// The channel of one database. A message is the new sequence number, nothing else.
pub(super) struct Tabs {
    channel: Option<BroadcastChannel>,
    listener: RefCell<Option<Listener>>,
}

impl Tabs {
    /// Joins the channel of the database `name`.
    pub(super) fn join(name: &str) -> Self {
        let channel = BroadcastChannel::new(&format!("forgetmenot:{name}")).ok();
        Self { channel, listener: RefCell::new(None) }
    }

    /// Tells everyone but this instance.
    pub(super) fn tell(&self, seq: u64) {
        if let Some(channel) = &self.channel {
            // Fails on a closed channel only: then nobody is to be told.
            let _ = channel.post_message(&number::to_js(seq));
        }
    }

    /// Calls `notify` with what others tell, instead of whoever listened before.
    pub(super) fn listen(&self, notify: Rc<dyn Fn(u64)>) {
        let Some(channel) = &self.channel else { return };
        let listener = Closure::new(move |message: MessageEvent| {
            // Any script of the origin can post here: what is not a sequence number is not for us.
            if let Some(seq) = number::from_js(&message.data()) {
                notify(seq);
            }
        });
        channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        let before = self.listener.borrow_mut().replace(listener);
        drop(before);
    }

    /// Leaves the channel.
    pub(super) fn leave(&self) {
        if let Some(channel) = &self.channel {
            channel.set_onmessage(None);
            channel.close();
        }
        let listener = self.listener.borrow_mut().take();
        drop(listener);
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        self.leave();
    }
}

impl fmt::Debug for Tabs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tabs").field("joined", &self.channel.is_some()).finish_non_exhaustive()
    }
}
