// Node (and what says it is Node): the wasm is a file beside this one.
import { readFile } from "node:fs/promises";

import init from "../wasm/forgetmenot.js";
import { loadedBy } from "./load.js";

export { isMemoryError } from "./errors.js";

export const { Memory, VectorIndex } = loadedBy(async () => {
  await init({ module_or_path: await readFile(new URL("../wasm/forgetmenot_bg.wasm", import.meta.url)) });
});
