// "use_hnsw" is passed as its documentation says, and ignored by its wasm build: a flat scan. Saving is a stub.
import start, { VectorDB } from "../node_modules/@ruvector/wasm/pkg/ruvector_wasm.js";

import { rowOf, upTo } from "./support.mjs";

export default {
  name: "ruvector-wasm",
  kind: "flat f32 (asked for HNSW)",
  efforts: null,
  init: async (env) => start({ module_or_path: await env.asset("node_modules/@ruvector/wasm/pkg/ruvector_wasm_bg.wasm") }),
  create({ dim }) {
    const db = new VectorDB(dim, "dotproduct", true);
    return {
      add(rows, count, first) {
        const entry = (i) => ({ vector: new Float32Array(rowOf(rows, i, dim)), id: String(first + i), metadata: {} });
        if (count === 1) db.insert(rows, String(first), null);
        else db.insertBatch(upTo(count, entry));
      },
      search: (query, k) =>
        db.search(query, k, null).map((hit) => {
          const id = Number(hit.id);
          hit.free();
          return id;
        }),
      remove: (ids) => ids.forEach((id) => db.delete(String(id))),
      close: () => db.free(),
    };
  },
};
