// Each fault, as a raw client sees it.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { ask, BATCH, call, element, EMBED, GENERATE, STREAM } from "./client.mjs";
import { FAULT_KINDS } from "./faults.mjs";
import { startEmulator } from "./server.mjs";

let emulator;
before(async () => {
  emulator = await startEmulator();
});
after(() => emulator.close());
beforeEach(() => emulator.reset());

const tested = new Set();
const fault = (spec) => {
  tested.add(spec.kind);
  emulator.fault(spec);
};
const generate = (path = GENERATE) => call(emulator, path, ask("Hello"));
const embed = (count = 2) => call(emulator, BATCH, { requests: Array.from({ length: count }, (_, at) => element(`text ${at}`, { outputDimensionality: 128 })) });
const candidate = ({ json }) => json.candidates[0];
const events = ({ text }) => text.split("\r\n\r\n").filter(Boolean).map((frame) => JSON.parse(frame.slice("data: ".length)));

test("429 per minute carries RetryInfo, as asked", async () => {
  fault({ kind: "rate_limit", retryDelay: "1.5s" });
  const { status, json } = await generate();
  assert.equal(status, 429);
  assert.equal(json.error.status, "RESOURCE_EXHAUSTED");
  const [quota, , retry] = json.error.details;
  assert.match(quota.violations[0].quotaId, /PerMinute/);
  assert.deepEqual(retry, { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "1.5s" });
  assert.equal((await generate()).status, 200);
});

test("429 per day carries no RetryInfo", async () => {
  fault({ kind: "quota_day", times: 2 });
  for (const answer of [await generate(), await embed()]) {
    assert.equal(answer.status, 429);
    assert.match(answer.json.error.details[0].violations[0].quotaId, /PerDay/);
    assert.ok(answer.json.error.details.every((detail) => !detail["@type"].endsWith("RetryInfo")));
  }
});

for (const [kind, code, status] of [["internal", 500, "INTERNAL"], ["unavailable", 503, "UNAVAILABLE"], ["deadline", 504, "DEADLINE_EXCEEDED"]]) {
  test(`${code} ${status}, and only then, for as many times as asked`, async () => {
    fault({ kind, times: 2, on: "generateContent" });
    assert.equal((await embed()).status, 200);
    for (let at = 0; at < 2; at++) {
      const answer = await generate();
      assert.deepEqual([answer.status, answer.json.error.status], [code, status]);
    }
    assert.equal((await generate()).status, 200);
  });
}

test("any error", async () => {
  fault({ kind: "error", status: "FAILED_PRECONDITION", message: "User location is not supported for the API use." });
  const { status, json } = await generate();
  assert.deepEqual([status, json.error.message], [400, "User location is not supported for the API use."]);
});

test("a refused request uses no fault up", async () => {
  emulator.fault({ kind: "internal" });
  assert.equal((await call(emulator, GENERATE, {})).status, 400);
  assert.equal((await generate()).status, 500);
});

test("a page instead of JSON", async () => {
  fault({ kind: "html", status: 502 });
  const { status, headers, text } = await generate();
  assert.equal(status, 502);
  assert.match(headers.get("content-type"), /text\/html/);
  assert.match(text, /^<!DOCTYPE html>/);
});

test("a call that hangs until the client gives up", async () => {
  fault({ kind: "hang" });
  await assert.rejects(call(emulator, GENERATE, ask("x"), { signal: AbortSignal.timeout(100) }), { name: "TimeoutError" });
});

test("connections cut before the headers, within the body, within a stream", async () => {
  fault({ kind: "cut_headers" });
  await assert.rejects(generate(), TypeError);
  fault({ kind: "cut_body" });
  await assert.rejects(generate(), TypeError);
  fault({ kind: "cut_body" });
  await assert.rejects(embed(), TypeError);
  fault({ kind: "cut_stream", after: 2 });
  emulator.script({ text: "a long answer that takes several chunks to say, and then some more" });
  const response = await fetch(emulator.url + STREAM, { method: "POST", headers: { "x-goog-api-key": emulator.key }, body: JSON.stringify(ask("x")) });
  let text = "";
  await assert.rejects(async () => {
    for await (const piece of response.body.pipeThrough(new TextDecoderStream())) text += piece;
  });
  assert.equal(text.match(/\r\n\r\n/g).length, 2);
});

test("text that is not JSON, with a 200", async () => {
  for (const [path, send] of [[GENERATE, generate], [STREAM, () => generate(STREAM)], [BATCH, embed]]) {
    fault({ kind: "not_json" });
    const { status, json, text } = await send();
    assert.equal(status, 200, path);
    assert.equal(json, undefined);
    assert.match(text, /NaN/);
  }
});

const FACTS = { facts: [{ text: "User lives in Lisbon", kind: "fact", messages: [1] }], summary: "s" };

test("JSON truncated at the token limit, and silently", async () => {
  for (const [spec, reason] of [[{}, "MAX_TOKENS"], [{ finishReason: "STOP" }, "STOP"]]) {
    emulator.script({ json: FACTS });
    fault({ kind: "truncated", ...spec });
    const answer = candidate(await generate());
    assert.equal(answer.finishReason, reason);
    const { text } = answer.content.parts[0];
    assert.ok(JSON.stringify(FACTS).startsWith(text) && text.length === Math.floor(JSON.stringify(FACTS).length / 2));
  }
});

test("thoughts and chatter around the JSON", async () => {
  emulator.script([{ json: FACTS }, { json: FACTS }]);
  fault({ kind: "thoughts" });
  const { parts } = candidate(await generate()).content;
  assert.deepEqual(parts.map((part) => part.thought), [true, undefined]);
  assert.ok(parts[1].thoughtSignature);
  assert.deepEqual(JSON.parse(parts[1].text), FACTS);
  fault({ kind: "fenced" });
  const { text } = candidate(await generate()).content.parts[0];
  assert.match(text, /^Here is the JSON requested:\n```json\n\{.*\}\n```/);
});

test("numbers nobody gave", async () => {
  emulator.script([{ json: { decisions: [{ fact: 1, event: "UPDATE", memory: 2, text: "x" }] } }, { json: FACTS }]);
  fault({ kind: "wrong_ids", times: 2 });
  const [decision] = JSON.parse(candidate(await generate()).content.parts[0].text).decisions;
  assert.deepEqual([decision.fact, decision.memory, decision.event], [101, 999, "UPDATE"]);
  assert.deepEqual(JSON.parse(candidate(await generate()).content.parts[0].text).facts[0].messages, [999]);
});

test("answers without an answer", async () => {
  fault({ kind: "empty_candidates" });
  assert.equal((await generate()).json.candidates, undefined);
  fault({ kind: "no_content" });
  assert.deepEqual(candidate(await generate()), { finishReason: "STOP", index: 0 });
  fault({ kind: "no_parts" });
  assert.deepEqual(candidate(await generate()), { content: { role: "model" }, finishReason: "MAX_TOKENS", index: 0 });
  for (const path of [GENERATE, STREAM]) {
    for (const reason of ["SAFETY", "SPII"]) {
      fault({ kind: "finish", reason });
      const answer = await generate(path);
      const last = path === GENERATE ? answer.json : events(answer).at(-1);
      assert.deepEqual(last.candidates, [{ finishReason: reason, index: 0 }]);
    }
    fault({ kind: "blocked", reason: "PROHIBITED_CONTENT" });
    const answer = await generate(path);
    const first = path === GENERATE ? answer.json : events(answer)[0];
    assert.equal(first.promptFeedback.blockReason, "PROHIBITED_CONTENT");
    assert.equal(first.candidates, undefined);
  }
});

test("vectors of the wrong width, too few, not numbers, all zero", async () => {
  fault({ kind: "wrong_width", dims: 64 });
  assert.deepEqual((await embed()).json.embeddings.map((embedding) => embedding.values.length), [64, 64]);
  fault({ kind: "fewer_vectors" });
  assert.equal((await embed(3)).json.embeddings.length, 2);
  fault({ kind: "nan" });
  assert.equal((await embed()).json.embeddings[0].values[0], "NaN");
  fault({ kind: "nan", as: "null" });
  const one = await call(emulator, EMBED, { content: { parts: [{ text: "x" }] } });
  assert.equal(one.json.embedding.values[0], null);
  fault({ kind: "zero_vectors" });
  assert.ok((await embed()).json.embeddings[0].values.every((value) => value === 0));
});

test("an error in mid-stream, as an event and in a JSON array", async () => {
  fault({ kind: "stream_error", status: "INTERNAL", after: 2 });
  const chunks = events(await generate(STREAM));
  assert.deepEqual(chunks.map((chunk) => chunk.error?.code), [undefined, undefined, 500]);
  fault({ kind: "stream_error" });
  const array = (await generate(STREAM.replace("?alt=sse", ""))).json;
  assert.deepEqual(array.map((chunk) => chunk.error?.code), [undefined, 503]);
});

/** The network chunks of a streamed answer. */
async function pieces() {
  const response = await fetch(emulator.url + STREAM, { method: "POST", headers: { "x-goog-api-key": emulator.key }, body: JSON.stringify(ask("x")) });
  const out = [];
  for await (const piece of response.body) out.push(piece);
  return out;
}

test("a stream cut into bytes: through characters and through line ends", async () => {
  emulator.script({ text: "서울에 살아요" });
  fault({ kind: "split_stream", bytes: 1 });
  const got = await pieces();
  const whole = Buffer.concat(got).toString();
  assert.match(whole, /서울에 살아요/);
  const alone = (byte) => got.some((piece) => piece.at(-1) === byte);
  assert.ok(alone(0x0d), "a chunk ends between CR and LF");
  assert.ok(got.some((piece) => piece.at(-1) >= 0xc0), "a chunk ends after a character's first byte");
});

test("a slow stream", async () => {
  fault({ kind: "slow_stream", delayMs: 20 });
  const answer = await generate(STREAM);
  assert.equal(events(answer).at(-1).candidates[0].finishReason, "STOP");
});

test("an unknown kind is an error of the test", () => {
  assert.throws(() => emulator.fault({ kind: "slowness" }), /unknown fault kind "slowness"/);
});

test("every kind of fault is tried here", () => {
  assert.deepEqual(FAULT_KINDS.filter((kind) => !tested.has(kind)), []);
});
