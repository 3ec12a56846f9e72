// The summary's figures come from what the runners print.
import assert from "node:assert/strict";
import { test } from "node:test";

import { countTests } from "../../scripts/count-tests.mjs";

test("sums cargo's lines over its binaries", () => {
  const line = (ok, bad) => `test result: ok. ${ok} passed; ${bad} failed; 0 ignored; 0 measured; 0 filtered out\n`;
  assert.deepEqual(countTests(`running 5 tests\n${line(5, 0)}\n${line(2, 1)}`), { passed: 7, failed: 1 });
});

test("reads node:test in both reporters, with colours, and counts the cancelled as failed", () => {
  assert.deepEqual(countTests("\x1b[34mℹ pass 3\x1b[39m\nℹ fail 0\nℹ cancelled 2\n"), { passed: 3, failed: 2 });
  assert.deepEqual(countTests("# pass 4\n# fail 1\n# cancelled 0\n"), { passed: 4, failed: 1 });
});

test("reads a runner's own closing line and nothing else", () => {
  assert.deepEqual(countTests("9 passed, 2 failed\nlaw 7 passed, 1 failed of 8\n"), { passed: 9, failed: 2 });
  assert.deepEqual(countTests(""), { passed: 0, failed: 0 });
});
