// The plainest thing that is right: a loop in JavaScript over one Float32Array.
import { best } from "./support.mjs";

export default {
  name: "js-exact",
  kind: "exact f32, plain JavaScript",
  efforts: null,
  create({ dim, capacity }) {
    return exact(dim, new Float32Array(dim * capacity), 0);
  },
  async open({ dim, capacity, place }) {
    const saved = await place.get("rows");
    const rows = new Float32Array(dim * capacity);
    rows.set(new Float32Array(saved.buffer, saved.byteOffset, saved.byteLength / 4));
    return exact(dim, rows, saved.byteLength / 4 / dim);
  },
};

function exact(dim, rows, filled) {
  let n = filled;
  const gone = new Set();
  const scores = new Float32Array(rows.length / dim);
  const score = (query, id) => {
    let sum = 0;
    for (let i = 0, at = id * dim; i < dim; i++) sum += query[i] * rows[at + i];
    return gone.has(id) ? -Infinity : sum;
  };
  return {
    add(added, count, first) {
      rows.set(added, first * dim);
      n = Math.max(n, first + count);
    },
    search(query, k) {
      for (let id = 0; id < n; id++) scores[id] = score(query, id);
      return best(scores, n, k);
    },
    searchWithin(query, k, _, { ids }) {
      for (let i = 0; i < ids.length; i++) scores[i] = score(query, ids[i]);
      return Array.from(best(scores, ids.length, k), (at) => ids[at]);
    },
    remove(ids) {
      for (const id of ids) gone.add(id);
    },
    async save(place) {
      const bytes = new Uint8Array(rows.buffer, 0, n * dim * 4);
      await place.put("rows", bytes.slice());
      return { bytes: bytes.length };
    },
  };
}
