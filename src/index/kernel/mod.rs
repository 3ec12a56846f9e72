//! Dot products: one truth in plain Rust, and the same sums in wasm's simd128 where the build has it.
//!
//! Both add in the same order (16 running sums, then a fixed tree), so they agree to the last bit and a search ranks
//! alike in every runtime.

mod portable;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128;

pub use portable::dot_portable;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub use simd128::dot_simd;

/// The dot product of two vectors of one width; a longer one is read to the shorter one's end.
#[inline]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    {
        dot_simd(a, b)
    }
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    {
        dot_portable(a, b)
    }
}

/// The dot products of `query` with each of the `rows` that lie one after the other, into `scores` (emptied first).
/// A last row that is cut short is left out; so is everything if `query` is empty.
pub fn dot_rows(query: &[f32], rows: &[f32], scores: &mut Vec<f32>) {
    scores.clear();
    if !query.is_empty() {
        scores.extend(rows.chunks_exact(query.len()).map(|row| dot(query, row)));
    }
}

/// Which kernel this build uses: `simd128` or `portable`.
pub const fn name() -> &'static str {
    if cfg!(all(target_arch = "wasm32", target_feature = "simd128")) { "simd128" } else { "portable" }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn naive(a: &[f32], b: &[f32]) -> f64 {
        a.iter().zip(b).map(|(&x, &y)| f64::from(x) * f64::from(y)).sum()
    }

    proptest! {
        #[test]
        fn agrees_with_a_sum_in_double_precision(pairs in proptest::collection::vec((-1.0_f32..1.0, -1.0_f32..1.0), 0..200)) {
            let (a, b): (Vec<f32>, Vec<f32>) = pairs.into_iter().unzip();
            prop_assert!((f64::from(dot_portable(&a, &b)) - naive(&a, &b)).abs() < 1e-4);
            prop_assert_eq!(dot(&a, &b).to_bits(), dot_portable(&a, &b).to_bits());
        }

        #[test]
        fn rows_are_dots_one_by_one(
            query in proptest::collection::vec(-1.0_f32..1.0, 0..20),
            rows in proptest::collection::vec(-1.0_f32..1.0, 0..200),
        ) {
            let mut scores = vec![9.0];
            dot_rows(&query, &rows, &mut scores);
            let whole = rows.len().checked_div(query.len()).unwrap_or(0);
            prop_assert_eq!(scores.len(), whole);
            for (i, score) in scores.iter().enumerate() {
                prop_assert_eq!(*score, dot(&query, &rows[i * query.len()..(i + 1) * query.len()]));
            }
        }
    }

    #[test]
    fn a_longer_vector_is_read_to_the_shorter_ones_end() {
        assert_eq!(dot_portable(&[1.0; 40], &[2.0; 19]), 38.0);
        assert_eq!(dot_portable(&[], &[2.0]), 0.0);
    }
}
