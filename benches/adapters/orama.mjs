// Orama's documents with a vector and the attribute; its `where` filters. Saved as JSON, as its own plugin does.
import { create, insert, insertMultiple, load, remove, save, searchVector } from "@orama/orama";

import { attribute } from "../measure/filters.mjs";
import { plain, upTo } from "./support.mjs";

export default {
  name: "orama",
  kind: "exact f32 in a document store",
  efforts: null,
  create: ({ dim }) => wrap(empty(dim), dim),
  async open({ dim, place }) {
    const db = empty(dim);
    load(db, JSON.parse(await place.getText("orama")));
    return wrap(db, dim);
  },
};

const empty = (dim) => create({ schema: { v: `vector[${dim}]`, u: "number" } });

function wrap(db, dim) {
  const ask = async (query, k, where) => {
    const vector = { value: Array.from(query), property: "v" };
    const { hits } = await searchVector(db, { mode: "vector", vector, similarity: -1, limit: k, includeVectors: false, ...(where && { where }) });
    return hits.map(({ id }) => Number(id));
  };
  return {
    async add(rows, count, first) {
      const documents = upTo(count, (i) => ({ id: String(first + i), v: plain(rows, i, dim), u: attribute(first + i) }));
      if (count === 1) await insert(db, documents[0]);
      else await insertMultiple(db, documents, 1000);
    },
    search: (query, k) => ask(query, k),
    searchWithin: (query, k, _, { share }) => ask(query, k, { u: { lt: share } }),
    async remove(ids) {
      for (const id of ids) await remove(db, String(id));
    },
    async save(place) {
      const text = JSON.stringify(save(db));
      await place.put("orama", text);
      return { bytes: text.length };
    },
  };
}
