//! Hamming distances of rows of bits, with the ways of counting them.

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use super::simd128;

/// How many rows are searched for one query before the next: they stay in the nearest cache meanwhile.
const TILE_BYTES: usize = 8 * 1024;

/// See [`super::hamming_rows`]; the query is not empty.
pub(super) fn rows(query: &[u64], rows: &[u64], out: &mut [u16], histogram: &mut [u32]) {
    let usual = usual_width(query.len()).filter(|_| histogram.len() > 64 * query.len());
    match usual {
        Some((counted, _)) => counted(query, rows, out, histogram),
        None => each_row(query, rows, out, |distance| count(histogram, distance)),
    }
}

/// See [`super::hamming_rows_many`]; `words` is not zero.
pub(super) fn rows_many(queries: &[u64], words: usize, rows: &[u64], out: &mut [u16]) {
    let count = rows.len() / words;
    let tile = (TILE_BYTES / 8 / words).max(1);
    let usual = usual_width(words);
    for (number, rows) in rows.chunks(tile * words).enumerate() {
        for (query, out) in queries.chunks_exact(words).zip(out.chunks_mut(count.max(1))) {
            let out = out.get_mut(number * tile..).unwrap_or_default();
            match usual {
                Some((_, uncounted)) => uncounted(query, rows, out),
                None => each_row(query, rows, out, |_| ()),
            }
        }
    }
}

/// Distances with their histogram, and without.
type Counted = fn(&[u64], &[u64], &mut [u16], &mut [u32]);
type Uncounted = fn(&[u64], &[u64], &mut [u16]);

/// Code written out for the usual widths: 256, 384, 512, 768, 1,024, 1,536 and 3,072. They are pointers so that neither
/// compiler nor `wasm-opt` makes one function of them: it would have more variables than the machine has registers.
fn usual_width(words: usize) -> Option<(Counted, Uncounted)> {
    match words {
        4 => Some((counted::<4, 257>, uncounted::<4>)),
        6 => Some((counted::<6, 385>, uncounted::<6>)),
        8 => Some((counted::<8, 513>, uncounted::<8>)),
        12 => Some((counted::<12, 769>, uncounted::<12>)),
        16 => Some((counted::<16, 1025>, uncounted::<16>)),
        24 => Some((counted::<24, 1537>, uncounted::<24>)),
        48 => Some((counted::<48, 3073>, uncounted::<48>)),
        _ => None,
    }
}

/// `H` = 64 `W` + 1 distances are possible, so the compiler needs no check that one is within the histogram.
fn counted<const W: usize, const H: usize>(
    query: &[u64],
    rows: &[u64],
    out: &mut [u16],
    histogram: &mut [u32],
) {
    const { assert!(H == 64 * W + 1, "from no bit to every bit") }
    if let Some(histogram) = histogram.first_chunk_mut::<H>() {
        each_block::<W>(query, rows, out, |distance| count(histogram, distance));
    }
}

#[inline(always)]
fn count(histogram: &mut [u32], distance: u16) {
    if let Some(count) = histogram.get_mut(usize::from(distance)) {
        *count += 1;
    }
}

fn uncounted<const W: usize>(query: &[u64], rows: &[u64], out: &mut [u16]) {
    each_block::<W>(query, rows, out, |_| ());
}

#[inline(always)]
fn each_block<const W: usize>(query: &[u64], rows: &[u64], out: &mut [u16], seen: impl FnMut(u16)) {
    let Ok(query) = <&[u64; W]>::try_from(query) else { return };
    let rows = rows.as_chunks::<W>().0;
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    match super::popcount() {
        super::Popcount::Word => measure(query, rows, out, seen, |row| simd128::hamming(query, row)),
        super::Popcount::Vector => {
            measure(query, rows, out, seen, |row| simd128::hamming_by_bytes(query, row))
        }
    }
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    measure(query, rows, out, seen, |row| hamming(query, row));
}

#[inline(never)]
fn each_row(query: &[u64], rows: &[u64], out: &mut [u16], mut seen: impl FnMut(u16)) {
    for (row, out) in rows.chunks_exact(query.len()).zip(out) {
        *out = u16::try_from(hamming(query, row)).unwrap_or(u16::MAX);
        seen(*out);
    }
}

#[inline(always)]
fn measure<const W: usize>(
    query: &[u64; W],
    rows: &[[u64; W]],
    out: &mut [u16],
    mut seen: impl FnMut(u16),
    distance: impl Fn(&[u64; W]) -> u32,
) {
    // Two at a time, to run the loop itself half as often.
    let count = rows.len().min(out.len());
    let (Some(rows), Some(out)) = (rows.get(..count), out.get_mut(..count)) else { return };
    let ((row_pairs, row_rest), (out_pairs, out_rest)) = (rows.as_chunks::<2>(), out.as_chunks_mut::<2>());
    for ([a, b], [out_a, out_b]) in row_pairs.iter().zip(out_pairs) {
        *out_a = distance(a) as u16;
        seen(*out_a);
        *out_b = distance(b) as u16;
        seen(*out_b);
    }
    each_row(query, row_rest.as_flattened(), out_rest, seen);
}

#[inline(always)]
fn hamming(query: &[u64], row: &[u64]) -> u32 {
    query.iter().zip(row).map(|(q, r)| (q ^ r).count_ones()).sum()
}
