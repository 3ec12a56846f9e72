// The index by itself, for pages and whatever a bundler makes of them: as ../browser.js, with a wasm of its own.
import init, { VectorIndex as Compiled } from "../../wasm/vectors.js";
import { bytesOf, loadedBy } from "../load.js";

export { isMemoryError } from "../errors.js";

const loaded = loadedBy(async () => init({ module_or_path: bytesOf(await import("../../wasm/vectors-inline.js")) }));

export const VectorIndex = loaded.vectorIndex(Compiled);
