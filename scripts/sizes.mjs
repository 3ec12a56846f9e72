// What the package weighs: each file as it is, and as a server would send it.
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const pkg = new URL("../pkg/", import.meta.url);
const shared = ["entry/load.js", "entry/errors.js"];
const groups = {
  "wasm (Node, Workers)": ["wasm/forgetmenot_bg.wasm"],
  "wasm as base64 (browsers)": ["wasm/inline.js"],
  "JavaScript": ["wasm/forgetmenot.js", ...shared, "entry/model.js", "models/shipped.js", "entry/browser.js"],
  "embedding model": ["models/static-multilingual.fmn"],
  "vectors: wasm": ["wasm/vectors_bg.wasm"],
  "vectors: wasm as base64": ["wasm/vectors-inline.js"],
  "vectors: JavaScript": ["wasm/vectors.js", ...shared, "entry/vectors/browser.js"],
};

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(11);
console.log("".padEnd(28) + ["raw", "gzip", "brotli"].map((title) => title.padStart(11)).join(""));
for (const [title, files] of Object.entries(groups)) {
  const bytes = Buffer.concat(files.map((file) => readFileSync(new URL(file, pkg))));
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  console.log(title.padEnd(28) + [bytes, gzipSync(bytes, { level: 9 }), brotli].map((b) => kilobytes(b.length)).join(""));
}
