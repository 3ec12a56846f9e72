// This project's index, as the package exports it. `null` is the effort its planner chooses, "exact" its exact mode.
import { VectorIndex } from "forgetmenot";

const FILE = "index";

export default {
  name: "forgetmenot",
  kind: "staged exact scan, cells routed by a graph",
  efforts: [null, "exact", 20, 40, 80, 120, 160, 240, 320, 480, 640, 960, 1280, 2560],
  step: 10_000,
  create: async ({ dim }) => wrap(await VectorIndex.create({ dims: dim, seed: 7 }), dim),
  open: async ({ dim, place }) => wrap(await VectorIndex.fromBytes(await place.get(FILE)), dim),
};

function wrap(index, dim) {
  const options = (k, effort) => ({ k, ...(effort === "exact" && { exact: true }), ...(typeof effort === "number" && { ef: effort }) });
  return {
    add: (rows, count, first) => index.insert(Uint32Array.from({ length: count }, (_, i) => first + i), rows),
    async settle() {
      while (index.maintain(50)) await new Promise((resolve) => setTimeout(resolve));
    },
    search: (query, k, effort) => index.search(query, options(k, effort)).ids,
    searchWithin: (query, k, effort, { ids }) => index.search(query, { ...options(k, effort), allowed: ids }).ids,
    remove: (ids) => index.remove(ids),
    async save(place) {
      const bytes = index.toBytes();
      await place.put(FILE, bytes);
      return { bytes: bytes.length };
    },
    /** What a query has to read at the least: every row's code of the first stage, and the rows rescored. */
    scanned(effort) {
      const { size, ef } = index.stats();
      const stride = Math.ceil(dim / 64) * 64;
      return effort === "exact" ? size * stride : (size * stride) / 8 + (effort ?? ef) * stride;
    },
    bytes: () => index.stats().bytes,
    notes: () => index.stats(),
    close: () => index.free(),
  };
}
