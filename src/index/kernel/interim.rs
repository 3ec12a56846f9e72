//! interim
/// interim
pub fn dot_f32_i16(query: &[f32], high: &[i8], low: &[i8]) -> f32 {
    query
        .iter()
        .zip(high.iter().zip(low))
        .map(|(q, (h, l))| q * (256.0 * f32::from(*h) + f32::from(*l)))
        .sum()
}
/// interim
pub fn dot_i8(query: &[i16], row: &[i8]) -> i32 {
    query.iter().zip(row).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
}
/// interim
pub fn dot_i8_i8(a: &[i8], b: &[i8]) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
}
/// interim
pub fn dot_i8_rows(query: &[i16], rows: &[i8], out: &mut [i32]) {
    for (row, out) in rows.chunks_exact(query.len().max(1)).zip(out) {
        *out = dot_i8(query, row);
    }
}
/// interim
pub fn dot_i8_rows_many(queries: &[i16], width: usize, rows: &[i8], out: &mut [i32]) {
    let count = rows.len() / width;
    for (query, out) in queries.chunks_exact(width).zip(out.chunks_mut(count)) {
        dot_i8_rows(query, rows, out);
    }
}
/// interim
pub fn hamming_rows(query: &[u64], rows: &[u64], out: &mut [u16], histogram: &mut [u32]) {
    for (row, out) in rows.chunks_exact(query.len().max(1)).zip(out) {
        let d: u32 = query.iter().zip(row).map(|(a, b)| (a ^ b).count_ones()).sum();
        *out = d as u16;
        if let Some(h) = histogram.get_mut(d as usize) {
            *h += 1;
        }
    }
}
/// interim
pub fn select_le(distances: &[u16], threshold: u16, base: u32, out: &mut Vec<u32>) {
    out.extend(distances.iter().zip(base..).filter(|(d, _)| **d <= threshold).map(|(_, i)| i));
}
/// interim
pub fn sign_bits(codes: &[i8], out: &mut [u64]) {
    for (codes, out) in codes.chunks(64).zip(out) {
        *out = codes.iter().zip(0..).fold(0, |w, (c, i)| w | u64::from(*c < 0) << i);
    }
}
