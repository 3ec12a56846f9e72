// The geometry of the emulator's vectors, and the habits of the two embedding models.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { BATCH, call, element, EMBED } from "./client.mjs";
import { vector } from "./embed.mjs";
import { startEmulator } from "./server.mjs";

let emulator;
before(async () => {
  emulator = await startEmulator();
});
after(() => emulator.close());

const length = (values) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
const cosine = (a, b) => a.reduce((sum, value, at) => sum + value * b[at], 0) / (length(a) * length(b));
const near = (a, b) => cosine(vector(a, 768), vector(b, 768));

/** [a query, what it must be nearer to, than to] */
const NEARER = [
  ["what can she eat?", "User is vegetarian", "User lives in Lisbon"],
  ["what can she eat?", "User is allergic to peanuts", "User's dog is called Rex"],
  ["where does the user live?", "User lives in Lisbon", "User is vegetarian"],
  ["which city is home?", "User moved to Porto last month", "User works as a nurse"],
  ["what is their job?", "User works as a nurse at St Mary", "User lives in Porto"],
  ["does she have pets?", "User's dog is called Rex", "User likes jazz"],
  ["vegetarians", "User is vegetarian", "User is from Poland"],
  ["어디에 살아요?", "사용자는 서울에 산다", "사용자는 커피를 좋아한다"],
  ["뭘 먹을 수 있어요?", "사용자는 채식주의자이다", "사용자는 서울에 산다"],
  ["뭘 먹을 수 있어요?", "User is vegetarian", "User lives in Lisbon"],
  ["서울", "서울에서 만나요", "부산에서 만나요"],
];
for (const [query, wanted, other] of NEARER) {
  test(`"${query}" is nearer to "${wanted}" than to "${other}"`, () => {
    assert.ok(near(query, wanted) > near(query, other) + 0.1, `${near(query, wanted)} against ${near(query, other)}`);
  });
}

test("vectors are deterministic, and the prefixes of search say nothing", () => {
  assert.deepEqual(vector("Lisbon", 256), vector("Lisbon", 256));
  assert.deepEqual(vector("task: search result | query: Lisbon", 256), vector("title: none | text: Lisbon", 256));
  assert.deepEqual(vector("Lisbon", 128), vector("title: none | text: Lisbon", 128));
});

test("texts that share nothing are nearly orthogonal, and none is empty", () => {
  assert.ok(Math.abs(near("quantum chromodynamics", "User lives in Lisbon")) < 0.15);
  for (const text of ["", "?!", "🌍"]) assert.ok(length(vector(text, 128)) > 0.99);
});

test("gemini-embedding-2 gives unit vectors of the width asked, gemini-embedding-001 only at full width", async () => {
  for (const [model, dims, unit] of [
    ["gemini-embedding-2", 768, true], ["gemini-embedding-2", 128, true], ["gemini-embedding-2", undefined, true],
    ["gemini-embedding-001", 768, false], ["gemini-embedding-001", undefined, true],
  ]) {
    const body = { content: { parts: [{ text: "Lisbon" }] }, outputDimensionality: dims };
    const { json } = await call(emulator, `/v1beta/models/${model}:embedContent`, body);
    assert.equal(json.embedding.values.length, dims ?? 3072);
    assert.equal(Math.abs(length(json.embedding.values) - 1) < 1e-4, unit, `${model} ${dims}`);
  }
});

test("a narrower vector is the wide one's beginning", async () => {
  const at = async (dims) => (await call(emulator, EMBED, { content: { parts: [{ text: "Lisbon" }] }, outputDimensionality: dims })).json.embedding.values;
  const [narrow, wide] = [await at(128), await at(3072)];
  assert.ok(Math.abs(cosine(narrow, wide.slice(0, 128)) - 1) < 1e-6);
});

test("a batch answers in order; several parts in one content make one vector; a task type changes nothing", async () => {
  const texts = ["dogs", "Lisbon", "peanuts"];
  const batch = await call(emulator, BATCH, { requests: texts.map((text) => element(text, { outputDimensionality: 256 })) });
  assert.deepEqual(batch.json.embeddings.map((embedding) => embedding.values), texts.map((text) => vector(text, 256)));
  assert.ok(batch.json.usageMetadata.promptTokenCount > 0);
  const fused = await call(emulator, EMBED, { content: { parts: [{ text: "dogs" }, { text: "Lisbon" }] } });
  assert.equal(fused.json.embedding.values.length, 3072);
  assert.ok(cosine(fused.json.embedding.values, vector("dogs", 3072)) > 0.4);
  assert.ok(cosine(fused.json.embedding.values, vector("Lisbon", 3072)) > 0.4);
  const task = await call(emulator, EMBED, { content: { parts: [{ text: "dogs" }] }, taskType: "RETRIEVAL_QUERY", outputDimensionality: 256 });
  assert.deepEqual(task.json.embedding.values, vector("dogs", 256));
});
