import assert from "node:assert/strict";
import { test } from "node:test";

import { recorded, worse } from "./ratchet.mjs";
import { misses, table } from "./report.mjs";
import { figures, none } from "./score.mjs";

const counts = { ...none(), conversations: 1, turns: 2, expected: 10, found: 8, wrong: 2, asks: 2, answerable: 2, answered: 1, kept: 9, junk: 1 };
const result = (more = {}) => ({ rules: { languages: { en: figures({ ...counts, ...more }) }, misses: [{ where: "a-01 turn 1", what: "missed: home" }] } });
const before = recorded(result());

test("what is recorded is the rates, rounded, and the counts", () => {
  assert.deepEqual(before.rules.en, {
    precision: 0.8, recall: 0.8, f1: 0.8, answered: 0.5, junk: 0.111, wrongUpdates: 0, stale: 0, duplicates: 0, leaks: 0,
    conversations: 1, turns: 2, expected: 10, asks: 2,
  });
});

test("the same, the better and what is within the slack pass", () => {
  assert.deepEqual(worse(recorded(result()), before), []);
  assert.deepEqual(worse(recorded(result({ found: 10, wrong: 0, answered: 2, junk: 0 })), before), []);
  const slightly = { rules: { en: { ...before.rules.en, recall: 0.791, junk: 0.12 } } };
  assert.deepEqual(worse(slightly, before), []);
});

test("a rate that falls, a count that rises and what is not measured are told", () => {
  assert.deepEqual(worse(recorded(result({ found: 7, wrong: 2 })), before), ["rules, en: precision was 0.8, is 0.778", "rules, en: recall was 0.8, is 0.7", "rules, en: f1 was 0.8, is 0.737"]);
  assert.deepEqual(worse(recorded(result({ junk: 2 })), before), ["rules, en: junk was 0.111, is 0.222"]);
  for (const name of ["wrongUpdates", "stale", "duplicates", "leaks"]) {
    assert.deepEqual(worse(recorded(result({ [name]: 1 })), before), [`rules, en: ${name} was 0, is 1`]);
  }
  assert.deepEqual(worse({}, before), ["rules, en: not measured"]);
});

test("a rate that is lost altogether is worse, one that was not there before is not", () => {
  const nothing = { rules: { en: { ...before.rules.en, precision: null } } };
  assert.deepEqual(worse(nothing, before), ["rules, en: precision was 0.8, is null"]);
  assert.deepEqual(worse(before, nothing), []);
});

test("other conversations are recorded anew", () => {
  assert.match(worse(recorded(result({ turns: 3 })), before).join(), /the conversations have changed \(turns\): record anew with --update/);
});

test("the table has a row for each mode and language, misses a line each", () => {
  const [head, , row, ...rest] = table(result()).split("\n");
  assert.equal(head.split("|").length, row.split("|").length);
  assert.match(row, /^\| rules \| en \| 1 \| 80\.0 \| 80\.0 \| 80\.0 \| 50\.0 \| 0 of 2 \| 0 \| 11\.1 \| 0 \| 0 \|$/);
  assert.deepEqual(rest, []);
  assert.equal(misses(result()), "rules  a-01 turn 1  missed: home");
});
