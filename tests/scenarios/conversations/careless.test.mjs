import assert from "node:assert/strict";
import { test } from "node:test";

import { careless } from "./careless.mjs";

const string = { type: "string" };
const list = (name, properties) => ({ type: "object", properties: { [name]: { type: "array", items: { type: "object", properties } } } });
const FACTS = list("facts", { text: string, messages: { type: "array", items: { type: "integer" } } });
const DECISIONS = list("decisions", { fact: { type: "integer" }, event: string, memory: { type: ["integer", "null"] }, text: { type: ["string", "null"] } });

const request = (text, schema) => ({
  path: "/v1beta/models/gemini:generateContent",
  body: {
    contents: [{ role: "user", parts: [{ text }] }],
    ...(schema && { generationConfig: { responseMimeType: "application/json", responseJsonSchema: schema } }),
  },
});
const said = request('## New messages\n{"n":1,"role":"user","text":"I live in Busan."}', FACTS);
const asked = request('## Facts\n{"n":1,"text":"User lives in Seoul"}\n\n## Memories\n{"n":1,"text":"User lives in Busan"}\n{"n":2,"text":"User likes tea"}', DECISIONS);

test("facts come twice, of messages nobody sent, with one nobody said, shouted, and right; then again", () => {
  const answer = careless();
  const seen = Array.from({ length: 6 }, () => answer(said).json.facts.map(({ text, messages }) => `${text} ${messages}`));
  const right = "User lives in Busan 1";
  assert.deepEqual([seen[0], seen[1], seen[3], seen[4]], [[right, right], ["User lives in Busan 99"], ["USER LIVES IN BUSAN 1"], [right]]);
  assert.equal(seen[2].length, 2);
  assert.ok(!/Busan/.test(seen[2][1]));
  assert.deepEqual(seen[5], seen[0]);
});

test("decisions name what was not shown or another memory, contradict each other, or are missing", () => {
  const answer = careless();
  const seen = Array.from({ length: 7 }, () => answer(asked).json.decisions.map(({ event, memory }) => `${event} ${memory}`));
  assert.deepEqual(seen, [["UPDATE 999"], ["UPDATE 2"], ["DELETE 2"], ["DELETE 1", "UPDATE 1"], ["NOOP 2"], [], ["UPDATE 1"]]);
});

test("what is no structured answer is left to the emulator", () => {
  const answer = careless();
  assert.equal(answer(request("hi")), undefined);
  assert.equal(answer({ path: "/v1beta/models/x:embedContent", body: {} }), undefined);
});
