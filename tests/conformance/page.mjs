// In the page or the worker: loads a fresh instance of the laws and runs one.
import { options } from "./indexed-db-faults.mjs";

let instance = 0;
let glue;

async function load() {
  glue = await import(`./conformance.js?${(instance += 1)}`);
  await glue.default({ module_or_path: "./conformance_bg.wasm" });
}

export async function names(list) {
  if (!glue) await load();
  return glue.laws(list);
}

export async function law(name, prefix, outside) {
  if (!glue) await load();
  try {
    await glue.run(name, "indexeddb", options(prefix, outside));
    return "";
  } catch (error) {
    glue = undefined;
    return String(error?.message ?? error);
  }
}

// As a module worker: one message in, one answer out.
if (typeof WorkerGlobalScope !== "undefined" && self instanceof WorkerGlobalScope) {
  self.onmessage = async ({ data: { id, name, prefix } }) => {
    self.postMessage({ id, broken: await law(name, prefix) });
  };
  self.postMessage({ ready: true });
}
