// The built package over the emulator, as an application in Node has it.
import assert from "node:assert/strict";

import { isMemoryError, Memory } from "../../pkg/entry/node.js";
import { startEmulator } from "../emulator/index.mjs";

export { isMemoryError, Memory, startEmulator };

export const KEY = "AIzaSyTestKey-0123456789";
export const ANA = { userId: "ana" };

/** A memory whose model and embedder are the emulator. `more` goes into `llm`, `config` beside it. */
export function openOver({ url }, more = {}, config = {}) {
  const llm = { provider: "gemini", apiKey: KEY, baseUrl: url, maxRetries: 0, ...more };
  const { apiKey, baseUrl, apiVersion, headers, timeoutMs, maxRetries } = llm;
  const embedder = { provider: "gemini", apiKey, baseUrl, apiVersion, headers, timeoutMs, maxRetries };
  return Memory.open({ llm, embedder, storage: { type: "memory" }, ...config });
}

/** The texts of a user's memories, oldest first. */
export async function texts(memory, scope = ANA) {
  return (await memory.getAll(scope)).results.map((item) => item.memory).reverse();
}

/** Asserts that `call` fails as the library fails: a real Error with one of its codes, fit to be shown. */
export async function refused(code, call, what = code) {
  let thrown;
  try {
    await call();
  } catch (error) {
    thrown = error;
  }
  assert.ok(thrown !== undefined, `${what}: it was not refused`);
  assert.ok(isMemoryError(thrown), `${what}: not ours: ${thrown?.stack ?? thrown}`);
  assert.equal(thrown.code, code, `${what}: ${thrown.message}`);
  checkMessage(thrown.message, what);
  return thrown;
}

/** Messages start lower-case and show no secret. */
export function checkMessage(message, what = "message") {
  assert.match(message, /^[^A-Z]/, what);
  assert.ok(!message.includes(KEY), `${what}: it shows the key`);
}
