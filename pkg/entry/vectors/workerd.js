// The index by itself, for Cloudflare Workers: as ../workerd.js, with a wasm of its own.
import module from "../../wasm/vectors_bg.wasm";
import { VectorIndex as Compiled, initSync } from "../../wasm/vectors.js";
import { loadedBy } from "../load.js";

export { isMemoryError } from "../errors.js";

const loaded = loadedBy(async () => initSync({ module }));

export const VectorIndex = loaded.vectorIndex(Compiled);
