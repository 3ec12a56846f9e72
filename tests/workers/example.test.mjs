// The example Worker, as its README says it answers, with a restart in between.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { makeApp, project } from "../package/harness/app.mjs";
import { bundleWorker, startWorker } from "../package/harness/worker.mjs";

const source = join(project, "examples", "worker");
const settings = readFileSync(join(source, "wrangler.toml"), "utf8");
const setting = (name) => new RegExp(`^${name} = "(.*)"$`, "m").exec(settings)[1];
const binding = /\[\[durable_objects\.bindings\]\]\nname = "(.*)"\nclass_name = "(.*)"/.exec(settings);

let app, runtime;
const start = () => {
  runtime = startWorker(app.folder, { durableObjects: { [binding[1]]: binding[2] }, bindings: { API_KEY: "letmein" } });
};
before(async () => {
  app = makeApp("example", source);
  await bundleWorker(app.folder, setting("main"));
  start();
});
after(async () => {
  await runtime?.dispose();
  app?.remove();
});

async function call(method, path, body, token = "letmein") {
  const response = await runtime.dispatchFetch(`http://memory.test${path}`, {
    method,
    headers: { authorization: `Token ${token}` },
    ...(body && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

const say = (user_id, content) => call("POST", "/v1/memories/", { user_id, messages: [{ role: "user", content }] });
const texts = ({ body }) => body.results.map(({ memory }) => memory);
let id;

test("its settings name the class with SQLite storage", () => {
  assert.deepEqual(/new_sqlite_classes = \["(.*)"\]/.exec(settings)[1], binding[2]);
});

test("adds and finds; the fields are mem0's", { timeout: 60_000 }, async () => {
  const { status, body } = await say("ana", "Peanuts make Ana ill.");
  assert.equal(status, 200);
  id = body.results[0].id;
  assert.deepEqual([body.results[0].event, body.results[0].memory], ["ADD", "Peanuts make Ana ill."]);

  const found = await call("POST", "/v1/memories/search/", { user_id: "ana", query: "peanuts", limit: 1 });
  const [hit] = found.body.results;
  assert.deepEqual([hit.id, hit.user_id, hit.memory], [id, "ana", "Peanuts make Ana ill."]);
  assert.ok(hit.score > 0 && Date.parse(hit.created_at) > 0 && Date.parse(hit.updated_at) > 0);
  assert.ok(!("userId" in hit) && !("createdAt" in hit));
});

test("a restart forgets nothing", { timeout: 60_000 }, async () => {
  await runtime.dispose();
  start();
  assert.deepEqual(texts(await call("POST", "/v1/memories/search/", { user_id: "ana", query: "peanuts" })), ["Peanuts make Ana ill."]);
});

test("one user's memories are not another's", { timeout: 60_000 }, async () => {
  await say("ben", "Peanuts suit Ben.");
  assert.deepEqual(texts(await call("GET", "/v1/memories/?user_id=ana")), ["Peanuts make Ana ill."]);
  assert.deepEqual(texts(await call("POST", "/v1/memories/search/", { user_id: "ben", query: "peanuts" })), ["Peanuts suit Ben."]);
  assert.equal((await call("GET", `/v1/memories/${id}/?user_id=ben`)).status, 404);
});

test("gets, changes, tells the history, deletes", { timeout: 60_000 }, async () => {
  const one = `/v1/memories/${id}/?user_id=ana`;
  assert.equal((await call("GET", one)).body.memory, "Peanuts make Ana ill.");
  assert.equal((await call("PUT", one, { text: "Nuts make Ana ill." })).body.memory, "Nuts make Ana ill.");
  const history = (await call("GET", `/v1/memories/${id}/history/?user_id=ana`)).body;
  assert.deepEqual(history.map(({ event, old_memory, new_memory }) => [event, old_memory, new_memory]), [
    ["ADD", null, "Peanuts make Ana ill."],
    ["UPDATE", "Peanuts make Ana ill.", "Nuts make Ana ill."],
  ]);
  assert.deepEqual((await call("DELETE", one)).body, { deleted: 1 });
  assert.equal((await call("GET", one)).status, 404);
  assert.equal((await call("DELETE", one)).body.code, "not_found");
});

test("refuses politely", { timeout: 60_000 }, async () => {
  const add = (body) => call("POST", "/v1/memories/", body);
  assert.equal((await call("GET", "/v1/memories/?user_id=ana", undefined, "guess")).status, 401);
  assert.equal((await add({ messages: [] })).status, 400);
  assert.equal((await add("{ not json")).status, 400);
  assert.equal((await add("null")).status, 400);
  assert.equal((await add({ user_id: "ana", messages: 7 })).body.code, "invalid_input");
  assert.equal((await add({ user_id: "a b", messages: "hello" })).body.code, "invalid_input");
  assert.equal((await call("POST", "/v1/memories/?user_id=ana", "null")).body.code, "invalid_input");
  assert.equal((await call("GET", "/v2/")).status, 404);
  assert.equal((await call("PATCH", "/v1/memories/?user_id=ana")).status, 404);
});
