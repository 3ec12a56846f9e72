//! What is done when nobody asks: upkeep of the index in slices, and the snapshot.

use super::{Engine, snapshot};
use crate::{ErrorCode, Result};

/// How long a slice of upkeep may take, in milliseconds: half a frame, so that a page stays smooth.
const SLICE_MS: i64 = 8;

impl Engine {
    /// Whether [`Self::maintain`] has something to do for the index.
    pub fn wants_upkeep(&self) -> bool {
        !self.closed.get()
            && self.state.borrow().vectors.as_ref().is_some_and(|vectors| vectors.needs_maintenance())
    }

    /// Does one slice of upkeep of the index, some milliseconds long, and saves a snapshot if enough has changed. Call
    /// it when the host is idle, with a pause between slices. True if there is more to do.
    pub async fn maintain(&self) -> Result<bool> {
        self.ready().await?;
        let _turn = self.write_turn.lock().await;
        let more = {
            let mut state = self.state.borrow_mut();
            let began = self.ports.clock.now();
            let mut is_over =
                || self.ports.clock.now().millis().abs_diff(began.millis()) >= SLICE_MS.unsigned_abs();
            match state.vectors.as_mut().filter(|vectors| vectors.needs_maintenance()) {
                Some(vectors) => {
                    let more = vectors.maintain(&mut is_over);
                    if !more {
                        state.unsaved = state.unsaved.max(snapshot::SAVE_AFTER);
                    }
                    more
                }
                None => false,
            }
        };
        if !more && self.state.borrow().unsaved >= snapshot::SAVE_AFTER {
            match self.save_snapshot().await {
                // A full disk must not fail what is only an optimisation.
                Err(e) if e.code() != ErrorCode::StorageFull => return Err(e),
                _ => {}
            }
        }
        Ok(more)
    }
}
