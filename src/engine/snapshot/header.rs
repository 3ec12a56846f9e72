//! The table of contents of a snapshot, and the rows it lies in.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::{super::codec, PAGE_BYTES};
use crate::{
    Result, crc32,
    ports::{EmbeddingSpace, Key, Range, Row, Store, Table, Write},
};

/// What the parts look like: one more whenever a release could misread those of an earlier one.
const FORMAT: u32 = 4;
const CHECKSUM_BYTES: usize = 4;

/// What a snapshot consists of.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Header {
    format: u32,
    /// The save that wrote it, drawn at random.
    pub(super) save: Rc<str>,
    /// The sequence number it stands for.
    pub(super) seq: u64,
    /// How many memories it holds.
    pub(super) memories: u32,
    pub(super) space: Option<EmbeddingSpace>,
    /// The saves that wrote its parts.
    saves: Vec<Rc<str>>,
    /// Name, place in `saves`, and length of each part.
    parts: Vec<(String, u32, u32)>,
}

impl Header {
    pub(super) fn new(save: Rc<str>, seq: u64, memories: usize, space: Option<&EmbeddingSpace>) -> Self {
        let memories = u32::try_from(memories).unwrap_or(u32::MAX);
        let space = space.cloned();
        Self { format: FORMAT, save, seq, memories, space, saves: Vec::new(), parts: Vec::new() }
    }

    pub(super) fn add(&mut self, part: &str, save: &Rc<str>, bytes: u32) {
        let at = self.saves.iter().position(|s| s == save).unwrap_or_else(|| {
            self.saves.push(Rc::clone(save));
            self.saves.len().saturating_sub(1)
        });
        self.parts.push((part.to_owned(), u32::try_from(at).unwrap_or(u32::MAX), bytes));
    }

    /// Name, save and length of each part.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&str, &Rc<str>, u32)> {
        let save = |at: u32| self.saves.get(at as usize);
        self.parts.iter().filter_map(move |(name, at, bytes)| Some((name.as_str(), save(*at)?, *bytes)))
    }

    /// The writes that put it in the place of another.
    pub(super) fn writes(&self) -> Result<Vec<Write>> {
        let mut bytes = postcard::to_allocvec(self)
            .map_err(|_| crate::Error::internal("a snapshot's header did not serialise"))?;
        bytes.extend(crc32::hash(&bytes).to_le_bytes());
        let mut writes = vec![Write::DeleteRange(Table::Pages, rows()?)];
        for (n, page) in bytes.chunks(PAGE_BYTES).enumerate() {
            writes.push(codec::put_bytes(Table::Pages, Key::new(format!("header/{n:04x}"))?, page));
        }
        Ok(writes)
    }

    /// The header in a store; none if there is none or it is damaged.
    pub(super) async fn read(store: &dyn Store) -> Result<Option<Self>> {
        Ok(Self::of(&store.scan(Table::Pages, &rows()?).await?))
    }

    fn of(rows: &[Row]) -> Option<Self> {
        let mut bytes = Vec::new();
        for row in rows {
            bytes.extend_from_slice(codec::open(Table::Pages, &row.key, &row.value).ok()?);
        }
        let (body, checksum) = bytes.split_last_chunk::<CHECKSUM_BYTES>()?;
        if crc32::hash(body) != u32::from_le_bytes(*checksum) {
            return None;
        }
        let (header, rest) = postcard::take_from_bytes::<Self>(body).ok()?;
        (rest.is_empty() && header.format == FORMAT).then_some(header)
    }
}

fn rows() -> Result<Range> {
    Ok(Range::prefix(&Key::new("header/")?))
}
