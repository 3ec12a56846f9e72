// mem0's own default store (Node): SQLite through better-sqlite3, every row read and compared in JavaScript a query.
import { MemoryVectorStore } from "mem0ai/oss";

import { attribute } from "../measure/filters.mjs";
import { plain, upTo } from "./support.mjs";

const FILE = "vector_store.db";

export default {
  name: "mem0",
  kind: "exact, SQLite rows compared in JavaScript",
  native: true, // its memory shows in the process only
  efforts: null,
  create: ({ dim, env }) => wrap(dim, env.place),
  open: async ({ dim, place }) => wrap(dim, place),
};

function wrap(dim, place) {
  const store = new MemoryVectorStore({ dimension: dim, dbPath: place.path(FILE), collectionName: "bench" });
  const ask = async (query, k, filter) => (await store.search(Array.from(query), k, filter)).map(({ id }) => Number(id));
  return {
    add: (rows, count, first) =>
      store.insert(
        upTo(count, (i) => plain(rows, i, dim)),
        upTo(count, (i) => String(first + i)),
        upTo(count, (i) => ({ u: attribute(first + i) })),
      ),
    search: (query, k) => ask(query, k),
    searchWithin: (query, k, _, { share }) => ask(query, k, { u: { lt: share } }),
    async remove(ids) {
      for (const id of ids) await store.delete(String(id));
    },
    save: async () => ({ always: true }),
  };
}
