// What a user of the package sees when the service fails: a code to act on, nothing half-written, the turn kept, and
// finished exactly once when the fault is gone.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";

import { ANA, checkMessage, KEY, openOver, refused, startEmulator, texts } from "./harness.mjs";

let emulator;
before(async () => (emulator = await startEmulator({ key: KEY })));
after(() => emulator?.close());
beforeEach(() => emulator.reset());

const GENERATE = "generateContent";
const EMBED = "batchEmbedContents";
/** What a model reads and no rule does: else rules would remember it while the turn waits. */
const UNSURE = "I suppose I have a dog named Rex.";
const always = (fault) => ({ times: 100, ...fault });

/** [name, fault, code, config] */
const TABLE = [
  ["429 that asks for a minute and a half", { kind: "rate_limit", retryDelay: "90s", on: GENERATE }, "model_rate_limited", { maxRetries: 3 }],
  ["429 without a delay", { kind: "rate_limit", retryDelay: null, on: GENERATE }, "model_rate_limited"],
  ["429 from the embedder", { kind: "rate_limit", on: EMBED }, "model_rate_limited"],
  ["the quota of the day", { kind: "quota_day", on: GENERATE }, "model_quota", { maxRetries: 3 }],
  ["500", { kind: "internal", on: GENERATE }, "model_unavailable"],
  ["503", { kind: "unavailable", on: GENERATE }, "model_unavailable"],
  ["503 from the embedder", { kind: "unavailable", on: EMBED }, "model_unavailable"],
  ["504", { kind: "deadline", on: GENERATE }, "model_unavailable"],
  ["a page of a proxy", { kind: "html", status: 502, on: GENERATE }, "model_unavailable"],
  ["no answer", { kind: "hang", on: GENERATE }, "timeout", { timeoutMs: 150 }],
  ["no answer of the embedder", { kind: "hang", on: EMBED }, "timeout", { timeoutMs: 150 }],
  ["cut before the headers", { kind: "cut_headers", on: GENERATE }, "network"],
  ["cut within the body", { kind: "cut_body", on: GENERATE }, "network"],
  ["cut within the vectors", { kind: "cut_body", on: EMBED }, "network"],
  ["JSON cut at the token limit", { kind: "truncated" }, "model_truncated"],
  ["JSON cut in silence", { kind: "truncated", finishReason: "STOP" }, "model_bad_reply"],
  ["a body that is not JSON", { kind: "not_json", on: GENERATE }, "model_bad_reply"],
  ["no candidates", { kind: "empty_candidates" }, "model_bad_reply"],
  ["a candidate without content", { kind: "no_content" }, "model_bad_reply"],
  ["content without parts", { kind: "no_parts" }, "model_truncated"],
  ["stopped for safety", { kind: "finish", reason: "SAFETY" }, "model_blocked"],
  ["stopped for personal data", { kind: "finish", reason: "SPII" }, "model_blocked"],
  ["the prompt was blocked", { kind: "blocked", reason: "PROHIBITED_CONTENT" }, "model_blocked"],
  ["a region without the service", { kind: "error", status: "FAILED_PRECONDITION", message: "User location is not supported for the API use.", on: GENERATE }, "model_rejected"],
  ["a model that was shut down", { kind: "error", status: "NOT_FOUND", on: GENERATE }, "model_not_found"],
  ["a key without rights", { kind: "error", status: "PERMISSION_DENIED", on: GENERATE }, "model_auth"],
  ["vectors of another width", { kind: "wrong_width", dims: 700 }, "embedding_mismatch"],
  ["fewer vectors than texts", { kind: "fewer_vectors" }, "model_bad_reply"],
  ["vectors of NaN", { kind: "nan" }, "model_bad_reply"],
  ["vectors of null", { kind: "nan", as: "null" }, "model_bad_reply"],
  ["vectors of nothing but zeros", { kind: "zero_vectors" }, "model_bad_reply"],
];

describe("the turn waits", { concurrency: false }, () => {
  for (const [name, fault, code, config] of TABLE) {
    test(`${name}: ${code}`, { timeout: 30_000 }, async () => {
      const memory = await openOver(emulator, config);
      await memory.add("I live in Lisbon.", ANA);
      emulator.fault(always(fault));
      await expectPending(memory, code);
      emulator.reset();
      await finishesOnce(memory);
      await memory.close();
    });
  }

  test("a wrong key: model_auth, until the key is right", { timeout: 30_000 }, async () => {
    const strict = await startEmulator({ key: "another-key" });
    const { port } = strict;
    const memory = await openOver(strict);
    await expectPending(memory, "model_auth", []);
    await strict.close();
    const right = await startEmulator({ key: KEY, port });
    await finishesOnce(memory, []);
    await memory.close();
    await right.close();
  });

  test("a failure of the second call, after facts were found: nothing of them is kept", async () => {
    const memory = await openOver(emulator);
    await memory.add("I live in Lisbon.", ANA);
    const decides = ({ body }) => JSON.stringify(body.generationConfig).includes('"decisions"');
    emulator.script((request) => (decides(request) ? { finishReason: "SAFETY" } : undefined));
    const { pending, results } = await memory.add("I guess I live in Porto.", ANA);
    assert.deepEqual([pending?.code, results], ["model_blocked", []]);
    assert.deepEqual(await texts(memory), ["User lives in Lisbon"]);
    emulator.reset();
    const flushed = await memory.flush();
    assert.deepEqual([flushed.finished, flushed.remaining], [1, 0]);
    const all = await texts(memory);
    assert.equal(all.filter((text) => text.includes("Porto")).length, 1, JSON.stringify(all));
    await memory.close();
  });

  test("a flush while the fault goes on costs nothing but an attempt", async () => {
    const memory = await openOver(emulator);
    emulator.fault(always({ kind: "unavailable" }));
    await memory.add("I have a dog named Rex.", ANA);
    const flushed = await memory.flush();
    assert.deepEqual([flushed.finished, flushed.remaining, flushed.results], [0, 1, []]);
    assert.equal((await memory.pending())[0].attempts, 2);
    emulator.reset();
    await finishesOnce(memory, []);
    await memory.close();
  });
});

describe("what a second look mends", { concurrency: false }, () => {
  test("429 with RetryInfo: tried again, not before the time asked for", { timeout: 30_000 }, async () => {
    const memory = await openOver(emulator, { maxRetries: 2 });
    // Longer than any first wait of our own.
    emulator.fault({ kind: "rate_limit", retryDelay: "1.2s", on: GENERATE });
    const begun = performance.now();
    const { pending, results } = await memory.add("I have a dog named Rex.", ANA);
    assert.ok(performance.now() - begun >= 1_195, "the service's delay is kept");
    assert.deepEqual([pending, results.length], [undefined, 1]);
    const statuses = emulator.requests.filter(({ path }) => path.includes(GENERATE)).map(({ status }) => status);
    assert.deepEqual(statuses.slice(0, 2), [429, 200]);
    await memory.close();
  });

  test("503 and a cut connection in a row", { timeout: 30_000 }, async () => {
    const memory = await openOver(emulator, { maxRetries: 3 });
    emulator.fault([{ kind: "unavailable", on: GENERATE }, { kind: "cut_body", on: EMBED }]);
    assert.equal((await memory.add("I have a dog named Rex.", ANA)).pending, undefined);
    assert.equal((await texts(memory)).length, 1);
    await memory.close();
  });

  for (const kind of ["thoughts", "fenced"]) {
    test(`${kind} around the JSON`, async () => {
      const memory = await openOver(emulator);
      await memory.add("I live in Lisbon.", ANA);
      emulator.fault(always({ kind }));
      const { pending, results } = await memory.add("I have a dog named Rex.", ANA);
      assert.equal(pending, undefined);
      assert.match(results[0].memory, /Rex/);
      await memory.close();
    });
  }

  test("numbers nobody gave: the fact is kept, what is known stays", async () => {
    const memory = await openOver(emulator);
    await memory.add("I like jazz.", ANA);
    emulator.fault(always({ kind: "wrong_ids" }));
    const { pending, results } = await memory.add("I like tea.", ANA);
    assert.equal(pending, undefined);
    assert.deepEqual(results.map(({ event }) => event), ["ADD"]);
    const all = await texts(memory);
    assert.ok(all.includes("User likes jazz") && all.some((text) => text.includes("tea")), JSON.stringify(all));
    await memory.close();
  });

  test("a search without the embedder rests on words, and says so", async () => {
    const memory = await openOver(emulator);
    await memory.add("I live in Lisbon.", ANA);
    emulator.fault(always({ kind: "unavailable", on: EMBED }));
    const { degraded, results } = await memory.search("Lisbon", ANA);
    assert.equal(degraded.code, "model_unavailable");
    checkMessage(degraded.message);
    assert.equal(results[0].memory, "User lives in Lisbon");
    emulator.reset();
    assert.equal((await memory.search("Lisbon", ANA)).degraded, undefined);
    await memory.close();
  });

  test("an update without the embedder is refused or whole", async () => {
    const memory = await openOver(emulator);
    const { results } = await memory.add("I live in Lisbon.", ANA);
    emulator.fault(always({ kind: "wrong_width", dims: 700 }));
    let refusal;
    const updated = await memory.update(results[0].id, "User lives in Porto").catch((error) => (refusal = error));
    const now = refusal ? "User lives in Lisbon" : "User lives in Porto";
    assert.equal(refusal ? refusal.code : updated.memory, refusal ? "embedding_mismatch" : now);
    assert.deepEqual(await texts(memory), [now]);
    emulator.reset();
    await memory.flush();
    const [hit] = (await memory.search(now, ANA)).results;
    assert.ok(hit.explain.some(({ signal }) => signal === "vector"), "its vector is there in the end");
    await memory.close();
  });

  test("a call of the application's that is stopped leaves nothing", async () => {
    const memory = await openOver(emulator);
    emulator.fault(always({ kind: "hang" }));
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    await refused("aborted", () => memory.add("I have a dog named Rex.", { ...ANA, signal: stop.signal }));
    await refused("aborted", () => memory.add("I have a cat.", { ...ANA, signal: AbortSignal.abort() }));
    assert.deepEqual([await memory.pending(), await texts(memory)], [[], []]);
    await memory.close();
  });
});

/** The turn is journalled with `code`, and nothing else changed. */
async function expectPending(memory, code, known = ["User lives in Lisbon"]) {
  const before = await memory.getAll(ANA);
  const added = await memory.add(UNSURE, ANA);
  assert.equal(added.pending?.code, code, added.pending?.message ?? JSON.stringify(added.results));
  checkMessage(added.pending.message);
  assert.ok(!/rex/i.test(added.pending.message), "it shows what was said");
  assert.deepEqual(added.results, []);
  assert.deepEqual(await memory.getAll(ANA), before, "nothing is half-written");
  assert.deepEqual(await texts(memory), known);
  const [waiting, ...more] = await memory.pending();
  assert.deepEqual(more, []);
  assert.deepEqual([waiting.id, waiting.code, waiting.attempts, waiting.userId], [added.pending.id, code, 1, "ana"]);
  assert.equal(waiting.messages[0].content, UNSURE);
}

/** The fault is gone: one flush finishes the turn, another finds nothing to do. */
async function finishesOnce(memory, known = ["User lives in Lisbon"]) {
  const flushed = await memory.flush();
  assert.deepEqual([flushed.finished, flushed.remaining], [1, 0]);
  assert.deepEqual(await memory.pending(), []);
  const again = await memory.flush();
  assert.deepEqual([again.finished, again.remaining, again.results], [0, 0, []]);
  const all = await texts(memory);
  assert.equal(all.filter((text) => text.includes("Rex")).length, 1, JSON.stringify(all));
  for (const text of known) assert.ok(all.includes(text), `${text} in ${JSON.stringify(all)}`);
}
