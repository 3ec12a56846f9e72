// Cloudflare Workers: bytes may not be compiled there, but an imported .wasm is a compiled module.
import module from "../wasm/forgetmenot_bg.wasm";
import { initSync } from "../wasm/forgetmenot.js";
import { loadedBy } from "./load.js";

export { isMemoryError } from "./errors.js";

export const { Memory, VectorIndex } = loadedBy(async () => initSync({ module }));
