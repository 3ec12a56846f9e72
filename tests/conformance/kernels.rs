//! The laws of the kernels: every one gives what the portable one gives, to the last bit, and that is right. Here are
//! those of floats; those of codes are in `codes.rs`.

use forgetmenot::index::kernel;

#[path = "codes.rs"]
mod codes;
pub(crate) use codes::*;

/// Applies `$apply` to the laws of any kernel.
macro_rules! laws_of_every_kernel {
    ($apply:ident) => {
        $apply! {
            kernels::every_length_and_alignment_agrees, kernels::extreme_numbers_agree,
            kernels::rows_are_dots_one_by_one, kernels::the_longer_vector_is_cut,
            kernels::sixteen_bits_of_every_length_agree, kernels::extreme_codes_of_sixteen_bits_agree,
            kernels::bytes_of_every_length_are_exact, kernels::bytes_in_rows_are_dots_one_by_one,
            kernels::bits_of_every_width_are_counted, kernels::columns_that_differ_count_by_their_weight,
            kernels::bytes_in_rows_anywhere_are_dots_one_by_one,
            kernels::the_near_are_selected, kernels::signs_become_bits, kernels::the_popcount_of_choice_is_used,
        }
    };
}
pub(crate) use laws_of_every_kernel;

/// No vector that is stored is longer than 3,072; a little above, so that every remainder of a block is met.
pub(crate) const MAX_LENGTH: usize = 3_100;

pub(crate) fn every_length_and_alignment_agrees() {
    let mut random = Random(1);
    let (a, b) = (random.vector(MAX_LENGTH + 4), random.vector(MAX_LENGTH + 4));
    for length in 0..=MAX_LENGTH {
        // From every position of a 16-byte register, and the two sides from different ones.
        let (a, b) = (&a[length % 4..][..length], &b[length / 4 % 4..][..length]);
        assert_agree(a, b);
        let exact: f64 = a.iter().zip(b).map(|(x, y)| f64::from(*x) * f64::from(*y)).sum();
        let size: f64 = a.iter().zip(b).map(|(x, y)| (f64::from(*x) * f64::from(*y)).abs()).sum();
        // A sum of n products errs by n roundings at most (Higham 2002, §3.1).
        let bound = length as f64 * f64::from(f32::EPSILON) * size;
        let error = (f64::from(kernel::dot(a, b)) - exact).abs();
        assert!(error <= bound, "length {length}: off by {error}, at most {bound} is due to rounding");
    }
}

pub(crate) fn extreme_numbers_agree() {
    let specials = [
        0.0,
        -0.0,
        f32::from_bits(1),
        -f32::from_bits(1),
        f32::from_bits(0x007f_ffff),
        f32::MIN_POSITIVE,
        1.0,
        -1.0,
        1e-20,
        1e19,
        -1e19,
        f32::MAX,
        f32::MIN,
        f32::INFINITY,
        f32::NEG_INFINITY,
        f32::NAN,
    ];
    let mut random = Random(2);
    for length in 0..200 {
        for finite in [6, 11, 13, 16] {
            let mut pick = || specials[random.next() as usize % finite];
            let a: Vec<f32> = (0..length).map(|_| pick()).collect();
            let b: Vec<f32> = (0..length).map(|_| pick()).collect();
            assert_agree(&a, &b);
        }
    }
    let tiny = vec![f32::from_bits(3); 100];
    assert_eq!(kernel::dot(&tiny, &[1.0; 100]).to_bits(), 300, "denormals are not flushed to zero");
    assert_eq!(kernel::dot(&[1e30; 40], &[1e30; 40]), f32::INFINITY);
    assert_eq!(kernel::dot(&[f32::MAX, 0.0], &[1.0, f32::MAX]), f32::MAX);
}

pub(crate) fn rows_are_dots_one_by_one() {
    let mut random = Random(3);
    let mut scores = vec![9.0];
    for width in [0, 1, 3, 4, 15, 16, 17, 48, 128, 768] {
        let (query, rows) = (random.vector(width), random.vector(width * 9 + width / 2));
        kernel::dot_rows(&query, &rows, &mut scores);
        let expected: Vec<u32> =
            rows.chunks_exact(width.max(1)).map(|row| kernel::dot_portable(&query, row).to_bits()).collect();
        assert_eq!(scores.iter().map(|score| score.to_bits()).collect::<Vec<_>>(), expected, "width {width}");
    }
}

pub(crate) fn the_longer_vector_is_cut() {
    assert_eq!(kernel::dot(&[1.0; 40], &[2.0; 19]), 38.0);
    assert_eq!(kernel::dot(&[2.0; 19], &[1.0; 40]), 38.0);
    assert_eq!(kernel::dot(&[], &[2.0]), 0.0);
}

/// The kernel that users get.
#[cfg(target_feature = "simd128")]
pub(crate) fn the_kernel_is_simd128() {
    assert_eq!(kernel::name(), "simd128");
}

/// The kernel of a build without vectors.
#[cfg(not(target_feature = "simd128"))]
pub(crate) fn the_kernel_is_portable() {
    assert_eq!(kernel::name(), "portable");
}

fn assert_agree(a: &[f32], b: &[f32]) {
    let (dot, portable) = (kernel::dot(a, b), kernel::dot_portable(a, b));
    // Which NaN comes out of an operation is the machine's choice.
    let same = dot.to_bits() == portable.to_bits() || (dot.is_nan() && portable.is_nan());
    assert!(same, "length {}: {dot} is not {portable}", a.len());
}

/// Small numbers without a library (splitmix64, Steele et al. 2014).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 32) as u32
    }

    pub(crate) fn bytes(&mut self, length: usize) -> Vec<i8> {
        (0..length).map(|_| self.next() as i8).collect()
    }

    pub(crate) fn words(&mut self, length: usize) -> Vec<u64> {
        (0..length).map(|_| u64::from(self.next()) << 32 | u64::from(self.next())).collect()
    }

    /// Components between −1 and 1.
    pub(crate) fn vector(&mut self, length: usize) -> Vec<f32> {
        (0..length).map(|_| (self.next() >> 8) as f32 / (1_u32 << 23) as f32 - 1.0).collect()
    }
}
