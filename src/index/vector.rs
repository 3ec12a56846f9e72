//! Vectors as the index takes them: of length 1, so that a dot product is a cosine.

use crate::{Error, Result};

/// The same direction at length 1. Refused (`invalid_input`) if a component is NaN or infinite, or all are zero.
pub fn normalise(vector: &[f32]) -> Result<Vec<f32>> {
    let length = length(vector)?;
    Ok(vector.iter().map(|&x| (f64::from(x) / length) as f32).collect())
}

/// The length of a vector that has a direction; refused (`invalid_input`) as by [`normalise`].
///
/// Sums in `f64`, so that very large and very small components neither overflow nor vanish: what is finite in `f32` has
/// a finite sum of squares, and what is not has none.
pub fn length(vector: &[f32]) -> Result<f64> {
    let (blocks, rest) = vector.as_chunks::<4>();
    let mut sums = [0.0_f64; 4];
    for block in blocks {
        for (sum, &x) in sums.iter_mut().zip(block) {
            *sum += f64::from(x) * f64::from(x);
        }
    }
    let sum = sums.iter().sum::<f64>() + rest.iter().map(|&x| f64::from(x) * f64::from(x)).sum::<f64>();
    if !sum.is_finite() {
        return Err(Error::invalid_input("an embedding must consist of finite numbers"));
    }
    if sum == 0.0 {
        return Err(Error::invalid_input("an embedding must not be all zeros: it has no direction"));
    }
    Ok(sum.sqrt())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ErrorCode;

    proptest! {
        #[test]
        fn any_finite_direction_gets_length_one(vector in proptest::collection::vec(proptest::num::f32::NORMAL, 1..40)) {
            let unit = normalise(&vector).unwrap();
            let squared: f32 = unit.iter().map(|x| x * x).sum();
            prop_assert!((squared - 1.0).abs() <= 1e-3);
            prop_assert!(unit.iter().zip(&vector).all(|(u, v)| u * v >= 0.0));
        }
    }

    #[test]
    fn what_has_no_direction_is_refused() {
        for bad in [&[][..], &[0.0, -0.0], &[1.0, f32::NAN], &[f32::INFINITY, 1.0]] {
            assert_eq!(normalise(bad).unwrap_err().code(), ErrorCode::InvalidInput, "{bad:?}");
        }
    }
}
