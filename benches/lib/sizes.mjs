// The code that a page downloads for each package: minified JavaScript plus wasm and data files.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import zlib from "node:zlib";

import { build } from "esbuild";

import { OURS } from "../settings.mjs";
import { sizeOptions } from "./bundle.mjs";
import { BENCHES } from "./paths.mjs";

/** The module a user imports, and the files that it loads. */
const PARTS = {
  [OURS]: ["../pkg/entry/vectors/browser.js", [["../pkg/wasm/vectors_bg.wasm"]]],
  "hnswlib-wasm": ["hnswlib-wasm/dist/hnswlib.js"],
  edgevec: ["edgevec/edgevec.js", [["edgevec/edgevec_bg.wasm"]]],
  "voy-search": ["voy-search/voy_search_bg.js", [["voy-search/voy_search_bg.wasm"]]],
  "rvf-wasm": ["./node_modules/@ruvector/rvf-wasm/pkg/rvf_wasm.js", [["@ruvector/rvf-wasm/pkg/rvf_wasm_bg.wasm"]]],
  "ruvector-wasm": ["./node_modules/@ruvector/wasm/pkg/ruvector_wasm.js", [["@ruvector/wasm/pkg/ruvector_wasm_bg.wasm"]]],
  "sqlite-vec": ["sqlite-vec-wasm/dist/sqlite3.mjs", [["sqlite-vec-wasm/dist/sqlite3.wasm"]]],
  orama: ["@orama/orama"],
  "client-vector-search": ["client-vector-search"],
  hnsw: ["hnsw/dist/main.js"],
  mememo: ["mememo"],
  "pglite-pgvector": [
    "@electric-sql/pglite",
    ["pglite.wasm", "pglite.data", "initdb.wasm"].map((name) => [`@electric-sql/pglite/dist/${name}`]).concat([["@electric-sql/pglite-pgvector/dist/vector.tar.gz"]]),
  ],
  "entity-db": ["@babycommando/entity-db"],
  "idb-vector": ["idb-vector"],
};

/** [{ adapter, raw, gzip, brotli }], in bytes, of the `names` that a page can load. */
export async function codeSizes(names) {
  const rows = [];
  for (const name of names.filter((known) => PARTS[known])) {
    try {
      rows.push({ adapter: name, ...(await sizesOf(...PARTS[name])) });
    } catch (error) {
      rows.push({ adapter: name, error: String(error.message).slice(0, 120) });
    }
  }
  return rows;
}

async function sizesOf(entry, files = []) {
  const source = `export * from ${JSON.stringify(entry)}; import * as all from ${JSON.stringify(entry)}; globalThis.kept = all;`;
  const { outputFiles } = await build({
    ...sizeOptions,
    stdin: { contents: source, resolveDir: BENCHES },
    bundle: true, minify: true, format: "esm", target: "es2022", write: false, logLevel: "silent",
    external: ["*/wasm/vectors-inline.js", "*.wasm"], // a copy of the wasm as text, for bundlers: the file itself is counted
  });
  const parts = [Buffer.from(outputFiles[0].contents), ...files.map(([name]) => readFileSync(found(name)))];
  const total = (size) => parts.reduce((sum, part) => sum + size(part), 0);
  return { raw: total((part) => part.length), gzip: total(gzipped), brotli: total(brotlied) };
}

const found = (name) => {
  const installed = path.join(BENCHES, "node_modules", name);
  return existsSync(installed) ? installed : path.join(BENCHES, name);
};
const gzipped = (bytes) => zlib.gzipSync(bytes, { level: 9 }).length;
const brotlied = (bytes) =>
  zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: bytes.length > 4e6 ? 9 : 11, [zlib.constants.BROTLI_PARAM_LGWIN]: 22 } }).length;
