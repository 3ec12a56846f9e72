#!/usr/bin/env node
// `npm run bench:smoke`: that the bench works from end to end, on little data and without a single peer. Judges no time:
// only that every figure is there and that the index's answers are right. Needs the built package and a browser.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const folder = mkdtempSync(path.join(tmpdir(), "bench-smoke-"));
process.env.BENCH_DATA = folder; // read when the modules below are loaded
const { checks } = await import("./lib/smoke-checks.mjs");

let failed = 0;
let passed = 0;
try {
  for await (const [name, problem] of checks(folder)) {
    if (problem === undefined) passed += 1;
    else failed += 1;
    console.log(problem === undefined ? `ok ${name}` : `not ok ${name}: ${problem}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
