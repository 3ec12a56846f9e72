//! `undo`: reverses a decision by another one. Nothing is rewritten, so the history tells of both.

use super::{
    Engine, codec,
    commit::{Draft, MAX_CONFLICTS},
    follow::read_memory,
    response::HistoryEntry,
    rows::{memory_key, rows_of},
};
use crate::{
    Error, ErrorCode, Result,
    model::{Change, Event, EventId, Evidence, Memory, MemoryId, Op, Plan, Version},
    ports::{Range, Row, Table},
};

impl Engine {
    /// Reverses a decision: what was added is closed, what was changed or deleted is again as it was before. A decision
    /// that later ones rest on is undone after them. Errors: `not_found`, `invalid_input` (later decisions, or nothing to
    /// undo).
    pub async fn undo(&self, event_id: &str) -> Result<HistoryEntry> {
        let id = EventId::parse(event_id)?;
        self.ready().await?;
        let event = self.decision(&id).await?;
        if event.op == Op::Noop || event.from_version == event.to_version {
            return Err(Error::invalid_input("this decision changed no text: there is nothing to undo"));
        }
        let (_, _, text) = self.undone(&event).await?;
        let embedding = match text {
            // A text that cannot be embedded now is found by its words until `flush` has embedded it.
            Some(text) => {
                self.embed_documents(&[text]).await.ok().and_then(|mut vectors| vectors.pop()).flatten()
            }
            None => None,
        };
        for _ in 0..MAX_CONFLICTS {
            let seq = self.state.borrow().seq;
            let (memory, undo, _) = self.undone(&event).await?;
            let entry = HistoryEntry::of(undo.clone(), &memory);
            let change = Change { memory: Some(memory), embedding: embedding.clone(), event: undo };
            let done = self
                .commit(|state| {
                    // Closed memories are in no state, so what was read holds only if nothing was written since.
                    let plan = Plan { changes: vec![change.clone()], ..Plan::default() };
                    let draft = Draft { plan, ..Draft::default() };
                    Ok(if state.seq == seq { (draft, true) } else { (Draft::default(), false) })
                })
                .await?;
            if done {
                return Ok(entry);
            }
        }
        Err(Error::new(ErrorCode::StorageConflict, "other tabs keep writing to this store: try again"))
    }

    /// The memory with the decision reversed, the decision that does so, and the text that is current again.
    async fn undone(&self, event: &Event) -> Result<(Memory, Event, Option<String>)> {
        let gone = || Error::not_found("the memory of this decision was erased");
        let key = memory_key(&event.memory_id)?;
        let row = self.ports.store.get(Table::Memories, std::slice::from_ref(&key)).await?.pop().flatten();
        let mut memory = read_memory(&key, &row.ok_or_else(gone)?)?;
        if !can_undo(&self.decisions(&event.memory_id).await?, &event.id) {
            return Err(Error::invalid_input("later decisions rest on this one: undo them first"));
        }
        let now = self.ports.clock.now();
        let before =
            event.from_version.and_then(|n| memory.versions().iter().find(|v| v.number == n)).cloned();
        let from = memory.current().map(|v| v.number);
        let (op, to, text) = match before {
            None => {
                memory.close(now);
                (Op::Delete, None, None)
            }
            Some(before) => {
                let text = before.text.clone();
                let number = memory.supersede(Version { valid_from: now, ..before });
                (if from.is_some() { Op::Update } else { Op::Add }, Some(number), Some(text))
            }
        };
        let undo = Event {
            id: self.ids.event(),
            memory_id: memory.id.clone(),
            op,
            at: now,
            from_version: from,
            to_version: to,
            undoes: Some(event.id.clone()),
            evidence: Evidence {
                reason: Some("an earlier decision was undone".to_owned()),
                ..Evidence::default()
            },
        };
        Ok((memory, undo, text))
    }

    /// The decisions about a memory, oldest first.
    async fn decisions(&self, id: &MemoryId) -> Result<Vec<Event>> {
        let rows = self.ports.store.scan(Table::Events, &rows_of(id)?).await?;
        let event = |row: &Row| codec::read::<Event>(Table::Events, &row.key, &row.value).ok();
        Ok(rows.iter().filter_map(event).collect())
    }

    async fn decision(&self, id: &EventId) -> Result<Event> {
        let rows = self.ports.store.scan(Table::Events, &Range::default()).await?;
        let events =
            rows.iter().filter_map(|row| codec::read::<Event>(Table::Events, &row.key, &row.value).ok());
        let unknown = || Error::not_found("no decision has this id: its memory may have been erased");
        events.into_iter().find(|event| event.id == *id).ok_or_else(unknown)
    }
}

/// Whether a decision is the last that stands: those after it were undone, or it is an undo itself and nothing came after.
fn can_undo(decisions: &[Event], id: &EventId) -> bool {
    // What stands, in order; and by the undos that took something off, what they took.
    let mut standing: Vec<&EventId> = Vec::new();
    let mut taken: Vec<(&EventId, &EventId)> = Vec::new();
    let changes =
        decisions.iter().filter(|event| event.op != Op::Noop && event.from_version != event.to_version);
    let mut last = None;
    for event in changes {
        last = Some(&event.id);
        match &event.undoes {
            Some(undone) if standing.last() == Some(&undone) => {
                standing.pop();
                taken.push((&event.id, undone));
            }
            // An undo undone brings back what it took.
            Some(undone) => {
                let back = taken.iter().find(|(undo, _)| *undo == undone).map(|(_, back)| *back);
                standing.push(back.unwrap_or(&event.id));
            }
            None => standing.push(&event.id),
        }
    }
    standing.last() == Some(&id) || last == Some(id)
}
