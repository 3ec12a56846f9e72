// Cloudflare Workers: bytes may not be compiled there, but an imported .wasm is a compiled module. A file beside this one
// cannot be read there, so an embedding model is imported by the Worker and passed as `bytes`.
import module from "../wasm/forgetmenot_bg.wasm";
import { Memory as CompiledMemory, VectorIndex as CompiledIndex, initSync } from "../wasm/forgetmenot.js";
import { loadedBy } from "./load.js";
import { readByUrl } from "./model.js";

export { isMemoryError } from "./errors.js";

const loaded = loadedBy(async () => initSync({ module }));

export const Memory = loaded.memory(CompiledMemory, { readModel: readByUrl });
export const VectorIndex = loaded.vectorIndex(CompiledIndex);
