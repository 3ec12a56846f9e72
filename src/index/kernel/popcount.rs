//! How bits are counted: a matter of speed alone, for what is counted is the same.

use core::{
    hint::black_box,
    sync::atomic::{AtomicBool, Ordering},
};

use super::hamming;

/// How the bits of rows are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Popcount {
    /// 64 at a time (`i64.popcnt`): one instruction on x86-64, four on ARM.
    Word,
    /// 128 at a time (`i8x16.popcnt`): one instruction on ARM, ten on x86-64. A build without simd128 counts words.
    Vector,
}

/// The choice of this instance.
static VECTOR: AtomicBool = AtomicBool::new(false);

/// How many rows of 384 bits are timed: 24 kB, near enough to stay in the nearest cache.
const ROWS: usize = 512;
const WORDS: usize = 6;
/// How often each way is timed. 16 passes of 512 rows take some 50 µs, and half a millisecond before the engine has
/// optimised them.
const ROUNDS: usize = 8;

/// Sets how bits are counted from now on; [`Popcount::Word`] unless it is called.
pub fn set_popcount(choice: Popcount) {
    VECTOR.store(choice == Popcount::Vector, Ordering::Relaxed);
}

/// How bits are counted.
pub fn popcount() -> Popcount {
    if VECTOR.load(Ordering::Relaxed) { Popcount::Vector } else { Popcount::Word }
}

/// Sets the way of counting that is faster here, and returns it: to be called once, and takes less than a millisecond.
/// `now_ms` is the host's clock in milliseconds. One too coarse to tell (browsers round it, workerd stops it) is
/// overruled by what the machine seems to be.
pub fn choose_popcount(now_ms: impl Fn() -> f64) -> Popcount {
    let choice = match (best(Popcount::Word, &now_ms), best(Popcount::Vector, &now_ms)) {
        _ if super::name() != "simd128" => Popcount::Word,
        (word, vector) if word > 0.0 && vector > 0.0 => {
            if vector < word {
                Popcount::Vector
            } else {
                Popcount::Word
            }
        }
        _ => likely(),
    };
    set_popcount(choice);
    choice
}

/// The shortest time of a pass.
fn best(choice: Popcount, now_ms: &impl Fn() -> f64) -> f64 {
    set_popcount(choice);
    let rows: Vec<u64> = (0..ROWS * WORDS).map(|i| (i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
    let (query, mut out) = ([0x5555_5555_5555_5555; WORDS], [0; ROWS]);
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let begun = now_ms();
        hamming::rows_many(black_box(&query), WORDS, &rows, &mut out);
        black_box(&out);
        best = best.min(now_ms() - begun);
    }
    best
}

/// By the sign of zero through zero, which WebAssembly leaves to the machine: minus on x86, plus elsewhere.
fn likely() -> Popcount {
    let nan = black_box(0.0_f32) / black_box(0.0_f32);
    if nan.is_sign_negative() { Popcount::Word } else { Popcount::Vector }
}
