#!/usr/bin/env node
// That what is asked for is found in the Korean and mixed set, and that the bench works: floors below what was measured, so
// that only a loss trips them. Needs the built package.
import path from "node:path";
import { fileURLToPath } from "node:url";

import { conversations } from "./lib/data.mjs";
import { measure } from "./lib/run.mjs";

/** Of R@10, by system and category. */
const FLOORS = {
  words: { "ko-keyword": 0.95, "ko-paraphrase": 0.75, mixed: 0.9 },
  hybrid: { "ko-keyword": 0.95, "ko-paraphrase": 0.65, mixed: 0.9, "en-to-ko": 0.55, "ko-to-en": 0.65 },
};

const file = path.join(path.dirname(fileURLToPath(import.meta.url)), "data/korean-and-mixed.json");
const systems = await measure(conversations(file), { only: ["bm25", ...Object.keys(FLOORS)] });
let [passed, failed] = [0, 0];
const check = (name, holds, found) => {
  if (holds) passed += 1;
  else failed += 1;
  console.log(`${holds ? "ok" : "not ok"} ${name}: ${found}`);
};
for (const [system, floors] of Object.entries(FLOORS)) {
  for (const [category, floor] of Object.entries(floors)) {
    const found = systems[system].categories[category].recall[10];
    check(`${system}, ${category}: R@10 of at least ${floor}`, found >= floor, found.toFixed(3));
  }
  const [ours, plain] = [systems[system].recall[10], systems.bm25.recall[10]];
  check(`${system}: more than plain BM25`, ours > plain, `${ours.toFixed(3)}, ${plain.toFixed(3)}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
