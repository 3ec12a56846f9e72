//! How bits are counted: a matter of speed alone, for what is counted is the same.

use core::{
    hint::black_box,
    sync::atomic::{AtomicU8, Ordering},
};

/// How the bits of rows are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Popcount {
    /// 64 at a time (`i64.popcnt`): one instruction on x86-64, four on ARM.
    Word = 1,
    /// 128 at a time (`i8x16.popcnt`): one instruction on ARM, ten on x86-64. A build without simd128 counts words.
    Vector = 2,
}

/// The choice of this instance; 0 before there is one.
static CHOICE: AtomicU8 = AtomicU8::new(0);

/// Sets how bits are counted from now on. Nobody needs to: see [`popcount`].
pub fn set_popcount(choice: Popcount) {
    CHOICE.store(choice as u8, Ordering::Relaxed);
}

/// How bits are counted: by what suits the processor, unless [`set_popcount`] said otherwise.
///
/// Told by the processor's kind and not by a stopwatch: in its first milliseconds an engine runs code that it has not
/// optimised yet, and a stopwatch then chose the slower way on every start (V8 11 on x86-64).
#[inline]
pub fn popcount() -> Popcount {
    match CHOICE.load(Ordering::Relaxed) {
        1 => Popcount::Word,
        2 => Popcount::Vector,
        _ => {
            let choice = likely();
            set_popcount(choice);
            choice
        }
    }
}

/// By the sign of zero divided by zero, which WebAssembly leaves to the machine: minus on x86-64, plus elsewhere.
fn likely() -> Popcount {
    let nan = black_box(0.0_f32) / black_box(0.0_f32);
    if super::name() != "simd128" || nan.is_sign_negative() { Popcount::Word } else { Popcount::Vector }
}
