// The shipped wasm searches with vector instructions: in its code, not in its intentions.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

import { project } from "./harness/app.mjs";

/** What each kernel cannot do without. How often a loop is written out is the optimiser's choice. */
const needed = {
  "sums of floats": ["f32x4.mul", "f32x4.add", "v128.load"],
  "sums of 16-bit codes": ["f32x4.convert_i32x4_s", "i16x8.add"],
  "sums of bytes": ["i32x4.dot_i16x8_s", "i16x8.shl", "v128.load8x8_s"],
  "Hamming distances": ["i64.popcnt", "i8x16.popcnt"],
  "the cut": ["i16x8.le_u", "i8x16.narrow_i16x8_s", "i8x16.bitmask"],
};

for (const name of ["forgetmenot", "vectors"]) {
  test(`the shipped wasm of ${name} computes with vectors`, { timeout: 120_000 }, () => {
    const wasm = join(project, `pkg/wasm/${name}_bg.wasm`);
    const text = execFileSync(join(project, "node_modules/.bin/wasm-dis"), ["--all-features", wasm], { encoding: "utf8", maxBuffer: 2 ** 30 });
    for (const [kernel, instructions] of Object.entries(needed)) {
      for (const instruction of instructions) assert.ok(text.includes(`(${instruction}`), `${kernel}: ${instruction}`);
    }
  });
}
