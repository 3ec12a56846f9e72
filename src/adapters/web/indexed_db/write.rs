//! Writing a batch: one transaction, with the sequence number compared and raised inside it.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{IdbDatabase, IdbRequest, IdbTransaction};

use super::{
    failure::Failure,
    read::{bounds, header, header_of},
    schema::{HEADER, HEADER_KEY},
    transaction::{self, Transaction},
};
use crate::{
    Error, ErrorCode,
    ports::{Batch, Durability, Range, Table, Write},
    sort::Arrange,
};

/// A batch as the browser takes it, copied out of wasm memory before the transaction begins.
pub(super) struct Change {
    kind: Kind,
    tables: Vec<&'static str>,
    steps: Vec<Step>,
    /// Set once an attempt has ended without an answer.
    in_doubt: Cell<bool>,
}

enum Kind {
    /// Raises the sequence number, from `expect_seq` if there is one.
    Strict {
        id: String,
        expect_seq: Option<u64>,
    },
    Relaxed,
}

struct Step {
    table: &'static str,
    action: Action,
}

enum Action {
    Put { key: JsValue, value: JsValue },
    Delete { keys: JsValue },
    Clear,
}

impl Change {
    /// The change of `batch`; `id` tells it from every other.
    pub(super) fn new(batch: &Batch, id: String) -> Result<Rc<Self>, Failure> {
        let mut steps = Vec::with_capacity(batch.writes.len());
        for write in &batch.writes {
            if let Some(step) = step(write)? {
                steps.push(step);
            }
        }
        let kind = match batch.durability {
            Durability::Strict { expect_seq } => Kind::Strict { id, expect_seq: Some(expect_seq) },
            Durability::Relaxed => Kind::Relaxed,
        };
        Ok(Self::of(kind, steps))
    }

    /// The change that empties every table.
    pub(super) fn clear(id: String) -> Rc<Self> {
        let steps =
            Table::ALL.iter().map(|table| Step { table: table.as_str(), action: Action::Clear }).collect();
        Self::of(Kind::Strict { id, expect_seq: None }, steps)
    }

    fn of(kind: Kind, steps: Vec<Step>) -> Rc<Self> {
        let mut tables: Vec<_> = steps.iter().map(|step| step.table).collect();
        tables.arrange();
        tables.dedup();
        Rc::new(Self { kind, tables, steps, in_doubt: Cell::new(false) })
    }

    fn issue(&self, transaction: &IdbTransaction) -> Result<(), JsValue> {
        for step in &self.steps {
            let rows = transaction.object_store(step.table)?;
            match &step.action {
                Action::Put { key, value } => rows.put_with_key(value, key)?,
                Action::Delete { keys } => rows.delete(keys)?,
                Action::Clear => rows.clear()?,
            };
        }
        Ok(())
    }
}

/// What one write asks of the browser; nothing for a range that holds nothing.
fn step(write: &Write) -> Result<Option<Step>, JsValue> {
    Ok(match write {
        Write::Put(table, row) => {
            let (key, value) = (row.key.as_str().into(), Uint8Array::from(row.value.as_slice()).into());
            Some(Step { table: table.as_str(), action: Action::Put { key, value } })
        }
        Write::Delete(table, key) => {
            Some(Step { table: table.as_str(), action: Action::Delete { keys: key.as_str().into() } })
        }
        Write::DeleteRange(_, range) if range.is_empty() => None,
        Write::DeleteRange(table, Range { from: None, to: None, .. }) => {
            Some(Step { table: table.as_str(), action: Action::Clear })
        }
        Write::DeleteRange(table, range) => {
            Some(Step { table: table.as_str(), action: Action::Delete { keys: bounds(range)? } })
        }
    })
}

/// Applies a change; answers the sequence number after it. Safe to repeat after a lost connection: a strict change
/// that was committed is found by its id and not applied again.
pub(super) async fn apply(db: &IdbDatabase, change: &Rc<Change>) -> Result<u64, Failure> {
    let answer = match &change.kind {
        Kind::Strict { .. } => apply_strict(db, change).await,
        Kind::Relaxed => apply_relaxed(db, change).await,
    };
    if matches!(answer, Err(Failure::Lost(_))) {
        change.in_doubt.set(true);
    }
    answer
}

async fn apply_relaxed(db: &IdbDatabase, change: &Change) -> Result<u64, Failure> {
    if !change.steps.is_empty() {
        let transaction = Transaction::write(db, &change.tables, transaction::Durability::Relaxed)?;
        change.issue(transaction.inner())?;
        transaction.committed().await?;
    }
    Ok(header(db).await?.seq)
}

async fn apply_strict(db: &IdbDatabase, change: &Rc<Change>) -> Result<u64, Failure> {
    let tables: Vec<_> = std::iter::once(HEADER).chain(change.tables.iter().copied()).collect();
    let transaction = Transaction::write(db, &tables, transaction::Durability::Strict)?;
    let request = transaction.table(HEADER)?.get(&HEADER_KEY.into())?;
    let outcome: Rc<RefCell<Option<Result<u64, Failure>>>> = Rc::default();
    let on_header: Closure<dyn FnMut()> = Closure::new({
        let (transaction, request) = (transaction.inner().clone(), request.clone());
        let (change, outcome) = (Rc::clone(change), Rc::clone(&outcome));
        move || {
            let decided = compare_and_issue(&transaction, &request, &change);
            if decided.is_err() {
                // Fails if the browser has ended it already, which is as good.
                let _ = transaction.abort();
            }
            *outcome.borrow_mut() = Some(decided);
        }
    });
    request.set_onsuccess(Some(on_header.as_ref().unchecked_ref()));
    let committed = transaction.committed().await;
    request.set_onsuccess(None);
    let decided = outcome.borrow_mut().take();
    match (decided, committed) {
        (Some(Err(failure)), _) => Err(failure),
        (Some(Ok(seq)), Ok(())) => Ok(seq),
        (_, Err(failure)) => Err(failure),
        (None, Ok(())) => Err(JsValue::NULL.into()),
    }
}

/// With the header at hand, inside the transaction: refuses, or issues every write.
fn compare_and_issue(
    transaction: &IdbTransaction,
    header: &IdbRequest,
    change: &Change,
) -> Result<u64, Failure> {
    let header = header_of(header)?;
    let Kind::Strict { id, expect_seq } = &change.kind else { return Ok(header.seq) };
    if let Some(seq) = header.seq_after(id) {
        return Ok(seq);
    }
    if let Some(expect_seq) = expect_seq.filter(|expect_seq| *expect_seq != header.seq) {
        return Err(Failure::Final(if change.in_doubt.get() && !header.remembers(expect_seq) {
            Error::storage_unavailable(
                "the connection was lost and the change may or may not be saved: look, then retry",
            )
        } else {
            Error::new(
                ErrorCode::StorageConflict,
                "another tab changed the store first: read again and retry",
            )
        }));
    }
    let after = header.after(id);
    change.issue(transaction)?;
    transaction.object_store(HEADER)?.put_with_key(&after.to_js(), &HEADER_KEY.into())?;
    Ok(after.seq)
}
