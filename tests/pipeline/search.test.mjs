// What a search can be asked for, over the package: several at once, time, signals, diversity, rewriting, a reranker.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";

import { ANA, checkMessage, KEY, Memory, openOver, refused, startEmulator } from "./harness.mjs";

const found = async (memory, query, options) =>
  (await memory.search(query, { ...ANA, ...options })).results.map((hit) => hit.memory);

/** Keeps texts word for word, far enough apart in time that none counts as the turn beside another. */
async function keep(memory, texts) {
  for (const [at, text] of texts.entries()) {
    const timestamp = new Date(Date.UTC(2026, 0, 1 + 10 * at));
    await memory.add([{ role: "user", content: text, timestamp }], { ...ANA, infer: false });
  }
}

const TEXTS = ["green tea and green apples for all of us", "green tea", "my dog Rex likes the sea", "a long way to the mill"];

describe("a reranker", { concurrency: false }, () => {
  const open = async (rerank) => {
    const memory = await Memory.open({ storage: { type: "memory" }, embedder: { provider: "none" }, rerank });
    await keep(memory, TEXTS);
    return memory;
  };

  test("has the last word, whatever list of numbers it gives", async () => {
    const long = (texts) => texts.map((text) => text.length);
    for (const rerank of [(_, texts) => long(texts), async (_, texts) => Float32Array.from(long(texts))]) {
      const memory = await open(rerank);
      const { results, degraded } = await memory.search("tea", ANA);
      assert.deepEqual([results[0].memory, degraded], [TEXTS[0], undefined]);
      assert.deepEqual(results[0].explain.at(-1), { signal: "rerank", raw: TEXTS[0].length, value: 1, weight: 0.8 });
      await memory.close();
    }
    const seen = [];
    const memory = await open((query, texts) => (seen.push([query, texts]), texts.map(() => 1)));
    await memory.search("tea", ANA);
    assert.equal(seen[0][0], "tea");
    assert.deepEqual(new Set(seen[0][1]), new Set(TEXTS.slice(0, 2)));
    await memory.context("tea", ANA);
    assert.equal(seen.length, 2, "what goes into a prompt is reranked, too");
    await memory.close();
  });

  test("can do no harm", async () => {
    const secret = "what the user said";
    for (const [name, rerank, code] of [
      ["throws", () => { throw new Error(secret); }, "model_unavailable"],
      ["rejects", () => Promise.reject(new Error(secret)), "model_unavailable"],
      ["gives nothing", () => {}, "model_bad_reply"],
      ["gives texts", (_, texts) => texts, "model_bad_reply"],
      ["gives too few", () => [], "model_bad_reply"],
      ["gives no numbers", (_, texts) => texts.map(() => NaN), "model_bad_reply"],
    ]) {
      const memory = await open(rerank);
      const { results, degraded } = await memory.search("tea", ANA);
      assert.equal(results[0].memory, TEXTS[1], name);
      assert.equal(degraded?.code, code, name);
      checkMessage(degraded.message, name);
      assert.ok(!degraded.message.includes(secret), name);
      await memory.close();
    }
    await refused("invalid_config", () => Memory.open({ storage: { type: "memory" }, rerank: "best" }));
  });

  test("that never answers can be left", async () => {
    const memory = await open(() => new Promise(() => {}));
    await refused("aborted", () => memory.search("tea", { ...ANA, signal: AbortSignal.timeout(50) }));
    await memory.close();
  });
});

describe("over the service", { concurrency: false }, () => {
  let emulator;
  let memory;
  before(async () => {
    emulator = await startEmulator({ key: KEY });
    memory = await openOver(emulator);
    await keep(memory, TEXTS);
  });
  beforeEach(() => emulator.reset());
  after(async () => {
    await memory?.close();
    await emulator?.close();
  });

  test("several searches are one call and answer as each alone", async () => {
    const queries = ["which tea?", "who is Rex?", "which tea?", "the way to the mill"];
    const many = await memory.searchMany(queries, { ...ANA, limit: 2 });
    assert.deepEqual(emulator.requests.map(({ path }) => path.split(":").at(-1)), ["batchEmbedContents"]);
    for (const [at, query] of queries.entries()) {
      assert.deepEqual(many[at], await memory.search(query, { ...ANA, limit: 2 }), query);
    }
    assert.deepEqual(await memory.searchMany([], ANA), []);
    for (const wrong of [undefined, "tea", [""], [7], Array(101).fill("tea")]) {
      await refused("invalid_input", () => memory.searchMany(wrong, ANA), JSON.stringify(wrong)?.slice(0, 20));
    }
  });

  test("a rewritten query is searched and shown; without an answer the plain one is", async () => {
    emulator.script([{ json: { query: "dog" } }]);
    const other = await memory.search("any pets?", { ...ANA, rewrite: true });
    assert.deepEqual([other.rewritten, other.results[0].memory], ["dog", TEXTS[2]]);
    const [call] = emulator.requests.filter(({ path }) => path.includes("generateContent"));
    assert.deepEqual(JSON.parse(call.body.contents[0].parts[0].text), { query: "any pets?" });
    for (const reply of [{ text: "dog" }, { json: { query: "" } }, { json: { query: "x".repeat(5_000) } }, { promptFeedback: { blockReason: "SAFETY" } }]) {
      emulator.script([reply]);
      const plain = await memory.search("green tea", { ...ANA, rewrite: true });
      assert.deepEqual([plain.rewritten, plain.degraded, plain.results[0].memory], [undefined, undefined, TEXTS[1]]);
    }
  });

  test("time, signals and diversity", async () => {
    const now = "2026-01-12T09:00:00+09:00";
    assert.equal((await found(memory, "what was yesterday?", { now }))[0], TEXTS[1]);
    assert.equal((await found(memory, "what was it yesterday?", { now: new Date("2026-01-22T09:00:00Z") }))[0], TEXTS[2]);
    const { results } = await memory.search("tea yesterday", { ...ANA, now, signals: { time: 0.5, recency: 0, use: 0, importance: 0 } });
    const signals = results[0].explain.map((part) => part.signal);
    assert.ok(signals.includes("time") && !signals.includes("recency") && !signals.includes("use"));
    for (const [name, options] of [
      ["a weight above 1", { signals: { time: 1.1 } }], ["a weight below 0", { signals: { use: -1 } }],
      ["an unknown signal", { signals: { fame: 1 } }], ["signals that are a list", { signals: [1] }],
      ["diversity NaN", { diversity: NaN }], ["diversity 2", { diversity: 2 }], ["rewrite as text", { rewrite: "yes" }],
      ["now in words", { now: "yesterday" }], ["now as a number", { now: 7 }], ["an invalid now", { now: new Date(NaN) }],
    ]) await refused("invalid_input", () => memory.search("tea", { ...ANA, ...options }), name);
  });
});

describe("queries of any sort", { concurrency: false }, () => {
  test("stop words, emoji, marks and 100 kB have a defined answer", async () => {
    const memory = await Memory.open({ storage: { type: "memory" }, embedder: { provider: "none" } });
    await keep(memory, TEXTS);
    for (const query of ["the of and", "🍕", "?!", "\u0301", "\u202eabc", "은 는 이 가", "tea ".repeat(25_000)]) {
      const { results } = await memory.search(query, ANA);
      assert.ok(results.every(({ score }) => score >= 0 && score <= 1), query.slice(0, 9));
    }
    assert.equal((await found(memory, "tea ".repeat(25_000)))[0], TEXTS[1]);
    await memory.close();
  });
});
