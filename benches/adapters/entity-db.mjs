// EntityDB keeps rows in IndexedDB only and reads all of them for every query.
import { EntityDB } from "@babycommando/entity-db";

import { plain } from "./support.mjs";

export default {
  name: "entity-db",
  kind: "exact, all of IndexedDB read a query",
  efforts: null,
  step: 100,
  create: ({ dim }) => wrap(dim),
  open: async ({ dim }) => wrap(dim),
};

function wrap(dim) {
  const db = new EntityDB({ vectorPath: "vector" });
  return {
    async add(rows, count, first) {
      for (let i = 0; i < count; i++) await db.insertManualVectors({ vector: plain(rows, i, dim), number: first + i });
    },
    search: async (query, k) => (await db.queryManualVectors(Array.from(query), { limit: k })).map(({ number }) => number),
    save: async () => ({ always: true }),
  };
}
