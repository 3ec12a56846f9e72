// Objects in an array. Its filter matches fields exactly, so every filter has a field of its own. It can save to
// IndexedDB, but then searches there, one object at a time: opened here as it documents.
import { EmbeddingIndex } from "client-vector-search";

import { attribute, SHARES } from "../measure/filters.mjs";
import { columnOf, plain } from "./support.mjs";

const STORE = { indexedDBName: "bench-objects", indexedDBObjectStoreName: "objects" };

export default {
  name: "client-vector-search",
  kind: "exact, JavaScript arrays",
  efforts: null,
  create({ dim, env }) {
    const index = new EmbeddingIndex();
    const ask = async (query, k, filter) =>
      (await index.search(Array.from(query), { topK: k, ...(filter && { filter }) })).map(({ object }) => object.id);
    return {
      add(rows, count, first) {
        for (let i = 0; i < count; i++) {
          const columns = SHARES.map((share) => [columnOf(share), attribute(first + i) < share]);
          index.add({ id: first + i, embedding: plain(rows, i, dim), ...Object.fromEntries(columns) });
        }
      },
      search: (query, k) => ask(query, k),
      searchWithin: (query, k, _, { share }) => ask(query, k, { [columnOf(share)]: true }),
      remove: (ids) => ids.forEach((id) => index.remove({ id })),
      ...(env.host === "chromium" && {
        save: () => index.saveIndex("indexedDB", { DBName: STORE.indexedDBName, objectStoreName: STORE.indexedDBObjectStoreName }).then(() => undefined),
      }),
    };
  },
  async open() {
    const index = new EmbeddingIndex();
    return {
      search: async (query, k) =>
        (await index.search(Array.from(query), { topK: k, useStorage: "indexedDB", storageOptions: STORE })).map(({ object }) => object.id),
    };
  },
};
