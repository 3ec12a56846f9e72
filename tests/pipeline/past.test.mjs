// Looking back and taking back, over the package: asOf, changes, undo; echoes and secrets never become memories.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { ANA, KEY, Memory, openOver, refused, startEmulator, texts } from "./harness.mjs";

let emulator;
before(async () => (emulator = await startEmulator({ key: KEY })));
beforeEach(() => emulator.reset());
after(() => emulator?.close());

const facts = (...texts) => ({ json: { facts: texts.map((text) => ({ text, kind: "fact", messages: [1], speaker: "user", confidence: 1 })), summary: "" } });
const update = (text) => ({ json: { decisions: [{ fact: 1, event: "UPDATE", memory: 1, text, reason: "moved", confidence: 1 }] } });

/** Lisbon in January, Porto in March. */
async function moved(memory) {
  emulator.script([facts("User lives in Lisbon"), facts("User lives in Porto"), update("User lives in Porto")]);
  await memory.add([{ role: "user", content: "I live in Lisbon", timestamp: "2026-01-10T10:00:00Z" }], ANA);
  return memory.add([{ role: "user", content: "I moved to Porto", timestamp: new Date("2026-03-10T10:00:00Z") }], ANA);
}

test("a search as of then, what changed since, and taking it back", async () => {
  const memory = await openOver(emulator);
  const { results: [change] } = await moved(memory);
  assert.deepEqual([change.event, change.previousMemory], ["UPDATE", "User lives in Lisbon"]);
  const then = async (asOf) => (await memory.search("where does the user live?", { ...ANA, asOf })).results.map((hit) => hit.memory);
  assert.deepEqual(await then("2026-01-01T00:00:00Z"), []);
  assert.deepEqual(await then(new Date("2026-02-01")), ["User lives in Lisbon"]);
  assert.deepEqual(await then("2026-04-01"), ["User lives in Porto"]);
  const block = await memory.context("where does the user live?", { ...ANA, asOf: "2026-02-01" });
  assert.ok(block.text.includes("Lisbon") && !block.text.includes("Porto"));

  const { results } = await memory.changes(ANA);
  assert.deepEqual(results.map(({ event, previousMemory, newMemory }) => [event, previousMemory, newMemory]), [
    ["ADD", null, "User lives in Lisbon"], ["UPDATE", "User lives in Lisbon", "User lives in Porto"],
  ]);
  assert.deepEqual((await memory.changes({ ...ANA, since: results[1].at, limit: 5 })).results, [results[1]]);
  assert.equal(results[1].id, change.eventId);

  const undone = await memory.undo(change.eventId);
  assert.deepEqual([undone.event, undone.newMemory], ["UPDATE", "User lives in Lisbon"]);
  assert.deepEqual(await texts(memory), ["User lives in Lisbon"]);
  await refused("invalid_input", () => memory.undo(change.eventId), "undone already");
  await memory.close();
});

test("what cannot be asked or undone is refused", async () => {
  const memory = await Memory.open({ storage: { type: "memory" }, embedder: { provider: "none" } });
  for (const options of [{ since: "yesterday" }, { since: "2026-02-01", until: "2026-01-01" }, { limit: 0 }, { limit: 1e9 }, { from: 1 }]) {
    await refused("invalid_input", () => memory.changes({ ...ANA, ...options }), JSON.stringify(options));
  }
  await refused("scope_required", () => memory.changes());
  for (const asOf of ["then", 7, new Date(NaN), {}]) await refused("invalid_input", () => memory.search("x", { ...ANA, asOf }));
  for (const id of [undefined, 7, "", "x"]) await refused("invalid_input", () => memory.undo(id), String(id));
  await refused("not_found", () => memory.undo("019a0000-0000-7000-8000-000000000000"));
  await memory.close();
});

test("recall, answer, add, a hundred times: no new memory", { timeout: 60_000 }, async () => {
  const memory = await openOver(emulator);
  await memory.add("I live in Lisbon. I have a cat called Miso.", ANA);
  const before = await texts(memory);
  assert.ok(before.length > 0);
  for (let round = 0; round < 100; round++) {
    const { text } = await memory.context("Where does the user live?", ANA);
    const answer = text.split("\n").filter((line) => line.startsWith("- ")).map((line) => line.replace(/^- \[.*?\] /, "")).join(" ");
    await memory.add([{ role: "user", content: `${text}\n\nWhere do I live?` }, { role: "assistant", content: answer }], ANA);
  }
  assert.deepEqual(await texts(memory), before);
  await memory.close();
});

test("secrets are neither sent nor stored", async () => {
  const memory = await openOver(emulator);
  const secret = `sk-proj-${"a1B2c3D4".repeat(5)}`;
  await memory.add(`My key is ${secret}, my password is hunter2! and my card 4111 1111 1111 1111.`, ANA);
  await memory.add(`Keep ${secret}`, { ...ANA, infer: false });
  const sent = JSON.stringify(emulator.requests.map(({ body }) => body));
  const kept = JSON.stringify(await memory.getAll(ANA));
  for (const [where, text] of [["sent", sent], ["kept", kept]]) {
    for (const it of [secret, "hunter2", "4111 1111"]) assert.ok(!text.includes(it), `${where}: ${it.slice(0, 4)}`);
  }
  assert.ok(kept.includes("Keep [secret]") && sent.includes("[secret]"));
  await memory.close();
});

test("a broken reply is repaired in a second turn that the service takes", async () => {
  const memory = await openOver(emulator);
  emulator.script([{ text: '{"facts":[{"text":"User lives in Por' }, facts("User lives in Porto")]);
  const added = await memory.add("I live in Porto", ANA);
  assert.deepEqual(added.results.map((item) => item.memory), ["User lives in Porto"]);
  const calls = emulator.requests.filter(({ path }) => path.includes("generateContent"));
  assert.deepEqual(calls.map(({ status }) => status), [200, 200]);
  assert.deepEqual(calls[1].body.contents.map(({ role }) => role), ["user", "model", "user"]);
  await memory.close();
});
