// What the entries share: the wasm is loaded by the first call that needs it, not by the import.

/**
 * Makes the compiled classes wait for `load()`, which may fail and be tried again by the next call. `host` goes to
 * `Memory.open`: `readModel(url, sha256, fresh)` resolves to the bytes of an embedding model, of the `shipped` one if there
 * is no url.
 */
export function loadedBy(load) {
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
    memory: (Compiled, host) =>
      opened(Compiled, ready, { open: (config) => [config, host] }, "a Memory is opened, not constructed: use `await Memory.open(config)`"),
    vectorIndex: (Compiled) =>
      opened(
        Compiled,
        ready,
        { create: (...given) => given, fromBytes: (...given) => given },
        "a VectorIndex is created, not constructed: use `await VectorIndex.create({ dims })`",
      ),
  };
}

/** The wasm that a chunk holds as base64 (`scripts/inline-wasm.mjs`). */
export const bytesOf = ({ default: base64 }) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

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
