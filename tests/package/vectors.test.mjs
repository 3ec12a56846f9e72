// The index by itself: in every environment, without anything of the rest of the package.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { build as bundle } from "esbuild";
import { build, createServer, preview } from "vite";

import { serveFolders } from "../../scripts/serve.mjs";
import { makeApp } from "./harness/app.mjs";
import { launchChromium, launchFirefox, outcomeOf } from "./harness/browser.mjs";
import { bundleWorker, startWorker } from "./harness/worker.mjs";

const WORKS = { ok: true, exports: ["VectorIndex", "isMemoryError"], found: [7, 9] };
/** The files of the package that make up the entry, but for those of one runtime. */
const PARTS = ["entry/errors.js", "entry/load.js", "wasm/vectors.js"];

let app;
before(() => (app = makeApp("vectors")));
after(() => app?.remove());

const node = (...args) => JSON.parse(execFileSync(process.execPath, args, { cwd: app.folder, encoding: "utf8" }));

test("Node", { timeout: 120_000 }, () => {
  assert.deepEqual(node("node.js"), { ...WORKS, before: [], files: ["vectors_bg.wasm"] });
});

for (const [name, launch] of Object.entries({ Chromium: launchChromium, Firefox: launchFirefox })) {
  test(`a page in ${name}`, { timeout: 180_000 }, async () => {
    const server = await serveFolders({ folders: { "/": app.folder } });
    const browser = await launch();
    try {
      const page = await browser.newPage();
      assert.deepEqual(await outcomeOf(page, `${server.url}/`), WORKS);
      const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
      const ours = loaded.filter((url) => url.includes("/forgetmenot/")).map((url) => url.split("/forgetmenot/")[1]);
      assert.deepEqual(ours.sort(), [...PARTS, "entry/vectors/browser.js", "wasm/vectors-inline.js"].sort());
    } finally {
      await browser.close();
      await server.close();
    }
  });
}

test("Vite: its development server, and the built app", { timeout: 180_000 }, async () => {
  const quiet = { root: app.folder, configFile: false, logLevel: "warn" };
  const browser = await launchChromium();
  const visit = async (server) => {
    try {
      const page = await browser.newPage();
      assert.deepEqual(await outcomeOf(page, server.resolvedUrls.local[0]), WORKS);
      await page.close();
    } finally {
      await server.close();
    }
  };
  try {
    const server = await createServer({ ...quiet, server: { host: "127.0.0.1", port: 5174 } });
    await server.listen();
    await visit(server);
    await build(quiet);
    await visit(await preview({ ...quiet, preview: { host: "127.0.0.1", port: 4174 } }));
    const assets = join(app.folder, "dist", "assets");
    const names = readdirSync(assets);
    const bytes = names.reduce((sum, name) => sum + statSync(join(assets, name)).size, 0);
    assert.ok(names.every((name) => name.endsWith(".js")) && bytes < 1_000_000, `${names}: ${bytes} bytes`);
  } finally {
    await browser.close();
  }
});

test("workerd", { timeout: 120_000 }, async () => {
  const worker = makeApp("vectors");
  await bundleWorker(worker.folder, "worker.js");
  assert.deepEqual(readdirSync(join(worker.folder, "dist")).sort(), ["vectors_bg.wasm", "worker.js"]);
  const runtime = startWorker(worker.folder, { durableObjects: {} });
  try {
    assert.deepEqual(await (await runtime.dispatchFetch("http://worker.test/")).json(), WORKS);
  } finally {
    await runtime.dispose();
    worker.remove();
  }
});

for (const [runtime, platform, own] of [
  ["browser", "browser", ["wasm/vectors-inline.js"]],
  ["node", "node", []],
  ["workerd", "neutral", []],
]) {
  test(`a bundle for ${runtime} holds nothing else of the package`, async () => {
    const { metafile } = await bundle({
      stdin: { contents: 'export * from "forgetmenot/vectors";', resolveDir: app.folder },
      bundle: true, write: false, metafile: true, format: "esm", platform, conditions: [runtime],
      external: ["*.wasm"],
    });
    const inputs = Object.keys(metafile.inputs).filter((path) => path.includes("/forgetmenot/"));
    const names = inputs.map((path) => path.split("/forgetmenot/")[1]).sort();
    assert.deepEqual(names, [...PARTS, ...own, `entry/vectors/${runtime}.js`].sort());
  });
}

test("what one entry wrote the other reads, graphs or not", { timeout: 120_000 }, () => {
  const script = `
    import * as whole from "forgetmenot";
    import * as alone from "forgetmenot/vectors";
    const layouts = { flat: {}, cells: { cellsAbove: 300 }, graph: { cellsAbove: 300, graphAbove: 300, mayBlock: true } };
    let state = 1;
    const random = () => (state = Math.imul(state, 48271) % 2147483647) / 2 ** 30;
    const vectors = Float32Array.from({ length: 900 * 24 }, random);
    const seen = {};
    for (const [kind, index] of Object.entries(layouts)) {
      for (const [from, to] of [[whole, alone], [alone, whole]]) {
        const written = await from.VectorIndex.create({ dims: 24, index });
        written.insert(Uint32Array.from({ length: 900 }, (_, n) => n * 2), vectors);
        while (written.maintain(1));
        const bytes = written.toBytes();
        const read = await to.VectorIndex.fromBytes(bytes, { index });
        for (let n = 0; n < 50; n++) {
          const query = vectors.subarray(n * 24, (n + 1) * 24);
          const [a, b] = [written, read].map((one) => one.search(query, { exact: true }));
          if (String(a.ids) !== String(b.ids) || String(a.scores) !== String(b.scores)) throw new Error(kind + ": other hits");
          if (read.search(query, { k: 1 }).ids[0] !== n * 2) throw new Error(kind + ": not itself");
        }
        (seen[kind] ??= []).push(written.stats().kind);
        bytes[bytes.length >> 1] ^= 1;
        const error = await to.VectorIndex.fromBytes(bytes).catch((error) => error);
        if (!from.isMemoryError(error) || error.code !== "storage_corrupt") throw new Error(String(error));
      }
    }
    console.log(JSON.stringify(seen));`;
  assert.deepEqual(node("--input-type=module", "-e", script), {
    flat: ["flat", "flat"],
    cells: ["cells", "cells"],
    graph: ["graph", "cells"],
  });
});

test("the raw wasm can be resolved", () => {
  const script = 'console.log(JSON.stringify(import.meta.resolve("forgetmenot/vectors/wasm")))';
  assert.match(node("--input-type=module", "-e", script), /vectors_bg\.wasm$/);
});
