//! Vectors as the index keeps them: of length 1, so that a dot product is a cosine.

use crate::{Error, Result};

/// The same direction at length 1. Refused (`invalid_input`) if a component is NaN or infinite, or all are zero.
///
/// Sums in `f64`, so that very large and very small components neither overflow nor vanish.
pub fn normalise(vector: &[f32]) -> Result<Vec<f32>> {
    if !vector.iter().all(|x| x.is_finite()) {
        return Err(Error::invalid_input("an embedding must consist of finite numbers"));
    }
    let length = vector.iter().map(|&x| f64::from(x) * f64::from(x)).sum::<f64>().sqrt();
    if length == 0.0 {
        return Err(Error::invalid_input("an embedding must not be all zeros: it has no direction"));
    }
    Ok(vector.iter().map(|&x| (f64::from(x) / length) as f32).collect())
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
