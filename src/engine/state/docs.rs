//! Memories by slot. What a search needs of each lies open; the memory itself stays packed, as it was loaded, until
//! somebody asks for it.

use std::{
    cell::{OnceCell, RefCell},
    collections::BTreeSet,
    rc::Rc,
};

use super::{
    block::{Block as Saved, Found, Packed, PackedRow, SLOTS_A_BLOCK},
    turns::Said,
};
use crate::model::{Memory, Scope};

/// More blocks than fit in memory: a part that names one is damaged.
const MAX_BLOCKS: usize = 1 << 17;

/// Memories by slot, in blocks that are saved one by one.
#[derive(Debug, Default)]
pub(super) struct Docs {
    blocks: Vec<Block>,
    /// Slots below the ceiling that hold nothing.
    free: BTreeSet<u32>,
    ceiling: u32,
    /// The block unpacked last: memories are often asked for in the order of slots.
    unpacked: RefCell<Option<(usize, Rc<Vec<u8>>)>>,
}

#[derive(Debug, Default)]
struct Block {
    /// How often it has changed.
    version: u64,
    rows: Vec<Option<Row>>,
    packed: Option<Packed>,
}

/// What is known of a memory without unpacking it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its id.
    pub(super) id: u128,
    /// The number of its scope.
    pub(super) scope: u32,
    /// The number of its current version.
    pub(super) version: u32,
    /// The hash of its text.
    pub(super) text: u64,
    /// When it happened, in milliseconds.
    pub(super) moment: i64,
    /// When it is over, in milliseconds.
    pub(super) expires: Option<i64>,
}

#[derive(Debug)]
struct Row {
    entry: Entry,
    memory: OnceCell<Option<Box<Memory>>>,
    /// Where it lies in the unpacked block; none once it was replaced.
    span: Option<(u32, u32)>,
}

impl Docs {
    /// The lowest slot that holds nothing.
    pub(super) fn free_slot(&self) -> u32 {
        self.free.first().copied().unwrap_or(self.ceiling)
    }

    pub(super) fn entry(&self, slot: u32) -> Option<Entry> {
        Some(self.row(slot)?.entry)
    }

    pub(super) fn memory(&self, slot: u32) -> Option<&Memory> {
        let row = self.row(slot)?;
        row.memory.get_or_init(|| self.unpack(slot, row).map(Box::new)).as_deref()
    }

    /// Shows a memory without keeping it unpacked.
    pub(super) fn look(&self, slot: u32, see: impl FnOnce(&Memory)) {
        let Some(row) = self.row(slot) else { return };
        let unpacked;
        let memory = match row.memory.get() {
            Some(memory) => memory.as_deref(),
            None => {
                unpacked = self.unpack(slot, row);
                unpacked.as_ref()
            }
        };
        if let Some(memory) = memory {
            see(memory);
        }
    }

    /// Slots with a memory, in order.
    pub(super) fn slots(&self) -> impl Iterator<Item = u32> {
        (0..self.ceiling).filter(|slot| self.row(*slot).is_some())
    }

    pub(super) fn put(&mut self, slot: u32, entry: Entry, memory: Memory) {
        let row = Row { entry, memory: OnceCell::from(Some(Box::new(memory))), span: None };
        self.place(slot, row);
        self.touch(slot);
    }

    pub(super) fn remove(&mut self, slot: u32) -> Option<Entry> {
        let (block, at) = place(slot);
        let row = self.blocks.get_mut(block)?.rows.get_mut(at)?.take()?;
        self.free.insert(slot);
        self.touch(slot);
        Some(row.entry)
    }

    /// The blocks there are, and how often each has changed.
    pub(super) fn versions(&self) -> impl Iterator<Item = (usize, u64)> {
        self.blocks.iter().enumerate().map(|(n, block)| (n, block.version))
    }

    /// The bytes of a block; none if there is none, or if one of its memories cannot be unpacked.
    pub(super) fn export<'a>(
        &'a self,
        n: usize,
        scope: impl Fn(u32) -> Option<&'a Scope>,
        said: impl Fn(u32) -> Option<Said<'a>>,
    ) -> Option<Vec<u8>> {
        let block = self.blocks.get(n)?;
        let mut rows = Vec::with_capacity(block.rows.len());
        for (at, row) in (0_u8..=u8::MAX).zip(&block.rows) {
            let Some(row) = row else { continue };
            let json = match row.span {
                Some(span) => self.unpacked(n)?.get(range(span))?.to_vec(),
                None => serde_json::to_vec(row.memory.get()?.as_deref()?).ok()?,
            };
            let Entry { id, version, text, moment, expires, .. } = row.entry;
            let said = said(slot_of(n, at));
            rows.push(PackedRow {
                at,
                id,
                scope: scope(row.entry.scope)?,
                version,
                text,
                moment,
                expires,
                said,
                json,
            });
        }
        Packed::encode(&rows)
    }

    /// Whether there can be a block of this number.
    pub(super) const fn may_have(&self, n: usize) -> bool {
        n < MAX_BLOCKS
    }

    /// Whether a block may be taken over: nothing is where it belongs.
    pub(super) fn has_room(&self, n: usize) -> bool {
        self.blocks.get(n).is_none_or(|block| block.rows.is_empty())
    }

    /// Takes over a block for which there is room, with the numbers of its scopes for each of its memories.
    pub(super) fn import(&mut self, n: usize, block: Saved, scopes: &[u32]) {
        for (found, scope) in block.rows.into_iter().zip(scopes) {
            let Found { id, version, text, moment, expires, span, .. } = found;
            let entry = Entry { id, scope: *scope, version, text, moment, expires };
            self.place(slot_of(n, found.at), Row { entry, memory: OnceCell::new(), span: Some(span) });
        }
        if self.blocks.len() <= n {
            self.blocks.resize_with(n.saturating_add(1), Block::default);
        }
        if let Some(place) = self.blocks.get_mut(n) {
            place.packed = Some(block.packed);
        }
    }

    fn row(&self, slot: u32) -> Option<&Row> {
        let (block, at) = place(slot);
        self.blocks.get(block)?.rows.get(at)?.as_ref()
    }

    fn unpack(&self, slot: u32, row: &Row) -> Option<Memory> {
        let unpacked = self.unpacked(place(slot).0)?;
        serde_json::from_slice(unpacked.get(range(row.span?))?).ok()
    }

    fn unpacked(&self, block: usize) -> Option<Rc<Vec<u8>>> {
        let mut last = self.unpacked.borrow_mut();
        if let Some((_, bytes)) = last.as_ref().filter(|(n, _)| *n == block) {
            return Some(Rc::clone(bytes));
        }
        let bytes = Rc::new(self.blocks.get(block)?.packed.as_ref()?.unpack()?);
        *last = Some((block, Rc::clone(&bytes)));
        Some(bytes)
    }

    fn place(&mut self, slot: u32, row: Row) {
        let (block, at) = place(slot);
        if block >= self.blocks.len() {
            self.blocks.resize_with(block.saturating_add(1), Block::default);
        }
        let Some(block) = self.blocks.get_mut(block) else { return };
        if at >= block.rows.len() {
            block.rows.resize_with(at.saturating_add(1), || None);
        }
        if let Some(place) = block.rows.get_mut(at) {
            *place = Some(row);
        }
        if slot >= self.ceiling {
            self.free.extend(self.ceiling..slot);
            self.ceiling = slot.saturating_add(1);
        } else {
            self.free.remove(&slot);
        }
    }

    fn touch(&mut self, slot: u32) {
        if let Some(block) = self.blocks.get_mut(place(slot).0) {
            block.version = block.version.saturating_add(1);
        }
    }
}

/// The slot of a place in a block.
pub(super) fn slot_of(block: usize, at: u8) -> u32 {
    let first = u32::try_from(block.saturating_mul(SLOTS_A_BLOCK)).unwrap_or(u32::MAX);
    first.saturating_add(u32::from(at))
}

const fn place(slot: u32) -> (usize, usize) {
    (slot as usize / SLOTS_A_BLOCK, slot as usize % SLOTS_A_BLOCK)
}

const fn range((from, to): (u32, u32)) -> std::ops::Range<usize> {
    from as usize..to as usize
}
