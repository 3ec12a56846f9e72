//! All rows of the index, packed: row number = slot. Chunks of rows are allocated as they fill, so that growing never
//! copies what is there.

use super::{
    code::{self, Code},
    kernel,
};
use crate::{Error, ErrorCode, Result};

/// Rows of a chunk.
pub(super) const CHUNK_ROWS: usize = 1 << CHUNK_SHIFT;
const CHUNK_SHIFT: u32 = 10;
/// Slots below this may be used: the tables by slot are sized by the largest.
pub(super) const MAX_SLOTS: u32 = 1 << 24;

/// A block of rows, plane by plane: a scan reads one plane from end to end.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    pub(super) high: Vec<i8>,
    pub(super) low: Vec<i8>,
    pub(super) bits: Vec<u64>,
    pub(super) scales: Vec<f32>,
    pub(super) slacks: Vec<f32>,
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    pub(super) high: &'a [i8],
    pub(super) low: &'a [i8],
    pub(super) scale: f32,
    pub(super) slack: f32,
}

/// The rows. Which of them are alive is the caller's to know.
#[derive(Clone, Debug)]
pub(super) struct Arena {
    stride: usize,
    chunks: Vec<Chunk>,
    /// What the sign bits are taken about.
    mean: Option<Vec<f32>>,
}

#[cfg(test)]
thread_local! {
    /// How many rows this thread read, for the tests that hold what one step may do.
    pub(super) static READ: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Counts rows as read; in tests alone.
#[inline]
pub(super) fn note(rows: usize) {
    #[cfg(test)]
    READ.set(READ.get() + rows);
    let _ = rows;
}

/// The chunk of a slot, and its row there.
pub(super) const fn place(slot: u32) -> (usize, usize) {
    ((slot >> CHUNK_SHIFT) as usize, slot as usize & (CHUNK_ROWS - 1))
}

impl Arena {
    pub(super) const fn new(dims: usize) -> Self {
        Self { stride: code::stride(dims), chunks: Vec::new(), mean: None }
    }

    pub(super) const fn stride(&self) -> usize {
        self.stride
    }

    /// Words of a row's sign bits.
    pub(super) const fn words(&self) -> usize {
        self.stride / code::PAD
    }

    pub(super) fn mean(&self) -> Option<&[f32]> {
        self.mean.as_deref()
    }

    /// The chunks with the slot of their first row.
    pub(super) fn chunks(&self) -> impl Iterator<Item = (u32, &Chunk)> {
        self.chunks_from(0)
    }

    /// The same from the chunk `from` on.
    pub(super) fn chunks_from(&self, from: usize) -> impl Iterator<Item = (u32, &Chunk)> {
        let first = (from << CHUNK_SHIFT) as u32;
        let chunks = self.chunks.get(from..).unwrap_or_default();
        (first..).step_by(CHUNK_ROWS).zip(chunks).inspect(|(_, chunk)| note(chunk.scales.len()))
    }

    /// The chunk that holds a slot's row.
    pub(super) fn chunk_of(&self, slot: u32) -> Option<&Chunk> {
        self.chunks.get(place(slot).0)
    }

    pub(super) const fn chunk_count(&self) -> usize {
        self.chunks.len()
    }

    /// The row of a slot, if it was ever written.
    #[inline]
    pub(super) fn row(&self, slot: u32) -> Option<Row<'_>> {
        note(1);
        let (chunk, row) = place(slot);
        let chunk = self.chunks.get(chunk)?;
        let start = row * self.stride;
        Some(Row {
            high: chunk.high.get(start..start + self.stride)?,
            low: chunk.low.get(start..start + self.stride)?,
            scale: *chunk.scales.get(row)?,
            slack: *chunk.slacks.get(row)?,
        })
    }

    /// The sign bits of a slot's row.
    pub(super) fn bits(&self, slot: u32) -> Option<&[u64]> {
        note(1);
        let (chunk, row) = place(slot);
        self.chunks.get(chunk)?.bits.get(row * self.words()..(row + 1) * self.words())
    }

    /// Writes a slot's row. Errors: `invalid_input` for a slot out of range, `out_of_memory`; nothing is changed then.
    pub(super) fn put(&mut self, slot: u32, code: &Code) -> Result<()> {
        if slot >= MAX_SLOTS {
            let message = format!(
                "a slot must be below {MAX_SLOTS}: hand out slots from 0 up and use freed ones again"
            );
            return Err(Error::invalid_input(message));
        }
        let (at, row) = place(slot);
        let (stride, words) = (self.stride, self.words());
        if at >= self.chunks.len() {
            let more = at + 1 - self.chunks.len();
            self.chunks.try_reserve(more).map_err(|_| full())?;
            self.chunks.resize_with(at + 1, Chunk::default);
        }
        let Some(chunk) = self.chunks.get_mut(at) else { return Ok(()) };
        chunk.make_room(row, stride, words)?;
        let planes = (row * stride..(row + 1) * stride, row * words..(row + 1) * words);
        if let (Some(high), Some(low), Some(bits), Some(scale), Some(slack)) = (
            chunk.high.get_mut(planes.0.clone()),
            chunk.low.get_mut(planes.0),
            chunk.bits.get_mut(planes.1),
            chunk.scales.get_mut(row),
            chunk.slacks.get_mut(row),
        ) {
            high.copy_from_slice(&code.high);
            low.copy_from_slice(&code.low);
            code::signs(high, low, code.scale, self.mean.as_deref(), bits);
            (*scale, *slack) = (code.scale, code.slack);
        }
        Ok(())
    }

    /// Takes the sign bits of all rows anew, about another origin, at once. Beside queries [`super::recentre`] does it.
    pub(super) fn recentre(&mut self, mean: Option<Vec<f32>>) {
        self.mean = mean;
        let (stride, words) = (self.stride, self.words());
        for chunk in &mut self.chunks {
            let mut bits = std::mem::take(&mut chunk.bits);
            chunk.signs(stride, words, self.mean.as_deref(), &mut bits);
            chunk.bits = bits;
        }
    }

    /// Puts the origin and, chunk by chunk, the sign bits about it in place of those it has.
    pub(super) fn adopt(&mut self, mean: Vec<f32>, bits: Vec<Vec<u64>>) {
        self.mean = Some(mean);
        for (chunk, mut bits) in self.chunks.iter_mut().zip(bits) {
            bits.resize(chunk.bits.len(), 0);
            chunk.bits = bits;
        }
    }

    /// Bytes of memory it holds.
    pub(super) fn bytes(&self) -> usize {
        let of = |c: &Chunk| {
            c.high.capacity()
                + c.low.capacity()
                + 8 * c.bits.capacity()
                + 4 * (c.scales.capacity() + c.slacks.capacity())
        };
        self.chunks.iter().map(of).sum()
    }
}

impl Chunk {
    /// Writes the sign bits of its rows about `mean` into `out`.
    pub(super) fn signs(&self, stride: usize, words: usize, mean: Option<&[f32]>, out: &mut [u64]) {
        let rows = self.high.chunks_exact(stride).zip(self.low.chunks_exact(stride));
        for (((high, low), bits), scale) in rows.zip(out.chunks_exact_mut(words)).zip(&self.scales) {
            code::signs(high, low, *scale, mean, bits);
        }
    }

    fn make_room(&mut self, row: usize, stride: usize, words: usize) -> Result<()> {
        let rows = row + 1;
        if rows <= self.scales.len() {
            return Ok(());
        }
        let most = CHUNK_ROWS.min((self.scales.len() * 2).max(rows).max(16));
        grow(&mut self.high, rows * stride, most * stride)?;
        grow(&mut self.low, rows * stride, most * stride)?;
        grow(&mut self.bits, rows * words, most * words)?;
        grow(&mut self.slacks, rows, most)?;
        grow(&mut self.scales, rows, most)
    }
}

/// Lengthens with zeros to `len`, with room for `most` so that rows that follow do not copy it again.
fn grow<T: Clone + Default>(vec: &mut Vec<T>, len: usize, most: usize) -> Result<()> {
    if vec.capacity() < len {
        vec.try_reserve_exact(most - vec.len()).map_err(|_| full())?;
    }
    if vec.len() < len {
        vec.resize(len, T::default());
    }
    Ok(())
}

/// The answer where memory ends.
pub(super) fn full() -> Error {
    let message = "the index needs more memory than this environment gives (WebAssembly ends at 4 GB): remove vectors, \
                   use narrower embeddings, or open fewer stores at once; nothing was changed";
    Error::new(ErrorCode::OutOfMemory, message)
}

/// The exact score of a row: an f32 query with 16-bit codes.
#[inline]
pub(super) fn exact(query: &code::Query, row: Row<'_>) -> f32 {
    (kernel::dot_f32_i16(&query.unit, row.high, row.low) * row.scale).clamp(-1.0, 1.0)
}
