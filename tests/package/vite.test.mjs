// Vite with no configuration: the development server, and the built app in its preview server.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { build, createServer, preview } from "vite";

import { makeApp } from "./harness/app.mjs";
import { launchChromium, outcomeOf } from "./harness/browser.mjs";

const quiet = (root) => ({ root, configFile: false, logLevel: "warn" });
let app, browser;
before(async () => {
  app = makeApp("vite");
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  app?.remove();
});

test("dev server", { timeout: 180_000 }, async () => {
  const server = await createServer({ ...quiet(app.folder), server: { host: "127.0.0.1", port: 5173 } });
  await server.listen();
  await visitTwice(server, () => server.close());
});

test("build and preview", { timeout: 180_000 }, async () => {
  await build(quiet(app.folder));
  const server = await preview({ ...quiet(app.folder), preview: { host: "127.0.0.1", port: 4173 } });
  await visitTwice(server, () => server.close());
});

async function visitTwice(server, close) {
  try {
    const url = server.resolvedUrls.local[0];
    const page = await browser.newPage();
    assert.deepEqual(await outcomeOf(page, url), { ok: true, storage: "indexeddb" });
    assert.deepEqual(await outcomeOf(page, `${url}?next`), { ok: true, remembered: "I am vegan." });
    assert.deepEqual(await outcomeOf(page, `${url}?meaning`), { ok: true, loaded: true });
    await page.close();
  } finally {
    await close();
  }
}
