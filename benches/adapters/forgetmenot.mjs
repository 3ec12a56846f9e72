// This project's index, as the package exports it to those who want nothing else. Efforts: the recall to aim at (its planner does the rest), "exact",
// or how many candidates get an int8 score.
import { VectorIndex } from "forgetmenot/vectors";

const FILE = "index";

export default {
  name: "forgetmenot",
  kind: "staged exact scan; cells of near vectors from some ten thousand on",
  efforts: ["recall 0.9", "recall 0.95", "recall 0.96", "recall 0.97", "recall 0.98", "recall 0.985", "recall 0.99", "default", "exact", 20, 40, 80, 160, 320, 640, 1280, 2560],
  init: async () => (await VectorIndex.create({ dims: 32 })).free(), // loads the wasm, as the other adapters' init does
  create: async ({ dim }) => wrap(await VectorIndex.create({ dims: dim, index: { seed: 7 } }), dim),
  open: async ({ dim, place }) => wrap(await VectorIndex.fromBytes(await place.get(FILE)), dim),
};

function wrap(index, dim) {
  const prepared = new Map();
  const subset = ({ ids }) => {
    if (!prepared.has(ids)) prepared.set(ids, index.subset(ids));
    return prepared.get(ids);
  };
  return {
    add: (rows, count, first) => index.insert(Uint32Array.from({ length: count }, (_, i) => first + i), rows),
    async settle() {
      while (index.maintain(50)) await new Promise((resolve) => setTimeout(resolve));
    },
    search: (query, k, effort) => index.search(query, { k, ...option(effort) }).ids,
    searchWithin: (query, k, effort, filter) => index.search(query, { k, allowed: subset(filter), ...option(effort) }).ids,
    remove: (ids) => index.remove(ids),
    async save(place) {
      const bytes = index.toBytes();
      await place.put(FILE, bytes);
      return { bytes: bytes.length };
    },
    /** What a query reads: the codes of the first stage, and of what is left after it those of the second. */
    scanned(effort) {
      const { size, ef, rows } = index.stats();
      const stride = Math.ceil(dim / 64) * 64;
      if (effort === "exact") return size * stride;
      return effort === "default" && rows !== null ? (rows * stride) / 8 + ef * stride : undefined;
    },
    bytes: () => index.stats().bytes,
    notes: () => index.stats(),
    close: () => index.free(),
  };
}

function option(effort) {
  if (effort === "exact") return { exact: true };
  if (typeof effort === "number") return { ef: effort };
  return effort === "default" ? undefined : { recall: Number(effort.split(" ")[1]) };
}
