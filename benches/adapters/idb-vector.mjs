// idb-vector keeps rows in IndexedDB only and walks a cursor over them for every query.
import { VectorDB } from "idb-vector";

import { plain } from "./support.mjs";

export default {
  name: "idb-vector",
  kind: "exact, a cursor over IndexedDB a query",
  efforts: null,
  step: 100,
  create: ({ dim }) => wrap(dim),
  open: async ({ dim }) => wrap(dim),
};

function wrap(dim) {
  const db = new VectorDB({ vectorPath: "v" });
  const keys = new Map();
  return {
    async add(rows, count, first) {
      for (let i = 0; i < count; i++) keys.set(first + i, await db.insert({ v: plain(rows, i, dim), number: first + i }));
    },
    search: async (query, k) => (await db.query(Array.from(query), { limit: k })).map(({ object }) => object.number),
    async remove(ids) {
      for (const id of ids) await db.delete(keys.get(id));
    },
    save: async () => ({ always: true }),
  };
}
