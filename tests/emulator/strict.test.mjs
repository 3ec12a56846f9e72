// What the service refuses, the emulator refuses, with the same status and text.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { ask, BATCH, call, element, EMBED, GENERATE, STREAM, user } from "./client.mjs";
import { png, wav } from "./files.mjs";
import { startEmulator } from "./server.mjs";

let emulator;
before(async () => {
  emulator = await startEmulator();
});
after(() => emulator.close());

const V = "type.googleapis.com/google.ai.generativelanguage.v1beta.";
const json = { responseMimeType: "application/json" };
const config = (generationConfig) => ask("x", { generationConfig });
const jsonSchema = (responseJsonSchema) => config({ ...json, responseJsonSchema });
const openApi = (responseSchema) => config({ ...json, responseSchema });
const level = (thinkingConfig) => config({ thinkingConfig });
const on = (model, method = "generateContent", version = "v1beta") => `/${version}/models/${model}:${method}`;
const file = (inlineData) => ({ contents: [{ role: "user", parts: [{ inlineData }, { text: "x" }] }] });
const PNG = png().toString("base64");
const unknown = (name, path) => `Invalid JSON payload received. Unknown name "${name}"${path ? ` at '${path}'` : ""}: Cannot find field.`;

/** [what, path, body, part of the message] — all 400 INVALID_ARGUMENT. */
const REFUSED = [
  ["unknown field at the root", GENERATE, ask("x", { generationconfig: {} }), unknown("generationconfig")],
  ["misspelt field", GENERATE, config({ maxTokens: 5 }), unknown("maxTokens", "generation_config")],
  ["misspelt field, snake case", GENERATE, ask("x", { generation_config: { max_tokens: 5 } }), unknown("max_tokens", "generation_config")],
  ["unknown field in a part", GENERATE, { contents: [{ parts: [{ txt: "x" }] }] }, unknown("txt", "contents[0].parts[0]")],
  ["unknown thinking field", GENERATE, level({ level: "LOW" }), unknown("level", "generation_config.thinking_config")],
  ["JSON schema keyword in responseSchema", GENERATE, openApi({ type: "OBJECT", properties: { a: { type: "STRING", additionalProperties: false } } }), unknown("additionalProperties", "generation_config.response_schema.properties[0].value")],
  ["OpenAI field", GENERATE, ask("x", { messages: [] }), unknown("messages")],
  ["wrong enum", GENERATE, level({ thinkingLevel: "ULTRA" }), `Invalid value at 'generation_config.thinking_config.thinking_level' (${V}ThinkingConfig.ThinkingLevel), "ULTRA"`],
  ["wrong category", GENERATE, ask("x", { safetySettings: [{ category: "RUDE", threshold: "OFF" }] }), `Invalid value at 'safety_settings[0].category' (${V}HarmCategory), "RUDE"`],
  ["text for a number", GENERATE, config({ maxOutputTokens: "many" }), `Invalid value at 'generation_config.max_output_tokens' (TYPE_INT32), "many"`],
  ["fraction for an integer", GENERATE, config({ seed: 1.5 }), "Invalid value at 'generation_config.seed' (TYPE_INT32), 1.5"],
  ["number for a text", GENERATE, { contents: [{ parts: [{ text: 7 }] }] }, "Invalid value at 'contents[0].parts[0].text' (TYPE_STRING), 7"],
  ["text for a bool", GENERATE, level({ includeThoughts: "yes" }), "(TYPE_BOOL)"],
  ["text for a message", GENERATE, ask("x", { systemInstruction: "Be kind." }), `Invalid value at 'system_instruction' (${V}Content), "Be kind."`],
  ["list for a message", GENERATE, ask("x", { systemInstruction: [user("x")] }), "Proto field is not repeating, cannot start list."],
  ["message for a list", GENERATE, { contents: user("x") }, "Invalid value at 'contents'"],
  ["two kinds of data in a part", GENERATE, { contents: [{ parts: [{ text: "x", functionCall: { name: "f" } }] }] }, "oneof field 'data' is already set"],
  ["bytes that are not base64", GENERATE, { contents: [{ parts: [{ inlineData: { mimeType: "image/png", data: "%%%" } }] }] }, "(TYPE_BYTES)"],
  ["OpenAI's field for a file", GENERATE, { contents: [{ parts: [{ image_url: "x" }] }] }, unknown("image_url", "contents[0].parts[0]")],
  ["a file's type under another name", GENERATE, file({ type: "image/png", data: PNG }), unknown("type", "contents[0].parts[0].inline_data")],
  ["a file without a type", GENERATE, file({ data: PNG }), "inline_data.mime_type: mime_type is not specified"],
  ["a type that is not taken", GENERATE, file({ mimeType: "image/gif", data: PNG }), "Unsupported MIME type: image/gif"],
  ["a file without bytes", GENERATE, file({ mimeType: "image/png" }), "Unable to process input image."],
  ["a file that is another", GENERATE, file({ mimeType: "audio/wav", data: PNG }), "Unable to process input audio."],
  ["a data URL for base64", GENERATE, file({ mimeType: "image/png", data: `data:image/png;base64,${PNG}` }), "(TYPE_BYTES)"],
  ["a sound for a model that only sees", on("gemma-4-31b-it"), file({ mimeType: "audio/wav", data: wav().toString("base64") }), "Audio input modality is not enabled"],
  ["files over 20 MiB", GENERATE, file({ mimeType: "image/png", data: Buffer.alloc(16 * 1024 * 1024).toString("base64") }), "Request payload size exceeds the limit: 20971520 bytes"],
  ["no contents", GENERATE, {}, "* GenerateContentRequest.contents: contents is not specified\n"],
  ["empty contents", GENERATE, { contents: [] }, "* GenerateContentRequest.contents: contents is not specified\n"],
  ["no parts", GENERATE, { contents: [{ role: "user", parts: [] }] }, "* GenerateContentRequest.contents[0].parts: contents.parts must not be empty.\n"],
  ["an empty part", GENERATE, { contents: [{ parts: [{}] }] }, "required oneof field 'data' must have one initialized field"],
  ["an empty text", GENERATE, ask(""), "required oneof field 'data' must have one initialized field"],
  ["a role of another API", GENERATE, { contents: [{ role: "assistant", parts: [{ text: "x" }] }] }, "Please use a valid role: user, model."],
  ["system as a role", GENERATE, { contents: [{ role: "system", parts: [{ text: "x" }] }, user("x")] }, "Please use a valid role: user, model."],
  ["a model turn last", GENERATE, { contents: [user("x"), { role: "model", parts: [{ text: "y" }] }] }, "Requests ending with a model turn are not supported."],
  ["a model turn last, streamed", STREAM, { contents: [{ role: "model", parts: [{ text: "y" }] }] }, "Requests ending with a model turn are not supported."],
  ["MINIMAL on 3.8", GENERATE, level({ thinkingLevel: "MINIMAL" }), "Thinking level MINIMAL is not supported for this model. Please retry with other thinking level."],
  ["MINIMAL on 3.7", on("gemini-3.7-flash"), level({ thinkingLevel: "MINIMAL" }), "Thinking level MINIMAL is not supported for this model."],
  ["budget and level", GENERATE, level({ thinkingLevel: "LOW", thinkingBudget: 10 }), "You can only set only one of thinking budget and thinking level."],
  ["level on 2.5", on("gemini-2.5-flash-lite"), level({ thinkingLevel: "LOW" }), "Thinking level is not supported for this model."],
  ["budget on 4", on("gemini-4-argon"), level({ thinkingBudget: 10 }), "Thinking budget is not supported for this model."],
  ["both schemas", GENERATE, config({ ...json, responseSchema: { type: "STRING" }, responseJsonSchema: { type: "string" } }), "only one of response_schema and response_json_schema"],
  ["JSON schema without its mime type", GENERATE, config({ responseJsonSchema: { type: "object" } }), "response_json_schema requires response_mime_type"],
  ["schema without its mime type", GENERATE, config({ responseSchema: { type: "STRING" } }), "response_schema requires response_mime_type"],
  ["unknown mime type", GENERATE, config({ responseMimeType: "text/html" }), "response_mime_type: allowed mimetypes are"],
  ["unknown JSON schema keyword", GENERATE, jsonSchema({ type: "object", propertees: {} }), 'unknown JSON schema keyword "propertees"'],
  ["unknown JSON schema type", GENERATE, jsonSchema({ type: "object", properties: { a: { type: "text" } } }), 'unknown type "text"'],
  ["JSON schema that is a text", GENERATE, jsonSchema("{}"), "must be a JSON schema object"],
  ["required without its property", GENERATE, jsonSchema({ type: "object", properties: {}, required: ["a"] }), "required[0]: property is not defined"],
  ["a reference to nothing", GENERATE, jsonSchema({ $ref: "#/$defs/a" }), "not found"],
  ["enum of objects", GENERATE, jsonSchema({ enum: [{}] }), "list of strings or numbers"],
  ["OBJECT without properties", GENERATE, openApi({ type: "OBJECT" }), "response_schema.properties: should be non-empty for OBJECT type"],
  ["ARRAY without items", GENERATE, openApi({ type: "ARRAY" }), "response_schema.items: missing field."],
  ["unknown schema type", GENERATE, openApi({ type: "TEXT" }), `(${V}Type), "TEXT"`],
  ["a list of types in responseSchema", GENERATE, openApi({ type: ["STRING", "NULL"] }), "Proto field is not repeating, cannot start list."],
  ["temperature out of range", GENERATE, config({ temperature: 3 }), "temperature must be in the range"],
  ["no tokens", GENERATE, config({ maxOutputTokens: 0 }), "max_output_tokens"],
  ["another model in the body", GENERATE, ask("x", { model: "models/gemini-3.7-flash" }), "GenerateContentRequest.model"],
  ["unknown query parameter", `${GENERATE}?beta=1`, ask("x"), 'Unknown name "beta": Cannot bind query parameter.'],
  ["a body that is not JSON", GENERATE, "contents: x", "Invalid JSON payload received. Unexpected token."],
  ["a body cut short", GENERATE, '{"contents": [', "Invalid JSON payload received."],
  ["a body that is a list", GENERATE, [], "Invalid value at ''"],
  ["101 requests", BATCH, { requests: Array.from({ length: 101 }, () => element("x")) }, "* BatchEmbedContentsRequest.requests: at most 100 requests can be in one batch\n"],
  ["an empty batch", BATCH, { requests: [] }, "BatchEmbedContentsRequest.requests"],
  ["an element without a model", BATCH, { requests: [element("x"), { content: { parts: [{ text: "x" }] } }] }, "* BatchEmbedContentsRequest.requests[1].model: unexpected model name format\n"],
  ["an element with a bare model name", BATCH, { requests: [element("x", { model: "gemini-embedding-2" })] }, "unexpected model name format"],
  ["an element with another model", BATCH, { requests: [element("x", { model: "models/gemini-embedding-001" })] }, "requests[0].model: model name must match"],
  ["a body over 4 MiB", BATCH, { requests: [element("x".repeat(4_194_304))] }, "Request payload size exceeds the limit: 4194304 bytes"],
  ["too few dimensions", BATCH, { requests: [element("x", { outputDimensionality: 127 })] }, "output_dimensionality"],
  ["too many dimensions", EMBED, { content: { parts: [{ text: "x" }] }, outputDimensionality: 3073 }, "output_dimensionality"],
  ["no content to embed", EMBED, {}, "EmbedContentRequest.content"],
  ["an empty text to embed", EMBED, { content: { parts: [{ text: "" }] } }, "parts[0].data"],
  ["contents for content", EMBED, { contents: [user("x")] }, unknown("contents")],
  ["wrong task type", EMBED, { content: { parts: [{ text: "x" }] }, taskType: "SEARCH" }, `(${V}TaskType), "SEARCH"`],
  ["Vertex's autoTruncate", EMBED, { content: { parts: [{ text: "x" }] }, autoTruncate: true }, unknown("autoTruncate")],
  ["nothing to count", on("gemini-3.8-flash", "countTokens"), {}, "contents is not specified"],
  ["both ways to count", on("gemini-3.8-flash", "countTokens"), { ...ask("x"), generateContentRequest: { model: "models/gemini-3.8-flash", ...ask("x") } }, "only one of"],
];

for (const [what, path, body, message] of REFUSED) {
  test(`400: ${what}`, async () => {
    const { status, json: answer } = await call(emulator, path, body);
    assert.equal(status, 400);
    assert.equal(answer.error.status, "INVALID_ARGUMENT");
    assert.ok(answer.error.message.includes(message), answer.error.message);
  });
}

test("every unknown field is named, in the message and in fieldViolations", async () => {
  const { json: answer } = await call(emulator, GENERATE, ask("x", { foo: 1, generationConfig: { bar: 2 } }));
  assert.equal(answer.error.message, [unknown("foo"), unknown("bar", "generation_config")].join("\n"));
  const [details] = answer.error.details;
  assert.equal(details["@type"], "type.googleapis.com/google.rpc.BadRequest");
  assert.deepEqual(details.fieldViolations, [
    { description: unknown("foo") },
    { field: "generation_config", description: unknown("bar", "generation_config") },
  ]);
});

/** [what, path, method] — the 404 of a model that is not there. */
const NO_MODEL = [
  ["a retired embedder", "text-embedding-004", "embedContent"],
  ["a retired chat model", "gemini-2.0-flash", "generateContent"],
  ["an unknown model", "gemini-9", "generateContent"],
  ["an embedder asked to chat", "gemini-embedding-2", "streamGenerateContent"],
  ["a chat model asked to embed", "gemini-3.8-flash", "batchEmbedContents"],
];
for (const [what, model, method] of NO_MODEL) {
  for (const version of ["v1", "v1beta"]) {
    test(`404: ${what} on ${version}`, async () => {
      const { status, json: answer } = await call(emulator, `${on(model, method, version)}?alt=sse`, method.includes("mbed") ? {} : ask("x"));
      assert.equal(status, 404);
      assert.deepEqual(answer.error, {
        code: 404,
        message: `models/${model} is not found for API version ${version}, or is not supported for ${method}. Call ListModels to see the list of available models and their supported methods.`,
        status: "NOT_FOUND",
      });
    });
  }
}

test("404 as a page where there is no method", async () => {
  for (const [path, method] of [
    [GENERATE, "GET"], [BATCH, "GET"], ["/v1beta/models", "POST"], ["/v1alpha/models/gemini-3.8-flash:generateContent", "POST"],
    ["/v1beta/models/gemini-3.8-flash:generate", "POST"], ["/models/gemini-3.8-flash:generateContent", "POST"], ["/", "GET"],
  ]) {
    const answer = await call(emulator, path, ask("x"), { method });
    assert.equal(answer.status, 404, path);
    assert.match(answer.headers.get("content-type"), /text\/html/);
  }
});

test("keys: none is 403, a wrong one 400 API_KEY_INVALID, a wrong token 401", async () => {
  const none = await call(emulator, GENERATE, ask("x"), { key: null });
  assert.equal(none.status, 403);
  assert.equal(none.json.error.status, "PERMISSION_DENIED");
  assert.match(none.json.error.message, /^Method doesn't allow unregistered callers/);
  const wrong = await call(emulator, GENERATE, ask("x"), { key: "wrong" });
  assert.equal(wrong.status, 400);
  assert.equal(wrong.json.error.message, "API key not valid. Please pass a valid API key.");
  const [info] = wrong.json.error.details;
  assert.equal(info.reason, "API_KEY_INVALID");
  assert.deepEqual(info.metadata, { service: "generativelanguage.googleapis.com" });
  const token = await call(emulator, GENERATE, ask("x"), { key: null, headers: { authorization: "Bearer nope" } });
  assert.equal(token.status, 401);
  const good = await call(emulator, GENERATE, ask("x"), { key: null, headers: { authorization: "Bearer test-token" } });
  assert.equal(good.status, 200);
  const query = await call(emulator, `${GENERATE}?key=${emulator.key}`, ask("x"), { key: null });
  assert.equal(query.status, 200);
  assert.ok(emulator.requests.every((request) => !JSON.stringify(request).includes(emulator.key)));
});
