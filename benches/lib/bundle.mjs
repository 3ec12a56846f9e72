// Every adapter as one file a host, by esbuild. Our own package is not bundled: it is taken from pkg/ as it ships.
import { mkdirSync } from "node:fs";
import path from "node:path";

import { build } from "esbuild";

import { BENCHES, BUILT, PROJECT } from "./paths.mjs";

const NATIVE = ["usearch", "mem0ai", "mem0ai/oss", "better-sqlite3"];
const AS_THEY_ARE = ["@electric-sql/*"]; // it finds its wasm beside its own file
const NODE_ONLY = /^(node:)?(assert|buffer|child_process|crypto|events|fs|fs\/promises|http|https|module|net|os|path|stream|tty|url|util|worker_threads|zlib)$/;

/** The bundle's path within benches/, by host. */
export async function bundleAdapter(name, host) {
  mkdirSync(BUILT, { recursive: true });
  const outfile = path.join(BUILT, `${name}.${host}.mjs`);
  await build({
    entryPoints: [path.join(BENCHES, `adapters/${name}.mjs`)],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2022",
    logLevel: "silent",
    supported: { "import-attributes": true },
    ...(host === "node" ? forNode : forPage),
  });
  return path.relative(BENCHES, outfile);
}

/** Two peers import an embedding library that would fetch a model: they never get to call it here. */
const noModels = {
  name: "no-models",
  setup(hook) {
    hook.onResolve({ filter: /^@(xenova|huggingface)\/transformers$/ }, ({ path: name }) => ({ path: name, namespace: "no-models" }));
    hook.onLoad({ filter: /.*/, namespace: "no-models" }, () => ({
      contents: "export const env = { backends: { onnx: { wasm: {} } } }; export const pipeline = () => null; export const AutoTokenizer = {};",
    }));
  },
};

const ours = (to) => ({
  name: "ours",
  setup: (hook) => void hook.onResolve({ filter: /^forgetmenot\/vectors$/ }, () => ({ path: to, external: true })),
});

/** Emscripten's glue imports Node's modules even where it never uses them. */
const nothing = {
  name: "nothing",
  setup(hook) {
    hook.onResolve({ filter: NODE_ONLY }, ({ path: name }) => ({ path: name, namespace: "nothing" }));
    hook.onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "export default {};" }));
  },
};

const forNode = {
  platform: "node",
  mainFields: ["module", "main"],
  conditions: ["node", "import"],
  external: [...NATIVE, ...AS_THEY_ARE],
  plugins: [noModels, ours(path.join(PROJECT, "pkg/entry/vectors/node.js"))],
};

const forPage = {
  platform: "browser",
  mainFields: ["browser", "module", "main"],
  conditions: ["browser", "import"],
  external: AS_THEY_ARE,
  plugins: [noModels, ours("/pkg/entry/vectors/browser.js"), nothing],
};
export const sizeOptions = { ...forPage, external: [], plugins: [noModels, nothing] };
