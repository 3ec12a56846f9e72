// HNSW in TypeScript. Saved as one JSON text (its own IndexedDB class stores the same object).
import { HNSW } from "hnsw/dist/main.js";

import { EFFORTS, upTo } from "./support.mjs";

export default {
  name: "hnsw",
  kind: "HNSW f32 in JavaScript, M 16, efConstruction 200",
  efforts: EFFORTS,
  step: 100,
  create: ({ dim }) => wrap(new HNSW(16, 200, dim, "cosine", 50), dim),
  open: async ({ dim, place }) => wrap(HNSW.fromJSON(JSON.parse(await place.getText("hnsw"))), dim),
};

function wrap(index, dim) {
  return {
    async add(rows, count, first) {
      for (const i of upTo(count, (at) => at)) await index.addPoint(first + i, rows.slice(i * dim, (i + 1) * dim));
    },
    search: (query, k, effort) => index.searchKNN(query, k, { efSearch: effort }).map(({ id }) => id),
    async save(place) {
      const text = JSON.stringify(index.toJSON());
      await place.put("hnsw", text);
      return { bytes: text.length };
    },
  };
}
