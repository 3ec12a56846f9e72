import { Memory, isMemoryError } from "./node_modules/forgetmenot/entry/browser.js";

Memory.open().then(
  () => (globalThis.outcome = { ok: true }),
  (error) => {
    const { name, code, retryable, message } = error;
    globalThis.outcome = { ok: false, ours: isMemoryError(error), name, code, retryable, message };
  },
);
