//! The dot product in WebAssembly's 128-bit vectors: sixteen products a step in four running sums.

use core::arch::wasm32::{f32x4_add, f32x4_extract_lane, f32x4_mul, f32x4_splat, v128, v128_load};

/// How many floats one step takes: four registers of four.
const LANES: usize = 16;

/// The dot product of two vectors of one width; a longer one is read to the shorter one's end. Equal bit for bit to
/// [`super::dot_portable`].
pub fn dot_simd(a: &[f32], b: &[f32]) -> f32 {
    let (a_blocks, b_blocks) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    let blocks = a_blocks.0.len().min(b_blocks.0.len());
    let mut sums = [f32x4_splat(0.0); 4];
    for (x, y) in a_blocks.0.iter().zip(b_blocks.0) {
        for ((sum, x), y) in sums.iter_mut().zip(load(x)).zip(load(y)) {
            *sum = f32x4_add(*sum, f32x4_mul(x, y));
        }
    }
    let [p, q, r, s] = sums;
    let four = f32x4_add(f32x4_add(p, q), f32x4_add(r, s));
    let head = (f32x4_extract_lane::<0>(four) + f32x4_extract_lane::<2>(four))
        + (f32x4_extract_lane::<1>(four) + f32x4_extract_lane::<3>(four));
    let tail = a.iter().zip(b).skip(blocks * LANES);
    tail.fold(head, |sum, (x, y)| sum + x * y)
}

#[inline]
#[expect(unsafe_code, reason = "a 128-bit load takes a pointer")]
fn load(block: &[f32; LANES]) -> [v128; 4] {
    let start = block.as_ptr();
    // SAFETY: `block` is 16 initialised floats, 64 bytes, borrowed for this call. The four loads read bytes 0..16,
    // 16..32, 32..48 and 48..64 of it and nothing beyond. `v128_load` asks for no alignment.
    unsafe {
        [
            v128_load(start.cast()),
            v128_load(start.add(4).cast()),
            v128_load(start.add(8).cast()),
            v128_load(start.add(12).cast()),
        ]
    }
}
