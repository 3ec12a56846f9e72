// Every request that the package makes is one the service's published definitions know, and the key is in one header.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { checkAgainstProtos } from "../emulator/index.mjs";
import { ANA, KEY, openOver, startEmulator } from "./harness.mjs";

const project = fileURLToPath(new URL("../..", import.meta.url));
let emulator;
before(async () => (emulator = await startEmulator({ key: KEY })));
after(() => emulator?.close());

/** Asserts that the protos take every one. */
function parsed(requests) {
  const verdicts = checkAgainstProtos(requests);
  const refused = requests.map(({ body }, at) => [JSON.stringify(body).slice(0, 300), verdicts[at]]);
  assert.deepEqual(refused.filter(([, why]) => why !== null), []);
}

test("every shape the adapter can make is parsed by the protos", { timeout: 600_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "requests-"));
  try {
    const file = join(folder, "requests.jsonl");
    const env = { ...process.env, FORGETMENOT_REQUESTS: file };
    execFileSync("cargo", ["test", "--quiet", "--locked", "--test", "providers", "requests::"], { cwd: project, env, stdio: "pipe" });
    const lines = readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line));
    assert.ok(lines.length >= 20, `${lines.length} requests`);
    parsed(lines.map(({ rpc, body }) => ({ rpc: RPC[rpc], body })));
    // The check can fail: a misspelt field is noticed.
    const [verdict] = checkAgainstProtos([{ rpc: "generateContent", body: { ...lines[0].body, systemInstructions: {} } }]);
    assert.match(verdict, /systemInstructions/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const RPC = { GenerateContentRequest: "generateContent", BatchEmbedContentsRequest: "batchEmbedContents" };

const CONFIGS = [
  ["the defaults", {}, {}],
  ["thinking, temperature, instructions", { thinkingLevel: "low", temperature: 0.3 }, { customInstructions: "Only what is about food or places." }],
  ["other models", { model: "gemini-3.8-flash", chatModel: "gemini-3.5-flash-lite", thinkingLevel: "minimal" }, {}],
  ["the old embedding model", {}, { embedder: { provider: "gemini", model: "gemini-embedding-001", dims: 256 } }],
];

for (const [name, llm, config] of CONFIGS) {
  test(`every verb that sends: ${name}`, { timeout: 60_000 }, async () => {
    emulator.reset();
    const embedder = config.embedder && { ...config.embedder, apiKey: KEY, baseUrl: emulator.url };
    const memory = await openOver(emulator, llm, { ...config, ...(embedder && { embedder }) });
    await everyVerb(memory);
    await memory.close();
    const { requests } = emulator;
    const refused = requests.filter(({ status }) => status !== 200);
    assert.deepEqual(refused.map(({ path, status, body }) => [path, status, body]), [], "the emulator refused none");
    const methods = new Set(requests.map(({ path }) => path.match(/:(\w+)/)[1]));
    assert.deepEqual([...methods].sort(), ["batchEmbedContents", "generateContent", "streamGenerateContent"]);
    const schemas = requests.map(({ body }) => JSON.stringify(body.generationConfig ?? {}));
    for (const call of ['"facts"', '"decisions"']) assert.ok(schemas.some((schema) => schema.includes(call)), `a call for ${call}`);
    parsed(requests);
    requests.forEach(onlyInTheHeader);
    const bodies = JSON.stringify(requests.map(({ body }) => body));
    const has = (text) => bodies.includes(text);
    assert.equal(has('"temperature":0.3'), llm.temperature !== undefined);
    assert.equal(has('"thinkingLevel":"LOW"'), llm.thinkingLevel === "low");
    assert.equal(has("Only what is about food or places."), config.customInstructions !== undefined);
    assert.equal(has('"taskType":"RETRIEVAL_QUERY"') && has('"outputDimensionality":256'), embedder !== undefined);
    assert.ok(!has("thinkingBudget") && !has("responseSchema"), "what the newest models refuse is not sent");
  });
}

async function everyVerb(memory) {
  await memory.add([
    { role: "system", content: "You are a helpful assistant." },
    { role: "user", content: "I live in Lisbon.", name: "Ana", timestamp: "2026-04-01T10:00:00Z" },
    { role: "assistant", content: "A fine place. \ud800 \u{1f375}" },
    { role: "tool", content: "{\"temperature\": 21}" },
  ], { ...ANA, metadata: { source: "test" } });
  const moved = await memory.add("I moved to Porto.", ANA);
  assert.equal(moved.pending, undefined);
  const { results } = await memory.add("나는 땅콩 알레르기가 있어요.", { ...ANA, agentId: "cook" });
  const kept = await memory.add("kept as it is", { ...ANA, infer: false });
  await memory.update(kept.results[0].id, "changed by hand");
  await memory.search("where does she live?", { ...ANA, filters: { source: "test" } });
  await memory.context("what may she eat?", { ...ANA, maxTokens: 200 });
  const answer = await memory.chat("Where do I live?", { ...ANA, system: "Be brief." });
  assert.ok(answer.text.length > 0);
  let last;
  for await (const event of memory.chat([
    { role: "system", content: "Be kind." }, { role: "user", content: "Hello" }, { role: "assistant", content: "Hello!" },
    { role: "user", content: "I like green tea." },
  ], { ...ANA, stream: true })) last = event;
  assert.equal(last.type, "remembered");
  await memory.flush();
  if (results.length > 0) await memory.delete(results[0].id);
}

/** The emulator blanks the key where it belongs; it must be nowhere else. */
function onlyInTheHeader({ path, headers, body }) {
  assert.equal(headers["x-goog-api-key"], "[redacted]");
  assert.equal(headers.authorization, undefined);
  assert.ok(!/[?&](key|access_token)=/.test(path), path);
  const rest = JSON.stringify([path, headers, body]);
  assert.ok(!rest.includes(KEY), "the key is somewhere else too");
}
