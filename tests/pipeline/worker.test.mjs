// A memory in a Web Worker: extract, decide, keep, find and chat with no window about.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { serveFolders } from "../../scripts/serve.mjs";
import { startEmulator } from "../emulator/index.mjs";
import { launchChromium, launchFirefox, outcomeOf } from "../package/harness/browser.mjs";

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));

for (const [name, launch] of Object.entries({ Chromium: launchChromium, Firefox: launchFirefox })) {
  test(`the pipeline runs in a Web Worker in ${name}`, async (context) => {
    const emulator = await startEmulator({ key: "test-key" });
    context.after(() => emulator.close());
    const server = await serveFolders({ folders: { "/": folder("worker"), "/pkg/": folder("../../pkg") }, json: {} });
    context.after(() => server.close());
    const browser = await launch();
    context.after(() => browser.close());
    const query = new URLSearchParams({ baseUrl: emulator.url, apiKey: emulator.key });
    const outcome = await outcomeOf(await browser.newPage(), new URL(`?${query}`, server.url).href);
    const { answer, ...rest } = outcome;
    assert.deepEqual(rest, { update: "UPDATE", found: "User lives in Porto", storage: "indexeddb", kernel: "simd128" });
    assert.match(answer, /Porto/);
  });
}
