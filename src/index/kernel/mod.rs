//! What a search does to every row: products of floats, of 16-bit and of 8-bit codes, and Hamming distances of sign
//! bits. One truth in plain Rust, and the same in WebAssembly's simd128 where the build has it.
//!
//! The two agree to the last bit: whole numbers are exact (and wrap alike where they do not fit), and floats are added
//! in one order (16 running sums, then a fixed tree), so a search ranks alike in every runtime.
//!
//! No kernel panics or reads past an end, whatever the lengths: the shorter side decides, and of rows that lie one
//! after the other the whole ones count. Widths that are a multiple of 64 are the fast ones.

mod hamming;
mod popcount;
pub mod portable;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128;

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
use portable as fastest;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use simd128 as fastest;

pub use popcount::{Popcount, popcount, set_popcount};
pub use portable::dot as dot_portable;

/// The dot product of two vectors of one width; a longer one is read to the shorter one's end.
#[inline]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    fastest::dot(a, b)
}

/// The dot products of `query` with each of the `rows` that lie one after the other, into `scores` (emptied first).
/// A last row that is cut short is left out; so is everything if `query` is empty.
pub fn dot_rows(query: &[f32], rows: &[f32], scores: &mut Vec<f32>) {
    scores.clear();
    if !query.is_empty() {
        scores.extend(rows.chunks_exact(query.len()).map(|row| dot(query, row)));
    }
}

/// The dot product of floats with a row of 16-bit codes, given as high and low bytes: the sum of
/// `query[i] * (256 * high[i] + low[i])`, both bytes signed. The caller multiplies by the row's scale.
///
/// A code that does not fit 16 bits (`high` = −128 with a negative `low`) wraps. The sum is kept 65,536 times too large
/// on its way, so it overflows that much earlier.
#[inline]
pub fn dot_f32_i16(query: &[f32], high: &[i8], low: &[i8]) -> f32 {
    fastest::dot_f32_i16(query, high, low)
}

/// The dot product of bytes, exact while it fits 32 bits; wraps beyond. The caller widens the query once.
#[inline]
pub fn dot_i8(query: &[i16], row: &[i8]) -> i32 {
    fastest::dot_i8(query, row)
}

/// The dot product of two rows of bytes, exact while it fits 32 bits (up to 131,071 columns whatever they hold).
#[inline]
pub fn dot_i8_i8(a: &[i8], b: &[i8]) -> i32 {
    fastest::dot_i8_i8(a, b)
}

/// [`dot_i8`] of `query` with each of the `rows`, of its width, that lie one after the other. What is left of `out`
/// when the rows end is not touched.
pub fn dot_i8_rows(query: &[i16], rows: &[i8], out: &mut [i32]) {
    if !query.is_empty() {
        fastest::dot_i8_rows(query, rows, out);
    }
}

/// [`dot_i8`] of `query` with each of the `rows`, wherever they lie; a row that is not of its width is read to the shorter
/// one's end. What is left of `out` when the rows end is not touched.
pub fn dot_i8_each(query: &[i16], rows: &[&[i8]], out: &mut [i32]) {
    fastest::dot_i8_each(query, rows, out);
}

/// [`dot_i8_rows`] of several `queries`, each of `width`, that lie one after the other. With `n` whole rows, query `q`
/// and row `r` go to `out[q * n + r]`.
pub fn dot_i8_rows_many(queries: &[i16], width: usize, rows: &[i8], out: &mut [i32]) {
    if width != 0 && rows.len() >= width {
        fastest::dot_i8_rows_many(queries, width, rows, out);
    }
}

/// The Hamming distances of `query` from each of the `rows`, of as many words, that lie one after the other; and in
/// `histogram`, at the index of each distance, one more. A distance beyond the histogram's end is not counted. What
/// is left of `out` when the rows end is not touched, and a distance above 65,535 is written as that.
pub fn hamming_rows(query: &[u64], rows: &[u64], out: &mut [u16], histogram: &mut [u32]) {
    if !query.is_empty() {
        hamming::rows(query, rows, out, histogram);
    }
}

/// The Hamming distances of rows of sign bits from a query whose columns count unequally. `query` is its sign bits and two
/// planes of bits: a column that differs counts 1, 2 more where the first plane has a bit, and 4 more where the second has.
/// `places` are the numbers of the rows, of as many words as each part of the query; that of `places[i]` goes to `out[i]`,
/// at most 65,535. Where there is no such row, or no place, `out` is not touched.
pub fn weighed_hamming(query: [&[u64]; 3], rows: &[u64], places: &[u32], out: &mut [u16]) {
    let [signs, first, second] = query;
    if !signs.is_empty() && signs.len() == first.len() && signs.len() == second.len() {
        hamming::weighed(query, rows, places, out);
    }
}

/// Appends `base` + position of every distance that is at most `threshold`, in order.
pub fn select_le(distances: &[u16], threshold: u16, base: u32, out: &mut Vec<u32>) {
    fastest::select_le(distances, threshold, base, out);
}

/// The sign bits of a row: bit `i % 64` of word `i / 64` is set if `codes[i]` is negative. Codes beyond the last word
/// have no bit, words beyond the last code are not touched.
pub fn sign_bits(codes: &[i8], out: &mut [u64]) {
    fastest::sign_bits(codes, out);
}

/// Which kernel this build uses: `simd128` or `portable`.
pub const fn name() -> &'static str {
    if cfg!(all(target_arch = "wasm32", target_feature = "simd128")) { "simd128" } else { "portable" }
}

#[cfg(test)]
mod tests;
