// The filters of the filtered queries. Every row has an attribute in [0, 1) made from its number; a filter of
// selectivity s lets the rows through whose attribute is below s.

export const SHARES = [0.5, 0.1, 0.01, 0.001];

/** The row's attribute: a hash of its number, so it has nothing to do with the row's vector. */
export function attribute(id) {
  let x = Math.imul(id ^ 0x9e3779b9, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}

/** The filter as adapters get it. */
export function filterOf(share, n) {
  const ids = Uint32Array.from({ length: n }, (_, id) => id).filter((id) => attribute(id) < share);
  return { share, ids, passes: (id) => attribute(id) < share };
}
