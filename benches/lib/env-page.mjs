// What adapters and measurements get from a page. `__cpu` is the main thread's CPU time, from the DevTools protocol.
import { watchWasmMemory } from "./wasm-memory.mjs";

const STORE = "files";

export function pageEnv() {
  const wasm = watchWasmMemory();
  const pause = () => new Promise((resolve) => setTimeout(resolve, 10));
  return {
    host: "chromium",
    asset: async (file) => new Uint8Array(await (await fetch(`/${file}`)).arrayBuffer()),
    cpu: () => globalThis.__cpu(),
    async collect() {
      for (let i = 0; i < 3; i++) {
        globalThis.gc?.();
        await pause();
      }
    },
    memory: async () => ({ js: performance.memory.usedJSHeapSize, wasm: wasm() }),
    place: {
      put: (name, value) => request("readwrite", (store) => store.put(value, name)),
      get: (name) => request("readonly", (store) => store.get(name)),
      getText: (name) => request("readonly", (store) => store.get(name)),
      used: async () => (await navigator.storage.estimate()).usage,
    },
  };
}

/** One request on a database of the benches' own; resolves when the transaction is on the disk. */
async function request(mode, work) {
  const opening = indexedDB.open("benches", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const db = await settled(opening);
  const transaction = db.transaction(STORE, mode, { durability: "strict" });
  const asked = work(transaction.objectStore(STORE));
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
  db.close();
  return asked.result;
}

function settled(open) {
  return new Promise((resolve, reject) => {
    open.onsuccess = () => resolve(open.result);
    open.onerror = () => reject(open.error);
  });
}
