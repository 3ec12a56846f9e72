// What the entries share: the wasm is loaded by the first `Memory.open`, not by the import.
import { Memory as Compiled } from "../wasm/forgetmenot.js";

/** The class with `open` waiting for `load()`, which may fail and be tried again by the next `open`. */
export function loadedBy(load) {
  const open = Compiled.open;
  let loading;
  Compiled.open = async (config) => {
    loading ??= load();
    try {
      await loading;
    } catch (cause) {
      loading = undefined;
      throw failure(cause);
    }
    return open.call(Compiled, config);
  };
  const Memory = new Proxy(Compiled, {
    construct() {
      throw new TypeError("a Memory is opened, not constructed: use `await Memory.open(config)`");
    },
  });
  Compiled.prototype.constructor = Memory;
  return Memory;
}

/** The MemoryError for wasm that did not load: nothing of the compiled code can make it. */
function failure(cause) {
  const blocked = /content.security.policy|disallowed by embedder|unsafe-eval/i.test(String(cause?.message));
  const hint = blocked ? ": let the page's Content-Security-Policy have script-src 'wasm-unsafe-eval'" : "";
  const error = new Error(`could not load the WebAssembly module${hint}`, { cause });
  return Object.assign(error, { name: "MemoryError", code: "internal", retryable: false });
}
