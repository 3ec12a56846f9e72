//! Every kernel in plain Rust: what the others must equal, bit for bit.

/// How many sums of floats run side by side: four 128-bit registers of four.
const LANES: usize = 16;
/// Two to the power of 16, by which the products of [`dot_f32_i16`] are too large until the end.
const SHIFTED: f32 = 65_536.0;

/// See [`super::dot`].
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let (a_blocks, b_blocks) = (a.as_chunks::<LANES>().0, b.as_chunks::<LANES>().0);
    let mut sums = [0.0_f32; LANES];
    for (x, y) in a_blocks.iter().zip(b_blocks) {
        for ((sum, x), y) in sums.iter_mut().zip(x).zip(y) {
            *sum += x * y;
        }
    }
    let done = a_blocks.len().min(b_blocks.len()) * LANES;
    a.iter().zip(b).skip(done).fold(fold(sums), |sum, (x, y)| sum + x * y)
}

/// See [`super::dot_f32_i16`].
pub fn dot_f32_i16(query: &[f32], high: &[i8], low: &[i8]) -> f32 {
    let (q_blocks, h_blocks, l_blocks) =
        (query.as_chunks::<LANES>().0, high.as_chunks::<LANES>().0, low.as_chunks::<LANES>().0);
    let mut sums = [0.0_f32; LANES];
    for ((q, h), l) in q_blocks.iter().zip(h_blocks).zip(l_blocks) {
        for (((sum, q), h), l) in sums.iter_mut().zip(q).zip(h).zip(l) {
            *sum += q * shifted(*h, *l);
        }
    }
    let done = q_blocks.len().min(h_blocks.len()).min(l_blocks.len()) * LANES;
    add_rest(fold(sums), query, high, low, done)
}

/// Adds what comes after the first `done` products, and undoes the shift.
pub(super) fn add_rest(head: f32, query: &[f32], high: &[i8], low: &[i8], done: usize) -> f32 {
    let rest = query.iter().zip(high).zip(low).skip(done);
    rest.fold(head, |sum, ((q, h), l)| sum + q * shifted(*h, *l)) / SHIFTED
}

/// The 16-bit code in the upper half of a word: there a vector unit puts it with one instruction less than in the lower.
fn shifted(high: i8, low: i8) -> f32 {
    let code = (i16::from(high) << 8).wrapping_add(i16::from(low));
    (i32::from(code) << 16) as f32
}

/// See [`super::dot_i8`].
pub fn dot_i8(query: &[i16], row: &[i8]) -> i32 {
    query.iter().zip(row).fold(0, |sum, (&q, &r)| sum.wrapping_add(i32::from(q) * i32::from(r)))
}

/// See [`super::dot_i8_i8`].
pub fn dot_i8_i8(a: &[i8], b: &[i8]) -> i32 {
    a.iter().zip(b).fold(0, |sum, (&a, &b)| sum.wrapping_add(i32::from(a) * i32::from(b)))
}

/// See [`super::dot_i8_rows`]; the query is not empty.
pub fn dot_i8_rows(query: &[i16], rows: &[i8], out: &mut [i32]) {
    for (row, out) in rows.chunks_exact(query.len()).zip(out) {
        *out = dot_i8(query, row);
    }
}

/// See [`super::dot_i8_each`].
pub fn dot_i8_each(query: &[i16], rows: &[&[i8]], out: &mut [i32]) {
    for (row, out) in rows.iter().zip(out) {
        *out = dot_i8(query, row);
    }
}

/// See [`super::dot_i8_rows_many`]; neither the width nor the rows are empty.
pub fn dot_i8_rows_many(queries: &[i16], width: usize, rows: &[i8], out: &mut [i32]) {
    for (query, out) in queries.chunks_exact(width).zip(out.chunks_mut((rows.len() / width).max(1))) {
        dot_i8_rows(query, rows, out);
    }
}

/// See [`super::select_le`].
pub fn select_le(distances: &[u16], threshold: u16, base: u32, out: &mut Vec<u32>) {
    let near = distances.iter().zip(base..).filter(|(distance, _)| **distance <= threshold);
    out.extend(near.map(|(_, position)| position));
}

/// See [`super::sign_bits`].
pub fn sign_bits(codes: &[i8], out: &mut [u64]) {
    for (codes, word) in codes.chunks(64).zip(out) {
        *word = codes.iter().rev().fold(0, |bits, &code| bits << 1 | u64::from(code < 0));
    }
}

/// Adds the lanes as the vector unit does: registers pairwise, then the halves, then the two left.
fn fold(sums: [f32; LANES]) -> f32 {
    let [a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3] = sums;
    let lane = |a: f32, b: f32, c: f32, d: f32| (a + b) + (c + d);
    (lane(a0, b0, c0, d0) + lane(a2, b2, c2, d2)) + (lane(a1, b1, c1, d1) + lane(a3, b3, c3, d3))
}
