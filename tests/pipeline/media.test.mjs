// Pictures and sounds over the package: described by the model, found, read back; kept without one; refused when they are none.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { png, wav } from "../emulator/files.mjs";
import { checkAgainstProtos } from "../emulator/index.mjs";
import { ANA, KEY, Memory, openOver, refused, startEmulator } from "./harness.mjs";

let emulator;
before(async () => (emulator = await startEmulator({ key: KEY })));
beforeEach(() => emulator.reset());
after(() => emulator?.close());

const says = (...content) => ({ role: "user", content });
const image = (data, more = {}) => ({ type: "image", mimeType: "image/png", data, ...more });
const audio = (data, more = {}) => ({ type: "audio", mimeType: "audio/wav", data, ...more });
const dog = png({ Description: "A brown dachshund on a red sofa." });
const onDevice = () => Memory.open({ storage: { type: "memory" }, embedder: { provider: "none" } });
const media = async (memory) => (await memory.getAll({ ...ANA, filters: { kind: "media" } })).results;

test("a picture is described, found by what it shows, and read back", async () => {
  const memory = await openOver(emulator);
  const added = await memory.add(says({ type: "text", text: "I have a dog called Rex." }, image(new Uint8Array(dog), { caption: "Rex" })), ANA);
  assert.ok(added.results.length >= 2 && added.pending === undefined);
  const { results } = await memory.search("red sofa", { ...ANA, filters: { kind: "media" } });
  assert.equal(results.length, 1);
  const [{ memory: text, media: pointer, evidence }] = results;
  assert.equal(text, "Rex\nA brown dachshund on a red sofa.");
  assert.deepEqual([pointer.mimeType, pointer.bytes, pointer.id.length], ["image/png", dog.length, 64]);
  assert.match(evidence.promptVersion, /^describe-/);
  const file = await memory.blob(pointer.id, ANA);
  assert.equal(file.mimeType, "image/png");
  assert.ok(file.data instanceof Uint8Array);
  assert.deepEqual(Buffer.from(file.data), dog);
  assert.equal(await memory.blob(pointer.id, { userId: "bo" }), null);
  await memory.deleteAll({ ...ANA, hard: true });
  assert.equal(await memory.blob(pointer.id, ANA), null);

  const verdicts = checkAgainstProtos(emulator.requests.filter(({ path }) => path.includes("generateContent")).map(({ body }) => ({ rpc: "generateContent", body })));
  assert.ok(verdicts.length >= 2 && verdicts.every((why) => why === null), String(verdicts));
  await memory.close();
});

test("what is said in a sound is what the person said", async () => {
  const memory = await openOver(emulator);
  const bytes = wav("I live in Porto.");
  const added = await memory.add(says(audio(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))), ANA);
  assert.ok(added.results.some(({ memory }) => /User lives in Porto/.test(memory)), JSON.stringify(added.results));
  const [{ memory: text }] = await media(memory);
  assert.equal(text, "Somebody speaks.\nI live in Porto.");
  await memory.close();
});

test("bytes, base64 and a data URL are the same file, kept once", async () => {
  const memory = await onDevice();
  const base64 = dog.toString("base64");
  const forms = [dog, new Uint8Array(dog), new DataView(new Uint8Array(dog).buffer), base64, `data:image/png;base64,${base64}`];
  for (const [at, data] of forms.entries()) await memory.add(says(image(data, { caption: `form ${at}` })), ANA);
  const ids = new Set((await media(memory)).map(({ media }) => media.id));
  assert.equal(ids.size, 1);
  await memory.close();
});

test("without a model the caption is what is found, and nothing is sent", async () => {
  const memory = await onDevice();
  await memory.add([says(image(dog, { caption: "Our dog at the harbour" })), says(image(png({}, 3)))], ANA);
  assert.deepEqual((await memory.search("harbour", ANA)).results.map((hit) => hit.memory), ["Our dog at the harbour"]);
  assert.deepEqual((await media(memory)).map((item) => item.memory).sort(), ["", "Our dog at the harbour"]);
  assert.equal(emulator.requests.length, 0);
  await memory.close();
});

test("a turn whose picture cannot be described now waits with it", async () => {
  const memory = await openOver(emulator);
  emulator.fault({ kind: "unavailable", on: "generateContent" });
  const { pending } = await memory.add(says(image(dog)), ANA);
  assert.equal(pending.code, "model_unavailable");
  const [waiting] = await memory.pending();
  assert.deepEqual([waiting.messages[0].content, waiting.messages[0].media[0].bytes], ["", dog.length]);
  const flushed = await memory.flush();
  assert.equal(flushed.remaining, 0);
  assert.equal((await media(memory))[0].memory, "A brown dachshund on a red sofa.");
  await memory.close();
});

test("a chat shows the picture to the model", async () => {
  const memory = await openOver(emulator);
  await memory.chat([says({ type: "text", text: "Hello, look." }, image(dog))], ANA);
  const call = emulator.requests.find(({ path }) => path.includes("streamGenerateContent"));
  const parts = call.body.contents.at(-1).parts;
  assert.deepEqual(parts.map((part) => Object.keys(part)[0]), ["inlineData", "text"]);
  assert.equal(parts[0].inlineData.data, dog.toString("base64"));
  assert.equal((await media(memory)).length, 1);
  await memory.close();
});

test("what is no picture or sound is refused, and no error shows its bytes", async () => {
  const memory = await onDevice();
  const secret = Buffer.from("my private bytes").toString("base64");
  const wrong = [
    says(image(secret)), says(image(dog, { mimeType: "image/jpeg" })), says(audio(dog, { mimeType: "image/png" })), says(image(new Uint8Array(0))),
    says({ type: "video", data: secret }), says({ type: "image", mimeType: "image/png" }), says({ type: "image", mimeType: "image/png", data: 7 }),
    says({ type: "image", data: `data:image/png,${secret}` }), says(image(dog, { alt: "dog" })), says(image("%%%")), says(),
    says(image({ 0: 137 })), says(image(new Uint8Array(8 * 1024 * 1024 + 1))), says(image(dog, { caption: "x".repeat(5000) })),
    says(...Array(17).fill(image(dog))), { role: "user", content: { type: "image" } }, { role: "user", content: new Uint8Array(4) },
  ];
  for (const [at, message] of wrong.entries()) {
    const error = await refused("invalid_input", () => memory.add(message, ANA), `wrong ${at}`);
    assert.ok(!error.message.includes(secret) && !error.message.includes("private"), error.message);
  }
  const detached = new Uint8Array(dog).buffer;
  structuredClone(detached, { transfer: [detached] });
  await refused("invalid_input", () => memory.add(says(image(detached)), ANA), "a buffer that was given away");
  for (const id of [undefined, 7, "", "x", "g".repeat(64)]) await refused("invalid_input", () => memory.blob(id, ANA), String(id));
  await refused("scope_required", () => memory.blob("a".repeat(64)));
  assert.equal(await memory.blob("a".repeat(64), ANA), null);
  // Bytes are no option and no metadata.
  await memory.add("a cup of tea", { ...ANA, metadata: { tags: ["a"] } });
  assert.equal((await memory.getAll(ANA)).results.length, 1);
  await memory.close();
});
