//! Makes ids that rise even within one millisecond and when the clock goes back (RFC 9562, 6.2, method 1).

use std::{cell::Cell, rc::Rc};

use crate::{
    model::{EventId, MemoryId, MessageId, Timestamp},
    ports::{Clock, Entropy},
};

/// The source of ids of one engine.
pub(crate) struct Ids {
    clock: Rc<dyn Clock>,
    entropy: Rc<dyn Entropy>,
    last: Cell<(i64, u16)>,
}

impl Ids {
    pub(crate) fn new(clock: Rc<dyn Clock>, entropy: Rc<dyn Entropy>) -> Self {
        Self { clock, entropy, last: Cell::new((0, 0)) }
    }

    pub(crate) fn memory(&self) -> MemoryId {
        let (at, random) = self.next();
        MemoryId::new(at, &random)
    }

    pub(crate) fn event(&self) -> EventId {
        let (at, random) = self.next();
        EventId::new(at, &random)
    }

    pub(crate) fn message(&self) -> MessageId {
        let (at, random) = self.next();
        MessageId::new(at, &random)
    }

    /// An id among those of another time: the `n`th of what was said then.
    pub(crate) fn message_of(&self, at: Timestamp, n: u16) -> MessageId {
        let mut random = [0; 10];
        self.entropy.fill(&mut random);
        let [high, low] = n.min(0xfff).to_be_bytes();
        let [first, second, ..] = &mut random;
        (*first, *second) = (high, low);
        MessageId::new(at, &random)
    }

    /// Random text for a fence that stored text cannot guess: 12 hex digits.
    pub(crate) fn nonce(&self) -> String {
        let mut bytes = [0; 6];
        self.entropy.fill(&mut bytes);
        bytes.iter().map(|b| format!("{b:02x}")).collect()
    }

    /// The time part and ten bytes whose first twelve usable bits count up within a millisecond.
    fn next(&self) -> (Timestamp, [u8; 10]) {
        let (last_ms, last_count) = self.last.get();
        let now = self.clock.now().millis();
        let (ms, count) = match () {
            () if now > last_ms => (now, 0),
            () if last_count < 0xfff => (last_ms, last_count.saturating_add(1)),
            () => (last_ms.saturating_add(1), 0),
        };
        self.last.set((ms, count));
        let mut random = [0; 10];
        self.entropy.fill(&mut random);
        let [high, low] = count.to_be_bytes();
        let [first, second, ..] = &mut random;
        (*first, *second) = (high, low);
        (Timestamp::from_millis(ms).unwrap_or_default(), random)
    }
}
