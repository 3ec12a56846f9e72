//! Products of bytes: multiplied as 16 bits and added in pairs to 32, eight columns an instruction.

use core::{
    arch::wasm32::{
        i16x8_shl, i16x8_shuffle, i16x8_splat, i32x4_add, i32x4_dot_i16x8, i32x4_extract_lane, i32x4_shr,
        i32x4_shuffle, i32x4_splat, v128, v128_and,
    },
    array,
};

use super::{super::portable, load, load_extended, store};

/// How many columns one step takes. The loops are no longer than that: written out further they run slower, for the
/// engine loads early and soon has no register left.
const STEP: usize = 16;
/// How many steps fit the sums of [`Prepared`] products: 1,024 columns of at most 128 · 128 · 256, four sums side by side.
const TILE: usize = 64;

/// See [`super::super::dot_i8`].
#[inline]
pub(in super::super) fn dot_i8(query: &[i16], row: &[i8]) -> i32 {
    let (q_steps, r_steps) = (query.as_chunks::<STEP>().0, row.as_chunks::<STEP>().0);
    let mut sums = [i32x4_splat(0); 2];
    for (q, r) in q_steps.iter().zip(r_steps) {
        add_products(&mut sums, load(q), extended(r));
    }
    let done = q_steps.len().min(r_steps.len()) * STEP;
    let sum = add_lanes(sums);
    if done == query.len().min(row.len()) {
        return sum;
    }
    sum.wrapping_add(portable::dot_i8(after(query, done), after(row, done)))
}

/// See [`super::super::dot_i8_i8`].
#[inline]
pub(in super::super) fn dot_i8_i8(a: &[i8], b: &[i8]) -> i32 {
    let (a_steps, b_steps) = (a.as_chunks::<STEP>().0, b.as_chunks::<STEP>().0);
    let mut sums = [i32x4_splat(0); 2];
    for (a, b) in a_steps.iter().zip(b_steps) {
        add_products(&mut sums, extended(a), extended(b));
    }
    let done = a_steps.len().min(b_steps.len()) * STEP;
    let sum = add_lanes(sums);
    if done == a.len().min(b.len()) {
        return sum;
    }
    sum.wrapping_add(portable::dot_i8_i8(after(a, done), after(b, done)))
}

/// See [`super::super::dot_i8_rows`]: four rows at a time, so that the query is loaded a fourth as often.
pub(in super::super) fn dot_i8_rows(query: &[i16], rows: &[i8], out: &mut [i32]) {
    let width = query.len();
    let mut done = 0;
    if let Some(prepared) = Prepared::new(query) {
        let (fours, _) = out.as_chunks_mut::<4>();
        for (out, four) in fours.iter_mut().zip(rows.chunks_exact(4 * width)) {
            let mut rows = four.chunks_exact(width);
            let four = array::from_fn(|_| rows.next().unwrap_or_default());
            prepared.times_four(four, out);
            done += 4;
        }
    }
    one_by_one(query, after(rows, done * width), out.get_mut(done..).unwrap_or_default());
}

/// See [`super::super::dot_i8_rows_many`]: two queries and two rows at a time, so that rows are loaded half as often.
pub(in super::super) fn dot_i8_rows_many(queries: &[i16], width: usize, rows: &[i8], out: &mut [i32]) {
    let mut queries = queries.chunks_exact(width);
    let mut outs = out.chunks_mut(rows.len() / width);
    while let (Some(query), Some(out)) = (queries.next(), outs.next()) {
        let (Some(other), Some(other_out)) = (queries.next(), outs.next()) else {
            return dot_i8_rows(query, rows, out);
        };
        let mut done = 0;
        if let (Some(a), Some(b)) = (Prepared::new(query), Prepared::new(other)) {
            let outs = out.as_chunks_mut::<2>().0.iter_mut().zip(other_out.as_chunks_mut::<2>().0);
            for ((a_out, b_out), two) in outs.zip(rows.chunks_exact(2 * width)) {
                [*a_out, *b_out] = Prepared::two_times_two([&a, &b], two);
                let (first, second) = two.split_at(width);
                a.add_rest([first, second], a_out);
                b.add_rest([first, second], b_out);
                done += 2;
            }
        }
        let rest = after(rows, done * width);
        one_by_one(query, rest, out.get_mut(done..).unwrap_or_default());
        one_by_one(other, rest, other_out.get_mut(done..).unwrap_or_default());
    }
}

/// See [`super::super::dot_i8_each`]: four rows at a time, whose first bytes are then waited for together.
pub(in super::super) fn dot_i8_each(query: &[i16], rows: &[&[i8]], out: &mut [i32]) {
    let (fours, _) = out.as_chunks_mut::<4>();
    let mut done = 0;
    if let Some(prepared) = Prepared::new(query) {
        for (out, four) in fours.iter_mut().zip(rows.as_chunks::<4>().0) {
            if four.iter().any(|row| row.len() != query.len()) {
                portable::dot_i8_each(query, four, out);
            } else {
                prepared.times_four(*four, out);
            }
            done += 4;
        }
    }
    for (row, out) in after(rows, done).iter().zip(out.get_mut(done..).unwrap_or_default()) {
        *out = dot_i8(query, row);
    }
}

fn one_by_one(query: &[i16], rows: &[i8], out: &mut [i32]) {
    for (row, out) in rows.chunks_exact(query.len()).zip(out) {
        *out = dot_i8(query, row);
    }
}

/// A query whose even and odd columns lie apart, eight and eight of each sixteen. A row's need not be widened then: in
/// each 16 bits of it the odd column is the upper byte, and the even one becomes that by a shift. All products are 256
/// times too large, until the sums are shifted back; so only queries of bytes can be prepared.
struct Prepared<'a> {
    width: usize,
    steps: Vec<[v128; 2]>,
    rest: &'a [i16],
}

impl<'a> Prepared<'a> {
    fn new(query: &'a [i16]) -> Option<Self> {
        let (steps, rest) = query.as_chunks::<STEP>();
        if query.iter().any(|value| !(-128..=128).contains(value)) {
            return None;
        }
        let steps = steps.iter().map(|step| {
            let [a, b] = load(step);
            [
                i16x8_shuffle::<0, 2, 4, 6, 8, 10, 12, 14>(a, b),
                i16x8_shuffle::<1, 3, 5, 7, 9, 11, 13, 15>(a, b),
            ]
        });
        Some(Self { width: query.len(), steps: steps.collect(), rest })
    }

    /// Of four rows of its width.
    #[inline(always)]
    fn times_four(&self, rows: [&[i8]; 4], out: &mut [i32; 4]) {
        let [a, b, c, d] = rows.map(steps);
        let mut totals = [i32x4_splat(0); 4];
        let tiles = self
            .steps
            .chunks(TILE)
            .zip(a.chunks(TILE))
            .zip(b.chunks(TILE))
            .zip(c.chunks(TILE))
            .zip(d.chunks(TILE));
        for ((((q, a), b), c), d) in tiles {
            let mut sums = [i32x4_splat(0); 4];
            for ((((q, a), b), c), d) in q.iter().zip(a).zip(b).zip(c).zip(d) {
                for (sum, row) in sums.iter_mut().zip([a, b, c, d]) {
                    *sum = i32x4_add(*sum, product(q, &shifted(row)));
                }
            }
            for (total, sum) in totals.iter_mut().zip(sums) {
                *total = i32x4_add(*total, i32x4_shr(sum, 8));
            }
        }
        store(out, add_lanes_of_four(totals));
        self.add_rest(rows, out);
    }

    /// Of two rows that lie one after the other with two queries, without what is left of their width.
    #[inline(always)]
    fn two_times_two([p, q]: [&Self; 2], rows: &[i8]) -> [[i32; 2]; 2] {
        let mut rows = rows.chunks_exact(p.width).map(steps);
        let (a, b) = (next(&mut rows), next(&mut rows));
        let mut totals = [i32x4_splat(0); 4];
        let tiles = p.steps.chunks(TILE).zip(q.steps.chunks(TILE)).zip(a.chunks(TILE)).zip(b.chunks(TILE));
        for (((p, q), a), b) in tiles {
            let mut sums = [i32x4_splat(0); 4];
            for (((p, q), a), b) in p.iter().zip(q).zip(a).zip(b) {
                let (a, b) = (shifted(a), shifted(b));
                for (sum, (query, row)) in sums.iter_mut().zip([(p, &a), (p, &b), (q, &a), (q, &b)]) {
                    *sum = i32x4_add(*sum, product(query, row));
                }
            }
            for (total, sum) in totals.iter_mut().zip(sums) {
                *total = i32x4_add(*total, i32x4_shr(sum, 8));
            }
        }
        let four = add_lanes_of_four(totals);
        [
            [i32x4_extract_lane::<0>(four), i32x4_extract_lane::<1>(four)],
            [i32x4_extract_lane::<2>(four), i32x4_extract_lane::<3>(four)],
        ]
    }

    /// Adds what is left of the rows' width when it is no multiple of a step.
    #[inline(always)]
    fn add_rest<const N: usize>(&self, rows: [&[i8]; N], out: &mut [i32; N]) {
        if !self.rest.is_empty() {
            for (row, out) in rows.into_iter().zip(out) {
                *out =
                    out.wrapping_add(portable::dot_i8(self.rest, after(row, self.width - self.rest.len())));
            }
        }
    }
}

fn steps(row: &[i8]) -> &[[i8; STEP]] {
    row.as_chunks().0
}

fn next<'a>(rows: &mut impl Iterator<Item = &'a [[i8; STEP]]>) -> &'a [[i8; STEP]] {
    rows.next().unwrap_or_default()
}

/// The even columns and the odd ones, 256 times too large.
#[inline(always)]
fn shifted(row: &[i8; STEP]) -> [v128; 2] {
    let [both] = load(row);
    [i16x8_shl(both, 8), v128_and(both, i16x8_splat(-256))]
}

#[inline(always)]
fn product([q_even, q_odd]: &[v128; 2], [even, odd]: &[v128; 2]) -> v128 {
    i32x4_add(i32x4_dot_i16x8(*even, *q_even), i32x4_dot_i16x8(*odd, *q_odd))
}

#[inline(always)]
fn extended(row: &[i8; STEP]) -> [v128; 2] {
    let ([low, high], []) = row.as_chunks::<8>() else { return [i32x4_splat(0); 2] };
    [load_extended(low), load_extended(high)]
}

#[inline(always)]
fn add_products(sums: &mut [v128; 2], a: [v128; 2], b: [v128; 2]) {
    for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
        *sum = i32x4_add(*sum, i32x4_dot_i16x8(a, b));
    }
}

fn after<T>(slice: &[T], done: usize) -> &[T] {
    slice.get(done..).unwrap_or_default()
}

#[inline(always)]
fn add_lanes([a, b]: [v128; 2]) -> i32 {
    let sum = i32x4_add(a, b);
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
