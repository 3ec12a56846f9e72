//! The dot product in plain Rust: what every other kernel must equal bit for bit.

/// How many sums run side by side: four 128-bit registers of four.
const LANES: usize = 16;

/// The dot product of two vectors of one width; a longer one is read to the shorter one's end.
pub fn dot_portable(a: &[f32], b: &[f32]) -> f32 {
    let (a_blocks, b_blocks) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let blocks = a_blocks.len().min(b_blocks.len());
    let mut sums = [0.0_f32; LANES];
    for (x, y) in a_blocks.zip(b_blocks) {
        for ((sum, x), y) in sums.iter_mut().zip(x).zip(y) {
            *sum += x * y;
        }
    }
    let tail = a.iter().zip(b).skip(blocks * LANES);
    tail.fold(fold(sums), |sum, (x, y)| sum + x * y)
}

/// Adds the lanes as the vector unit does: registers pairwise, then the halves, then the two left.
fn fold(sums: [f32; LANES]) -> f32 {
    let [a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3] = sums;
    let lane = |a: f32, b: f32, c: f32, d: f32| (a + b) + (c + d);
    (lane(a0, b0, c0, d0) + lane(a2, b2, c2, d2)) + (lane(a1, b1, c1, d1) + lane(a3, b3, c3, d3))
}
