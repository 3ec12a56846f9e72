// hnswlib compiled by emscripten; M 16 and efConstruction 200, its authors' usual setting. Written for pages only: in
// Node it needs a `window`, and there is nothing to save to.
import { EFFORTS, rowOf, upTo } from "./support.mjs";

const FILE = "bench.dat";

export default {
  name: "hnswlib-wasm",
  kind: "HNSW f32, M 16, efConstruction 200",
  efforts: EFFORTS,
  async init({ host }) {
    if (host === "node") globalThis.window ??= globalThis;
    const module = await import("hnswlib-wasm/dist/hnswlib.js");
    return { module, lib: await module.loadHnswlib(host === "node" ? undefined : "IDBFS") };
  },
  create({ dim, capacity, env, lib: { module, lib } }) {
    const index = new lib.HierarchicalNSW("ip", dim, "");
    index.initIndex(capacity, 16, 200, 100);
    return wrap(index, dim, env.host === "chromium" && module);
  },
  async open({ dim, capacity, lib: { module, lib } }) {
    await module.syncFileSystem("read");
    const index = new lib.HierarchicalNSW("ip", dim, "");
    index.readIndex(FILE, capacity);
    return wrap(index, dim, module);
  },
};

function wrap(index, dim, files) {
  return {
    add(rows, count, first) {
      if (count === 1) return void index.addPoint(rows, first, false);
      index.addPoints(upTo(count, (i) => rowOf(rows, i, dim)), upTo(count, (i) => first + i), false);
    },
    setEffort: (effort) => index.setEfSearch(effort),
    search: (query, k) => index.searchKnn(query, k, undefined).neighbors,
    searchWithin: (query, k, _, { passes }) => index.searchKnn(query, k, passes).neighbors,
    remove: (ids) => ids.forEach((id) => index.markDelete(id)),
    ...(files && {
      async save() {
        index.writeIndex(FILE);
        await files.syncFileSystem("write");
      },
    }),
  };
}
