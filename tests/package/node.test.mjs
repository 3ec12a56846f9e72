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
    "entry/browser.js", "entry/errors.js", "entry/load.js", "entry/node.js", "entry/workerd.js", "package.json",
    "wasm/forgetmenot.js", "wasm/forgetmenot_bg.wasm", "wasm/inline.js", "wasm/types.d.ts",
  ]);
  const paths = JSON.stringify(manifest(app.folder).exports).match(/\.\/[^"]+\.\w+/g);
  for (const path of paths) if (path !== "./package.json") assert.ok(names.includes(path.slice(2)), path);
  assert.deepEqual(manifest(app.folder).dependencies, undefined);
});
