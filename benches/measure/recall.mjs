// How right an answer is, against the exact one.

/** A returned row counts when its true dot product is within this of the k-th best: near-ties are no errors. */
export const TOLERANCE = 2e-6;

/** The true dot product, in double precision. */
export function dot(query, rows, row, dim) {
  let sum = 0;
  for (let i = 0, at = row * dim; i < dim; i++) sum += query[i] * rows[at + i];
  return sum;
}

/** The share of the `wanted` right rows that `ids` holds. Repeated, unknown and filtered-out ids count for nothing. */
export function recall(ids, query, { rows, dim }, kth, wanted, passes = () => true) {
  const seen = new Set();
  let right = 0;
  for (const id of Array.from(ids).slice(0, wanted)) {
    const known = id >= 0 && (id + 1) * dim <= rows.length;
    if (!known || seen.has(id) || !passes(id)) continue;
    seen.add(id);
    if (dot(query, rows, id, dim) >= kth - TOLERANCE) right += 1;
  }
  return wanted > 0 ? right / wanted : 1;
}
