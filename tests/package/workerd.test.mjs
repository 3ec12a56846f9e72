// Cloudflare's runtime: bundled as wrangler does it (the `workerd` condition, .wasm left as modules), then run with
// storage that outlives it.
import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { build } from "esbuild";
import { Miniflare } from "miniflare";

import { makeApp } from "./harness/app.mjs";

let app;
before(async () => {
  app = makeApp("workerd");
  await bundle(app.folder);
});
after(() => app?.remove());

test("a Worker without storage works", { timeout: 120_000 }, async () => {
  assert.deepEqual(await ask("/memory"), { ok: true, storage: "memory" });
});

test("a Durable Object remembers after a restart", { timeout: 120_000 }, async () => {
  assert.deepEqual(await ask("/"), { ok: true, storage: "durable-object" });
  assert.deepEqual(await ask("/?next"), { ok: true, remembered: "I am vegan." });
});

/** Starts the Worker, asks it once, stops it. */
async function ask(path) {
  const runtime = new Miniflare({
    cf: false,
    modules: true,
    modulesRoot: join(app.folder, "dist"),
    scriptPath: join(app.folder, "dist", "worker.js"),
    modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
    compatibilityDate: "2026-04-01",
    durableObjects: { USER: { className: "User", useSQLite: true } },
    durableObjectsPersist: join(app.folder, "state"),
  });
  try {
    return await (await runtime.dispatchFetch(`http://worker.test${path}`)).json();
  } finally {
    await runtime.dispose();
  }
}

async function bundle(folder) {
  const wasmAsModule = {
    name: "wasm-as-module",
    setup({ onResolve }) {
      onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => {
        cpSync(join(resolveDir, path), join(folder, "dist", "module.wasm"));
        return { path: "./module.wasm", external: true };
      });
    },
  };
  await build({
    entryPoints: [join(folder, "worker.js")],
    outfile: join(folder, "dist", "worker.js"),
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*"],
    plugins: [wasmAsModule],
    logLevel: "warning",
  });
}
