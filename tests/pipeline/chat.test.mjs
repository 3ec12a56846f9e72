// Chat as an application has it: whole and in pieces, left early, stopped, and broken in the middle.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, beforeEach, test } from "node:test";

import { ANA, checkMessage, isMemoryError, KEY, openOver, refused, startEmulator, texts } from "./harness.mjs";

const STREAM = "streamGenerateContent";
const ANSWER = "This is an answer of many words, long enough to come over the wire in several pieces, one after another.";
let emulator, memory;
before(async () => (emulator = await startEmulator({ key: KEY })));
after(() => emulator?.close());
beforeEach(async () => {
  emulator.reset();
  memory = await openOver(emulator, { timeoutMs: 2_000 });
  await memory.add("I live in Lisbon.", ANA);
  emulator.script((request) => (request.path.includes(STREAM) ? { text: ANSWER } : undefined));
});

/** Reads a stream to its end or its error. */
async function read(stream) {
  const events = [];
  try {
    for await (const event of stream) events.push(event);
    return { events };
  } catch (error) {
    return { events, error };
  }
}

const types = (events) => events.map(({ type }) => type).join(" ");
const said = (events) => events.filter(({ type }) => type === "text").map(({ text }) => text).join("");
const chat = (more) => memory.chat("Where do I live? I have a dog named Rex.", { ...ANA, stream: true, ...more });
const untouched = async () => {
  assert.deepEqual(await texts(memory), ["User lives in Lisbon"], "nothing of the exchange is remembered");
  assert.deepEqual(await memory.pending(), []);
};

test("a stream: recall, pieces of text as they come, what was remembered", { timeout: 20_000 }, async () => {
  const { events, error } = await read(chat());
  assert.equal(error, undefined);
  assert.match(types(events), /^recall( text){2,} remembered$/);
  assert.equal(events[0].results[0].memory, "User lives in Lisbon");
  assert.equal(said(events), ANSWER);
  const last = events.at(-1);
  assert.equal(last.text, ANSWER);
  assert.match(last.added.results[0].memory, /Rex/);
  assert.equal((await texts(memory)).length, 2);
});

test("through characters and frames cut anywhere", { timeout: 20_000 }, async () => {
  const answer = "부산의 날씨는 맑고 🌞 산책하기 좋아요. ".repeat(4).trim();
  emulator.script((request) => (request.path.includes(STREAM) ? { text: answer } : undefined));
  emulator.fault({ kind: "split_stream", bytes: 5 });
  assert.equal(said((await read(chat())).events), answer);
});

test("without a stream: one answer", { timeout: 20_000 }, async () => {
  const { text, recalled, added } = await chat({ stream: false });
  assert.equal(text, ANSWER);
  assert.equal(recalled[0].memory, "User lives in Lisbon");
  assert.match(added.results[0].memory, /Rex/);
});

test("the first piece is there before the last is sent", { timeout: 20_000 }, async () => {
  emulator.fault({ kind: "slow_stream", delayMs: 60 });
  const stream = chat();
  await stream.next();
  const first = await stream.next();
  assert.equal(first.value.type, "text");
  assert.ok(first.value.text.length < ANSWER.length);
  assert.equal((first.value.text + said((await read(stream)).events)), ANSWER);
});

test("left early: the call to the service ends, nothing is remembered, nothing more is sent", { timeout: 20_000 }, async () => {
  emulator.fault({ kind: "slow_stream", delayMs: 100 });
  const stream = chat();
  for await (const event of stream) if (event.type === "text") break;
  const sent = emulator.requests.length;
  assert.deepEqual(await stream.next(), { value: undefined, done: true });
  await sleep(900); // the rest would have come by then
  assert.equal(emulator.requests.length, sent);
  await untouched();
});

test("left before the first event", { timeout: 20_000 }, async () => {
  const stream = chat();
  assert.deepEqual(await stream.return("bye"), { value: "bye", done: true });
  assert.deepEqual(await stream.next(), { value: undefined, done: true });
  await sleep(300);
  await untouched();
});

test("stopped by a signal: before, and in the middle", { timeout: 20_000 }, async () => {
  const never = await read(chat({ signal: AbortSignal.abort() }));
  assert.deepEqual([never.error?.code, said(never.events)], ["aborted", ""]);
  assert.ok(isMemoryError(never.error));
  emulator.fault({ kind: "slow_stream", delayMs: 100 });
  const stop = new AbortController();
  const stream = chat({ signal: stop.signal });
  await stream.next();
  await stream.next();
  stop.abort();
  const { error } = await read(stream);
  assert.deepEqual([isMemoryError(error), error.code, error.retryable], [true, "aborted", false]);
  assert.deepEqual(await stream.next(), { value: undefined, done: true });
  await refused("aborted", () => chat({ stream: false, signal: AbortSignal.abort() }));
  await untouched();
});

for (const [fault, code] of [
  [{ kind: "stream_error", after: 2 }, "model_unavailable"],
  [{ kind: "stream_error", after: 2, status: "RESOURCE_EXHAUSTED" }, "model_rate_limited"],
  [{ kind: "cut_stream", after: 2 }, "network"],
]) {
  test(`broken in the middle (${fault.kind} ${fault.status ?? ""}): ${code} after what came`, { timeout: 20_000 }, async () => {
    emulator.fault(fault);
    const { events, error } = await read(chat());
    assert.match(types(events), /^recall( text)+$/);
    assert.ok(ANSWER.startsWith(said(events)));
    assert.deepEqual([isMemoryError(error), error?.code, error?.retryable], [true, code, true], error?.message);
    checkMessage(error.message);
    await untouched();
    assert.match(types((await read(chat())).events), / remembered$/, "the next one works");
  });
}

for (const [fault, code] of [
  [{ kind: "unavailable", on: STREAM }, "model_unavailable"],
  [{ kind: "quota_day", on: STREAM }, "model_quota"],
  [{ kind: "finish", reason: "SAFETY", on: STREAM }, "model_blocked"],
  [{ kind: "blocked", on: STREAM }, "model_blocked"],
  [{ kind: "empty_candidates", on: STREAM }, "model_bad_reply"],
  [{ kind: "not_json", on: STREAM }, "model_bad_reply"],
  [{ kind: "hang", on: STREAM }, "timeout"],
]) {
  test(`no answer (${fault.kind}): ${code}, whole or in pieces`, { timeout: 30_000 }, async () => {
    emulator.fault({ times: 2, ...fault });
    const { events, error } = await read(chat());
    assert.deepEqual([types(events), isMemoryError(error), error?.code], ["recall", true, code], error?.message);
    await refused(code, () => chat({ stream: false }));
    await untouched();
  });
}

test("the answer came and remembering failed: the exchange waits", { timeout: 20_000 }, async () => {
  emulator.fault({ kind: "unavailable", times: 10, on: "generateContent" });
  const { events, error } = await read(chat());
  assert.equal(error, undefined);
  assert.equal(events.at(-1).added.pending.code, "model_unavailable");
  emulator.reset();
  assert.equal((await memory.flush()).finished, 1);
  assert.equal((await texts(memory)).filter((text) => text.includes("Rex")).length, 1);
});

test("a wrong call: one of our errors, whole or in pieces", { timeout: 20_000 }, async () => {
  const wrong = [[undefined, ANA, "invalid_input"], ["", ANA, "invalid_input"], ["x", {}, "scope_required"], ["x", { ...ANA, limit: 0 }, "invalid_input"],
    ["x", { ...ANA, temperature: 1 }, "invalid_input"], [[{ role: "assistant", content: "x" }], ANA, "invalid_input"], ["x", { ...ANA, system: "x".repeat(70_000) }, "invalid_input"]];
  for (const [message, options, code] of wrong) {
    await refused(code, () => memory.chat(message, options), JSON.stringify(options).slice(0, 60));
    const { error } = await read(memory.chat(message, { ...options, stream: true }));
    assert.deepEqual([isMemoryError(error), error?.code], [true, code], String(error));
  }
  const { error } = await read(memory.chat("x", { ...ANA, stream: "yes" }));
  assert.deepEqual([isMemoryError(error), error?.code], [true, "invalid_input"], "who asks for a stream hears of it there");
  await untouched();
});
