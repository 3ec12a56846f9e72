import assert from "node:assert/strict";
import { test } from "node:test";

import { expected } from "./expect.mjs";
import { figures, none, score, sum } from "./score.mjs";

const home = (place) => ({ id: "home", says: [[place]] });
const turn = (more = {}) => ({ user: "…", ...more });

/** Scores a conversation of turns; `known`: the facts after each turn, `answers` likewise. */
function scored(turns, known, { answers = [], stored, never } = {}) {
  const conversation = { id: "c", language: "en", sessions: [{ at: "2026-01-01T00:00:00Z", turns }], ...(never && { never }) };
  const item = (fact) => (typeof fact === "string" ? { memory: fact, over: false } : fact);
  const seen = known.map((facts, at) => ({ facts: facts.map(item), answers: answers[at] ?? [] }));
  const misses = [];
  const counts = score(conversation, expected(conversation), { seen, stored: stored ?? known.at(-1) }, (what, where) => misses.push(`${where}: ${what}`));
  const some = Object.fromEntries(Object.entries(counts).filter(([name, count]) => count > 0 && !["conversations", "turns"].includes(name)));
  return { counts: some, misses };
}

test("a state holds the last value of each id, the others are outdated, and one that comes back is not", () => {
  const turns = [turn({ learns: [home("Busan")] }), turn({ learns: [home("Seoul")] }), turn(), turn({ learns: [home("Busan")] }), turn({ ends: ["home"] })];
  const states = expected({ sessions: [{ at: "2026-01-01T00:00:00Z", turns: turns.slice(0, 3) }, { at: "2026-02-01T00:00:00Z", turns: turns.slice(3) }] });
  const places = (facts) => facts.map((fact) => fact.says[0][0]);
  assert.deepEqual(states.map((state) => places([...state.facts.values()])), [["Busan"], ["Seoul"], ["Seoul"], ["Busan"], []]);
  assert.deepEqual(states.map((state) => places([...state.outdated.values()].flat())), [[], ["Busan"], ["Busan"], ["Seoul"], ["Seoul", "Busan"]]);
  assert.deepEqual(states.map((state) => new Date(state.at).toISOString().slice(0, 16)), ["2026-01-01T00:00", "2026-01-01T00:01", "2026-01-01T00:02", "2026-02-01T00:00", "2026-02-01T00:01"]);
});

test("what is known and expected is found, at every turn", () => {
  const { counts, misses } = scored([turn({ learns: [home("Busan")] }), turn()], [["User lives in Busan"], ["User lives in Busan"]]);
  assert.deepEqual(counts, { expected: 2, found: 2, kept: 1 });
  assert.deepEqual(misses, []);
});

test("a fact that comes late is missed until then, and told of once", () => {
  const { counts, misses } = scored([turn({ learns: [home("Busan")] }), turn(), turn()], [[], [], ["User lives in Busan"]]);
  assert.deepEqual(counts, { expected: 3, found: 1, kept: 1 });
  assert.deepEqual(misses, ["c turn 1: missed: home"]);
});

test("one memory may say several facts; what nothing expected says is wrong, and at the end junk", () => {
  const learns = [home("Busan"), { id: "pet", says: [["dog"]] }];
  const { counts, misses } = scored([turn({ learns }), turn()], [["User lives in Busan with a dog", "User said hi"], ["User lives in Busan with a dog", "User said hi"]]);
  assert.deepEqual(counts, { expected: 4, found: 4, wrong: 2, kept: 2, junk: 1 });
  assert.deepEqual(misses, ["c turn 1: not expected: User said hi", "c: junk: User said hi"]);
});

test("what is optional is neither demanded nor wrong", () => {
  const learns = [{ ...home("Busan"), optional: true }];
  assert.deepEqual(scored([turn({ learns })], [[]]).counts, {});
  assert.deepEqual(scored([turn({ learns })], [["User lives in Busan"]]).counts, { kept: 1 });
});

test("an outdated memory is wrong but no junk, unless it says that it is past", () => {
  const turns = [turn({ learns: [home("Busan")] }), turn({ learns: [home("Seoul")] })];
  const both = scored(turns, [["User lives in Busan"], ["User lives in Busan", "User lives in Seoul"]]);
  assert.deepEqual(both.counts, { expected: 2, found: 2, wrong: 1, kept: 2 });
  const told = scored(turns, [["User lives in Busan"], ["User used to live in Busan", "User lives in Seoul"]]);
  assert.deepEqual(told.counts, { expected: 2, found: 2, kept: 2 });
});

test("a wrong update is a fact that was there, is still so, and is gone", () => {
  const learns = [home("Busan")];
  const lost = scored([turn({ learns }), turn(), turn()], [["User lives in Busan"], ["User lives in Paris"], []]);
  assert.deepEqual(lost.counts, { expected: 3, found: 1, wrong: 1, wrongUpdates: 1 });
  assert.deepEqual(lost.misses, ["c turn 2: lost: home (wrong update)", "c turn 2: not expected: User lives in Paris"]);
  const replaced = scored([turn({ learns }), turn({ learns: [home("Seoul")] }), turn({ ends: ["home"] })], [["User lives in Busan"], [], []]);
  assert.deepEqual(replaced.counts, { expected: 2, found: 1 });
});

test("what is over by its own date is not wrong, and counts where it is still expected", () => {
  const over = { memory: "User lives in Busan", over: true };
  assert.deepEqual(scored([turn()], [[over]], { stored: [] }).counts, { kept: 1, junk: 1 });
  assert.deepEqual(scored([turn({ learns: [home("Busan")] })], [[over]], { stored: [] }).counts, { expected: 1, found: 1, kept: 1 });
});

test("answers: right, stale, another, none; stale no more if it says so itself", () => {
  const asks = [{ query: "where?", answer: "home" }];
  const answered = (answer, more = { learns: [home("Seoul")] }) => {
    const turns = [turn({ learns: [home("Busan")] }), turn({ ...more, asks })];
    const { counts } = scored(turns, [[], []], { answers: [[], [answer]] });
    return [counts.asks, counts.answerable ?? 0, counts.answered ?? 0, counts.stale ?? 0];
  };
  assert.deepEqual(answered("User lives in Seoul"), [1, 1, 1, 0]);
  assert.deepEqual(answered("User lives in Busan"), [1, 1, 0, 1]);
  assert.deepEqual(answered("User no longer lives in Busan"), [1, 1, 0, 0]);
  assert.deepEqual(answered("User moved from Busan to Seoul"), [1, 1, 1, 0]);
  assert.deepEqual(answered("User has a dog"), [1, 1, 0, 0]);
  assert.deepEqual(answered(undefined), [1, 1, 0, 0]);
  assert.deepEqual(answered("User lives in Busan", { ends: ["home"] }), [1, 0, 0, 1]);
  assert.deepEqual(answered(undefined, { ends: ["home"] }), [1, 0, 0, 0]);
});

test("a duplicate says the same facts as one before", () => {
  const learns = [home("Busan"), { id: "pet", says: [["dog"]] }];
  const { counts, misses } = scored([turn({ learns })], [["User lives in Busan", "User has a dog in Busan", "User's home is Busan"]]);
  assert.deepEqual(counts, { expected: 2, found: 2, kept: 3, duplicates: 1 });
  assert.deepEqual(misses, ["c: duplicate: User's home is Busan"]);
});

test("a leak is a string that must never be stored, in a turn too; a miss does not show it", () => {
  const { counts, misses } = scored([turn()], [[]], { never: ["hunter2x", "other"], stored: ["my password is hunter2x"] });
  assert.deepEqual(counts, { leaks: 1 });
  assert.ok(!misses.join().includes("hunter2x"));
});

test("rates are of summed counts, and null of nothing", () => {
  const one = { ...none(), expected: 4, found: 2, wrong: 0, asks: 2, answerable: 1, answered: 1, kept: 2, junk: 0 };
  const other = { ...none(), expected: 4, found: 2, wrong: 4, kept: 6, junk: 4 };
  const { precision, recall, f1, answered, junk, counts } = figures(sum([one, other]));
  assert.deepEqual([precision, recall, f1, answered, junk], [0.5, 0.5, 0.5, 1, 0.5]);
  assert.deepEqual([counts.expected, counts.asks], [8, 2]);
  assert.deepEqual(Object.values(figures(none())).slice(0, 5), [null, null, null, null, null]);
});
