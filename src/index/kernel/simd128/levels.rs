//! Sums looked up for sixteen rows at once: a swizzle takes sixteen entries of a table of sixteen.

use core::arch::wasm32::{
    i16x8_add, i16x8_shl, i16x8_shuffle, i16x8_splat, i16x8_sub, u8x16_add, u8x16_shr, u8x16_splat,
    u8x16_swizzle, u16x8_shr, v128, v128_and,
};

use super::{load, store};

/// See [`super::super::level_sums`].
pub(in super::super) fn level_sums(tables: &[[[u8; 16]; 4]], codes: &[u8], out: &mut [u16]) {
    let blocks = codes.chunks_exact((tables.len() * 32).max(32));
    for (block, out) in blocks.zip(out.as_chunks_mut::<16>().0) {
        // The odd rows' sums, and all of them in 16 bits whose upper half is the odd rows' again.
        let (mut odd, mut both) = (i16x8_splat(0), i16x8_splat(0));
        for (tables, codes) in tables.iter().zip(block.as_chunks::<32>().0) {
            let [a, b, c, d] = load_tables(tables);
            let [first, second] = load(codes);
            let sums = u8x16_add(looked_up(a, b, first), looked_up(c, d, second));
            both = i16x8_add(both, sums);
            odd = i16x8_add(odd, u16x8_shr(sums, 8));
        }
        let even = i16x8_sub(both, i16x8_shl(odd, 8));
        if let ([low, high], []) = out.as_chunks_mut::<8>() {
            store(low, i16x8_shuffle::<0, 8, 1, 9, 2, 10, 3, 11>(even, odd));
            store(high, i16x8_shuffle::<4, 12, 5, 13, 6, 14, 7, 15>(even, odd));
        }
    }
}

#[inline(always)]
fn load_tables(tables: &[[u8; 16]; 4]) -> [v128; 4] {
    tables.each_ref().map(|table| {
        let [table] = load(table);
        table
    })
}

#[inline(always)]
fn looked_up(lower: v128, upper: v128, codes: v128) -> v128 {
    u8x16_add(
        u8x16_swizzle(lower, v128_and(codes, u8x16_splat(15))),
        u8x16_swizzle(upper, u8x16_shr(codes, 4)),
    )
}
