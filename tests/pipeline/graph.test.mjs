// The graph and the timeline over the package: what one extraction brought, and what is asked wrongly.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { ANA, KEY, Memory, openOver, refused, startEmulator } from "./harness.mjs";

let emulator;
before(async () => (emulator = await startEmulator({ key: KEY })));
beforeEach(() => emulator.reset());
after(() => emulator?.close());

const relation = (subject, predicate, object) => ({ subject, predicate, object });
const fact = (text, entities, relations, more = {}) =>
  ({ text, kind: "fact", messages: [1], speaker: "user", confidence: 1, importance: 0.5, entities, relations, ...more });
const person = (name, aliases = []) => ({ name, type: "person", aliases });

async function told(memory) {
  const facts = [
    fact("User's sister is 민지, in English Minji", [person("User"), person("민지", ["Minji"])], [relation("민지", "sister_of", "User")]),
    fact("Minji works at Acme", [person("Minji"), { name: "Acme", type: "organization" }], [relation("Minji", "works_at", "Acme")]),
    fact("Acme closed because of the flood", [{ name: "Acme", type: "organization" }, { name: "flood", type: "event" }],
      [relation("Acme", "caused_by", "flood")], { eventDate: "2026-03-01" }),
  ];
  emulator.script([{ json: { facts, summary: "" } }]);
  const { results } = await memory.add("My sister 민지, Minji in English, works at Acme, which closed because of the flood.", ANA);
  return results.map((item) => item.id);
}

test("who stands near whom, and how two are connected", async () => {
  const memory = await openOver(emulator);
  const ids = await told(memory);
  const { graph } = memory;
  assert.deepEqual((await graph.entities(ANA)).map(({ name, memories }) => [name, memories]).sort(), [["Acme", 2], ["Minji", 2], ["User", 1], ["flood", 1]]);
  const { entity, neighbors } = await graph.neighbors("민지 씨", { ...ANA, depth: 1 });
  assert.deepEqual(entity, { name: "Minji", type: "person", aliases: ["민지"] });
  assert.deepEqual(neighbors.map((found) => found.entity.name).sort(), ["Acme", "User"]);
  const works = neighbors.find((found) => found.entity.name === "Acme").relations[0];
  assert.deepEqual([works.subject, works.predicate, works.object, works.memoryId], ["Minji", "works_at", "Acme", ids[1]]);
  const { path, relations } = await graph.path("User", "Acme", ANA);
  assert.deepEqual(path.map(({ name }) => name), ["User", "Minji", "Acme"]);
  assert.deepEqual(relations.map(({ predicate }) => predicate), ["sister_of", "works_at"]);
  assert.equal(await graph.path("User", "Nobody", ANA), null);
  assert.deepEqual(await graph.neighbors("Nobody", ANA), { entity: null, neighbors: [] });
  assert.deepEqual(await graph.neighbors("Minji", { userId: "bo" }), { entity: null, neighbors: [] });
  await memory.close();
});

test("what a memory has to do with others, and the life of an entity", async () => {
  const memory = await openOver(emulator);
  const ids = await told(memory);
  const causal = await memory.graph.related(ids[2], { kinds: ["causal"] });
  assert.deepEqual(causal.map(({ id, kind, reason, via }) => [id, kind, reason, via]), [[ids[1], "causal", "caused_by", ["Acme"]]]);
  const kinds = new Set((await memory.graph.related(ids[1])).map(({ kind }) => kind));
  assert.ok(kinds.has("temporal"));
  const entries = await memory.timeline("Acme", ANA);
  assert.deepEqual(entries.map((entry) => entry.memory), ["Acme closed because of the flood", "Minji works at Acme"]);
  assert.equal(entries[0].at, "2026-03-01T00:00:00Z");
  await memory.delete(ids[1]);
  assert.deepEqual((await memory.graph.neighbors("Acme", ANA)).neighbors.map((found) => found.entity.name), ["flood"]);
  const after = (await memory.timeline("Acme", ANA)).find((entry) => entry.memoryId === ids[1]);
  assert.ok(after.validTo >= after.validFrom);
  await memory.close();
});

test("a search explains what the graph added", async () => {
  const memory = await openOver(emulator);
  await told(memory);
  const { results } = await memory.search("where does my sister work?", ANA);
  const part = results.find((hit) => hit.memory === "Minji works at Acme").explain.find(({ signal }) => signal === "graph");
  assert.equal(part.value, 1);
  const off = await memory.search("where does my sister work?", { ...ANA, signals: { graph: 0 } });
  assert.ok(off.results.every((hit) => hit.explain.every(({ signal }) => signal !== "graph")));
  await memory.close();
});

test("what cannot be asked is refused by name", async () => {
  const memory = await Memory.open({ storage: { type: "memory" }, embedder: { provider: "none" } });
  const { graph } = memory;
  await refused("scope_required", () => graph.entities());
  await refused("scope_required", () => memory.timeline("Mia"));
  for (const name of [undefined, 7, "", " ", "x".repeat(201)]) {
    await refused("invalid_input", () => graph.neighbors(name, ANA), `neighbors ${name}`);
    await refused("invalid_input", () => graph.path("Mia", name, ANA), `path ${name}`);
    await refused("invalid_input", () => memory.timeline(name, ANA), `timeline ${name}`);
  }
  for (const options of [{ depth: 0 }, { depth: 5 }, { limit: 0 }, { asOf: "then" }, { hops: 1 }]) {
    await refused("invalid_input", () => graph.neighbors("Mia", { ...ANA, ...options }), JSON.stringify(options));
  }
  const unknown = await refused("invalid_input", () => graph.path("Mia", "Bo", { ...ANA, depth: 1 }));
  assert.match(unknown.message, /options\.depth/);
  await refused("invalid_input", () => graph.related("x"));
  const id = "019a0000-0000-7000-8000-000000000000";
  await refused("not_found", () => graph.related(id));
  for (const kinds of [[], ["spatial"], "causal"]) await refused("invalid_input", () => graph.related(id, { kinds }), String(kinds));
  await refused("invalid_input", () => memory.timeline("Mia", { ...ANA, from: "2026-02-01", to: "2026-01-01" }));
  await memory.close();
  await refused("closed", () => graph.entities(ANA));
});
