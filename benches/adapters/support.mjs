// What several adapters share.

/** Search efforts of the HNSW peers, rising. */
export const EFFORTS = [10, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024];

export const rowOf = (rows, at, dim) => rows.subarray(at * dim, (at + 1) * dim);
export const plain = (rows, at, dim) => Array.from(rowOf(rows, at, dim));
export const upTo = (count, make) => Array.from({ length: count }, (_, i) => make(i));

/** The k best of `scores[0..n)`: their positions, best first. */
export function best(scores, n, k) {
  const at = new Int32Array(k);
  const value = new Float64Array(k);
  let have = 0;
  for (let i = 0; i < n; i++) {
    const score = scores[i];
    if (have === k && score <= value[k - 1]) continue;
    let to = have < k ? have++ : k - 1;
    for (; to > 0 && value[to - 1] < score; to--) {
      value[to] = value[to - 1];
      at[to] = at[to - 1];
    }
    value[to] = score;
    at[to] = i;
  }
  return at.subarray(0, have);
}

/** What `notes` say of a filter by name: "s50", "s10", … are the boolean columns of peers that match exactly. */
export const columnOf = (share) => `s${String(share * 1000).padStart(3, "0")}`;
