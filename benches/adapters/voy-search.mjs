// A k-d tree in Rust. It takes and gives back resources with text fields, which stay empty here.
import * as glue from "voy-search/voy_search_bg.js";

import { plain, upTo } from "./support.mjs";

export default {
  name: "voy-search",
  kind: "k-d tree f32",
  efforts: null,
  async init(env) {
    const wasm = await env.asset("node_modules/voy-search/voy_search_bg.wasm");
    const { instance } = await WebAssembly.instantiate(wasm, { "./voy_search_bg.js": glue });
    glue.__wbg_set_wasm(instance.exports);
  },
  create: ({ dim }) => wrap(undefined, dim),
  open: async ({ dim, place }) => wrap(glue.Voy.deserialize(await place.getText("voy")), dim),
};

function wrap(opened, dim) {
  let index = opened;
  const resource = (rows, count, first) => ({
    embeddings: upTo(count, (i) => ({ id: String(first + i), title: "", url: "", embeddings: plain(rows, i, dim) })),
  });
  return {
    add(rows, count, first) {
      if (index === undefined) index = new glue.Voy(resource(rows, count, first));
      else index.add(resource(rows, count, first));
    },
    search: (query, k) => index.search(query, k).neighbors.map(({ id }) => Number(id)),
    async save(place) {
      const text = index.serialize();
      await place.put("voy", text);
      return { bytes: new TextEncoder().encode(text).length };
    },
  };
}
