//! Turns that rules alone have read, for want of a model, are read by one that comes later, once: they are journalled again in
//! groups, and from then on are turns that wait like any other.

use super::{
    Engine,
    buffer::{MAX_BYTES, MAX_MESSAGES},
    codec,
    commit::Draft,
    rows::{Job, TurnRow, UNREAD, Unread},
};
use crate::{
    Result,
    model::{Message, Scope},
    ports::{Key, Range, Row, Table, Write},
};

/// Turns of one scope that are read together.
#[derive(Debug)]
struct Group {
    scope: Scope,
    unread: Unread,
    messages: Vec<Message>,
    bytes: usize,
    /// Their rows, marked as read.
    writes: Vec<Write>,
}

impl Engine {
    /// Journals again what no model has read, if there is one now. Each group moves in one change, so that a turn is read once,
    /// whoever else does the same, and however far this comes.
    pub(super) async fn replay(&self) -> Result<()> {
        if self.llm().is_none() {
            return Ok(());
        }
        let marker = Key::new(UNREAD)?;
        loop {
            let mut seq = self.state.borrow().seq;
            let marked = self.ports.store.get(Table::Meta, std::slice::from_ref(&marker)).await?;
            if marked.iter().all(Option::is_none) {
                return Ok(());
            }
            let rows = self.ports.store.scan(Table::Turns, &Range::default()).await?;
            let mut steps = groups(&rows)?.into_iter().map(Some).chain([None]);
            let all_done = loop {
                let Some(step) = steps.next() else { break true };
                let mut draft = Draft::default();
                match &step {
                    Some(group) => {
                        draft.put_jobs.push(self.read_again(group));
                        draft.writes = group.writes.clone();
                    }
                    None => draft.writes.push(Write::Delete(Table::Meta, marker.clone())),
                }
                // Rows are in no state: what was read holds only if nobody else has written since.
                let holds = self
                    .commit(|state| {
                        let holds = state.seq == seq;
                        Ok((if holds { draft.clone() } else { Draft::default() }, holds))
                    })
                    .await?;
                if !holds {
                    break false;
                }
                seq = seq.saturating_add(1);
            };
            if all_done {
                return Ok(());
            }
        }
    }

    fn read_again(&self, group: &Group) -> Job {
        Job {
            id: self.ids.message(),
            scope: group.scope.clone(),
            metadata: group.unread.metadata.clone(),
            messages: group.messages.clone(),
            infer: true,
            expires_at: group.unread.expires_at,
            read: true,
            imported: false,
            created_at: self.ports.clock.now(),
            attempts: 0,
            code: None,
            parts: Vec::new(),
        }
    }
}

/// The unread turns, in groups of one scope that go together, each in order of time.
fn groups(rows: &[Row]) -> Result<Vec<Group>> {
    let mut groups: Vec<Group> = Vec::new();
    for row in rows {
        // A row that cannot be read tells nobody anything.
        let Ok(turn) = codec::read::<TurnRow>(Table::Turns, &row.key, &row.value) else { continue };
        let TurnRow { scope, message, unread: Some(unread) } = turn else { continue };
        let read = TurnRow { scope: scope.clone(), message: message.clone(), unread: None };
        let write = codec::put(Table::Turns, row.key.clone(), &read)?;
        let bytes = message.content.len();
        let fits = |group: &&mut Group| {
            let has_room =
                group.messages.len() < MAX_MESSAGES && group.bytes.saturating_add(bytes) <= MAX_BYTES;
            has_room && group.scope == scope && group.unread == unread
        };
        if let Some(group) = groups.last_mut().filter(fits) {
            group.bytes = group.bytes.saturating_add(bytes);
            group.messages.push(message);
            group.writes.push(write);
        } else {
            groups.push(Group { scope, unread, messages: vec![message], bytes, writes: vec![write] });
        }
    }
    Ok(groups)
}
