//! WebAssembly's 128-bit vectors. Here are the loads and stores, which take pointers; the arithmetic needs none and is
//! in the files below.

mod bits;
mod float;
mod int8;

use core::{
    arch::wasm32::{i16x8_load_extend_i8x8, v128, v128_load, v128_store},
    array,
};

pub(super) use bits::{hamming, hamming_by_bytes, select_le, sign_bits, weighed, weighed_by_bytes};
pub(super) use float::{dot, dot_f32_i16};
pub(super) use int8::{dot_i8, dot_i8_each, dot_i8_i8, dot_i8_rows, dot_i8_rows_many};

/// Numbers that a vector may hold: every pattern of bits is one, and there is no padding.
trait Lane: Copy {}
impl Lane for i8 {}
impl Lane for i16 {}
impl Lane for u16 {}
impl Lane for i32 {}
impl Lane for u64 {}
impl Lane for f32 {}

/// A block of numbers in `V` registers.
#[inline(always)]
#[expect(unsafe_code, reason = "a 128-bit load takes a pointer")]
fn load<T: Lane, const N: usize, const V: usize>(block: &[T; N]) -> [v128; V] {
    const { assert!(size_of::<[T; N]>() == 16 * V, "the block fills the registers") }
    let start: *const v128 = block.as_ptr().cast();
    // SAFETY: `block` is 16 × V initialised bytes, borrowed for this call, and register `i < V` reads bytes 16 i to
    // 16 i + 15 of it and nothing beyond. `v128_load` asks for no alignment.
    array::from_fn(|i| unsafe { v128_load(start.add(i)) })
}

/// A row of words, each loaded by itself. Read plainly, the compiler would load them in pairs into vectors, only to take
/// those apart for the counting, at twice the price.
#[inline(always)]
#[expect(unsafe_code, reason = "a volatile load takes a pointer")]
fn load_words<const W: usize>(row: &[u64; W]) -> [u64; W] {
    let start = row.as_ptr();
    // SAFETY: `row` is W initialised and aligned words, borrowed for this call, and the loads are of word `i < W`.
    array::from_fn(|i| unsafe { start.add(i).read_volatile() })
}

/// Eight bytes, each extended to 16 bits with its sign.
#[inline(always)]
#[expect(unsafe_code, reason = "a load takes a pointer")]
fn load_extended(block: &[i8; 8]) -> v128 {
    // SAFETY: `block` is eight initialised bytes, borrowed for this call; the load reads those and nothing beyond, and
    // asks for no alignment.
    unsafe { i16x8_load_extend_i8x8(block.as_ptr()) }
}

/// Writes a register into a block of numbers.
#[inline(always)]
#[expect(unsafe_code, reason = "a 128-bit store takes a pointer")]
fn store<T: Lane, const N: usize>(block: &mut [T; N], value: v128) {
    const { assert!(size_of::<[T; N]>() == 16, "the register fills the block") }
    // SAFETY: `block` is 16 bytes, borrowed for this call alone; the store writes those and nothing beyond, asks for no
    // alignment, and any bits are a `Lane`.
    unsafe { v128_store(block.as_mut_ptr().cast(), value) }
}
