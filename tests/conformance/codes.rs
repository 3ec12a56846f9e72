//! The laws of the kernels for codes of 16, 8 and 1 bit, each held against a loop that anybody can read.

use std::iter::zip;

use forgetmenot::index::kernel::{self, Popcount, portable};

use super::{MAX_LENGTH, Random};

pub(crate) fn sixteen_bits_of_every_length_agree() {
    let mut random = Random(11);
    let query = random.vector(MAX_LENGTH + 4);
    let (high, low) = (random.bytes(MAX_LENGTH + 16), random.bytes(MAX_LENGTH + 16));
    for length in 0..=MAX_LENGTH {
        let query = &query[length % 4..][..length];
        let (high, low) = (&high[length % 16..][..length], &low[length / 3 % 16..][..length]);
        let dot = kernel::dot_f32_i16(query, high, low);
        assert_eq!(dot.to_bits(), portable::dot_f32_i16(query, high, low).to_bits(), "length {length}");
        let products =
            || zip(query, zip(high, low)).map(|(q, (h, l))| f64::from(*q) * f64::from(code(*h, *l)));
        let (exact, size): (f64, f64) = (products().sum(), products().map(f64::abs).sum());
        // A sum of n products errs by n roundings at most (Higham 2002, §3.1).
        let (bound, error) = (length as f64 * f64::from(f32::EPSILON) * size, (f64::from(dot) - exact).abs());
        assert!(error <= bound, "length {length}: off by {error}, at most {bound} is due to rounding");
    }
}

pub(crate) fn extreme_codes_of_sixteen_bits_agree() {
    // Every code there is, by every pair of bytes: exact, for each product alone fits a float.
    for high in i8::MIN..=i8::MAX {
        for low in (i8::MIN..=i8::MAX).step_by(3) {
            for (length, place) in [(1, 0), (16, 5), (23, 22)] {
                let (mut highs, mut lows, mut query) = ([0; 23], [0; 23], [0.0; 23]);
                (highs[place], lows[place], query[place]) = (high, low, -0.5);
                let dot = kernel::dot_f32_i16(&query[..length], &highs, &lows);
                assert_eq!(dot, -0.5 * f32::from(code(high, low)), "{high} {low}");
            }
        }
    }
    assert_eq!(kernel::dot_f32_i16(&[1.0; 20], &[1; 19], &[-1; 40]), 19.0 * 255.0);
    assert_eq!(kernel::dot_f32_i16(&[1.0; 40], &[1; 40], &[-1; 17]), 17.0 * 255.0);
    assert!(kernel::dot_f32_i16(&[f32::NAN; 16], &[1; 16], &[0; 16]).is_nan());
}

pub(crate) fn bytes_of_every_length_are_exact() {
    let mut random = Random(12);
    let (a, b) = (random.bytes(MAX_LENGTH + 16), random.bytes(MAX_LENGTH + 16));
    let ends = [(-128, -128), (127, 127), (-128, 127), (-1, 1)];
    for length in 0..=MAX_LENGTH {
        let (x, y) = (&a[length % 16..][..length], &b[length / 5 % 16..][..length]);
        assert_bytes(x, y);
        let (x, y) = ends[length % 4];
        assert_bytes(&vec![x; length], &vec![y; length + length % 3]);
    }
    // Beyond 32 bits both wrap.
    let (query, row) = ([i16::MIN; 1_000], [-128; 1_000]);
    assert_eq!(kernel::dot_i8(&query, &row), 4_194_304_000_i64 as i32);
    let mut products = [0; 5];
    kernel::dot_i8_rows(&query[..200], &row, &mut products);
    assert_eq!(products, [838_860_800; 5]);
}

pub(crate) fn bytes_in_rows_are_dots_one_by_one() {
    let mut random = Random(13);
    for width in [0, 1, 7, 8, 16, 63, 64, 65, 128, 192, 200, 384, 768, 1_024, 3_072, 3_073] {
        for count in [0, 1, 3, 4, 5, 8, 11, 66] {
            let rows = random.bytes(1 + width * count + width / 2);
            let rows = &rows[1..];
            let queries: Vec<i16> = random.bytes(width * 3 + width / 3).into_iter().map(i16::from).collect();
            let expected = |query: usize, row: usize| {
                let products = zip(&queries[query * width..][..width], &rows[row * width..][..width]);
                products.map(|(q, r)| i32::from(*q) * i32::from(*r)).sum::<i32>()
            };
            let count = if width == 0 { 0 } else { count };
            // Room for all, for some and for more.
            for room in [count, count / 2, count + 5] {
                let mut out = vec![7; room];
                kernel::dot_i8_rows(queries.get(..width).unwrap(), rows, &mut out);
                let all = (0..room).map(|row| if row < count { expected(0, row) } else { 7 });
                assert!(all.eq(out), "width {width}, {count} rows, room for {room}");
            }
            for room in [3 * count, 2 * count + count / 2, 3 * count + 1] {
                let mut out = vec![7; room];
                kernel::dot_i8_rows_many(&queries, width, rows, &mut out);
                let all = (0..room).map(|i| if i < 3 * count { expected(i / count, i % count) } else { 7 });
                assert!(all.eq(out), "width {width}, {count} rows, three queries, room for {room}");
            }
        }
    }
}

pub(crate) fn bits_of_every_width_are_counted() {
    let mut random = Random(14);
    for choice in [Popcount::Word, Popcount::Vector] {
        kernel::set_popcount(choice);
        for words in 0..=52 {
            let count = 13;
            let mut rows = random.words(words * count + words / 2);
            rows[words * count / 2..words * count / 2 + words].fill(u64::MAX);
            for query in [random.words(words), vec![0; words], vec![u64::MAX; words]] {
                for room in [count, 0, 6, 20] {
                    let (mut out, mut histogram) = (vec![7; room], vec![0; 64 * words + 1]);
                    kernel::hamming_rows(&query, &rows, &mut out, &mut histogram);
                    let count = if words == 0 { 0 } else { count.min(room) };
                    let mut expected_histogram = vec![0; 64 * words + 1];
                    for (row, distance) in out.iter().enumerate() {
                        if row >= count {
                            assert_eq!(*distance, 7);
                            continue;
                        }
                        let expected = differing(&query, &rows[row * words..][..words]);
                        assert_eq!(*distance, expected, "{choice:?}, {words} words, row {row}");
                        expected_histogram[usize::from(expected)] += 1;
                    }
                    assert_eq!(histogram, expected_histogram, "{choice:?}, {words} words");
                }
            }
        }
        // A histogram that is too short counts what it can; a distance that is too large is the largest.
        let (mut out, mut histogram) = ([0; 2], [0; 3]);
        kernel::hamming_rows(&[0], &[3, 7], &mut out, &mut histogram);
        assert_eq!((out, histogram), ([2, 3], [0, 0, 1]));
        kernel::hamming_rows(&vec![0; 1_100], &vec![u64::MAX; 1_100], &mut out, &mut histogram);
        assert_eq!((out, histogram), ([u16::MAX, 3], [0, 0, 1]));
    }
    kernel::set_popcount(Popcount::Word);
}

pub(crate) fn columns_that_differ_count_by_their_weight() {
    let mut random = Random(15);
    for choice in [Popcount::Word, Popcount::Vector] {
        kernel::set_popcount(choice);
        for words in 0..=52 {
            let rows = random.words(words * 9 + words / 2);
            let places = [8, 0, 3, 3, 9, u32::MAX, 7];
            for [signs, first, second] in [
                [random.words(words), random.words(words), random.words(words)],
                [vec![0; words], vec![u64::MAX; words], vec![u64::MAX; words]],
            ] {
                for room in [places.len(), 2, 12] {
                    let mut out = vec![7; room];
                    kernel::weighed_hamming([&signs, &first, &second], &rows, &places, &mut out);
                    for (i, got) in out.iter().enumerate() {
                        let place = places.get(i).filter(|place| **place < 9 && words > 0);
                        let expected = place.map_or(7, |place| {
                            let row = &rows[*place as usize * words..][..words];
                            (0..words * 64).map(|column| weight(column, &signs, row, &first, &second)).sum()
                        });
                        assert_eq!(*got, expected, "{choice:?}, {words} words, {i}");
                    }
                }
            }
        }
        let mut out = [7];
        // Planes of another width than the signs' are no query; a distance that is too large is the largest.
        kernel::weighed_hamming([&[1, 1], &[1], &[1]], &[0; 4], &[0], &mut out);
        kernel::weighed_hamming([&[1], &[1], &[]], &[0; 4], &[0], &mut out);
        assert_eq!(out, [7]);
        let all = vec![u64::MAX; 160];
        kernel::weighed_hamming([&all, &all, &all], &vec![0; 160], &[0], &mut out);
        assert_eq!(out, [u16::MAX]);
    }
    kernel::set_popcount(Popcount::Word);
}

/// What a column counts: 1 if it differs, and 2 and 4 more by its bits in the planes.
fn weight(column: usize, signs: &[u64], row: &[u64], first: &[u64], second: &[u64]) -> u16 {
    let bit = |words: &[u64]| (words[column / 64] >> (column % 64) & 1) as u16;
    (bit(signs) ^ bit(row)) * (1 + 2 * bit(first) + 4 * bit(second))
}

pub(crate) fn bytes_in_rows_anywhere_are_dots_one_by_one() {
    let mut random = Random(18);
    for width in [0, 1, 15, 16, 17, 64, 200, 384, 3_073] {
        let all = random.bytes(width * 9 + 50);
        let query: Vec<i16> = random.bytes(width).into_iter().map(i16::from).collect();
        for count in [0, 1, 3, 4, 5, 8, 11] {
            // Rows that overlap, and some that are shorter or longer than the query.
            let rows: Vec<&[i8]> =
                (0..count).map(|i| &all[i * 3..][..width + [0, 0, 0, 0, 0, 0, 2][i % 7]]).collect();
            for room in [count, count / 2, count + 5] {
                let mut out = vec![7; room];
                kernel::dot_i8_each(&query, &rows, &mut out);
                let expected =
                    |row: &&[i8]| zip(&query, *row).map(|(q, r)| i32::from(*q) * i32::from(*r)).sum();
                let all = (0..room).map(|i| rows.get(i).map_or(7, expected));
                assert!(all.eq(out), "width {width}, {count} rows, room for {room}");
            }
        }
    }
    let mut out = [0; 4];
    kernel::dot_i8_each(&[i16::MAX; 3], &[&[1], &[2, 2], &[], &[-128; 9]], &mut out);
    assert_eq!(out, [32_767, 131_068, 0, -12_582_528]);
}

pub(crate) fn the_near_are_selected() {
    let mut random = Random(16);
    for length in (0..70).chain([1_023, 1_024, 3_000]) {
        for ceiling in [1_u32, 400, 65_536] {
            let mut distances: Vec<u16> = (0..=length).map(|_| (random.next() % ceiling) as u16).collect();
            distances[length / 2] = u16::MAX;
            // Not from where a register would start.
            let distances = &distances[1..];
            for threshold in [0, 1, 200, 32_767, 32_768, u16::MAX - 1, u16::MAX] {
                let mut out = vec![9];
                kernel::select_le(distances, threshold, 1_000, &mut out);
                let near =
                    (0..distances.len()).filter(|i| distances[*i] <= threshold).map(|i| 1_000 + i as u32);
                assert!([9].into_iter().chain(near).eq(out), "length {length}, threshold {threshold}");
            }
        }
    }
}

pub(crate) fn signs_become_bits() {
    let mut random = Random(17);
    let all = random.bytes(MAX_LENGTH + 16);
    for length in 0..=MAX_LENGTH {
        let codes = &all[length % 16..][..length];
        let words = length.div_ceil(64);
        for room in [words, words / 2, words + 1] {
            let mut out = vec![7; room];
            kernel::sign_bits(codes, &mut out);
            for (i, word) in out.iter().enumerate() {
                let expected = if i < words {
                    (0..64)
                        .filter(|bit| codes.get(i * 64 + bit).is_some_and(|code| *code < 0))
                        .map(|bit| 1 << bit)
                        .sum()
                } else {
                    7
                };
                assert_eq!(*word, expected, "length {length}, word {i}");
            }
        }
    }
    let mut out = [0];
    kernel::sign_bits(&[-128, 127, 0, -1], &mut out);
    assert_eq!(out, [0b1001]);
}

pub(crate) fn the_popcount_of_choice_is_used() {
    let own = kernel::popcount();
    assert_eq!(kernel::popcount(), own, "the processor does not change");
    for choice in [Popcount::Vector, Popcount::Word] {
        kernel::set_popcount(choice);
        assert_eq!(kernel::popcount(), choice);
    }
    kernel::set_popcount(own);
}

fn code(high: i8, low: i8) -> i16 {
    (i16::from(high) << 8).wrapping_add(i16::from(low))
}

fn assert_bytes(x: &[i8], y: &[i8]) {
    let exact = zip(x, y).map(|(x, y)| i32::from(*x) * i32::from(*y)).sum::<i32>();
    let query: Vec<i16> = x.iter().copied().map(i16::from).collect();
    assert_eq!(kernel::dot_i8(&query, y), exact, "length {}", x.len());
    assert_eq!(kernel::dot_i8_i8(x, y), exact, "length {}", x.len());
    assert_eq!(kernel::dot_i8_i8(y, x), exact, "length {}", x.len());
}

fn differing(a: &[u64], b: &[u64]) -> u16 {
    zip(a, b).flat_map(|(a, b)| (0..64).map(move |bit| (a >> bit ^ b >> bit) & 1)).sum::<u64>() as u16
}
