// edgevec 0.9.0. Its metrics "dot" and "cosine" return the farthest rows; "l2" orders unit vectors rightly. The search
// effort is a constructor argument: the sweep writes that field in the wasm memory, which a user cannot do.
import start, { EdgeVec, EdgeVecConfig } from "edgevec/edgevec.js";

import { attribute } from "../measure/filters.mjs";
import { EFFORTS, rowOf } from "./support.mjs";

const CONFIG = [16, 32, 200]; // m, m0 and ef_construction lie before ef_search, the width after it

export default {
  name: "edgevec",
  kind: "HNSW f32, M 16, efConstruction 200",
  efforts: EFFORTS,
  init: async (env) => start({ module_or_path: await env.asset("node_modules/edgevec/edgevec_bg.wasm") }),
  create({ dim, env, lib }) {
    const config = new EdgeVecConfig(dim);
    config.metric = "l2";
    [config.m, config.m0, config.ef_construction] = CONFIG;
    config.ef_search = 64;
    return wrap(new EdgeVec(config), { dim, env, lib });
  },
  async open({ dim, env, lib }) {
    return wrap(await EdgeVec.load("bench"), { dim, env, lib });
  },
};

function wrap(index, { dim, env, lib }) {
  const fields = effortFields(index, lib.memory, dim);
  // Its ids count from 1 or 0 in order of insertion: ours are told by what the first insert returns.
  let shift;
  const ours = (hit) => Number(hit.id) - (shift ?? 0);
  return {
    add(rows, count, first) {
      for (let i = 0; i < count; i++) {
        const metadata = { u: attribute(first + i) };
        const id = Number(index.insertWithMetadata(new Float32Array(rowOf(rows, i, dim)), metadata));
        shift ??= id - (first + i);
      }
    },
    setEffort(effort) {
      for (const at of fields) new Uint32Array(lib.memory.buffer)[at] = effort;
    },
    search: (query, k) => index.search(query, k).map(ours),
    searchWithin: (query, k, _, { share }) => index.searchWithFilter(query, `u < ${share}`, k).map(ours),
    remove: (ids) => ids.forEach((id) => index.softDelete(id + (shift ?? 0))),
    ...(env.host === "chromium" && { save: () => index.save("bench").then(() => undefined) }),
  };
}

function effortFields(index, memory, dim) {
  const words = new Uint32Array(memory.buffer);
  const near = index.__wbg_ptr >> 2;
  const found = [];
  for (let at = Math.max(0, near - 4096); at < near + 4096; at++) {
    if (CONFIG.every((value, i) => words[at + i] === value) && words[at + 4] === dim) found.push(at + 3);
  }
  return found;
}
