// The index by itself, for Node: as ../node.js, with a wasm of its own.
import { readFile } from "node:fs/promises";

import init, { VectorIndex as Compiled } from "../../wasm/vectors.js";
import { loadedBy } from "../load.js";

export { isMemoryError } from "../errors.js";

const loaded = loadedBy(async () =>
  init({ module_or_path: await readFile(new URL("../../wasm/vectors_bg.wasm", import.meta.url)) }),
);

export const VectorIndex = loaded.vectorIndex(Compiled);
