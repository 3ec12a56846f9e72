// Pages, Web Workers, extensions, and whatever a bundler makes of them. The wasm comes as base64 in a chunk of its own,
// imported when first needed: the one form that every bundler carries over without being configured. The embedding model
// is a file of its own, fetched when a memory is open.
import { shipped } from "../models/shipped.js";
import init, { Memory as CompiledMemory, VectorIndex as CompiledIndex } from "../wasm/forgetmenot.js";
import { bytesOf, loadedBy } from "./load.js";
import { readByUrl } from "./model.js";

export { isMemoryError } from "./errors.js";

// Vite's development server bundles the package into node_modules/.vite/deps and leaves behind what lies beside it.
const unbundled = "../../forgetmenot/models/static-multilingual.fmn";
const model = import.meta.url.includes("/.vite/deps/")
  ? new URL(unbundled, import.meta.url)
  : new URL("../models/static-multilingual.fmn", import.meta.url);

const loaded = loadedBy(async () => init({ module_or_path: bytesOf(await import("../wasm/inline.js")) }));

export const Memory = loaded.memory(CompiledMemory, {
  shipped,
  readModel: (url = model, sha256, fresh) => readByUrl(url, sha256, fresh),
});
export const VectorIndex = loaded.vectorIndex(CompiledIndex);
