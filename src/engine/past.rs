//! What was known then, and what has changed since: read from the rows, which keep every version.

use std::rc::Rc;

use super::{
    Engine, codec,
    follow::{read_memory, read_vectors},
    request::{Changes, ChangesOptions},
    response::{HistoryEntry, HistoryList},
    rows::rows_of,
    state::State,
};
use crate::{
    Result,
    model::{Event, Memory, Op, Scope, Timestamp},
    ports::{Range, Table},
    sort::Arrange,
};

/// A state as it was, and what it was made of.
pub(super) struct Past {
    scope: Scope,
    at: Timestamp,
    /// The sequence number of the store it was read from.
    seq: u64,
    state: Rc<State>,
}

impl Engine {
    /// The memories of a scope as they were known at a moment. The last one asked for is kept, so that a page that looks
    /// back pays once. Reads every memory's row.
    pub(super) async fn past(&self, scope: &Scope, at: Timestamp) -> Result<Rc<State>> {
        let seq = self.state.borrow().seq;
        let known = self.past.borrow().as_ref().and_then(|past| {
            let is_it = past.at == at && past.seq == seq && past.scope == *scope;
            is_it.then(|| Rc::clone(&past.state))
        });
        if let Some(state) = known {
            return Ok(state);
        }
        let rows = self.memories_of(scope).await?;
        let then: Vec<Memory> = rows.iter().filter_map(|memory| memory.as_of(at)).collect();
        let vectors = read_vectors(&self.ports, &then).await?;
        let mut state = State::new(self.space(), self.options.index);
        for (memory, vector) in then.into_iter().zip(vectors) {
            // A damaged vector, or one of another embedder, leaves the memory to its words.
            state.put(memory, vector.ok().flatten().as_deref())?;
        }
        let state = Rc::new(state);
        let past = Past { scope: scope.clone(), at, seq, state: Rc::clone(&state) };
        *self.past.borrow_mut() = Some(past);
        Ok(state)
    }

    /// What was decided about a scope's memories in a window of record time, oldest first; decisions that changed nothing
    /// are left out. Errors: `invalid_input`, `scope_required`, `storage_*`.
    pub async fn changes(&self, options: ChangesOptions) -> Result<HistoryList> {
        let Changes { scope, since, until, limit } = options.checked()?;
        self.ready().await?;
        let within = |at: Timestamp| since <= at && until.is_none_or(|until| at < until);
        let mut entries = Vec::new();
        for memory in self.memories_of(&scope).await? {
            if memory.updated_at < since {
                continue;
            }
            let rows = self.ports.store.scan(Table::Events, &rows_of(&memory.id)?).await?;
            let events =
                rows.iter().filter_map(|row| codec::read::<Event>(Table::Events, &row.key, &row.value).ok());
            let changed = events.filter(|event| event.op != Op::Noop && within(event.at));
            entries.extend(changed.map(|event| (event.at, HistoryEntry::of(event, &memory))));
        }
        // Ids rise with time, so they order the decisions of one moment.
        entries.arrange_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.id.cmp(&y.id)));
        Ok(HistoryList { results: entries.into_iter().map(|(_, entry)| entry).take(limit).collect() })
    }

    /// Every memory of a scope, closed ones too, as far as its row can be read.
    pub(super) async fn memories_of(&self, scope: &Scope) -> Result<Vec<Memory>> {
        let rows = self.ports.store.scan(Table::Memories, &Range::default()).await?;
        let memories = rows.iter().filter_map(|row| read_memory(&row.key, &row.value).ok());
        Ok(memories.filter(|memory| scope.covers(&memory.scope)).collect())
    }
}
