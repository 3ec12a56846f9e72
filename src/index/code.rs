//! Vectors as the index keeps them: 16 bits a component in two planes of 8, with one scale a vector.
//!
//! A component is `scale · (256 · high + low)`. `high` alone is the int8 code that scans read; both together are the
//! full precision that answers are scored with (an error of about 2⁻¹⁶ of the largest component, below f16's).

use super::{
    kernel,
    vector::{length, normalise},
};
use crate::Result;

/// Widths are padded with zeros to a multiple of this, the bits of one word.
pub(super) const PAD: usize = 64;
/// The largest 16-bit code: rounding its high half must not leave eight bits.
const LARGEST: f32 = 32_639.0;
/// How many magnitudes a column of a query may have, and how many standard deviations the largest begins below: of two
/// bits this is the best division (two to four deviations differ by a tenth of what must be scored).
const MAGNITUDES: f32 = 4.0;
const FARTHEST: f32 = 2.0;
/// One step of the high plane, in steps of the low one.
pub(super) const COARSE: f32 = 256.0;

/// The padded width of vectors of `dims` components.
pub(super) const fn stride(dims: usize) -> usize {
    dims.div_ceil(PAD) * PAD
}

/// One vector's code.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Code {
    pub(super) high: Vec<i8>,
    pub(super) low: Vec<i8>,
    /// What one step of `low` is worth.
    pub(super) scale: f32,
    /// The length of what the high plane leaves out: no dot product with a unit vector errs by more without it.
    pub(super) slack: f32,
}

impl Code {
    /// The code of a vector's direction. Errors as of [`length`]: the vector has none.
    pub(super) fn of(vector: &[f32]) -> Result<Self> {
        let length = length(vector)?;
        let largest = vector.iter().fold(0.0_f32, |most, x| if x.abs() > most { x.abs() } else { most });
        let steps = LARGEST / largest;
        if !steps.is_normal() {
            // Components so small or large that f32 does not reach from one to the other: at length 1 it does.
            return Self::of(&normalise(vector)?);
        }
        let padded = stride(vector.len());
        let (mut high, mut low) = (vec![0_i8; padded], vec![0_i8; padded]);
        for ((x, high), low) in vector.iter().zip(&mut high).zip(&mut low) {
            let step = (x * steps).round_ties_even() as i32;
            let top = (step + 128) >> 8;
            *high = top as i8;
            *low = (step - (top << 8)) as i8;
        }
        let scale = (f64::from(largest) / length) as f32 / LARGEST;
        let slack = slack(&low, scale);
        Ok(Self { high, low, scale, slack })
    }
}

/// The length of a row's low plane.
pub(super) fn slack(low: &[i8], scale: f32) -> f32 {
    (kernel::dot_i8_i8(low, low) as f32).sqrt() * scale
}

/// The length of a row.
pub(super) fn row_length(high: &[i8], low: &[i8], scale: f32) -> f32 {
    let dot = |a: &[i8], b: &[i8]| f64::from(kernel::dot_i8_i8(a, b));
    let coarse = f64::from(COARSE);
    let squared = coarse * coarse * dot(high, high) + 2.0 * coarse * dot(high, low) + dot(low, low);
    squared.sqrt() as f32 * scale
}

/// A query in every form the stages compare with.
#[derive(Clone, Debug)]
pub(super) struct Query {
    /// Length 1, padded.
    pub(super) unit: Vec<f32>,
    /// Its int8 code, widened.
    pub(super) codes: Vec<i16>,
    /// What one step of `codes` is worth.
    pub(super) scale: f32,
    /// The length of what the code leaves out.
    pub(super) slack: f32,
}

impl Query {
    /// From a unit vector.
    pub(super) fn of(mut unit: Vec<f32>) -> Self {
        unit.resize(stride(unit.len()), 0.0);
        // Column by column of blocks, so that they are done side by side.
        let mut largest = [0.0_f32; 16];
        for block in unit.as_chunks::<16>().0 {
            for (most, x) in largest.iter_mut().zip(block) {
                *most = if x.abs() > *most { x.abs() } else { *most };
            }
        }
        let largest = largest.into_iter().fold(0.0_f32, f32::max);
        let scale = largest / 127.0;
        let steps = 127.0 / largest;
        let codes: Vec<i16> = unit.iter().map(|x| (x * steps).round_ties_even() as i32 as i16).collect();
        let lost: Vec<f32> = unit.iter().zip(&codes).map(|(x, c)| x - f32::from(*c) * scale).collect();
        let slack = kernel::dot(&lost, &lost).sqrt();
        Self { unit, codes, scale, slack }
    }

    /// Its signs about `mean`, with what each column is worth.
    pub(super) fn signs(&self, mean: Option<&[f32]>) -> Signs {
        let none = Vec::new();
        let means = mean.unwrap_or(&none).iter().copied().chain(std::iter::repeat(0.0));
        let about: Vec<f32> = self.unit.iter().zip(means).map(|(x, mean)| x - mean).collect();
        let spread = (kernel::dot(&about, &about) / about.len() as f32).sqrt();
        let steps = MAGNITUDES / (FARTHEST * spread).max(f32::MIN_POSITIVE);
        let (mut bits, mut first, mut second) = (Vec::new(), Vec::new(), Vec::new());
        for columns in about.as_chunks::<PAD>().0 {
            let magnitudes = columns.map(|x| (x.abs() * steps).min(MAGNITUDES - 1.0) as i32);
            for (plane, set) in [
                (&mut bits, columns.map(|x| -i8::from(x < 0.0))),
                (&mut first, magnitudes.map(|magnitude| -((magnitude & 1) as i8))),
                (&mut second, magnitudes.map(|magnitude| -((magnitude >> 1) as i8))),
            ] {
                let mut word = [0];
                kernel::sign_bits(&set, &mut word);
                plane.extend(word);
            }
        }
        Signs { bits, magnitudes: [first, second] }
    }

    /// The score of an int8 dot product with a row of this scale.
    #[inline]
    pub(super) fn coarse(&self, dot: i32, scale: f32) -> f32 {
        dot as f32 * (self.scale * COARSE * scale)
    }
}

/// A query's sign bits, as [`signs`] writes those of rows, and how far each column lies from the origin in two bits. A
/// row on the other side of a column errs by that much, so its weighed distance (1, 3, 5 or 7 a column) orders rows nearly
/// as well as the whole query against their signs would.
#[derive(Clone, Debug)]
pub(super) struct Signs {
    pub(super) bits: Vec<u64>,
    magnitudes: [Vec<u64>; 2],
}

impl Signs {
    /// Of this many columns at most `u16::MAX` is told apart.
    pub(super) const fn largest(width: usize) -> usize {
        if width < 9_362 { 7 * width } else { u16::MAX as usize }
    }

    /// As [`kernel::weighed_hamming`] takes them.
    pub(super) fn weighed(&self) -> [&[u64]; 3] {
        let [first, second] = &self.magnitudes;
        [&self.bits, first, second]
    }
}

/// Writes the signs of a row about `mean` (of the coordinates' origin, if none): bit set where the component is smaller.
pub(super) fn signs(high: &[i8], low: &[i8], scale: f32, mean: Option<&[f32]>, out: &mut [u64]) {
    let Some(mean) = mean else { return kernel::sign_bits(high, out) };
    let (highs, lows, means) =
        (high.as_chunks::<PAD>().0, low.as_chunks::<PAD>().0, mean.as_chunks::<PAD>().0);
    for (((high, low), mean), out) in highs.iter().zip(lows).zip(means).zip(out) {
        let mut below = [0_i8; PAD];
        for (((below, high), low), mean) in below.iter_mut().zip(high).zip(low).zip(mean) {
            let x = (f32::from(*high) * COARSE + f32::from(*low)) * scale;
            *below = -i8::from(x < *mean);
        }
        kernel::sign_bits(&below, std::slice::from_mut(out));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::index::vector::normalise;

    proptest! {
        #[test]
        fn sixteen_bits_are_nearly_all_of_it(vector in proptest::collection::vec(-1.0_f32..1.0, 1..200)) {
            prop_assume!(vector.iter().any(|x| *x != 0.0));
            let unit = normalise(&vector).unwrap();
            let code = Code::of(&vector).unwrap();
            prop_assert_eq!((code.high.len(), code.low.len()), (stride(unit.len()), stride(unit.len())));
            let mut lost = 0.0_f64;
            for (i, x) in unit.iter().enumerate() {
                let coarse = COARSE * f32::from(code.high[i]) * code.scale;
                let full = coarse + f32::from(code.low[i]) * code.scale;
                prop_assert!((full - x).abs() <= 0.51 * code.scale, "{} {}", full, x);
                lost += f64::from(full - coarse).powi(2);
            }
            prop_assert!((lost.sqrt() - f64::from(code.slack)).abs() < 1e-5);
            prop_assert!((row_length(&code.high, &code.low, code.scale) - 1.0).abs() < 1e-3);
            prop_assert!(code.high[unit.len()..].iter().chain(&code.low[unit.len()..]).all(|x| *x == 0));
        }

        #[test]
        fn no_coarse_score_errs_by_more_than_the_slack(
            pairs in proptest::collection::vec((-1.0_f32..1.0, -1.0_f32..1.0), 2..100),
        ) {
            let (a, b): (Vec<f32>, Vec<f32>) = pairs.into_iter().unzip();
            prop_assume!(a.iter().any(|x| *x != 0.0) && b.iter().any(|x| *x != 0.0));
            let (a, b) = (normalise(&a).unwrap(), normalise(&b).unwrap());
            let truth: f32 = a.iter().zip(&b).map(|(x, y)| x * y).sum();
            let (query, row) = (Query::of(a), Code::of(&b).unwrap());
            let coarse = query.coarse(kernel::dot_i8(&query.codes, &row.high), row.scale);
            prop_assert!((coarse - truth).abs() <= row.slack + 1.01 * query.slack + 1e-4);
        }
    }

    #[test]
    fn sizes_at_the_ends_of_f32_do_no_harm() {
        for size in [f32::MIN_POSITIVE, f32::from_bits(1), 1e-30, 1.0, 1e30, f32::MAX] {
            let code = Code::of(&[size, -size, 0.0]).unwrap();
            assert!((row_length(&code.high, &code.low, code.scale) - 1.0).abs() < 1e-3, "{size}: {code:?}");
            assert_eq!((code.high[0], code.high[1]), (127, -127), "{size}");
        }
        assert!(
            Code::of(&[f32::NAN]).is_err()
                && Code::of(&[1.0, f32::INFINITY]).is_err()
                && Code::of(&[0.0]).is_err()
        );
    }

    #[test]
    fn a_column_counts_by_how_far_the_query_lies_from_the_mean() {
        // The spread is 1, so magnitudes begin at 0, 0.5, 1 and 1.5.
        let mut unit = vec![1.0_f32; 64];
        unit[..6].copy_from_slice(&[0.1, -0.6, 1.1, -1.6, 9.0, -9.0]);
        let rest = (64.0 - unit[..6].iter().map(|x| x * x).sum::<f32>()).max(0.0) / 58.0;
        unit[6..].fill(rest.sqrt());
        let spread = (unit.iter().map(|x| x * x).sum::<f32>() / 64.0).sqrt();
        let query = Query::of(unit.iter().map(|x| x + 5.0).collect());
        let signs = query.signs(Some(&[5.0; 64]));
        assert_eq!(signs.bits, [0b101010]);
        let weight_of = |column: u32| {
            let mut weights = [0];
            kernel::weighed_hamming(signs.weighed(), &[signs.bits[0] ^ (1 << column)], &[0], &mut weights);
            weights[0]
        };
        for (column, x) in (0..).zip(&unit) {
            let magnitude = (x.abs() / spread * 2.0).min(3.0) as u16;
            assert_eq!(weight_of(column), 1 + 2 * magnitude, "{x}");
        }
        assert_eq!(Signs::largest(64), 448);
        // One direction only: no magnitude can be told, and none is needed.
        assert_eq!(Query::of(vec![0.0; 64]).signs(None).bits, [0]);
    }

    #[test]
    fn signs_are_taken_about_the_mean() {
        let code = Code::of(&[0.6, 0.5, -0.5, 0.3]).unwrap();
        let mut bits = [0];
        signs(&code.high, &code.low, code.scale, None, &mut bits);
        assert_eq!(bits, [0b0100]);
        let mut mean = vec![0.0; 64];
        mean[..4].copy_from_slice(&[0.7, 0.1, -0.9, 0.4]);
        signs(&code.high, &code.low, code.scale, Some(&mean), &mut bits);
        assert_eq!(bits, [0b1001]);
    }
}
