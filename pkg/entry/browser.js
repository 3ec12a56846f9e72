// Pages, Web Workers, extensions, and whatever a bundler makes of them. The wasm comes as base64 in a chunk of its own,
// imported when first needed: the one form that every bundler carries over without being configured.
import init from "../wasm/forgetmenot.js";
import { loadedBy } from "./load.js";

export { isMemoryError } from "./errors.js";

export const { Memory, VectorIndex } = loadedBy(async () => {
  const { default: base64 } = await import("../wasm/inline.js");
  await init({ module_or_path: Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)) });
});
