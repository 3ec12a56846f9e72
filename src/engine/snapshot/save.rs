//! Saving: the parts that changed, in slices, then the header that makes them count.

use std::{collections::BTreeMap, rc::Rc};

use super::{
    super::{Engine, codec},
    PAGE_BYTES, SAVE_AFTER, Saved, SavedPart,
    header::Header,
    page_keys,
};
use crate::{
    Result,
    ports::{Batch, Durability, Key, Range, Table, Write},
};

/// How much is packed and written in one go: a few milliseconds of work, and memory that wasm never gives back.
const SLICE_BYTES: usize = 1 << 20;
/// Rows that name saves under way: what a save that was cut off left behind is removed by the next one.
const UNDER_WAY: &str = "saving/";

/// A save under way.
struct Save {
    id: Rc<str>,
    /// Whether nothing of the snapshot in the store is kept.
    anew: bool,
    /// Parts in the store that no header names yet.
    written: BTreeMap<String, SavedPart>,
    /// Tells which state is being saved.
    token: Rc<()>,
}

impl Engine {
    /// Saves what changed since the last save. Queries and changes go on meanwhile; what they change is packed again
    /// at the end. One save at a time: a second one waits for the first.
    pub(in crate::engine) async fn save_snapshot(&self) -> Result<()> {
        let _saving = self.saving.lock().await;
        if self.state.borrow().saved.changes == 0 {
            return Ok(());
        }
        let stored = Header::read(&*self.ports.store).await?;
        let known = stored.as_ref().map(|header| Rc::clone(&header.save));
        let (seq, anew) = {
            let state = self.state.borrow();
            (state.seq, known.is_none() || known != state.saved.header)
        };
        let by_other = anew && known != self.state.borrow().saved.refused;
        if let Some(theirs) = stored.filter(|_| by_other) {
            // Another instance saved lately: the log leads from there to here.
            if theirs.seq.saturating_add(SAVE_AFTER as u64) > seq {
                self.state.borrow_mut().saved.changes = 0;
                return Ok(());
            }
        }
        let token = Rc::clone(&self.state.borrow().saved.token);
        let mut save = Save { id: self.ids.nonce().into(), anew, written: BTreeMap::new(), token };
        let done = self.write_snapshot(&mut save).await;
        if !matches!(done, Ok(true)) && !save.written.is_empty() {
            let writes = save.undo()?;
            // If this fails, too, the next save finds the row that names this one.
            let _ = self.ports.store.apply(&Batch { durability: Durability::Relaxed, writes }).await;
        }
        done.map(drop)
    }

    /// False if the state was replaced meanwhile.
    async fn write_snapshot(&self, save: &mut Save) -> Result<bool> {
        while let Some(writes) = self.next_slice(save)? {
            self.ports.store.apply(&Batch { durability: Durability::Relaxed, writes }).await?;
        }
        let left = self.ports.store.scan(Table::Pages, &Range::prefix(&Key::new(UNDER_WAY)?)).await?;
        // Held until the header is written: a hard delete must not come in between, or its texts would be written
        // again. Few parts are left, so it is short; queries do not wait for it.
        let _turn = self.write_turn.lock().await;
        if self.is_behind() {
            self.catch_up().await?;
        }
        let Some((last, saved)) = self.last_slice(save)? else { return Ok(false) };
        let mut writes = Vec::new();
        for row in left {
            let id = row.key.as_str().trim_start_matches(UNDER_WAY);
            if id != &*save.id {
                writes.push(Write::DeleteRange(Table::Pages, pages_of(id)?));
            }
            writes.push(Write::Delete(Table::Pages, row.key));
        }
        writes.extend(last);
        self.ports.store.apply(&Batch { durability: Durability::Relaxed, writes }).await?;
        self.state.borrow_mut().saved = saved;
        Ok(true)
    }

    /// The next writes of parts that no header names yet; none if what is left fits into the last batch.
    fn next_slice(&self, save: &mut Save) -> Result<Option<Vec<Write>>> {
        let state = self.state.borrow();
        let mut slice = BTreeMap::new();
        let (mut size, mut more) = (0, false);
        for (name, version) in state.parts() {
            if save.has(&name, version, &state.saved) || save.written.contains_key(&name) {
                continue;
            }
            if size >= SLICE_BYTES {
                more = true;
                break;
            }
            let Some(bytes) = state.export(&name) else { continue };
            size = size.saturating_add(bytes.len());
            slice.insert(name, (version, bytes));
        }
        if !more {
            return Ok(None);
        }
        let mut writes = Vec::new();
        if save.written.is_empty() {
            if save.anew {
                writes.push(Write::DeleteRange(Table::Pages, Range::default()));
            }
            let key = Key::new(format!("{UNDER_WAY}{}", save.id))?;
            writes.push(codec::put_bytes(Table::Pages, key, &[]));
        }
        for (name, (version, bytes)) in slice {
            save.put(&name, version, &bytes, &mut writes)?;
        }
        Ok(Some(writes))
    }

    /// The header and what it needs besides, all of one moment; none if the state is another than the one that was
    /// begun with.
    fn last_slice(&self, save: &mut Save) -> Result<Option<(Vec<Write>, Saved)>> {
        let state = self.state.borrow();
        if !Rc::ptr_eq(&state.saved.token, &save.token) {
            return Ok(None);
        }
        let mut writes = Vec::new();
        if save.anew && save.written.is_empty() {
            writes.push(Write::DeleteRange(Table::Pages, Range::default()));
        }
        let mut header = Header::new(Rc::clone(&save.id), state.seq, state.len(), state.space.as_ref());
        let mut parts = BTreeMap::new();
        for (name, version) in state.parts() {
            if !save.has(&name, version, &state.saved) {
                let Some(bytes) = state.export(&name) else { continue };
                save.put(&name, version, &bytes, &mut writes)?;
            }
            let part = save.written.get(&name).or_else(|| state.saved.parts.get(&name));
            if let Some(part) = part {
                header.add(&name, &part.save, part.bytes);
                parts.insert(name, part.clone());
            }
        }
        if !save.anew {
            for (name, old) in &state.saved.parts {
                if parts.get(name).is_none_or(|new| new.save != old.save) {
                    writes.extend(delete_pages(name, old)?);
                }
            }
        }
        writes.extend(header.writes()?);
        let saved = Saved {
            header: Some(Rc::clone(&save.id)),
            refused: None,
            parts,
            changes: 0,
            token: Rc::clone(&save.token),
        };
        Ok(Some((writes, saved)))
    }
}

impl Save {
    /// Whether the store holds this version of a part.
    fn has(&self, part: &str, version: u64, saved: &Saved) -> bool {
        let kept = saved.parts.get(part).filter(|_| !self.anew);
        self.written.get(part).or(kept).is_some_and(|part| part.version == Some(version))
    }

    fn put(&mut self, name: &str, version: u64, bytes: &[u8], writes: &mut Vec<Write>) -> Result<()> {
        let length = u32::try_from(bytes.len()).map_err(|_| crate::Error::internal("a part is too large"))?;
        let part = SavedPart { version: Some(version), save: Rc::clone(&self.id), bytes: length };
        for (key, page) in page_keys(&self.id, name, length).zip(bytes.chunks(PAGE_BYTES)) {
            writes.push(codec::put_bytes(Table::Pages, key?, page));
        }
        if let Some(before) = self.written.insert(name.to_owned(), part) {
            let pages = page_keys(&self.id, name, before.bytes).skip((length as usize).div_ceil(PAGE_BYTES));
            for key in pages {
                writes.push(Write::Delete(Table::Pages, key?));
            }
        }
        Ok(())
    }

    /// Removes what no header will name.
    fn undo(&self) -> Result<Vec<Write>> {
        Ok(vec![
            Write::DeleteRange(Table::Pages, pages_of(&self.id)?),
            Write::Delete(Table::Pages, Key::new(format!("{UNDER_WAY}{}", self.id))?),
        ])
    }
}

/// Every page of a save.
fn pages_of(save: &str) -> Result<Range> {
    Ok(Range::prefix(&Key::new(format!("{save}/"))?))
}

fn delete_pages(name: &str, part: &SavedPart) -> Result<Vec<Write>> {
    page_keys(&part.save, name, part.bytes).map(|key| Ok(Write::Delete(Table::Pages, key?))).collect()
}
