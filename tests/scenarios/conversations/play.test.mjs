// That a conversation is played as it is written, with doubles in the memory's place.
import assert from "node:assert/strict";
import { test } from "node:test";

import { expected } from "./expect.mjs";
import { play } from "./play.mjs";

const conversation = {
  sessions: [
    { at: "2024-05-01T09:00:00+09:00", turns: [{ user: "I live in Busan", assistant: "Nice!", learns: [{ id: "home", says: [["Busan"]] }] }] },
    { at: "2031-05-01T00:00:00Z", turns: [{ user: "hi" }, { user: "bye", asks: [{ query: "where?", answer: "home" }] }] },
  ],
};

/** A memory that holds `items` and writes down what it is asked and when. */
function double(items, hits = items) {
  const calls = [];
  const told = (name, ...given) => calls.push([name, new Date(Date.now()).toISOString().slice(0, 16), ...given]);
  const memory = {
    async add(messages) {
      told("add", ...messages.map(({ role, content, timestamp }) => `${role} ${timestamp.slice(0, 16)} ${content}`));
    },
    getAll: async () => ({ results: [...items].reverse() }),
    async search(query, { now }) {
      told("search", query, now.toISOString().slice(0, 16));
      return { results: hits };
    },
    async close() {
      told("close");
    },
  };
  return { memory, calls };
}

test("messages are added at their own time, questions asked at the turn's, and the clock is the conversation's until the end", async () => {
  const { memory, calls } = double([]);
  await play(memory, expected(conversation));
  assert.deepEqual(calls, [
    ["add", "2024-05-01T00:00", "user 2024-05-01T00:00 I live in Busan", "assistant 2024-05-01T00:00 Nice!"],
    ["add", "2031-05-01T00:00", "user 2031-05-01T00:00 hi"],
    ["add", "2031-05-01T00:01", "user 2031-05-01T00:01 bye"],
    ["search", "2031-05-01T00:01", "where?", "2031-05-01T00:01"],
    ["close", "2031-05-01T00:01"],
  ]);
  assert.ok(Math.abs(Date.now() - new Date().getTime()) < 1000, "the machine's clock is back");
});

test("facts are what is not kept word for word, oldest first, over if their date has passed; the answer is the best of them", async () => {
  const turn = { kind: "verbatim", memory: "I live in Busan" };
  const fact = { kind: "fact", memory: "User lives in Busan" };
  const plan = { kind: "event", memory: "User has an exam", expiresAt: "2025-01-01T00:00:00Z" };
  const { memory } = double([turn, fact, plan], [turn, plan, fact]);
  const { seen, stored } = await play(memory, expected(conversation));
  assert.deepEqual(seen.map(({ facts }) => facts.map(({ over }) => over)), [[false, false], [false, true], [false, true]]);
  assert.deepEqual(seen[0].facts.map((item) => item.memory), ["User lives in Busan", "User has an exam"]);
  assert.deepEqual(seen.map(({ answers }) => answers), [[], [], ["User has an exam"]]);
  assert.deepEqual(stored, ["I live in Busan", "User lives in Busan", "User has an exam"]);
});

test("a memory that fails leaves the machine's clock in place", async () => {
  const memory = { add: async () => assert.fail("no") };
  await assert.rejects(play(memory, expected(conversation)), /no/);
  assert.ok(Math.abs(Date.now() - new Date().getTime()) < 1000);
});
