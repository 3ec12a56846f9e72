// Every field and enum value that the SDK's type file or the published protos know is accepted, and what the emulator
// accepts and refuses the protos accept and refuse.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import ts from "typescript";

import { ask, BATCH, call, element, GENERATE, user } from "./client.mjs";
import { ENUMS, MESSAGES } from "./fields.mjs";
import { checkAgainstProtos } from "./protos.mjs";
import { parseMessage, snakeCase } from "./schema.mjs";
import { startEmulator } from "./server.mjs";

const TYPES = new URL("../../node_modules/@google/genai/dist/genai.d.ts", import.meta.url);

/** Our message name → the SDK's, where they differ. */
const SDK_NAME = { Blob: "Blob_2", CodeExecution: "ToolCodeExecution" };

/** Our enum name → the SDK's, where it is not the last part of ours. */
const SDK_ENUM = {
  "FunctionCallingConfig.Mode": "FunctionCallingConfigMode",
  "DynamicRetrievalConfig.Mode": "DynamicRetrievalConfigMode",
  "FunctionResponse.Scheduling": "FunctionResponseScheduling",
  "PartMediaResolution.Level": "PartMediaResolutionLevel",
};

/** Fields and values of the type file that its Gemini API converters refuse or that only another call sends. */
const NOT_SENT = {
  GenerationConfig: ["audioTimestamp", "modelSelectionConfig", "routingConfig"],
  GoogleSearch: ["blockingConfidence", "excludeDomains"],
  Tool: ["retrieval", "enterpriseWebSearch", "exaAiSearch", "parallelAiSearch"],
  FunctionCall: ["partialArgs", "willContinue"],
  FunctionCallingConfig: ["streamFunctionCallArguments"],
  SafetySetting: ["method"],
  ImageConfig: ["personGeneration", "outputMimeType", "outputCompressionQuality", "imageOutputOptions", "prominentPeople"],
  GoogleMaps: ["groundingTypes"],
  AuthConfig: ["apiKeyConfig", "authType", "googleServiceAccountConfig", "httpBasicAuthConfig", "oauthConfig", "oidcConfig"],
  HarmCategory: ["HARM_CATEGORY_IMAGE_HATE", "HARM_CATEGORY_IMAGE_DANGEROUS_CONTENT", "HARM_CATEGORY_IMAGE_HARASSMENT", "HARM_CATEGORY_IMAGE_SEXUALLY_EXPLICIT"],
};

/** Type name → its property names, or an enum's string values. */
function sdkTypes() {
  const source = ts.createSourceFile("genai.d.ts", readFileSync(TYPES, "utf8"), ts.ScriptTarget.Latest);
  const out = new Map();
  for (const node of source.statements) {
    if (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) {
      const fields = node.members.filter((member) => ts.isPropertySignature(member) || ts.isPropertyDeclaration(member));
      out.set(node.name.text, fields.map((member) => member.name.text));
    } else if (ts.isEnumDeclaration(node)) {
      out.set(node.name.text, node.members.map((member) => member.initializer.text));
    }
  }
  return out;
}

const sdk = sdkTypes();
const REQUESTS = ["GenerateContentRequest", "EmbedContentRequest", "BatchEmbedContentsRequest", "CountTokensRequest"];
const PROTO_ONLY = ["RetrievalResource", "FileSearchRetrievalConfig"];

test("every field the SDK's types know is known", () => {
  for (const [message, fields] of Object.entries(MESSAGES)) {
    if (REQUESTS.includes(message) || PROTO_ONLY.includes(message)) continue;
    const known = sdk.get(SDK_NAME[message] ?? message);
    assert.ok(known, `${message} is in the SDK's types`);
    const missing = known.filter((name) => !(name in fields) && !NOT_SENT[message]?.includes(name));
    assert.deepEqual(missing, [], message);
  }
});

test("every enum value the SDK's types know is known", () => {
  for (const [name, values] of Object.entries(ENUMS)) {
    const known = sdk.get(SDK_ENUM[name] ?? name.split(".").at(-1));
    if (name === "TaskType") continue; // a plain string in the SDK
    assert.ok(known, `${name} is in the SDK's types`);
    assert.deepEqual(known.filter((value) => !values.includes(value) && !NOT_SENT[name]?.includes(value)), [], name);
  }
});

/** One body per field of a message, down to `depth`, in both spellings; each is `{path, value}`. */
function* bodies(message, depth) {
  for (const [name, spec] of Object.entries(MESSAGES[message])) {
    for (const value of samples(spec, depth)) yield { [name]: value };
    const snake = snakeCase(name);
    if (snake !== name) yield { [snake]: samples(spec, 0)[0] };
  }
}

const SCALARS = {
  string: "x", bytes: "eA==", bool: true, int32: 1, int64: "1", float: 0.5, double: 0.5, any: { type: "string" },
  struct: { a: 1 }, duration: "1.5s", timestamp: "2026-11-22T00:00:00Z",
};

function samples(spec, depth) {
  if (spec.startsWith("map<")) return samples(spec.slice(4, -1), depth).map((value) => ({ key: value }));
  if (spec.endsWith("[]")) return samples(spec.slice(0, -2), depth).map((value) => [value]);
  if (spec.startsWith("enum ")) return ENUMS[spec.slice(5)];
  if (spec in SCALARS) return [SCALARS[spec]];
  return depth > 0 ? [{}, ...bodies(spec, depth - 1)] : [{}];
}

const DEPTH = { GenerateContentRequest: 5, BatchEmbedContentsRequest: 4, CountTokensRequest: 2, EmbedContentRequest: 3 };
const RPC = {
  GenerateContentRequest: "generateContent", BatchEmbedContentsRequest: "batchEmbedContents",
  CountTokensRequest: "countTokens", EmbedContentRequest: "embedContent",
};

for (const message of REQUESTS) {
  test(`each field and enum value of ${message} is accepted here and by the protos`, () => {
    const all = [...bodies(message, DEPTH[message])];
    assert.ok(all.length > 5);
    for (const body of all) parseMessage(message, body);
    const verdicts = checkAgainstProtos(all.map((body) => ({ rpc: RPC[message], body })));
    const refused = all.map((body, at) => [JSON.stringify(body), verdicts[at]]).filter(([, why]) => why !== null);
    assert.deepEqual(refused, []);
  });
}

let emulator;
before(async () => {
  emulator = await startEmulator();
});
after(() => emulator.close());

test("requests the emulator answers, the protos parse", async () => {
  const accepted = [
    [GENERATE, ask("x", { systemInstruction: { role: "user", parts: [{ text: "s" }] } })],
    [GENERATE, ask("x", { system_instruction: { parts: [{ text: "s" }] }, generation_config: { max_output_tokens: "100", topP: 0.5 } })],
    [GENERATE, ask("x", { generationConfig: { responseMimeType: "application/json", responseJsonSchema: { type: "object", properties: { a: { type: ["string", "null"] } } }, thinkingConfig: { thinking_level: "LOW" } } })],
    [GENERATE, ask("x", { generationConfig: { responseMimeType: "application/json", responseSchema: { type: "OBJECT", properties: { a: { type: "ARRAY", items: { type: "INTEGER" }, maxItems: "3" } }, required: ["a"], propertyOrdering: ["a"] } } })],
    [GENERATE, { contents: [user("x"), { role: "model", parts: [{ text: "y", thoughtSignature: "eA==" }] }, user("z")], safetySettings: [{ category: "HARM_CATEGORY_JAILBREAK", threshold: "OFF" }], labels: { a: "b" } }],
    [GENERATE, ask("x", { tools: [{ functionDeclarations: [{ name: "f", parametersJsonSchema: { type: "object" } }], googleSearch: null }], toolConfig: { functionCallingConfig: { mode: "ANY" } } })],
    [BATCH, { requests: [element("x", { outputDimensionality: 768, taskType: "RETRIEVAL_QUERY" }), element("y", { title: "t" })] }],
  ];
  for (const [path, body] of accepted) assert.equal((await call(emulator, path, body)).status, 200, JSON.stringify(body));
  assert.deepEqual(checkAgainstProtos(emulator.requests), accepted.map(() => null));
});

test("requests the emulator cannot parse, the protos cannot either", async () => {
  emulator.reset();
  const refused = [
    [GENERATE, ask("x", { messages: [] })],
    [GENERATE, ask("x", { generationConfig: { max_tokens: 1 } })],
    [GENERATE, ask("x", { generationConfig: { maxOutputTokens: "many" } })],
    [GENERATE, ask("x", { generationConfig: { thinkingConfig: { thinkingLevle: "LOW" } } })],
    [GENERATE, ask("x", { generationConfig: { responseSchema: { type: "TEXT" } } })],
    [GENERATE, ask("x", { generationConfig: { responseSchema: { type: "STRING", const: "a" } } })],
    [GENERATE, ask("x", { systemInstruction: "s" })],
    [GENERATE, ask("x", { systemInstruction: [user("s")] })],
    [GENERATE, { contents: user("x") }],
    [GENERATE, { contents: [{ parts: [{ text: 7 }] }] }],
    [GENERATE, { contents: [{ parts: [{ text: "x", inlineData: { data: "eA==" } }] }] }],
    [GENERATE, ask("x", { system_instruction: user("a"), systemInstruction: user("b") })],
    [BATCH, { requests: [element("x", { taskType: "SEARCH" })] }],
    [BATCH, { requests: [element("x", { dimensions: 768 })] }],
    [BATCH, { requests: [element("x", { outputDimensionality: 7.5 })] }],
  ];
  for (const [path, body] of refused) assert.equal((await call(emulator, path, body)).status, 400, JSON.stringify(body));
  for (const [at, why] of checkAgainstProtos(emulator.requests).entries()) {
    assert.notEqual(why, null, JSON.stringify(refused[at][1]));
  }
});
