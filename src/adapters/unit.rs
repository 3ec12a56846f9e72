//! What every vector goes through that something outside has made.

use crate::{Error, ErrorCode, Result};

/// The vector with length 1. Errors: `embedding_mismatch` if it is not `dims` wide, `model_bad_reply` if it has no direction.
pub fn unit(mut values: Vec<f32>, dims: usize) -> Result<Vec<f32>> {
    if values.len() != dims {
        return Err(Error::new(
            ErrorCode::EmbeddingMismatch,
            format!("the embedder gave a vector of {} numbers where {dims} were asked for", values.len()),
        ));
    }
    // Summed in f64, where the square of no f32 overflows.
    let norm = values.iter().map(|&x| f64::from(x) * f64::from(x)).sum::<f64>().sqrt();
    if !norm.is_finite() || norm == 0.0 {
        return Err(Error::bad_reply("the embedder gave a vector without a direction"));
    }
    for x in &mut values {
        *x = (f64::from(*x) / norm) as f32;
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_come_out_with_length_1_or_not_at_all() {
        assert_eq!(unit(vec![3.0, 4.0], 2).unwrap(), [0.6, 0.8]);
        let huge = unit(vec![f32::MAX, f32::MAX], 2).unwrap();
        assert!((huge[0] - 0.5_f32.sqrt()).abs() < 1e-6);
        let tiny = unit(vec![f32::MIN_POSITIVE, 0.0], 2).unwrap();
        assert_eq!(tiny, [1.0, 0.0]);
        for bad in [vec![0.0, 0.0], vec![f32::NAN, 1.0], vec![f32::INFINITY, 1.0]] {
            assert_eq!(unit(bad, 2).unwrap_err().code(), ErrorCode::ModelBadReply);
        }
        assert_eq!(unit(vec![1.0], 2).unwrap_err().code(), ErrorCode::EmbeddingMismatch);
    }
}
