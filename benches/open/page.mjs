// The page's half: fills a Memory in IndexedDB through the public API, and opens it.
import { Memory } from "/pkg/entry/browser.js";

const USER = { userId: "bench" };
const BATCH = 200; // messages a call

const config = ({ name, model }) => ({
  storage: { type: "indexeddb", name },
  embedder: { provider: "gemini", apiKey: "bench", baseUrl: location.origin, model, dims: 384 },
});

/** Adds `texts` as memories, word for word. Milliseconds. */
export async function fill({ texts, ...where }) {
  const memory = await Memory.open(config(where));
  const begun = performance.now();
  for (let at = 0; at < texts.length; at += BATCH) {
    const messages = texts.slice(at, at + BATCH).map((content) => ({ role: "user", content }));
    await memory.add(messages, { ...USER, infer: false });
  }
  const fillMs = performance.now() - begun;
  const { memories, index } = await memory.health();
  await memory.close();
  return { fillMs, memories, vectors: index.vectors, bytes: (await navigator.storage.estimate()).usage };
}

/** Opens twice: with the wasm still to load, as a page does that was just opened, and warm. Each with its first search. */
export async function reopen({ question, ...where }) {
  const cold = await once(question, where);
  const warm = await once(question, where);
  return { cold, ...warm };
}

async function once(question, where) {
  const begun = performance.now();
  const memory = await Memory.open(config(where));
  const opened = performance.now();
  const { results, degraded } = await memory.search(question, { ...USER, limit: 10 });
  const ended = performance.now();
  if (results.length !== 10 || degraded) throw new Error(`${results.length} results, ${JSON.stringify(degraded)}`);
  await memory.close();
  return { openMs: opened - begun, searchMs: ended - opened, totalMs: ended - begun };
}
