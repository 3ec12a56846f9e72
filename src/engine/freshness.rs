//! Whether the projection may be older than the store.

use std::{cell::Cell, rc::Rc};

/// What is known of the store beyond the projection. Kept as the highest number heard of rather than as a flag, so
/// that news which arrives while older news is being read is not taken for read.
#[derive(Debug, Default)]
pub(super) struct Freshness {
    /// The highest sequence number another instance has told of.
    heard: Rc<Cell<u64>>,
    /// A change or a reading was begun and not seen to its end.
    unsure: Cell<bool>,
}

impl Freshness {
    /// What the store is to call when somebody else has written.
    pub(super) fn listener(&self) -> Rc<dyn Fn(u64)> {
        let heard = Rc::clone(&self.heard);
        Rc::new(move |seq| heard.set(heard.get().max(seq)))
    }

    /// Whether a projection that shows `seq` may lack something.
    pub(super) fn is_behind(&self, seq: u64) -> bool {
        self.unsure.get() || self.heard.get() > seq
    }

    /// From here until `settled` the projection is not known to be right: if the call is dropped in between, the next
    /// one reads the store.
    pub(super) fn begin(&self) {
        self.unsure.set(true);
    }

    /// The projection shows what the store held.
    pub(super) fn settled(&self) {
        self.unsure.set(false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_that_arrives_while_older_news_is_read_is_not_taken_for_read() {
        let freshness = Freshness::default();
        let tell = freshness.listener();
        assert!(!freshness.is_behind(10));
        tell(11);
        assert!(freshness.is_behind(10));
        freshness.begin();
        tell(12); // while the log up to 11 is read
        freshness.settled();
        assert!(freshness.is_behind(11) && !freshness.is_behind(12));
        tell(5);
        assert!(!freshness.is_behind(12), "old news");
    }

    #[test]
    fn what_was_begun_and_dropped_is_begun_again() {
        let freshness = Freshness::default();
        freshness.begin();
        assert!(freshness.is_behind(0));
        freshness.settled();
        assert!(!freshness.is_behind(0));
    }
}
