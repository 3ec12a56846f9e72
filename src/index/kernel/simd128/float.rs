//! Products of floats: sixteen a step in four running sums, added in the order of the portable kernel.

use core::arch::wasm32::{
    f32x4_add, f32x4_convert_i32x4, f32x4_extract_lane, f32x4_mul, f32x4_splat, i8x16_shuffle, i8x16_splat,
    i16x8_shuffle, i16x8_splat, i16x8_sub, v128, v128_xor,
};

use super::{super::portable, load};

/// How many floats one step takes: four registers of four.
const LANES: usize = 16;

/// See [`super::super::dot`].
#[inline]
pub(in super::super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let (a_blocks, b_blocks) = (a.as_chunks::<LANES>().0, b.as_chunks::<LANES>().0);
    let mut sums = [f32x4_splat(0.0); 4];
    for (x, y) in a_blocks.iter().zip(b_blocks) {
        add_products(&mut sums, load(x), load(y));
    }
    let done = a_blocks.len().min(b_blocks.len()) * LANES;
    a.iter().zip(b).skip(done).fold(fold(sums), |sum, (x, y)| sum + x * y)
}

/// See [`super::super::dot_f32_i16`].
#[inline]
pub(in super::super) fn dot_f32_i16(query: &[f32], high: &[i8], low: &[i8]) -> f32 {
    let (q_blocks, h_blocks, l_blocks) =
        (query.as_chunks::<LANES>().0, high.as_chunks::<LANES>().0, low.as_chunks::<LANES>().0);
    let mut sums = [f32x4_splat(0.0); 4];
    for ((q, h), l) in q_blocks.iter().zip(h_blocks).zip(l_blocks) {
        let ([high], [low]) = (load(h), load(l));
        add_products(&mut sums, shifted(high, low).map(|codes| f32x4_convert_i32x4(codes)), load(q));
    }
    let done = q_blocks.len().min(h_blocks.len()).min(l_blocks.len()) * LANES;
    portable::add_rest(fold(sums), query, high, low, done)
}

#[inline(always)]
fn add_products(sums: &mut [v128; 4], a: [v128; 4], b: [v128; 4]) {
    for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
        *sum = f32x4_add(*sum, f32x4_mul(a, b));
    }
}

/// Sixteen 16-bit codes, each in the upper half of 32 bits. The low byte is made positive by adding 128, which is taken
/// back from the whole.
#[inline(always)]
fn shifted(high: v128, low: v128) -> [v128; 4] {
    let (low, zero) = (v128_xor(low, i8x16_splat(i8::MIN)), i16x8_splat(0));
    let first = i8x16_shuffle::<0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23>(low, high);
    let second = i8x16_shuffle::<8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31>(low, high);
    let [first, second] = [first, second].map(|codes| i16x8_sub(codes, i16x8_splat(128)));
    let lower = |codes| i16x8_shuffle::<0, 8, 1, 9, 2, 10, 3, 11>(zero, codes);
    let upper = |codes| i16x8_shuffle::<4, 12, 5, 13, 6, 14, 7, 15>(zero, codes);
    [lower(first), upper(first), lower(second), upper(second)]
}

/// Adds the registers pairwise, then the halves, then the two left.
#[inline(always)]
fn fold(sums: [v128; 4]) -> f32 {
    let [p, q, r, s] = sums;
    let four = f32x4_add(f32x4_add(p, q), f32x4_add(r, s));
    (f32x4_extract_lane::<0>(four) + f32x4_extract_lane::<2>(four))
        + (f32x4_extract_lane::<1>(four) + f32x4_extract_lane::<3>(four))
}
