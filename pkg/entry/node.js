// Node (and what says it is Node): the wasm and the embedding model are files beside this one.
import { readFile } from "node:fs/promises";

import { shipped } from "../models/shipped.js";
import init, { Memory as CompiledMemory, VectorIndex as CompiledIndex } from "../wasm/forgetmenot.js";
import { loadedBy } from "./load.js";
import { readByUrl } from "./model.js";

export { isMemoryError } from "./errors.js";

const model = new URL("../models/static-multilingual.fmn", import.meta.url);
const isFile = (url) => String(url).startsWith("file:");

const loaded = loadedBy(async () =>
  init({ module_or_path: await readFile(new URL("../wasm/forgetmenot_bg.wasm", import.meta.url)) }),
);

export const Memory = loaded.memory(CompiledMemory, {
  shipped,
  async readModel(url = model, sha256, fresh) {
    return isFile(url) ? new Uint8Array(await readFile(new URL(url))) : readByUrl(url, sha256, fresh);
  },
});
export const VectorIndex = loaded.vectorIndex(CompiledIndex);
