// MeMemo's HNSW in memory. Its export holds the graph without the vectors, so there is nothing to open.
import { HNSW } from "mememo";

import { EFFORTS, plain, upTo } from "./support.mjs";

export default {
  name: "mememo",
  kind: "HNSW, JavaScript arrays, M 16, efConstruction 200",
  efforts: EFFORTS,
  step: 100,
  create({ dim }) {
    const index = new HNSW({ distanceFunction: "cosine-normalized", m: 16, efConstruction: 200, useIndexedDB: false });
    return {
      add: (rows, count, first) => index.bulkInsert(upTo(count, (i) => String(first + i)), upTo(count, (i) => plain(rows, i, dim))),
      search: async (query, k, effort) => (await index.query(Array.from(query), k, effort)).keys.map(Number),
      async remove(ids) {
        for (const id of ids) await index.markDeleted(String(id));
      },
    };
  },
};
