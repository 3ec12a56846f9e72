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
