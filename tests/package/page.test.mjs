// Pages without a bundler, in real browsers: the package as it lies in node_modules, served as files.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { serveFolders } from "../../scripts/serve.mjs";
import { makeApp } from "./harness/app.mjs";
import { launchChromium, launchFirefox, outcomeOf } from "./harness/browser.mjs";

const FIRST = { ok: true, storage: "indexeddb" };
const NEXT = { ok: true, remembered: "I am vegan." };

for (const [name, launch] of Object.entries({ Chromium: launchChromium, Firefox: launchFirefox })) {
  describe(name, { timeout: 300_000 }, () => {
    let browser;
    before(async () => (browser = await launch()));
    after(() => browser?.close());

    for (const kind of ["page", "worker"]) {
      test(`${kind}: works, and remembers after a reload`, async () => {
        await withApp(kind, async (url) => {
          const page = await browser.newPage();
          assert.deepEqual(await outcomeOf(page, url), FIRST);
          assert.deepEqual(await outcomeOf(page, `${url}?next`), NEXT);
          assert.deepEqual(await outcomeOf(page, `${url}?meaning`), { ok: true, loaded: true });
          await page.close();
        });
      });
    }

    test("the model is kept by the browser; a spoilt copy is fetched again, an absent one is done without", async () => {
      await withApp("page", async (url) => {
        const page = await browser.newPage();
        assert.deepEqual(await outcomeOf(page, `${url}?meaning`), { ok: true, loaded: true });
        const lengths = () => page.evaluate(async () => {
          const cache = await caches.open("forgetmenot-models");
          const kept = await Promise.all((await cache.keys()).map((key) => cache.match(key)));
          return Promise.all(kept.map(async (response) => (await response.arrayBuffer()).byteLength));
        });
        const [whole, ...more] = await lengths();
        assert.ok(whole > 1_000_000 && more.length === 0, "one file is kept");
        await page.evaluate(async () => {
          const cache = await caches.open("forgetmenot-models");
          const [key] = await cache.keys();
          await cache.put(key, new Response("spoilt"));
        });
        assert.deepEqual(await outcomeOf(page, `${url}?meaning`), { ok: true, loaded: true });
        assert.deepEqual(await lengths(), [whole]);

        const done = await page.evaluate(async () => {
          const { Memory } = await import("./node_modules/forgetmenot/entry/browser.js");
          const embedder = { provider: "static", url: "nowhere.fmn" };
          const memory = await Memory.open({ storage: { type: "memory" }, embedder });
          await memory.add("a cup of tea", { userId: "ana" });
          const { results, degraded } = await memory.search("tea", { userId: "ana" });
          const { problem } = (await memory.health()).embedder;
          await memory.close();
          return [results.length, degraded?.code, problem?.code];
        });
        assert.deepEqual(done, [1, "model_unavailable", "model_unavailable"]);
        await page.close();
      });
    });
  });
}

test("a page whose policy forbids WebAssembly is told what to allow", { timeout: 120_000 }, async () => {
  const browser = await launchChromium();
  try {
    await withApp("page", async (url) => {
      const { message, ...rest } = await outcomeOf(await browser.newPage(), `${url}csp.html`);
      assert.deepEqual(rest, { ok: false, ours: true, name: "MemoryError", code: "internal", retryable: false });
      assert.match(message, /^could not load the WebAssembly module: .*'wasm-unsafe-eval'/);
    });
  } finally {
    await browser.close();
  }
});

async function withApp(name, use) {
  const app = makeApp(name);
  const server = await serveFolders({ folders: { "/": app.folder } });
  try {
    await use(`${server.url}/`);
  } finally {
    await server.close();
    app.remove();
  }
}
