//! The table of token vectors, quantised as it lies in the file, and the sum of some of its rows.

use super::bytes::corrupt;
use crate::Result;

/// How a row's numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// Two a byte, the low half first; the value is the half less 8.
    Int4,
    Int8,
    /// IEEE half precision, little-endian.
    Float16,
    /// IEEE single precision, little-endian.
    Float32,
}

impl Coding {
    /// How many bytes a row takes; none if that is no number.
    pub(super) fn stride(self, dims: usize) -> Option<usize> {
        match self {
            Self::Int4 => Some(dims.div_ceil(2)),
            Self::Int8 => Some(dims),
            Self::Float16 => dims.checked_mul(2),
            Self::Float32 => dims.checked_mul(4),
        }
    }
}

/// Token vectors: `factor × row` each.
pub(super) struct Rows {
    dims: usize,
    stride: usize,
    coding: Coding,
    bytes: Vec<u8>,
    /// By token.
    factors: Vec<f32>,
    /// The row of each token where tokens share rows.
    mapping: Option<Vec<u32>>,
}

/// Memory that calls share.
#[derive(Default)]
pub(super) struct Sum {
    low: Vec<f32>,
    high: Vec<f32>,
}

impl Rows {
    /// Error: `model_corrupt` if the parts do not fit each other.
    pub(super) fn new(
        dims: usize,
        coding: Coding,
        bytes: Vec<u8>,
        factors: Vec<f32>,
        mapping: Option<Vec<u32>>,
    ) -> Result<Self> {
        let stride = coding.stride(dims).filter(|_| dims > 0).ok_or_else(|| corrupt("has no width"))?;
        let rows = bytes.len() / stride;
        let all = mapping.as_ref().map_or(rows == factors.len(), |mapping| {
            mapping.len() == factors.len() && mapping.iter().all(|row| (*row as usize) < rows)
        });
        if !all || !bytes.len().is_multiple_of(stride) || !factors.iter().all(|factor| factor.is_finite()) {
            return Err(corrupt("has not one proper row for each token"));
        }
        Ok(Self { dims, stride, coding, bytes, factors, mapping })
    }

    pub(super) const fn dims(&self) -> usize {
        self.dims
    }

    /// The sum of the tokens' vectors, made to length 1; none if it has no direction.
    pub(super) fn direction(&self, tokens: &[u32], sum: &mut Sum) -> Option<Vec<f32>> {
        let mut vector = match self.coding {
            Coding::Int4 => self.sum_halves(tokens, sum),
            _ => self.sum_numbers(tokens),
        };
        // In f64, where the square of no f32 overflows.
        let length = vector.iter().map(|x| f64::from(*x) * f64::from(*x)).sum::<f64>().sqrt();
        if !length.is_finite() || length < f64::from(f32::MIN_POSITIVE) {
            return None;
        }
        vector.iter_mut().for_each(|x| *x = (f64::from(*x) / length) as f32);
        Some(vector)
    }

    fn row(&self, token: u32) -> Option<(&[u8], f32)> {
        let factor = *self.factors.get(token as usize)?;
        let row = match &self.mapping {
            Some(mapping) => *mapping.get(token as usize)? as usize,
            None => token as usize,
        };
        let start = row * self.stride;
        Some((self.bytes.get(start..start + self.stride)?, factor))
    }

    /// Low and high halves are summed apart, as the unsigned numbers they are written as, so that the loop is the same for every
    /// byte; what that is too much is taken off at the end. It comes out exactly: eight times a number has its mantissa.
    fn sum_halves(&self, tokens: &[u32], sum: &mut Sum) -> Vec<f32> {
        for part in [&mut sum.low, &mut sum.high] {
            part.clear();
            part.resize(self.stride, 0.0);
        }
        let mut excess = 0.0_f32;
        for (row, factor) in tokens.iter().filter_map(|token| self.row(*token)) {
            for ((low, high), byte) in sum.low.iter_mut().zip(&mut sum.high).zip(row) {
                *low += factor * f32::from(byte & 15);
                *high += factor * f32::from(byte >> 4);
            }
            excess += factor * 8.0;
        }
        let pairs = sum.low.iter().zip(&sum.high).flat_map(|(low, high)| [low - excess, high - excess]);
        pairs.take(self.dims).collect()
    }

    fn sum_numbers(&self, tokens: &[u32]) -> Vec<f32> {
        let mut sum = vec![0.0; self.dims];
        for (row, factor) in tokens.iter().filter_map(|token| self.row(*token)) {
            match self.coding {
                Coding::Float32 => add(&mut sum, factor, row.as_chunks::<4>().0, |x| f32::from_le_bytes(*x)),
                Coding::Float16 => {
                    add(&mut sum, factor, row.as_chunks::<2>().0, |x| half(u16::from_le_bytes(*x)))
                }
                Coding::Int8 | Coding::Int4 => add(&mut sum, factor, row, |x| f32::from(x.cast_signed())),
            }
        }
        sum
    }
}

#[inline]
fn add<T>(sum: &mut [f32], factor: f32, row: &[T], number: impl Fn(&T) -> f32) {
    for (x, value) in sum.iter_mut().zip(row) {
        *x += factor * number(value);
    }
}

/// IEEE half precision to single: exact.
pub(super) fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let fraction = f32::from(bits & 0x3ff);
    match i32::from(bits >> 10 & 0x1f) {
        0 => sign * fraction * 2.0_f32.powi(-24),
        31 if fraction == 0.0 => sign * f32::INFINITY,
        31 => f32::NAN,
        exponent => sign * (1.0 + fraction / 1024.0) * 2.0_f32.powi(exponent - 15),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn direction(rows: &Rows, tokens: &[u32]) -> Option<Vec<f32>> {
        rows.direction(tokens, &mut Sum::default())
    }

    #[test]
    fn halves_are_signed_and_in_order() {
        // 3 numbers: 3, -4, 0 (8 in the low half), and a high half that belongs to no number.
        let rows = Rows::new(3, Coding::Int4, vec![0x4b, 0xf8], vec![2.0], None).unwrap();
        assert_eq!(direction(&rows, &[0]).unwrap(), [0.6, -0.8, 0.0]);
        assert_eq!(
            direction(&rows, &[0, 0, 7]).unwrap(),
            [0.6, -0.8, 0.0],
            "a token without a row adds nothing"
        );
        assert_eq!(direction(&rows, &[]), None);
    }

    #[test]
    fn every_coding_sums_alike() {
        let single: Vec<u8> = [3.0_f32, -4.0, 0.0, 1.0].iter().flat_map(|x| x.to_le_bytes()).collect();
        let half: Vec<u8> = [0x4200_u16, 0xc400, 0, 0x3c00].iter().flat_map(|x| x.to_le_bytes()).collect();
        for (coding, bytes) in
            [(Coding::Int8, vec![3, 252, 0, 1]), (Coding::Float32, single), (Coding::Float16, half)]
        {
            let rows = Rows::new(2, coding, bytes, vec![1.0, 0.5, 0.5], Some(vec![0, 1, 1])).unwrap();
            assert_eq!(direction(&rows, &[0]).unwrap(), [0.6, -0.8], "{coding:?}");
            assert_eq!(direction(&rows, &[1, 2]).unwrap(), [0.0, 1.0], "{coding:?}");
        }
    }

    #[test]
    fn opposite_vectors_have_no_direction() {
        let rows = Rows::new(2, Coding::Int4, vec![0x9a, 0x76], vec![0.3, 0.3], None).unwrap();
        assert_eq!(direction(&rows, &[0, 1]), None);
        let broken = Rows::new(1, Coding::Float32, f32::NAN.to_le_bytes().to_vec(), vec![1.0], None).unwrap();
        assert_eq!(direction(&broken, &[0]), None);
    }

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        let rows = |dims, bytes: &[u8], factors: &[f32], mapping: Option<Vec<u32>>| {
            Rows::new(dims, Coding::Int8, bytes.to_vec(), factors.to_vec(), mapping).is_ok()
        };
        assert!(rows(2, &[1; 4], &[1.0, 1.0], None));
        assert!(!rows(0, &[], &[], None));
        assert!(!rows(2, &[1; 5], &[1.0, 1.0], None));
        assert!(!rows(2, &[1; 4], &[1.0], None));
        assert!(!rows(2, &[1; 4], &[1.0, f32::NAN], None));
        assert!(!rows(2, &[1; 4], &[1.0], Some(vec![2])));
        assert!(!rows(2, &[1; 4], &[1.0], Some(vec![0, 1])));
    }

    #[test]
    fn halves_of_precision_read_as_they_are_defined() {
        let cases = [
            (0x0001, 2.0_f32.powi(-24)),
            (0x7bff, 65_504.0),
            (0x3555, 0.333_251_95),
            (0x8000, 0.0),
            (0xfc00, f32::NEG_INFINITY),
        ];
        for (bits, expected) in cases {
            assert_eq!(half(bits), expected);
        }
        assert!(half(0x7e00).is_nan());
    }
}
