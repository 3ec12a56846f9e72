// Node: an ES module app, and what the packed file holds.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { makeApp, manifest, project } from "./harness/app.mjs";

let app;
before(() => (app = makeApp("node")));
after(() => app?.remove());

const run = (...args) => execFileSync(process.execPath, args, { cwd: app.folder, encoding: "utf8" });

test("an ES module app works", { timeout: 120_000 }, () => {
  assert.deepEqual(JSON.parse(run("main.js")), { ok: true, storage: "memory" });
});

test("the model on the device is read from the package; one that is wrong or absent leaves the words", { timeout: 120_000 }, () => {
  assert.deepEqual(JSON.parse(run("main.js", "meaning")), { ok: true, loaded: true });
  const script = `
    import { readFileSync } from "node:fs";
    import { Memory } from "forgetmenot";
    const good = readFileSync(new URL(import.meta.resolve("forgetmenot/models/static-multilingual.fmn")));
    const flipped = Uint8Array.from(good);
    flipped[good.length >> 1] ^= 1;
    const embed = (texts) => texts.map((text) => (text === "" ? null : [text.length, 1]));
    const failing = () => { throw new Error("a memory's text"); };
    const seen = [];
    for (const embedder of [
      { provider: "static", bytes: good },
      { provider: "static", bytes: good.buffer.slice(good.byteOffset, good.byteOffset + good.length) },
      { provider: "static", bytes: good.subarray(0, 999) },
      { provider: "static", bytes: flipped },
      { provider: "static", bytes: good, sha256: "00".repeat(32) },
      { provider: "static", url: new URL("file:///nowhere.fmn") },
      { provider: "static", model: { safetensors: good, tokenizer: good } },
      { provider: "host", embed, dims: 2, model: "length" },
      { provider: "host", embed, dims: 3, model: "too narrow" },
      { provider: "host", embed: async () => [], dims: 2, model: "too few" },
      { provider: "host", embed: failing, dims: 2, model: "throws" },
      { provider: "none" },
    ]) {
      const memory = await Memory.open({ embedder });
      const { results, pending } = await memory.add("a cup of tea", { userId: "ana" });
      const found = await memory.search("tea", { userId: "ana" });
      const { index } = await memory.health();
      if (results.length !== 1 || pending || found.results.length !== 1) throw new Error("lost " + embedder.provider);
      seen.push(found.degraded?.code ?? index.vectors);
      await memory.close();
    }
    console.log(JSON.stringify(seen));`;
  assert.deepEqual(JSON.parse(run("--input-type=module", "-e", script)), [
    1, 1, "model_corrupt", "model_corrupt", "model_corrupt", "model_unavailable", "model_corrupt",
    1, "embedding_mismatch", "model_bad_reply", "model_unavailable", 0,
  ]);
});

test("importing it does nothing yet: no wasm is compiled before the first open", () => {
  const script = `
    let compiled = 0;
    const real = WebAssembly.instantiate; // Node uses it for itself too
    WebAssembly.instantiate = (bytes, imports) => {
      compiled += Number(JSON.stringify(Object.keys(imports ?? {})).includes("forgetmenot"));
      return real(bytes, imports);
    };
    const { Memory } = await import("forgetmenot");
    const before = compiled;
    const opened = await Promise.all([Memory.open(), Memory.open()]);
    await Promise.all(opened.map((memory) => memory.close()));
    console.log(JSON.stringify([before, compiled]));`;
  assert.deepEqual(JSON.parse(run("--input-type=module", "-e", script)), [0, 1]);
});

test("the README's quick start prints what it says", () => {
  const readme = readFileSync(join(project, "README.md"), "utf8");
  const [, start] = /^```js\n(.*?)^```/ms.exec(readme);
  const [, expected] = /console\.log\(.*\); \/\/ (.*)$/m.exec(start);
  assert.equal(run("--input-type=module", "-e", start).trim(), expected);
});

test("the raw wasm can be resolved", () => {
  const script = 'console.log(import.meta.resolve("forgetmenot/wasm"))';
  assert.match(run("--input-type=module", "-e", script), /forgetmenot_bg\.wasm\s*$/);
});

test("the packed file holds what its manifest names, and nothing else", () => {
  const root = join(app.folder, "node_modules", "forgetmenot");
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1)).sort();
  assert.deepEqual(names, [
    "LICENSE-APACHE", "LICENSE-MIT", "README.md",
    "entry/browser.js", "entry/errors.js", "entry/load.js", "entry/model.js", "entry/node.js",
    "entry/vectors/browser.js", "entry/vectors/node.js", "entry/vectors/workerd.js", "entry/workerd.js",
    "models/LICENSE", "models/NOTICE", "models/shipped.js", "models/static-multilingual.fmn", "package.json",
    "wasm/config.d.ts", "wasm/errors.d.ts", "wasm/forgetmenot.js", "wasm/forgetmenot_bg.wasm", "wasm/graph.d.ts", "wasm/inline.js", "wasm/profile.d.ts", "wasm/types.d.ts",
    "wasm/vectors-inline.js", "wasm/vectors.d.ts", "wasm/vectors.js", "wasm/vectors_bg.wasm",
  ]);
  const paths = JSON.stringify(manifest(app.folder).exports).match(/\.\/[^"]+\.\w+/g);
  for (const path of paths) if (path !== "./package.json") assert.ok(names.includes(path.slice(2)), path);
  assert.deepEqual(manifest(app.folder).dependencies, undefined);
});
