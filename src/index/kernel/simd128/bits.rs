//! Sign bits and Hamming distances: bits made and counted a register at a time.

use core::{
    arch::wasm32::{
        i8x16_add, i8x16_bitmask, i8x16_narrow_i16x8, i8x16_popcnt, i8x16_splat, i16x8_add,
        i16x8_extadd_pairwise_u8x16, i16x8_shl, i32x4_add, i32x4_extadd_pairwise_u16x8, i32x4_extract_lane,
        i32x4_shuffle, u16x8_le, u16x8_splat, v128, v128_and, v128_xor,
    },
    iter::zip,
};

use super::{super::portable, load, load_words};

/// The Hamming distance of two rows, counted a word at a time.
#[inline(always)]
pub(in super::super) fn hamming<const W: usize>(query: &[u64; W], row: &[u64; W]) -> u32 {
    zip(query, load_words(row)).map(|(q, r)| u64::from((q ^ r).count_ones())).sum::<u64>() as u32
}

/// The Hamming distance of two rows, counted for sixteen bytes at once.
#[inline(always)]
pub(in super::super) fn hamming_by_bytes<const W: usize>(query: &[u64; W], row: &[u64; W]) -> u32 {
    let ((q_pairs, q_rest), (r_pairs, r_rest)) = (query.as_chunks::<2>(), row.as_chunks::<2>());
    let mut counts = i8x16_splat(0);
    // A byte counts eight at most a register: 31 registers fit it, and a block has fewer.
    const { assert!(W / 2 <= 31, "a byte counts no further than 255") }
    for (q, r) in q_pairs.iter().zip(r_pairs) {
        let ([q], [r]) = (load(q), load(r));
        counts = i8x16_add(counts, i8x16_popcnt(v128_xor(q, r)));
    }
    let rest = q_rest.iter().zip(r_rest).map(|(q, r)| (q ^ r).count_ones());
    add_lanes(i32x4_extadd_pairwise_u16x8(i16x8_extadd_pairwise_u8x16(counts))) + rest.sum::<u32>()
}

/// The weighed distance of a row, counted a word at a time: see [`super::super::weighed_hamming`].
#[inline(always)]
pub(in super::super) fn weighed<const W: usize>(
    [signs, first, second]: [&[u64; W]; 3],
    row: &[u64; W],
) -> u32 {
    let ones = |word: u64| u64::from(word.count_ones());
    let planes = zip(zip(signs, first), second);
    let counts = zip(planes, load_words(row)).map(|(((sign, first), second), row)| {
        let differ = sign ^ row;
        ones(differ) + 2 * ones(differ & first) + 4 * ones(differ & second)
    });
    counts.sum::<u64>() as u32
}

/// The weighed distance of a row, counted for sixteen bytes at once.
#[inline(always)]
pub(in super::super) fn weighed_by_bytes<const W: usize>(
    [signs, first, second]: [&[u64; W]; 3],
    row: &[u64; W],
) -> u32 {
    const { assert!(W / 2 <= 31, "a byte counts no further than 255") }
    let mut counts = [i8x16_splat(0); 3];
    let (row_pairs, row_rest) = row.as_chunks::<2>();
    let [(signs, sign_rest), (firsts, first_rest), (seconds, second_rest)] =
        [signs, first, second].map(|plane| plane.as_chunks::<2>());
    for (((sign, first), second), row) in zip(zip(zip(signs, firsts), seconds), row_pairs) {
        let ([sign], [first], [second], [row]) = (load(sign), load(first), load(second), load(row));
        let differ = v128_xor(sign, row);
        for (count, bits) in zip(&mut counts, [differ, v128_and(differ, first), v128_and(differ, second)]) {
            *count = i8x16_add(*count, i8x16_popcnt(bits));
        }
    }
    let rest =
        zip(zip(zip(sign_rest, first_rest), second_rest), row_rest).map(|(((sign, first), second), row)| {
            let differ = sign ^ row;
            differ.count_ones() + 2 * (differ & first).count_ones() + 4 * (differ & second).count_ones()
        });
    let [ones, twos, fours] = counts.map(|count| i16x8_extadd_pairwise_u8x16(count));
    let weighed = i16x8_add(ones, i16x8_add(i16x8_shl(twos, 1), i16x8_shl(fours, 2)));
    add_lanes(i32x4_extadd_pairwise_u16x8(weighed)) + rest.sum::<u32>()
}

/// See [`super::super::select_le`]: sixteen distances a step, most of which have nothing that is near.
pub(in super::super) fn select_le(distances: &[u16], threshold: u16, base: u32, out: &mut Vec<u32>) {
    let (blocks, rest) = distances.as_chunks::<16>();
    let limit = u16x8_splat(threshold);
    let mut first = base;
    for block in blocks {
        let [a, b] = load(block);
        let mut near = i8x16_bitmask(i8x16_narrow_i16x8(u16x8_le(a, limit), u16x8_le(b, limit)));
        while near != 0 {
            out.push(first.wrapping_add(near.trailing_zeros()));
            near &= near - 1;
        }
        first = first.wrapping_add(16);
    }
    portable::select_le(rest, threshold, first, out);
}

/// See [`super::super::sign_bits`].
pub(in super::super) fn sign_bits(codes: &[i8], out: &mut [u64]) {
    let (blocks, rest) = codes.as_chunks::<64>();
    let done = blocks.len().min(out.len());
    for (block, word) in blocks.iter().zip(&mut *out) {
        let masks: [v128; 4] = load(block);
        *word = masks.iter().rev().fold(0, |bits, &codes| bits << 16 | u64::from(i8x16_bitmask(codes)));
    }
    portable::sign_bits(rest, out.get_mut(done..).unwrap_or_default());
}

#[inline(always)]
fn add_lanes(sum: v128) -> u32 {
    let half = i32x4_add(sum, i32x4_shuffle::<2, 3, 0, 1>(sum, sum));
    (i32x4_extract_lane::<0>(half) + i32x4_extract_lane::<1>(half)).cast_unsigned()
}
