// RVF's microkernel through its C interface: results are 12 bytes each, a 64-bit id and a distance.
import start from "../node_modules/@ruvector/rvf-wasm/pkg/rvf_wasm.js";

const COSINE_OF_UNIT_VECTORS = 1; // its "inner product"
const HIT = 12;

export default {
  name: "rvf-wasm",
  kind: "flat f32",
  efforts: null,
  init: async (env) => start(await env.asset("node_modules/@ruvector/rvf-wasm/pkg/rvf_wasm_bg.wasm")),
  create: ({ dim, lib }) => wrap(lib, lib.rvf_store_create(dim, COSINE_OF_UNIT_VECTORS), dim),
  async open({ dim, lib, place }) {
    const bytes = await place.get("rvf");
    const at = lib.rvf_alloc(bytes.length);
    new Uint8Array(lib.memory.buffer, at, bytes.length).set(bytes);
    return wrap(lib, lib.rvf_store_open(at, bytes.length), dim);
  },
};

function wrap(lib, store, dim) {
  const question = lib.rvf_alloc(dim * 4);
  let room = 0;
  let answer;
  const ids = (count, of) => {
    const at = lib.rvf_alloc(count * 8);
    const view = new BigUint64Array(lib.memory.buffer, at, count);
    for (let i = 0; i < count; i++) view[i] = BigInt(of(i));
    return at;
  };
  return {
    add(rows, count, first) {
      const vectors = lib.rvf_alloc(rows.byteLength);
      new Float32Array(lib.memory.buffer, vectors, rows.length).set(rows);
      const labels = ids(count, (i) => first + i);
      if (lib.rvf_store_ingest(store, vectors, labels, count) < 0) throw new Error("ingest failed");
      lib.rvf_free(vectors, rows.byteLength);
      lib.rvf_free(labels, count * 8);
    },
    search(query, k) {
      if (k > room) [room, answer] = [k, lib.rvf_alloc(k * HIT)];
      new Float32Array(lib.memory.buffer, question, dim).set(query);
      const found = lib.rvf_store_query(store, question, k, COSINE_OF_UNIT_VECTORS, answer);
      const view = new DataView(lib.memory.buffer, answer);
      return Array.from({ length: Math.max(0, found) }, (_, i) => Number(view.getBigUint64(i * HIT, true)));
    },
    remove(gone) {
      const labels = ids(gone.length, (i) => gone[i]);
      lib.rvf_store_delete(store, labels, gone.length);
      lib.rvf_free(labels, gone.length * 8);
    },
    async save(place) {
      const length = -lib.rvf_store_export(store, 0, 0); // too little room: it says how much it needs
      const at = lib.rvf_alloc(length);
      lib.rvf_store_export(store, at, length);
      await place.put("rvf", new Uint8Array(lib.memory.buffer, at, length).slice());
      lib.rvf_free(at, length);
      return { bytes: length };
    },
  };
}
