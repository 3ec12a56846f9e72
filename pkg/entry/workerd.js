// Cloudflare Workers: bytes may not be compiled there, but an imported .wasm is a compiled module. A file beside this one
// cannot be read there, so an embedding model is imported by the Worker and passed as `bytes`.
import module from "../wasm/forgetmenot_bg.wasm";
import { initSync } from "../wasm/forgetmenot.js";
import { loadedBy } from "./load.js";
import { readByUrl } from "./model.js";

export { isMemoryError } from "./errors.js";

export const { Memory, VectorIndex } = loadedBy(async () => initSync({ module }), { readModel: readByUrl });
