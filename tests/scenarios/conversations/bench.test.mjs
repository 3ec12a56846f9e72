// The bench itself: no score is worse than the one recorded.
import assert from "node:assert/strict";
import { before, test } from "node:test";

import { load } from "./load.mjs";
import { measure } from "./measure.mjs";
import { MODES } from "./modes.mjs";
import { readScores, recorded, worse } from "./ratchet.mjs";
import { misses, table } from "./report.mjs";

let result;
before(async () => {
  result = await measure(load(), MODES);
  console.log(table(result));
});

test("every way of reading is recorded", () => {
  assert.deepEqual(Object.keys(readScores()), MODES);
});

for (const mode of MODES) {
  test(`no score of ${mode} is worse than recorded`, () => {
    const one = { [mode]: result[mode] };
    assert.deepEqual(worse(recorded(one), { [mode]: readScores()[mode] }), [], misses(one));
  });
}

test("no secret is stored, whoever reads", () => {
  for (const [mode, { languages }] of Object.entries(result)) assert.equal(languages.all.counts.leaks, 0, mode);
});
