//! The kernels of this build against loops in wider numbers, on what proptest makes up. Every length, and the build with
//! vectors, are met by `tests/conformance`.

use proptest::{collection::vec, prelude::*};

use super::*;

proptest! {
    #[test]
    fn floats_agree_with_a_sum_in_double_precision(pairs in vec((-1.0_f32..1.0, -1.0_f32..1.0), 0..200)) {
        let (a, b): (Vec<f32>, Vec<f32>) = pairs.into_iter().unzip();
        let naive: f64 = a.iter().zip(&b).map(|(&x, &y)| f64::from(x) * f64::from(y)).sum();
        prop_assert!((f64::from(dot(&a, &b)) - naive).abs() < 1e-4);
    }

    #[test]
    fn rows_are_dots_one_by_one(query in vec(-1.0_f32..1.0, 0..20), rows in vec(-1.0_f32..1.0, 0..200)) {
        let mut scores = vec![9.0];
        dot_rows(&query, &rows, &mut scores);
        let expected = rows.chunks_exact(query.len().max(1)).map(|row| dot(&query, row));
        prop_assert!(query.is_empty() && scores.is_empty() || expected.eq(scores));
    }

    #[test]
    fn codes_of_16_bits_agree_with_a_sum_in_double_precision(
        all in vec((-1.0_f32..1.0, -127_i8..=127, any::<i8>()), 0..200),
    ) {
        let query: Vec<f32> = all.iter().map(|one| one.0).collect();
        let (high, low): (Vec<i8>, Vec<i8>) = all.iter().map(|one| (one.1, one.2)).unzip();
        let code = |high: i8, low: i8| 256.0 * f64::from(high) + f64::from(low);
        let naive: f64 = all.iter().map(|&(q, high, low)| f64::from(q) * code(high, low)).sum();
        prop_assert!((f64::from(dot_f32_i16(&query, &high, &low)) - naive).abs() < 4.0);
    }

    #[test]
    fn bytes_are_exact(a in vec(any::<i8>(), 0..300), b in vec(any::<i8>(), 0..300)) {
        let naive = a.iter().zip(&b).map(|(&x, &y)| i64::from(x) * i64::from(y)).sum::<i64>();
        let wide: Vec<i16> = a.iter().copied().map(i16::from).collect();
        prop_assert_eq!(i64::from(dot_i8(&wide, &b)), naive);
        prop_assert_eq!(i64::from(dot_i8_i8(&a, &b)), naive);
    }

    #[test]
    fn many_queries_are_queries_one_by_one(
        width in 0..70_usize,
        queries in vec(-128..=127_i16, 0..300),
        rows in vec(any::<i8>(), 0..600),
        room in 0..50_usize,
    ) {
        let mut out = vec![0; room];
        dot_i8_rows_many(&queries, width, &rows, &mut out);
        let mut expected = vec![0; room];
        if let Some(count) = rows.len().checked_div(width).filter(|count| *count > 0) {
            for (query, out) in queries.chunks_exact(width).zip(expected.chunks_mut(count)) {
                dot_i8_rows(query, &rows, out);
            }
        }
        prop_assert_eq!(out, expected);
    }

    #[test]
    fn distances_are_counted_once(query in vec(any::<u64>(), 1..14), rows in vec(any::<u64>(), 0..100)) {
        let count = rows.len() / query.len();
        let (mut out, mut histogram) = (vec![0; count], vec![0; 64 * query.len() + 1]);
        hamming_rows(&query, &rows, &mut out, &mut histogram);
        for (row, distance) in rows.chunks_exact(query.len()).zip(&out) {
            let naive: u32 = query.iter().zip(row).map(|(q, r)| (q ^ r).count_ones()).sum();
            prop_assert_eq!(u32::from(*distance), naive);
        }
        prop_assert_eq!(histogram.iter().sum::<u32>() as usize, count);
        let mut near = Vec::new();
        select_le(&out, 200, 5, &mut near);
        prop_assert_eq!(near.len() as u32, histogram.iter().take(201).sum::<u32>());
        prop_assert!(near.iter().all(|position| out[*position as usize - 5] <= 200));
    }

    #[test]
    fn the_distance_of_signs_counts_the_columns_where_they_differ(pairs in vec(any::<(i8, i8)>(), 64..200)) {
        let whole = pairs.len() / 64 * 64;
        let (a, b): (Vec<i8>, Vec<i8>) = pairs.into_iter().take(whole).unzip();
        let (mut a_bits, mut b_bits) = (vec![0; whole / 64], vec![0; whole / 64]);
        sign_bits(&a, &mut a_bits);
        sign_bits(&b, &mut b_bits);
        let (mut out, mut histogram) = ([0], [0; 257]);
        hamming_rows(&a_bits, &b_bits, &mut out, &mut histogram);
        let naive = a.iter().zip(&b).filter(|(x, y)| (**x < 0) != (**y < 0)).count();
        prop_assert_eq!(usize::from(out[0]), naive);
    }
}

#[test]
fn a_longer_vector_is_read_to_the_shorter_ones_end() {
    assert_eq!(dot(&[1.0; 40], &[2.0; 19]), 38.0);
    assert_eq!(dot_portable(&[], &[2.0]), 0.0);
    assert_eq!(dot_i8_i8(&[1; 40], &[2; 19]), 38);
}
