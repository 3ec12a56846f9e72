// What the entries share: the wasm is loaded by the first call that needs it, not by the import.
import { Memory as CompiledMemory, VectorIndex as CompiledIndex } from "../wasm/forgetmenot.js";

/**
 * The classes, with their factories waiting for `load()`, which may fail and be tried again by the next call. `host` goes
 * to `Memory.open`: `readModel(url, sha256, fresh)` resolves to the bytes of an embedding model, of the `shipped` one if
 * there is no url.
 */
export function loadedBy(load, host) {
  let loading;
  const ready = async () => {
    loading ??= load();
    try {
      await loading;
    } catch (cause) {
      loading = undefined;
      throw failure(cause);
    }
  };
  return {
    Memory: opened(CompiledMemory, ready, { open: (config) => [config, host] }, "a Memory is opened, not constructed: use `await Memory.open(config)`"),
    VectorIndex: opened(
      CompiledIndex,
      ready,
      { create: (...given) => given, fromBytes: (...given) => given },
      "a VectorIndex is created, not constructed: use `await VectorIndex.create({ dims })`",
    ),
  };
}

function opened(Compiled, ready, factories, hint) {
  for (const [name, parameters] of Object.entries(factories)) {
    const make = Compiled[name];
    Compiled[name] = async (...given) => {
      await ready();
      return make.apply(Compiled, parameters(...given));
    };
  }
  const Class = new Proxy(Compiled, {
    construct() {
      throw new TypeError(hint);
    },
  });
  Compiled.prototype.constructor = Class;
  return Class;
}

/** The MemoryError for wasm that did not load: nothing of the compiled code can make it. */
function failure(cause) {
  const blocked = /content.security.policy|disallowed by embedder|unsafe-eval/i.test(String(cause?.message));
  const hint = blocked ? ": let the page's Content-Security-Policy have script-src 'wasm-unsafe-eval'" : "";
  const error = new Error(`could not load the WebAssembly module${hint}`, { cause });
  return Object.assign(error, { name: "MemoryError", code: "internal", retryable: false });
}
