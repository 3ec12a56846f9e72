// USearch's native addon (AVX-512 kernels): no peer of the browser, kept as the mark of what native code reaches.
// Its effort is fixed when an index is made, so the sweep saves and loads; its JavaScript has no filter.
import { statSync } from "node:fs";

import { Index } from "usearch";

import { rowOf, upTo } from "./support.mjs";

const FILE = "usearch.bin";
const make = (dim, effort) =>
  new Index({ dimensions: dim, metric: "ip", quantization: "f32", connectivity: 16, expansion_add: 128, expansion_search: effort, multi: false });

export default {
  name: "usearch",
  kind: "HNSW f32, NATIVE, M 16, efConstruction 128",
  native: true, // its memory shows in the process only
  efforts: [10, 16, 24, 32, 48, 64, 96, 128, 256, 512],
  create: ({ dim, env }) => wrap(make(dim, 64), dim, env.place),
  async open({ dim, place }) {
    const index = make(dim, 64);
    index.load(place.path(FILE));
    return wrap(index, dim, place);
  },
};

function wrap(first, dim, place) {
  let index = first;
  let current = 64;
  return {
    add(rows, count, from) {
      const keys = BigUint64Array.from({ length: count }, (_, i) => BigInt(from + i));
      index.add(keys, count === 1 ? rows : upTo(count, (i) => rowOf(rows, i, dim)), 1);
    },
    setEffort(effort) {
      if (effort === current) return;
      index.save(place.path(FILE));
      index = make(dim, effort);
      index.load(place.path(FILE));
      current = effort;
    },
    search: (query, k) => Array.from(index.search(query, k, 1).keys, Number),
    remove: (ids) => ids.forEach((id) => index.remove(BigInt(id))),
    async save() {
      index.save(place.path(FILE));
      return { bytes: statSync(place.path(FILE)).size };
    },
  };
}
