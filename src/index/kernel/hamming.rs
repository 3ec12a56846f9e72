//! Hamming distances of rows of bits, with the ways of counting them.

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use super::simd128;

/// How many rows are searched for one query before the next: they stay in the nearest cache meanwhile.
const TILE_BYTES: usize = 8 * 1024;

/// See [`super::hamming_rows`]; the query is not empty.
pub(super) fn rows(query: &[u64], rows: &[u64], out: &mut [u16], histogram: &mut [u32]) {
    each(query, rows, out, |distance| {
        if let Some(count) = histogram.get_mut(usize::from(distance)) {
            *count += 1;
        }
    });
}

/// See [`super::hamming_rows_many`]; `words` is not zero.
pub(super) fn rows_many(queries: &[u64], words: usize, rows: &[u64], out: &mut [u16]) {
    let count = rows.len() / words;
    let tile = (TILE_BYTES / 8 / words).max(1);
    for (number, rows) in rows.chunks(tile * words).enumerate() {
        for (query, out) in queries.chunks_exact(words).zip(out.chunks_mut(count.max(1))) {
            each(query, rows, out.get_mut(number * tile..).unwrap_or_default(), |_| ());
        }
    }
}

/// Takes the distances, by code written out for the usual widths: 256, 384, 512, 768, 1,024, 1,536 and 3,072.
#[inline(always)]
fn each(query: &[u64], rows: &[u64], out: &mut [u16], seen: impl FnMut(u16)) {
    match query.len() {
        4 => each_block::<4>(query, rows, out, seen),
        6 => each_block::<6>(query, rows, out, seen),
        8 => each_block::<8>(query, rows, out, seen),
        12 => each_block::<12>(query, rows, out, seen),
        16 => each_block::<16>(query, rows, out, seen),
        24 => each_block::<24>(query, rows, out, seen),
        48 => each_block::<48>(query, rows, out, seen),
        _ => each_row(query, rows, out, seen),
    }
}

#[inline(always)]
fn each_block<const W: usize>(query: &[u64], rows: &[u64], out: &mut [u16], seen: impl FnMut(u16)) {
    let Ok(query) = <&[u64; W]>::try_from(query) else { return };
    let rows = rows.as_chunks::<W>().0;
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    if super::popcount() == super::Popcount::Vector {
        return count(rows, out, seen, |row| simd128::hamming_block(query, row));
    }
    count(rows, out, seen, |row| hamming(query, row));
}

#[inline(never)]
fn each_row(query: &[u64], rows: &[u64], out: &mut [u16], mut seen: impl FnMut(u16)) {
    for (row, out) in rows.chunks_exact(query.len()).zip(out) {
        *out = u16::try_from(hamming(query, row)).unwrap_or(u16::MAX);
        seen(*out);
    }
}

#[inline(always)]
fn count<const W: usize>(
    rows: &[[u64; W]],
    out: &mut [u16],
    mut seen: impl FnMut(u16),
    distance: impl Fn(&[u64; W]) -> u32,
) {
    for (row, out) in rows.iter().zip(out) {
        *out = distance(row) as u16;
        seen(*out);
    }
}

#[inline(always)]
fn hamming(query: &[u64], row: &[u64]) -> u32 {
    query.iter().zip(row).map(|(q, r)| (q ^ r).count_ones()).sum()
}
