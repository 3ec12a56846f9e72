// The official @google/genai client drives the emulator.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { ApiError, GoogleGenAI, ThinkingLevel } from "@google/genai";

import { startEmulator } from "./server.mjs";

let emulator;
let ai;

before(async () => {
  emulator = await startEmulator();
  ai = new GoogleGenAI({ apiKey: emulator.key, httpOptions: { baseUrl: emulator.url } });
});
after(() => emulator.close());
beforeEach(() => emulator.reset());

test("generateContent with a schema, instructions and a thinking level", async () => {
  const schema = {
    type: "object",
    properties: { city: { type: "string" }, mood: { type: "string", enum: ["good", "bad"] } },
    required: ["city", "mood"],
  };
  const answer = await ai.models.generateContent({
    model: "gemini-3.8-flash",
    contents: "Where is it warm?",
    config: {
      systemInstruction: "Answer with a city.",
      responseMimeType: "application/json",
      responseJsonSchema: schema,
      thinkingConfig: { thinkingLevel: ThinkingLevel.LOW },
    },
  });
  assert.deepEqual(JSON.parse(answer.text), { city: "", mood: "good" });
  assert.equal(answer.candidates[0].finishReason, "STOP");
  assert.equal(answer.modelVersion, "gemini-3.8-flash");
  assert.ok(answer.usageMetadata.totalTokenCount > 0);
  assert.match(answer.responseId, /./);
  assert.equal(emulator.requests[0].path, "/v1/models/gemini-3.8-flash:generateContent");
  assert.equal(emulator.requests[0].headers["x-goog-api-key"], "[redacted]");
});

test("an OpenAPI responseSchema with nullable and int64 strings is taken", async () => {
  const answer = await ai.models.generateContent({
    model: "gemini-3.5-flash-lite",
    contents: "List them.",
    config: {
      responseMimeType: "application/json",
      responseSchema: {
        type: "OBJECT",
        properties: { names: { type: "ARRAY", items: { type: "STRING" }, minItems: "1" }, note: { type: "STRING", nullable: true } },
        required: ["names", "note"],
      },
    },
  });
  assert.deepEqual(JSON.parse(answer.text), { names: [""], note: null });
});

test("thoughts are kept apart from the text", async () => {
  const answer = await ai.models.generateContent({
    model: "gemini-3.8-flash",
    contents: "Hello",
    config: { thinkingConfig: { includeThoughts: true } },
  });
  assert.equal(answer.candidates[0].content.parts[0].thought, true);
  assert.match(answer.text, /^Hello!/);
  assert.ok(answer.usageMetadata.thoughtsTokenCount > 0);
});

test("a stream comes in several chunks and survives cuts through characters and line ends", async () => {
  const text = "저는 리스본에 살고 있어요. 🌍 Nice to meet you, and tell me more about the city 🏙️.";
  for (const fault of [undefined, { kind: "split_stream", bytes: 1 }, { kind: "split_stream", bytes: 5 }]) {
    emulator.script({ text });
    if (fault) emulator.fault(fault);
    let whole = "";
    let chunks = 0;
    let last;
    for await (const chunk of await ai.models.generateContentStream({ model: "gemini-3.8-flash", contents: "Hi" })) {
      whole += chunk.text ?? "";
      chunks += 1;
      last = chunk;
    }
    assert.equal(whole, text);
    assert.ok(chunks > 2);
    assert.equal(last.candidates[0].finishReason, "STOP");
  }
});

test("embedContent goes to batchEmbedContents and fuses several parts", async () => {
  const embed = (contents, model = "gemini-embedding-2") =>
    ai.models.embedContent({ model, contents, config: { outputDimensionality: 768, taskType: "RETRIEVAL_QUERY" } });
  const one = await embed("vegetarian food");
  assert.equal(one.embeddings.length, 1);
  assert.equal(one.embeddings[0].values.length, 768);
  assert.match(emulator.requests[0].path, /:batchEmbedContents$/);
  const fused = await embed(["vegetarian food", "a city"]);
  assert.equal(fused.embeddings.length, 1);
  const apart = await embed(["vegetarian food", "a city"], "gemini-embedding-001");
  assert.equal(apart.embeddings.length, 2);
});

test("countTokens, models.list and models.get", async () => {
  const counted = await ai.models.countTokens({ model: "gemini-3.8-flash", contents: "12345678" });
  assert.equal(counted.totalTokens, 2);
  const names = [];
  for await (const model of await ai.models.list({ config: { pageSize: 4 } })) names.push(model.name);
  assert.ok(names.includes("models/gemini-embedding-2") && names.length > 8);
  const model = await ai.models.get({ model: "gemini-3.5-flash-lite" });
  assert.ok(model.supportedActions.includes("generateContent"));
});

test("errors surface as ApiError with their status", async () => {
  const ask = () => ai.models.generateContent({ model: "gemini-3.8-flash", contents: "Hi" });
  const isError = (status, text) => (error) => error instanceof ApiError && error.status === status && error.message.includes(text);
  emulator.fault({ kind: "rate_limit", retryDelay: "1.5s" });
  await assert.rejects(ask, isError(429, '"retryDelay":"1.5s"'));
  emulator.fault({ kind: "unavailable" });
  await assert.rejects(ask, isError(503, "overloaded"));
  const gone = () => ai.models.embedContent({ model: "text-embedding-004", contents: "x" });
  await assert.rejects(gone, isError(404, "models/text-embedding-004 is not found for API version v1"));
  const wrong = new GoogleGenAI({ apiKey: "wrong", httpOptions: { baseUrl: emulator.url } });
  await assert.rejects(() => wrong.models.list(), isError(400, "API_KEY_INVALID"));
});

test("an error in mid-stream surfaces as ApiError", async () => {
  emulator.script({ text: "one two three four five six seven eight nine ten" });
  emulator.fault({ kind: "stream_error", status: "UNAVAILABLE" });
  const stream = await ai.models.generateContentStream({ model: "gemini-3.8-flash", contents: "Hi" });
  await assert.rejects(async () => {
    for await (const _ of stream);
  }, (error) => error instanceof ApiError && error.status === 503);
});
