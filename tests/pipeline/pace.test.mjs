// What calls cost and when they are made: the budget of the day, turns that are collected, turns that say nothing new.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, beforeEach, test } from "node:test";

import { ANA, checkMessage, KEY, openOver, refused, startEmulator, texts } from "./harness.mjs";

let emulator;
before(async () => (emulator = await startEmulator({ key: KEY })));
after(() => emulator?.close());
beforeEach(() => emulator.reset());

const calls = () => emulator.requests.filter(({ path }) => /generateContent/i.test(path)).length;

test("a burst makes the calls that the budget allows; a chat says when it is renewed", { timeout: 20_000 }, async () => {
  const memory = await openOver(emulator, {}, { budget: { callsPerDay: 4 }, noveltyGate: false });
  const burst = Array.from({ length: 10 }, (_, n) => memory.add(`My locker has the number ${n}.`, ANA));
  const added = await Promise.all(burst);
  assert.equal(calls(), 4);
  const kept = added.filter(({ pending }) => pending);
  assert.ok(kept.length >= 6 && kept.every(({ pending }) => pending.code === "budget_exceeded"), JSON.stringify(kept));
  assert.equal((await memory.pending()).length, kept.length);
  const { budget } = await memory.health();
  assert.deepEqual([budget.calls, budget.callsLeft, "tokensLeft" in budget], [4, 0, false]);
  assert.ok(budget.tokens > 0 && Date.parse(budget.renewsAt) > Date.now());
  const error = await refused("budget_exceeded", () => memory.chat("hello", ANA));
  assert.ok(error.retryable && error.retryAfterMs > 0 && error.message.includes(budget.renewsAt));
  assert.equal((await memory.flush()).finished, 0);
  assert.equal(calls(), 4);
  await memory.close();
});

test("turns are collected, and read together once nothing was added for a while", { timeout: 20_000 }, async () => {
  const memory = await openOver(emulator, {}, { buffer: { idleMs: 2_000 } });
  for (const text of ["I live in Lisbon.", "I have a dog named Rex."]) {
    const { pending } = await memory.add(text, ANA);
    assert.equal(pending.code, "buffered");
    checkMessage(pending.message);
  }
  assert.deepEqual((await memory.pending()).map(({ code, attempts }) => [code, attempts]), [[undefined, 0], [undefined, 0]]);
  assert.equal(calls(), 0);
  for (let tries = 0; (await memory.pending()).length > 0 && tries < 200; tries += 1) await sleep(50);
  assert.deepEqual(await memory.pending(), []);
  const extractions = emulator.requests.filter(({ path, body }) => /generateContent/i.test(path) && JSON.stringify(body).includes("New messages"));
  assert.equal(extractions.length, 1);
  const known = (await texts(memory)).join("\n");
  assert.ok(known.includes("Lisbon") && known.includes("Rex"), known);
  await memory.close();
});

test("a turn that says nothing new costs no call", async () => {
  const memory = await openOver(emulator);
  await memory.add("I live in Lisbon.", ANA);
  const before = calls();
  for (const text of ["Hi!", "고마워요~", "I live in Lisbon."]) {
    assert.deepEqual(await memory.add(text, ANA), { results: [], skipped: "nothing_new" }, text);
  }
  assert.equal(calls(), before);
  assert.equal((await memory.add("I moved to Porto.", ANA)).skipped, undefined);
  assert.ok(calls() > before);
  await memory.close();
});
