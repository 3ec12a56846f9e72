//! Upkeep, in slices, for when the host is idle.

use super::{Engine, follow::read_memory};
use crate::{
    ErrorCode, Result,
    model::Scope,
    ports::{Key, Range, Table},
};

/// How long a slice of the index's upkeep may take, in milliseconds: half a frame, so that a page stays smooth.
const SLICE_MS: u64 = 8;
/// How many rows are checked in one slice.
const ROWS_A_SLICE: usize = 1_000;

impl Engine {
    /// Whether [`Self::maintain`] has something to do for the index.
    pub fn wants_upkeep(&self) -> bool {
        let state = self.state.borrow();
        !self.closed.get()
            && (state.vectors.as_ref().is_some_and(|vectors| vectors.needs_maintenance())
                || (state.lacks_vectors() && !self.embedding_rests.get()))
    }

    /// Gets the embedder ready, so that the first search need not wait for it. What goes wrong shows in `health`, and
    /// in the searches that have to do without.
    pub async fn prepare(&self) -> Result<()> {
        if let Some(embedder) = &self.ports.embedder {
            embedder.prepare().await?;
            self.embedding_rests.set(false);
        }
        self.ready().await
    }

    /// Does one piece of upkeep: of the index, then of the rows that opening did not read, of what memories say of entities,
    /// then of what has no vector;
    /// then saves a snapshot if enough has changed. True if there is more to do.
    pub async fn maintain(&self) -> Result<bool> {
        self.ready().await?;
        let more = self.maintain_index().await
            || self.check_rows().await?
            || self.read_entities()
            || self.embed_in_background().await;
        if self.state.borrow().saved.is_due() {
            match self.save_snapshot().await {
                // A full disk must not fail what is only an optimisation.
                Err(e) if e.code() != ErrorCode::StorageFull => return Err(e),
                _ => {}
            }
        }
        Ok(more)
    }

    /// Looks at the next memories that were never unpacked, so that a search need not. True if there are more.
    fn read_entities(&self) -> bool {
        !self.state.borrow().read_entities(&Scope::default(), ROWS_A_SLICE)
    }

    /// Embeds some of what has no vector. After a failure it rests until somebody else's embedding succeeds.
    async fn embed_in_background(&self) -> bool {
        if self.embedding_rests.get() {
            return false;
        }
        let more = self.embed_some().await;
        self.embedding_rests.set(more.is_err());
        more.unwrap_or(false)
    }

    async fn maintain_index(&self) -> bool {
        let _turn = self.write_turn.lock().await;
        let mut state = self.state.borrow_mut();
        let Some(vectors) = state.vectors.as_mut().filter(|vectors| vectors.needs_maintenance()) else {
            return false;
        };
        let began = self.ports.clock.now().millis();
        let more = vectors.maintain(&mut || self.ports.clock.now().millis().abs_diff(began) >= SLICE_MS);
        if !more {
            state.saved.worn();
        }
        more
    }

    /// Looks through the next memory rows for damage, if opening took them from the snapshot: what the snapshot holds
    /// is served, but a row that cannot be read is to be known before it is needed.
    async fn check_rows(&self) -> Result<bool> {
        let Some(from) = self.state.borrow().unchecked.clone() else { return Ok(false) };
        let range = Range { from, ..Range::default() }.limited(ROWS_A_SLICE);
        let rows = self.ports.store.scan(Table::Memories, &range).await?;
        let mut state = self.state.borrow_mut();
        for row in &rows {
            if read_memory(&row.key, &row.value).is_err() {
                state.set_aside(Table::Memories, &row.key);
            }
        }
        // The smallest key after the last one.
        let next = rows.last().and_then(|row| Key::new(format!("{} ", row.key.as_str())).ok());
        state.unchecked = next.filter(|_| rows.len() == ROWS_A_SLICE).map(Some);
        Ok(state.unchecked.is_some())
    }
}
