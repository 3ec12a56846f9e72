// The shipped wasm searches with vector instructions: in its code, not in its intentions.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

import { project } from "./harness/app.mjs";

test("the shipped wasm multiplies four floats at a time", { timeout: 120_000 }, () => {
  const wasm = join(project, "pkg/wasm/forgetmenot_bg.wasm");
  const text = execFileSync(join(project, "node_modules/.bin/wasm-dis"), ["--all-features", wasm], { encoding: "utf8", maxBuffer: 2 ** 30 });
  const count = (instruction) => text.split(`(${instruction}`).length - 1;
  // How often a loop is written out is the optimiser's choice; that it is one of vectors is not.
  for (const instruction of ["f32x4.mul", "f32x4.add", "v128.load"]) assert.ok(count(instruction) > 0, instruction);
});
