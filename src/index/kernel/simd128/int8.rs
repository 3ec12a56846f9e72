//! Products of bytes: widened to 16 bits, multiplied and added in pairs to 32, eight columns an instruction.

use core::{
    arch::wasm32::{i32x4_add, i32x4_dot_i16x8, i32x4_extract_lane, i32x4_shuffle, i32x4_splat, v128},
    array,
};

use super::{super::portable, load, load_extended, store};

/// How many columns a loop writes out.
const BLOCK: usize = 64;

/// See [`super::super::dot_i8`].
#[inline]
pub(in super::super) fn dot_i8(query: &[i16], row: &[i8]) -> i32 {
    let (q_blocks, r_blocks) = (query.as_chunks::<BLOCK>().0, row.as_chunks::<BLOCK>().0);
    let mut sums = [i32x4_splat(0); 2];
    for (q, r) in q_blocks.iter().zip(r_blocks) {
        for (q, r) in q.as_chunks::<16>().0.iter().zip(r.as_chunks::<16>().0) {
            for ((sum, q), r) in sums.iter_mut().zip(load::<_, _, 2>(q)).zip(r.as_chunks::<8>().0) {
                *sum = i32x4_add(*sum, i32x4_dot_i16x8(load_extended(r), q));
            }
        }
    }
    let done = q_blocks.len().min(r_blocks.len()) * BLOCK;
    let [a, b] = sums;
    let head = add_lanes(i32x4_add(a, b));
    head.wrapping_add(portable::dot_i8(
        query.get(done..).unwrap_or_default(),
        row.get(done..).unwrap_or_default(),
    ))
}

/// See [`super::super::dot_i8_i8`].
#[inline]
pub(in super::super) fn dot_i8_i8(a: &[i8], b: &[i8]) -> i32 {
    let (a_blocks, b_blocks) = (a.as_chunks::<BLOCK>().0, b.as_chunks::<BLOCK>().0);
    let mut sums = [i32x4_splat(0); 2];
    for (x, y) in a_blocks.iter().zip(b_blocks) {
        for (x, y) in x.as_chunks::<16>().0.iter().zip(y.as_chunks::<16>().0) {
            for ((sum, x), y) in sums.iter_mut().zip(x.as_chunks::<8>().0).zip(y.as_chunks::<8>().0) {
                *sum = i32x4_add(*sum, i32x4_dot_i16x8(load_extended(x), load_extended(y)));
            }
        }
    }
    let done = a_blocks.len().min(b_blocks.len()) * BLOCK;
    let [p, q] = sums;
    let head = add_lanes(i32x4_add(p, q));
    head.wrapping_add(portable::dot_i8_i8(
        a.get(done..).unwrap_or_default(),
        b.get(done..).unwrap_or_default(),
    ))
}

/// See [`super::super::dot_i8_rows`]: four rows at a time, so that the query is loaded a fourth as often.
pub(in super::super) fn dot_i8_rows(query: &[i16], rows: &[i8], out: &mut [i32]) {
    let width = query.len();
    let mut fours = rows.chunks_exact(4 * width);
    let done = fours.len().min(out.len() / 4) * 4;
    for (out, four) in out.as_chunks_mut::<4>().0.iter_mut().zip(&mut fours) {
        let [sums] = dot_four([query], four);
        *out = sums;
    }
    let rest = rows.get(done * width..).unwrap_or_default().chunks_exact(width);
    for (out, row) in out.get_mut(done..).unwrap_or_default().iter_mut().zip(rest) {
        *out = dot_i8(query, row);
    }
}

/// See [`super::super::dot_i8_rows_many`]: four rows and two queries at a time, so that each is loaded half as often again.
pub(in super::super) fn dot_i8_rows_many(queries: &[i16], width: usize, rows: &[i8], out: &mut [i32]) {
    let count = rows.len() / width;
    let mut pairs = queries.chunks_exact(2 * width);
    let mut outs = out.chunks_mut(2 * count);
    for (pair, out) in (&mut pairs).zip(&mut outs) {
        let (first, second) = pair.split_at(width);
        let (first_out, second_out) = out.split_at_mut(count.min(out.len()));
        let mut fours = rows.chunks_exact(4 * width);
        let both = first_out.as_chunks_mut::<4>().0.iter_mut().zip(second_out.as_chunks_mut::<4>().0);
        let done = fours.len().min(both.len()) * 4;
        for ((a, b), four) in both.zip(&mut fours) {
            [*a, *b] = dot_four([first, second], four);
        }
        let rest = rows.get(done * width..).unwrap_or_default();
        dot_i8_rows(first, rest, first_out.get_mut(done..).unwrap_or_default());
        dot_i8_rows(second, rest, second_out.get_mut(done..).unwrap_or_default());
    }
    if let Some(out) = outs.next() {
        dot_i8_rows(pairs.remainder().get(..width).unwrap_or_default(), rows, out);
    }
}

/// The products of four rows, which lie one after the other, with each of `Q` queries of a row's width.
#[inline(always)]
fn dot_four<const Q: usize>(queries: [&[i16]; Q], rows: &[i8]) -> [[i32; 4]; Q] {
    let width = rows.len() / 4;
    let blocks = width / BLOCK;
    let mut sums = [[i32x4_splat(0); 4]; Q];
    let mut split = rows.chunks_exact(width);
    let rows: [&[i8]; 4] = array::from_fn(|_| split.next().unwrap_or_default());
    let mut row_blocks = rows.map(|row| row.as_chunks::<BLOCK>().0.iter());
    let mut query_blocks = queries.map(|query| query.as_chunks::<BLOCK>().0.iter());
    for _ in 0..blocks {
        let rows = row_blocks.each_mut().map(|blocks| blocks.next().unwrap_or(&[0; BLOCK]));
        let queries = query_blocks.each_mut().map(|blocks| blocks.next().unwrap_or(&[0; BLOCK]));
        for column in 0..BLOCK / 8 {
            let rows =
                rows.map(|row| row.as_chunks::<8>().0.get(column).map_or(i32x4_splat(0), load_extended));
            for (sums, query) in sums.iter_mut().zip(queries) {
                let [query] = query.as_chunks::<8>().0.get(column).map_or([i32x4_splat(0)], load);
                for (sum, row) in sums.iter_mut().zip(rows) {
                    *sum = i32x4_add(*sum, i32x4_dot_i16x8(row, query));
                }
            }
        }
    }
    let mut products = sums.map(|sums| {
        let mut four = [0_i32; 4];
        store(&mut four, add_lanes_of_four(sums));
        four
    });
    let done = blocks * BLOCK;
    if done < width {
        for (products, query) in products.iter_mut().zip(queries) {
            for (product, row) in products.iter_mut().zip(rows) {
                let (query, row) =
                    (query.get(done..).unwrap_or_default(), row.get(done..).unwrap_or_default());
                *product = (*product).wrapping_add(portable::dot_i8(query, row));
            }
        }
    }
    products
}

#[inline(always)]
fn add_lanes(sum: v128) -> i32 {
    let half = i32x4_add(sum, i32x4_shuffle::<2, 3, 0, 1>(sum, sum));
    i32x4_extract_lane::<0>(half).wrapping_add(i32x4_extract_lane::<1>(half))
}

/// The sums of four registers' lanes, in the lanes of one.
#[inline(always)]
fn add_lanes_of_four(sums: [v128; 4]) -> v128 {
    let [a, b, c, d] = sums;
    let pair = |a, b| i32x4_add(i32x4_shuffle::<0, 4, 1, 5>(a, b), i32x4_shuffle::<2, 6, 3, 7>(a, b));
    let (ab, cd) = (pair(a, b), pair(c, d));
    i32x4_add(i32x4_shuffle::<0, 1, 4, 5>(ab, cd), i32x4_shuffle::<2, 3, 6, 7>(ab, cd))
}
