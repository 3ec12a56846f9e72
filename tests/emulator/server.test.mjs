// CORS, scripts, recording, the control plane and the command line.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";

import { ask, call, EMBED, GENERATE, STREAM } from "./client.mjs";
import { startEmulator } from "./server.mjs";

let emulator;
before(async () => {
  emulator = await startEmulator({ control: true });
});
after(() => emulator.close());
beforeEach(() => emulator.reset());

const ORIGIN = "http://app.example";
const said = ({ json }) => json.candidates[0].content.parts[0].text;

/** [request headers asked for, allowed] */
const PREFLIGHTS = [
  ["content-type", true],
  ["content-type,x-goog-api-key", true],
  ["Content-Type, X-Goog-Api-Key, x-goog-api-client, Authorization", true],
  ["", true],
  ["content-type,x-goog-api-key,api-revision", false],
  ["x-server-timeout", false],
  ["user-agent", false],
  ["traceparent", false],
];
for (const [headers, allowed] of PREFLIGHTS) {
  test(`preflight for "${headers}" is ${allowed ? "answered" : "refused"}`, async () => {
    const response = await fetch(emulator.url + GENERATE, {
      method: "OPTIONS",
      headers: { origin: ORIGIN, "access-control-request-method": "POST", "access-control-request-headers": headers },
    });
    assert.equal(response.status, allowed ? 200 : 403);
    assert.equal(response.headers.get("access-control-allow-origin"), allowed ? ORIGIN : null);
    assert.equal(emulator.preflights.at(-1).allowed, allowed);
    assert.equal(emulator.requests.length, 0);
  });
}

test("answers and errors carry the origin", async () => {
  const headers = { origin: ORIGIN };
  for (const [path, body] of [[GENERATE, ask("x")], [GENERATE, {}], [STREAM, ask("x")], [EMBED, { content: { parts: [{ text: "x" }] } }]]) {
    const answer = await call(emulator, path, body, { headers });
    assert.equal(answer.headers.get("access-control-allow-origin"), ORIGIN);
  }
});

test("scripted replies come in order, then the emulator's own", async () => {
  emulator.script([{ text: "one" }, { json: { two: 2 } }, { parts: [{ text: "a" }, { text: "b" }], finishReason: "RECITATION" }, (request) => ({ text: request.body.contents[0].parts[0].text.toUpperCase() })]);
  emulator.script({ promptFeedback: { blockReason: "OTHER" } });
  const next = () => call(emulator, GENERATE, ask("hello"));
  assert.equal(said(await next()), "one");
  assert.equal(said(await next()), '{"two":2}');
  const third = (await next()).json.candidates[0];
  assert.deepEqual([third.content.parts.length, third.finishReason], [2, "RECITATION"]);
  assert.equal(said(await next()), "HELLO");
  assert.equal((await next()).json.promptFeedback.blockReason, "OTHER");
  assert.match(said(await next()), /^Hello!/);
});

test("a scripted function answers every call it wants to, streamed ones too", async () => {
  emulator.script((request) => (request.path.includes("stream") ? { text: "streamed" } : undefined));
  assert.match(said(await call(emulator, GENERATE, ask("hello"))), /^Hello!/);
  assert.match((await call(emulator, STREAM, ask("hello"))).text, /"streamed"/);
  assert.match((await call(emulator, STREAM, ask("hello"))).text, /"streamed"/);
});

test("a stream without alt=sse is one JSON array, and so is its error", async () => {
  const path = STREAM.replace("?alt=sse", "");
  const { json, headers } = await call(emulator, path, ask("Where do I live, and what do I eat?"));
  assert.match(headers.get("content-type"), /application\/json/);
  assert.ok(json.length > 1);
  const refused = await call(emulator, path, {});
  assert.equal(refused.status, 400);
  assert.equal(refused.json[0].error.status, "INVALID_ARGUMENT");
});

test("the 2.5 models answer as others from 2026-12-01", async () => {
  const path = "/v1beta/models/gemini-2.5-flash:generateContent";
  assert.equal((await call(emulator, path, ask("x"))).json.modelVersion, "gemini-2.5-flash");
  const later = await startEmulator({ today: "2026-12-01" });
  assert.equal((await call(later, path, ask("x"))).json.modelVersion, "gemini-3.5-flash-lite");
  await later.close();
});

test("models are listed by pages, and each can be had", async () => {
  const get = (path) => call(emulator, path, undefined, { method: "GET" });
  const first = (await get("/v1beta/models?pageSize=3")).json;
  assert.equal(first.models.length, 3);
  const second = (await get(`/v1beta/models?pageSize=1000&pageToken=${first.nextPageToken}`)).json;
  assert.equal(second.nextPageToken, undefined);
  for (const model of [...first.models, ...second.models]) {
    assert.deepEqual((await get(`/v1/${model.name}`)).json, model);
  }
  assert.equal((await get("/v1/models/text-embedding-004")).status, 404);
});

test("what was sent is recorded, keys left out", async () => {
  await call(emulator, GENERATE, ask("x"));
  await call(emulator, `${EMBED}?key=${emulator.key}`, "not json", { key: null });
  const [first, second] = emulator.requests;
  assert.deepEqual([first.method, first.path, first.body, first.status], ["POST", GENERATE, ask("x"), 200]);
  assert.equal(first.headers["x-goog-api-key"], "[redacted]");
  assert.deepEqual([second.path, second.body, second.status], [`${EMBED}?key=[redacted]`, "not json", 400]);
});

test("the control plane scripts, faults, shows and resets, from any origin", async () => {
  const control = (verb, body, method = "POST") => call(emulator, `/__emulator__/${verb}`, body, { method, key: null, headers: { origin: ORIGIN } });
  assert.equal((await control("script", [{ text: "scripted" }])).status, 200);
  assert.equal((await control("fault", { kind: "internal" })).status, 200);
  assert.equal((await call(emulator, GENERATE, ask("x"))).status, 500);
  assert.equal(said(await call(emulator, GENERATE, ask("x"))), "scripted");
  const seen = await control("requests", undefined, "GET");
  assert.equal(seen.json.length, 2);
  assert.equal(seen.headers.get("access-control-allow-origin"), "*");
  const wrong = await control("fault", { kind: "nonsense" });
  assert.equal(wrong.status, 400);
  assert.match(wrong.json.error, /unknown fault kind/);
  const preflight = await fetch(`${emulator.url}/__emulator__/fault`, { method: "OPTIONS", headers: { origin: ORIGIN } });
  assert.equal(preflight.headers.get("access-control-allow-headers"), "*");
  await control("reset", {});
  assert.equal(emulator.requests.length, 0);
});

test("without leave there is no control plane", async () => {
  const plain = await startEmulator();
  assert.equal((await call(plain, "/__emulator__/reset", {})).status, 404);
  await plain.close();
});

test("the command line prints the address, serves, and stops when told", async () => {
  const cli = fileURLToPath(new URL("cli.mjs", import.meta.url));
  const child = spawn(process.execPath, [cli, "--port", "0", "--key", "k", "--quiet"], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(child.stdout, "data");
  const url = line.toString().trim();
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.equal((await call({ url, key: "k" }, GENERATE, ask("x"))).status, 200);
  child.kill("SIGTERM");
  assert.deepEqual(await once(child, "exit"), [0, null]);
});
