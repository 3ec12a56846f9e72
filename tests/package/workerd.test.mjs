// Cloudflare's runtime, with storage that outlives it and without any.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { makeApp } from "./harness/app.mjs";
import { bundleWorker, startWorker } from "./harness/worker.mjs";

let app;
before(async () => {
  app = makeApp("workerd");
  await bundleWorker(app.folder, "worker.js");
});
after(() => app?.remove());

test("a Worker without storage works", { timeout: 120_000 }, async () => {
  assert.deepEqual(await askOnce("/memory"), { ok: true, storage: "memory" });
});

test("a Durable Object remembers after a restart", { timeout: 120_000 }, async () => {
  assert.deepEqual(await askOnce("/"), { ok: true, storage: "durable-object" });
  assert.deepEqual(await askOnce("/?next"), { ok: true, remembered: "I am vegan." });
});

test("the model on the device is imported as data and passed as bytes; without it, words do", { timeout: 120_000 }, async () => {
  assert.deepEqual(await askOnce("/meaning?bytes"), { ok: true, loaded: true });
  assert.deepEqual(await askOnce("/meaning"), { ok: true, loaded: null });
});

/** Starts the Worker, asks it once, stops it. */
async function askOnce(path) {
  const runtime = startWorker(app.folder, { durableObjects: { USER: "User" } });
  try {
    return await (await runtime.dispatchFetch(`http://worker.test${path}`)).json();
  } finally {
    await runtime.dispose();
  }
}
