import assert from "node:assert/strict";
import { test } from "node:test";

import { check, LANGUAGES, load } from "./load.mjs";

const fact = { id: "home", says: [["Busan"]] };
const file = (turns, more = {}) => ({
  assistant: "a",
  conversations: [{ id: "a-01", language: "en", about: "…", sessions: [{ at: "2026-01-01T00:00:00Z", turns }], ...more }],
});

test("the format holds, and every conversation has a name of its own", () => {
  const all = load();
  for (const { id, assistant, sessions } of all) {
    assert.ok(id.startsWith(`${assistant}-`), id);
    assert.ok(sessions.length >= 2, `${id} has one session`);
  }
  assert.deepEqual([...new Set(all.map(({ language }) => language))].sort(), [...LANGUAGES].sort());
});

test("one assistant's, and a name there is not", () => {
  assert.deepEqual([...new Set(load("tutor").map(({ assistant }) => assistant))], ["tutor"]);
  assert.throws(() => load("nobody"), /no conversations of nobody: there are .*tutor/);
});

test("what is well formed has no problems", () => {
  const turns = [{ user: "hi", assistant: "hello", learns: [{ ...fact, optional: true, not: ["Paris"] }] }, { user: "bye", ends: ["home"], asks: [{ query: "?", answer: "home" }] }];
  assert.deepEqual(check(file(turns, { never: ["x"] })), []);
});

test("what is not is told with its place", () => {
  const told = (turns, more) => check(file(turns, more)).join("\n");
  assert.match(told([{ user: "hi", learn: [] }]), /^a-01, session 1, turn 1: a turn has no learn$/);
  assert.match(told([{ assistant: "hi" }]), /a turn needs user/);
  assert.match(told([{ user: " " }]), /user is a text/);
  assert.match(told([{ user: "hi", learns: [{ id: "home" }] }]), /a fact needs says/);
  assert.match(told([{ user: "hi", learns: [{ id: "home", says: ["Busan"] }] }]), /home\.says: a list of strings/);
  assert.match(told([{ user: "hi", learns: [{ id: "home", says: [[""]] }] }]), /none of them empty/);
  assert.match(told([{ user: "hi", learns: [{ ...fact, optional: false }] }]), /optional is true or left out/);
  assert.match(told([{ user: "hi", ends: ["home"] }]), /ends home, which was never learned/);
  assert.match(told([{ user: "hi", asks: [{ query: "?", answer: "home" }] }]), /asks for home, which was never learned/);
  assert.match(told([], {}), /session 1\.turns: a list of at least 1/);
  assert.match(told([{ user: "hi" }], { language: "fr" }), /language is one of en, ko, mixed/);
  const session = (at) => ({ at, turns: [{ user: "hi" }] });
  assert.match(told([], { sessions: [session("2026-02-01T00:00:00Z"), session("2026-01-01T00:00:00Z")] }), /session 2: at is a time/);
  assert.match(told([], { sessions: [session("yesterday")] }), /session 1: at is a time/);
});
