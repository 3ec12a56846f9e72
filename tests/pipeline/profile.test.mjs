// The profile, the forecast and the import of old conversations, over the package.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { ANA, KEY, Memory, openOver, refused, startEmulator, texts } from "./harness.mjs";

let emulator;
before(async () => (emulator = await startEmulator({ key: KEY })));
beforeEach(() => emulator.reset());
after(() => emulator?.close());

const fact = (text, more = {}) => ({ text, kind: "fact", messages: [1], speaker: "user", confidence: 1, importance: 0.5, ...more });
const facts = (...found) => ({ json: { facts: found, summary: "" } });
const alone = (config = {}) => Memory.open({ storage: { type: "memory" }, embedder: { provider: "none" }, ...config });

test("slots of the application's own, a summary, and wishes that always go along", async () => {
  const slots = { level: "their level in Korean", goal: { description: "what they learn for" } };
  const memory = await openOver(emulator, {}, { profile: { slots } });
  emulator.script([
    facts(
      fact("User is at level A2", { slot: "level" }),
      fact("User's name is Ana", { categories: ["identity"], importance: 0.9 }),
      fact("User wants short answers", { kind: "procedure" }),
    ),
  ]);
  await memory.add("A lot happened to me.", ANA);
  const profile = await memory.profile(ANA);
  assert.equal(profile.slots.level.memory, "User is at level A2");
  assert.match(profile.slots.level.updatedAt, /^\d{4}-/);
  assert.ok(profile.summary.startsWith("Who: User's name is Ana"), profile.summary);
  assert.deepEqual(profile.procedures.map(({ memory: text }) => text), ["User wants short answers"]);
  assert.ok(profile.tokens > 0 && profile.tokens <= 300);
  const block = await memory.context("what is the user's name?", { ...ANA, profile: true });
  assert.ok(block.text.includes("- [wish] User wants short answers") && block.text.includes("- [profile] Who:"), block.text);
  const item = (await memory.getAll({ ...ANA, filters: { kind: "fact" } })).results.find(({ slot }) => slot === "level");
  assert.equal(item?.memory, "User is at level A2");
  await memory.close();
});

test("old conversations are taken in once, and heard of on the way", async () => {
  const memory = await alone();
  const talk = (startedAt, ...said) => ({ startedAt, messages: said.map((content) => ({ role: "user", content })) });
  const conversations = [talk(new Date("2025-05-01"), "The red bike is new"), talk("2024-05-01", "The blue bike is new")];
  const heard = [];
  const done = await memory.importConversations(conversations, { ...ANA, onProgress: (progress) => heard.push(progress.messages) });
  assert.deepEqual([done.conversations, done.skipped, done.total, done.messages, done.pending], [2, 0, 2, 2, 0]);
  assert.deepEqual(heard, [1, 2]);
  const known = await texts(memory);
  assert.ok(known.indexOf("The blue bike is new") < known.indexOf("The red bike is new"), "in order of time");
  const then = await memory.search("bike", { ...ANA, asOf: "2024-06-01" });
  assert.ok(then.results.every((hit) => hit.memory.includes("blue")) && then.results.length > 0);
  const thrown = () => {
    throw new Error("a listener's own affair");
  };
  const again = await memory.importConversations(conversations, { ...ANA, onProgress: thrown });
  assert.deepEqual([again.conversations, again.skipped, again.added], [0, 2, 0]);
  assert.deepEqual(await texts(memory), known);
  await memory.close();
});

test("what is likely next, by a model and without one", async () => {
  const memory = await openOver(emulator);
  emulator.script([facts(fact("User flies to Rome on 2030-06-03", { kind: "event", eventDate: "2030-06-03" }))]);
  await memory.add("A lot happened to me.", ANA);
  const ask = { ...ANA, now: "2030-06-01T10:00:00Z", horizon: { days: 7 } };
  const calm = await memory.forecast({ ...ask, model: false });
  assert.deepEqual(calm.predictions.map(({ basis, at }) => [basis, at]), [["plan", "2030-06-03T00:00:00Z"]]);
  emulator.script([{ json: { predictions: [
    { memories: [1], text: "User will likely pack", confidence: 0.5 }, { memories: [9], text: "User will win", confidence: 1 },
  ] } }]);
  const asked = await memory.forecast({ ...ask, about: "Rome" });
  assert.deepEqual(asked.predictions.map(({ basis, text }) => [basis, text]), [
    ["plan", "User flies to Rome on 2030-06-03"], ["model", "User will likely pack"],
  ]);
  assert.ok(asked.predictions.every(({ memoryIds }) => memoryIds.length === 1));
  assert.equal(asked.until, "2030-06-08T10:00:00Z");
  assert.equal((await texts(memory)).length, 1, "never stored");
  await memory.close();
});

test("bad input is refused by name", async () => {
  const long = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`slot${n}`, "x"]));
  for (const profile of [{ slots: long }, { slots: { "": "x" } }, { slots: { level: 1 } }, { slots: { level: { text: "x" } } }, { slot: {} }]) {
    await refused("invalid_config", () => alone({ profile }), JSON.stringify(profile));
  }
  const memory = await alone();
  await refused("scope_required", () => memory.profile());
  for (const options of [{ maxTokens: 1 }, { tokens: 100 }]) await refused("invalid_input", () => memory.profile({ ...ANA, ...options }));
  await refused("invalid_input", () => memory.search("tea", { ...ANA, profile: true }));
  for (const options of [{ horizon: "soon" }, { horizon: {} }, { horizon: -1 }, { about: " " }, { now: "today" }, { until: 1 }]) {
    await refused("invalid_input", () => memory.forecast({ ...ANA, ...options }), JSON.stringify(options));
  }
  for (const conversations of ["hello", [{}], [[]], [{ messages: [{ role: "robot", content: "x" }] }], [{ messages: [], title: "x" }]]) {
    await refused("invalid_input", () => memory.importConversations(conversations, ANA), JSON.stringify(conversations));
  }
  await refused("invalid_input", () => memory.importConversations([], { ...ANA, onProgress: 1 }));
  await refused("scope_required", () => memory.importConversations([], {}));
  await memory.close();
  await refused("closed", () => memory.profile(ANA));
});
