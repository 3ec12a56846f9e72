//! Hamming distances of rows of bits, with the ways of counting them.

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use super::simd128;

/// See [`super::hamming_rows`]; the query is not empty.
pub(super) fn rows(query: &[u64], rows: &[u64], out: &mut [u16], histogram: &mut [u32]) {
    let usual = usual_width(query.len()).filter(|_| histogram.len() > 64 * query.len());
    match usual {
        Some(counted) => counted(query, rows, out, histogram),
        None => each_row(query, rows, out, |distance| count(histogram, distance)),
    }
}

/// See [`super::weighed_hamming`]; the parts of the query are of one length and not empty.
pub(super) fn weighed(query: [&[u64]; 3], rows: &[u64], places: &[u32], out: &mut [u16]) {
    let [signs, first, second] = query;
    match signs.len() {
        4 => weighed_each::<4>(query, rows, places, out),
        6 => weighed_each::<6>(query, rows, places, out),
        8 => weighed_each::<8>(query, rows, places, out),
        12 => weighed_each::<12>(query, rows, places, out),
        16 => weighed_each::<16>(query, rows, places, out),
        24 => weighed_each::<24>(query, rows, places, out),
        48 => weighed_each::<48>(query, rows, places, out),
        words => {
            for (place, out) in places.iter().zip(out) {
                let Some(row) = rows.chunks_exact(words).nth(*place as usize) else { continue };
                let columns = signs.iter().zip(first).zip(second).zip(row);
                *out = columns.fold(0_u16, |sum, (((sign, first), second), row)| {
                    sum.saturating_add(weight(sign ^ row, *first, *second))
                });
            }
        }
    }
}

/// What the columns of a word that differ count.
#[inline(always)]
fn weight(differ: u64, first: u64, second: u64) -> u16 {
    (differ.count_ones() + 2 * (differ & first).count_ones() + 4 * (differ & second).count_ones()) as u16
}

/// One width a function: see [`usual_width`].
#[inline(never)]
fn weighed_each<const W: usize>(query: [&[u64]; 3], rows: &[u64], places: &[u32], out: &mut [u16]) {
    let [Ok(signs), Ok(first), Ok(second)] = query.map(<&[u64; W]>::try_from) else { return };
    let rows = rows.as_chunks::<W>().0;
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    match super::popcount() {
        super::Popcount::Word => {
            at_places(rows, places, out, |row| simd128::weighed([signs, first, second], row))
        }
        super::Popcount::Vector => {
            at_places(rows, places, out, |row| simd128::weighed_by_bytes([signs, first, second], row))
        }
    }
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    at_places(rows, places, out, |row| {
        let columns = signs.iter().zip(first).zip(second).zip(row);
        columns.map(|(((sign, first), second), row)| u32::from(weight(sign ^ row, *first, *second))).sum()
    });
}

#[inline(always)]
fn at_places<const W: usize>(
    rows: &[[u64; W]],
    places: &[u32],
    out: &mut [u16],
    distance: impl Fn(&[u64; W]) -> u32,
) {
    for (place, out) in places.iter().zip(out) {
        if let Some(row) = rows.get(*place as usize) {
            *out = u16::try_from(distance(row)).unwrap_or(u16::MAX);
        }
    }
}

/// Distances with their histogram.
type Counted = fn(&[u64], &[u64], &mut [u16], &mut [u32]);

/// Code written out for the usual widths: 256, 384, 512, 768, 1,024, 1,536 and 3,072. They are pointers so that neither
/// compiler nor `wasm-opt` makes one function of them: it would have more variables than the machine has registers.
fn usual_width(words: usize) -> Option<Counted> {
    match words {
        4 => Some(counted::<4, 257>),
        6 => Some(counted::<6, 385>),
        8 => Some(counted::<8, 513>),
        12 => Some(counted::<12, 769>),
        16 => Some(counted::<16, 1025>),
        24 => Some(counted::<24, 1537>),
        48 => Some(counted::<48, 3073>),
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

#[inline(always)]
fn each_block<const W: usize>(query: &[u64], rows: &[u64], out: &mut [u16], seen: impl FnMut(u16)) {
    let Ok(query) = <&[u64; W]>::try_from(query) else { return };
    let rows = rows.as_chunks::<W>().0;
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    match super::popcount() {
        super::Popcount::Word => measure(rows, out, seen, |row| simd128::hamming(query, row)),
        super::Popcount::Vector => measure(rows, out, seen, |row| simd128::hamming_by_bytes(query, row)),
    }
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    measure(rows, out, seen, |row| hamming(query, row));
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
    if let ([row], [out]) = (row_rest, out_rest) {
        *out = distance(row) as u16;
        seen(*out);
    }
}

#[inline(always)]
fn hamming(query: &[u64], row: &[u64]) -> u32 {
    query.iter().zip(row).map(|(q, r)| (q ^ r).count_ones()).sum()
}
