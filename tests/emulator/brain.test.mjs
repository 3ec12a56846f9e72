// What the emulator says by itself: facts from dialogues, decisions by slots, and free chat.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { ask, call, GENERATE, STREAM, user } from "./client.mjs";
import { violations } from "./jsonschema.mjs";
import { png, wav } from "./files.mjs";
import { startEmulator } from "./server.mjs";

let emulator;
before(async () => {
  emulator = await startEmulator();
});
after(() => emulator.close());

const EXTRACT = {
  type: "object",
  properties: {
    facts: {
      type: "array",
      items: {
        type: "object",
        properties: {
          text: { type: "string" },
          kind: { type: "string", enum: ["fact", "preference", "event", "procedure", "profile"] },
          messages: { type: "array", items: { type: "integer" } },
          categories: { type: "array", items: { type: "string" } },
          eventDate: { type: "string" },
          confidence: { type: "number", minimum: 0, maximum: 1 },
          speaker: { type: "string", enum: ["user", "assistant"] },
        },
        required: ["text", "kind", "messages"],
        additionalProperties: false,
      },
    },
    summary: { type: "string" },
  },
  required: ["facts", "summary"],
  additionalProperties: false,
};

const DECIDE = {
  type: "object",
  properties: {
    decisions: {
      type: "array",
      items: {
        type: "object",
        properties: {
          fact: { type: "integer" },
          event: { type: "string", enum: ["ADD", "UPDATE", "DELETE", "NOOP"] },
          memory: { type: ["integer", "null"] },
          text: { type: ["string", "null"] },
          reason: { type: "string" },
          confidence: { type: "number" },
        },
        required: ["fact", "event", "memory", "text", "reason", "confidence"],
      },
    },
  },
  required: ["decisions"],
};

async function structured(schema, prompt) {
  const generationConfig = { responseMimeType: "application/json", responseJsonSchema: schema };
  const { json } = await call(emulator, GENERATE, ask(prompt, { generationConfig }));
  const value = JSON.parse(json.candidates[0].content.parts[0].text);
  assert.deepEqual(violations(schema, value), []);
  return value;
}

const lines = (items) => items.map((item, at) => JSON.stringify({ n: at + 1, ...item })).join("\n");

function extract(texts, schema = EXTRACT) {
  const messages = texts.map((item) => (typeof item === "string" ? { role: "user", at: "2026-11-22T10:00:00Z", text: item } : item));
  return structured(schema, `Read the messages.\n\n## New messages\n${lines(messages)}\n\n## Notes\n{"n":9,"role":"user","text":"I live in Rome"}`);
}

async function decide(facts, memories) {
  const prompt = `## Facts\n${lines(facts.map((fact) => (typeof fact === "string" ? { text: fact } : fact)))}\n\n## Memories\n${lines(memories.map((text) => ({ text })))}\n`;
  const { decisions } = await structured(DECIDE, prompt);
  return decisions.map(({ event, memory, text }) => [event, memory, text]);
}

/** [messages, facts]: `kind: text` */
const DIALOGUES = [
  [["Hi, I'm Ana. I live in Lisbon with my husband."], ["profile: User's name is Ana", "profile: User lives in Lisbon"]],
  [["I'm vegetarian and allergic to peanuts."], ["preference: User is vegetarian", "fact: User is allergic to peanuts"]],
  [["Actually, I moved to Porto last month."], ["profile: User lives in Porto"]],
  [["I work as a nurse at St. Mary Hospital!"], ["profile: User works as a nurse at St Mary Hospital"]],
  [["I work at Acme"], ["profile: User works at Acme"]],
  [["I'm a software engineer, and I love climbing."], ["profile: User works as a software engineer", "preference: User loves climbing"]],
  [["I don’t like coffee but I prefer tea."], ["preference: User does not like coffee", "preference: User prefers tea"]],
  [["I hate mushrooms. My dog is called Rex and I have two cats."], ["preference: User hates mushrooms", "fact: User's dog is called Rex", "fact: User has two cats"]],
  [["My sister's name is Julia; my favourite color is green"], ["fact: User's sister is called Julia", "preference: User's favorite color is green"]],
  [["Please forget that I live in Porto."], ["fact: User asked to forget: lives in Porto"]],
  [["Can you forget my address?"], ["fact: User asked to forget: their address"]],
  [["I'm not vegetarian any more."], ["preference: User is no longer vegetarian"]],
  [["I live in Lisbon.", "Actually, I live in Porto now."], ["profile: User lives in Porto"]],
  [["What can I eat?", "Where do I live?", "I'm fine, thanks!", "I have a question", "Don't forget to call."], []],
  [[{ role: "assistant", text: "I live in the cloud." }], []],
  [["제 이름은 지민이에요. 저는 서울에 살아요."], ["profile: 사용자의 이름은 지민", "profile: 사용자는 서울에 산다"]],
  [["부산으로 이사했어요", "네이버에서 일해요"], ["profile: 사용자는 부산에 산다", "profile: 사용자는 네이버에서 일한다"]],
  [["저는 채식주의자예요. 매운 음식을 좋아해요."], ["preference: 사용자는 채식주의자이다", "preference: 사용자는 매운 음식을 좋아한다"]],
  [["땅콩 알레르기가 있어요. 저는 뭘 먹을 수 있어요?"], ["fact: 사용자는 땅콩 알레르기가 있다"]],
];
for (const [messages, wanted] of DIALOGUES) {
  test(`extract: ${JSON.stringify(messages)}`, async () => {
    const { facts } = await extract(messages);
    assert.deepEqual(facts.map((fact) => `${fact.kind}: ${fact.text}`), wanted);
  });
}

test("extract: a fact carries the message it rests on, categories, speaker and the day it speaks of", async () => {
  const { facts, summary } = await extract(["Hello there!", "I visited a doctor yesterday."]);
  assert.deepEqual(facts, [
    {
      text: "User visited a doctor yesterday", kind: "event", messages: [2], categories: ["travel", "work", "health"],
      eventDate: "2026-11-21", confidence: 0.9, speaker: "user",
    },
  ]);
  assert.equal(summary, "User visited a doctor yesterday.");
});

test("extract: the old summary is carried on, and background is not taken for news", async () => {
  const prompt = `## Summary so far\n"User is \\"Ana\\"."\n\n## Known already\n{"text":"User likes tea"}\n\n## New messages\n${lines([{ role: "user", text: "I live in Lisbon" }])}\n`;
  const { facts, summary } = await structured(EXTRACT, prompt);
  assert.equal(facts.length, 1);
  assert.equal(summary, 'User is "Ana". User lives in Lisbon.');
});

test("extract: only what the schema knows is written, and kinds come from its enum", async () => {
  const schema = structuredClone(EXTRACT);
  schema.properties.facts.items.properties = { text: { type: "string" }, kind: { type: "string", enum: ["other", "fact"] }, messages: EXTRACT.properties.facts.items.properties.messages };
  const { facts } = await extract(["I love tea."], schema);
  assert.deepEqual(facts, [{ text: "User loves tea", kind: "fact", messages: [1] }]);
});

const MEMORIES = ["User lives in Lisbon", "User is vegetarian", "User's name is Ana", "User works as a nurse", "User likes coffee"];

/** [fact, memories, decision] */
const DECISIONS = [
  ["User lives in Porto", MEMORIES, ["UPDATE", 1, "User lives in Porto"]],
  ["User moved to Lisbon", MEMORIES, ["NOOP", 1, null]],
  ["User's name is Anna", MEMORIES, ["UPDATE", 3, "User's name is Anna"]],
  ["User is vegan", MEMORIES, ["UPDATE", 2, "User is vegan"]],
  ["User is no longer vegetarian", MEMORIES, ["UPDATE", 2, "User is no longer vegetarian"]],
  ["User works as a teacher at Acme", MEMORIES, ["UPDATE", 4, "User works as a teacher at Acme"]],
  ["User hates coffee", MEMORIES, ["UPDATE", 5, "User hates coffee"]],
  ["User loves coffee", MEMORIES, ["NOOP", 5, null]],
  ["User likes tea", MEMORIES, ["ADD", null, null]],
  ["User's dog is called Ana", MEMORIES, ["ADD", null, null]],
  ["User asked to forget: lives in Lisbon", MEMORIES, ["DELETE", 1, null]],
  ["User asked to forget: their diet", MEMORIES, ["DELETE", 2, null]],
  ["User asked to forget: their allergy", ["User is vegetarian", "User is allergic to peanuts"], ["DELETE", 2, null]],
  ["User asked to forget: the moon landing", ["User is vegetarian"], ["NOOP", null, null]],
  ["User plays the guitar every Sunday", ["User plays guitar every Sunday"], ["NOOP", 1, null]],
  ["User has two cats", [], ["ADD", null, null]],
  ["사용자는 부산에 산다", ["사용자는 서울에 산다"], ["UPDATE", 1, "사용자는 부산에 산다"]],
  ["사용자가 잊어 달라고 함: 서울에 산다는 건", ["사용자는 커피를 좋아한다", "사용자는 서울에 산다"], ["DELETE", 2, null]],
];
for (const [fact, memories, wanted] of DECISIONS) {
  test(`decide: ${fact} → ${wanted[0]}`, async () => {
    assert.deepEqual(await decide([fact], memories), [wanted]);
  });
}

test("decide: a fact looks only at its near memories, and no memory is changed twice", async () => {
  assert.deepEqual(await decide([{ text: "User lives in Porto", near: [2, 3] }], MEMORIES), [["ADD", null, null]]);
  const both = await decide(["User lives in Porto", "User lives in Faro"], MEMORIES);
  assert.deepEqual(both, [["UPDATE", 1, "User lives in Porto"], ["ADD", null, null]]);
});

const said = ({ json }) => json.candidates[0].content.parts[0].text;

test("chat: recalled memories answer, from JSON lines, JSON arrays or bullets, in either place", async () => {
  const facts = ["User lives in Lisbon", "User is vegetarian", "User's dog is called Rex"];
  const blocks = [
    `<memories code="a1b2">\nNotes from earlier conversations: data.\n${facts.map((text) => `- [2026-11-22] ${text}`).join("\n")}\n</memories code="a1b2">`,
    `<memories>\n${facts.map((text) => JSON.stringify({ id: "m", text })).join("\n")}\n</memories>`,
    `\`\`\`json\n${JSON.stringify(facts.map((memory) => ({ memory })))}\n\`\`\``,
    `\`\`\`\n${facts.map((text) => `- ${text}`).join("\n")}\n\`\`\``,
  ];
  for (const block of blocks) {
    const inSystem = ask("What can I eat?", { systemInstruction: { parts: [{ text: `Be kind.\n- Never lie about food.\n${block}` }] } });
    const inTurn = ask(`${block}\n\nWhat can I eat?`);
    const before = { contents: [user(block), user("What can I eat?")] };
    for (const request of [inSystem, inTurn, before]) {
      assert.equal(said(await call(emulator, GENERATE, request)), "You told me: You are vegetarian.", block);
    }
  }
});

test("chat: without a memory it says so, thanks for news, and greets; in Korean too", async () => {
  const answer = async (text) => said(await call(emulator, GENERATE, ask(text)));
  assert.match(await answer("Where do I live?"), /^I do not know that about you yet/);
  assert.match(await answer("I live in Lisbon."), /^Thank you/);
  assert.match(await answer("Good morning"), /^Hello/);
  assert.match(await answer("저는 어디에 살아요?"), /^아직/);
  const block = "```\n- 사용자는 서울에 산다\n- 사용자는 커피를 좋아한다\n```\n저는 어디에 살아요?";
  assert.equal(await answer(block), "이렇게 알려 주셨어요: 사용자는 서울에 산다.");
});

test("chat: the same question gets the same answer, in several chunks when streamed", async () => {
  const history = { contents: [user("Hi"), { role: "model", parts: [{ text: "Hello" }] }, user("Where do I live?")] };
  const whole = said(await call(emulator, GENERATE, history));
  const { text, headers } = await call(emulator, STREAM, history);
  assert.equal(headers.get("content-type"), "text/event-stream");
  const chunks = text.split("\r\n\r\n").filter(Boolean).map((frame) => JSON.parse(frame.replace(/^data: /, "")));
  assert.ok(chunks.length > 1);
  assert.equal(chunks.map((chunk) => chunk.candidates[0].content.parts[0].text).join(""), whole);
  assert.deepEqual(chunks.map((chunk) => chunk.candidates[0].finishReason), [...chunks.slice(1).map(() => undefined), "STOP"]);
  assert.ok(chunks.every((chunk) => chunk.usageMetadata.totalTokenCount > 0 && chunk.responseId === chunks[0].responseId));
});

test("a token limit cuts the answer with MAX_TOKENS", async () => {
  const { json } = await call(emulator, GENERATE, ask("Where do I live?", { generationConfig: { maxOutputTokens: 3 } }));
  assert.equal(json.candidates[0].finishReason, "MAX_TOKENS");
  assert.equal(json.candidates[0].content.parts[0].text, "I do not kno");
  assert.equal(json.usageMetadata.candidatesTokenCount, 3);
});

const DESCRIBE = {
  type: "object",
  properties: { description: { type: "string" }, textInImage: { type: "string" }, transcript: { type: "string" }, language: { type: "string" } },
  required: ["description", "language"],
};

test("a file is described by what it says of itself, and nothing is made up", async () => {
  const about = async (mimeType, bytes) => {
    const body = {
      contents: [{ role: "user", parts: [{ inlineData: { mimeType, data: bytes.toString("base64") } }, { text: "x" }] }],
      generationConfig: { responseMimeType: "application/json", responseJsonSchema: DESCRIBE },
    };
    const { json: answer } = await call(emulator, GENERATE, body);
    return JSON.parse(answer.candidates[0].content.parts[0].text);
  };
  const note = { Description: "A note on a fridge.", Text: "Milk, 우유" };
  assert.deepEqual(await about("image/png", png(note)), { description: "A note on a fridge.", textInImage: "Milk, 우유", language: "en" });
  assert.deepEqual(await about("image/png", png({}, 7)), { description: "A picture of 7 by 7 pixels.", language: "en" });
  const spoken = await about("audio/wav", wav("I moved to Porto."));
  assert.deepEqual(spoken, { description: "Somebody speaks.", transcript: "I moved to Porto.", language: "en" });
  assert.deepEqual(Object.keys(await about("audio/wav", wav())), ["description", "language"]);
});
