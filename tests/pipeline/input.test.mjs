// Whatever JavaScript can pass is answered with one of the library's errors and the right code, at once, and the
// instance is as usable after it as before.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import vm from "node:vm";

import { ANA, Memory, refused, texts } from "./harness.mjs";

let memory;
before(async () => {
  memory = await Memory.open({ storage: { type: "memory" } });
  await memory.add("a cup of tea", { ...ANA, metadata: { year: 2026 } });
});
afterEach(async () => {
  assert.deepEqual(await texts(memory), ["a cup of tea"], "what was refused was not kept");
  assert.equal((await memory.search("tea", ANA)).results.length, 1, "the instance is usable");
});
after(() => memory?.close());

const throws = () => {
  throw new Error("a getter of the caller's");
};
const evil = (trap, target = {}) => new Proxy(target, { [trap]: throws });
const revoked = (target) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
const nested = (depth, end, wrap = (inner) => ({ NOT: [inner] })) => {
  let value = end;
  for (let at = 0; at < depth; at++) value = wrap(value);
  return value;
};
const cyclic = { a: [] };
cyclic.a.push(cyclic);

/** Values no plain data holds. */
const NOT_DATA = [
  ["a function", () => {}], ["a symbol", Symbol("s")], ["a bigint", 10n], ["an invalid date", new Date(NaN)],
  ["NaN", NaN], ["Infinity", Infinity], ["a cycle", cyclic], ["a throwing getter", { get a() { return throws(); } }],
  ["a throwing list", Object.defineProperty([1], 0, { get: throws })], ["a proxy that throws for keys", evil("ownKeys")],
  ["a proxy that throws for fields", evil("get", { a: 1 })], ["a list by proxy that throws", evil("get", [1])],
  ["a proxy of a date", new Proxy(new Date(), {})], ["a revoked proxy", revoked({})], ["a revoked list", revoked([])],
  ["a list of four thousand million holes", new Array(4_294_967_295)],
];

describe("options", { concurrency: false }, () => {
  const search = (options) => () => memory.search("tea", { ...ANA, ...options });
  for (const [name, options, code] of [
    ["limit NaN", { limit: NaN }, "invalid_input"],
    ["limit 0", { limit: 0 }, "invalid_input"],
    ["limit -1", { limit: -1 }, "invalid_input"],
    ["limit 1.5", { limit: 1.5 }, "invalid_input"],
    ["limit 1e6", { limit: 1e6 }, "invalid_input"],
    ["limit as text", { limit: "5" }, "invalid_input"],
    ["threshold Infinity", { threshold: Infinity }, "invalid_input"],
    ["threshold NaN", { threshold: NaN }, "invalid_input"],
    ["threshold 1.01", { threshold: 1.01 }, "invalid_input"],
    ["an unknown key", { topK: 5 }, "invalid_input"],
    ["an option of another verb", { maxTokens: 100 }, "invalid_input"],
    ["a user id that is a number", { userId: 7 }, "invalid_input"],
    ["an empty user id", { userId: "" }, "invalid_input"],
    ["a user id with white space", { userId: "a b" }, "invalid_input"],
    ["a user id of 257 bytes", { userId: "x".repeat(257) }, "invalid_input"],
    ["a signal that is none", { signal: {} }, "invalid_input"],
    ["a signal by its prototype", { signal: Object.create(AbortSignal.prototype) }, "invalid_input"],
    ["filters that are a list", { filters: [1] }, "invalid_filter"],
    ["an unknown operator", { filters: { year: { near: 1 } } }, "invalid_filter"],
    ["filters nested 17 deep", { filters: nested(17, { year: 2026 }) }, "invalid_filter"],
    ["filters nested 1,000 deep", { filters: nested(1_000, { year: 2026 }) }, "invalid_input"],
    ["filters nested 100,000 deep", { filters: nested(100_000, { year: 2026 }) }, "invalid_input"],
    ["filters of 100,000 conditions", { filters: { OR: Array.from({ length: 100_000 }, (_, n) => ({ n })) } }, "invalid_input"],
  ]) {
    test(`${name}: ${code}`, () => refused(code, search(options), name));
  }

  for (const [name, value] of NOT_DATA) {
    test(`filters hold ${name}`, () => refused("invalid_input", search({ filters: { a: value } })));
    test(`metadata holds ${name}`, () =>
      refused("invalid_input", () => memory.add("x", { ...ANA, metadata: { a: value } })));
  }

  test("options that are none", async () => {
    for (const options of [7, "ana", true, [], () => {}, Symbol("s"), 1n]) {
      await refused("invalid_input", () => memory.search("tea", options), String(typeof options));
    }
    for (const options of [undefined, null, {}]) await refused("scope_required", () => memory.search("tea", options));
    await refused("invalid_input", () => memory.search("tea", evil("get")));
    await refused("invalid_input", () => memory.search("tea", evil("ownKeys")));
    await refused("invalid_input", () => memory.search("tea", revoked({})));
  });

  test("metadata too deep, too large", async () => {
    const add = (metadata) => memory.add("x", { ...ANA, metadata });
    await refused("invalid_input", () => add({ a: nested(8, 1, (inner) => [inner]) }));
    await refused("invalid_input", () => add({ a: nested(100_000, 1, (inner) => [inner]) }));
    await refused("invalid_input", () => add({ a: "x".repeat(16_385) }));
  });
});

describe("what is said and asked", { concurrency: false }, () => {
  const wrong = [
    ["nothing", undefined], ["null", null], ["an empty text", ""], ["white space", " \n\t "], ["a number", 42], ["no message", []],
    ["201 messages", Array.from({ length: 201 }, () => ({ role: "user", content: "x" }))],
    ["a message without content", [{ role: "user" }]], ["a message without role", [{ content: "x" }]],
    ["a message as a list", [["user", "x"]]], ["an unknown role", { role: "robot", content: "x" }], ["content that is a number", { role: "user", content: 7 }],
    ["a misspelt key", { role: "user", content: "x", time: "now" }], ["a nested list", [[{ role: "user", content: "x" }]]],
    ["a sparse list", [, { role: "user", content: "x" }]], ["a boxed text", new String("x")],
    ["an invalid date", { role: "user", content: "x", timestamp: new Date(NaN) }],
    ["a timestamp in words", { role: "user", content: "x", timestamp: "yesterday" }],
    ["a timestamp that is a number", { role: "user", content: "x", timestamp: 1_700_000_000_000 }],
    ["a megabyte of emoji", "🦀".repeat(262_144)], ["messages of 300 kB together", Array.from({ length: 6 }, () => ({ role: "user", content: "x".repeat(50_000) }))],
  ];
  for (const [name, messages] of [...wrong, ...NOT_DATA]) {
    test(`add: ${name}`, () => refused("invalid_input", () => memory.add(messages, ANA)));
  }

  test("queries and ids", async () => {
    for (const [name, value] of [...NOT_DATA, ["nothing", undefined], ["null", null], ["a number", 7], ["an object", {}]]) {
      await refused("invalid_input", () => memory.search(value, ANA), `query ${name}`);
      await refused("invalid_input", () => memory.context(value, ANA), `context ${name}`);
      await refused("invalid_input", () => memory.get(value), `id ${name}`);
      await refused("invalid_input", () => memory.history(value), `history ${name}`);
      await refused("invalid_input", () => memory.update(value, "x"), `update ${name}`);
    }
    for (const query of ["", "  ", "🦀".repeat(262_144)]) await refused("invalid_input", () => memory.search(query, ANA));
    for (const id of ["", "nonsense", "../..", "x".repeat(100_000)]) {
      await refused("not_found", () => memory.update(id, "x")).catch(() => refused("invalid_input", () => memory.update(id, "x")));
    }
  });

  test("changes", async () => {
    const [{ id }] = (await memory.getAll(ANA)).results;
    for (const change of [undefined, null, {}, 7, "", "  ", { text: "" }, { text: 7 }, { memory: "x" }, { text: "x".repeat(70_000) }]) {
      await refused("invalid_input", () => memory.update(id, change), JSON.stringify(change)?.slice(0, 40));
    }
  });
});

describe("what an error names", { concurrency: false }, () => {
  const storage = { type: "memory" };
  const gemini = { provider: "gemini", apiKey: "k" };
  for (const [says, call] of [
    ["options.topK is not an option", () => memory.search("tea", { ...ANA, topK: 5 })],
    ["options.limit has the wrong type or value", () => memory.search("tea", { ...ANA, limit: "5" })],
    ["messages.[1].content has the wrong type", () => memory.add([{ role: "user", content: "x" }, { role: "user", content: 7 }], ANA)],
    ["messages needs `role`", () => memory.add({ content: "x" }, ANA)],
    ["config.llm needs `provider`", () => Memory.open({ storage, llm: { apiKey: "k" } })],
    ["config.llm has the wrong type or value", () => Memory.open({ storage, llm: { provider: "openai" } })],
    ["config.llm.modle is not an option", () => Memory.open({ storage, llm: { ...gemini, modle: "x" } })],
    ["config.embedder.dims has the wrong type", () => Memory.open({ storage, embedder: { ...gemini, dims: "7" } })],
    ["config.profile.slots.pet has the wrong type", () => Memory.open({ storage, profile: { slots: { pet: { about: "x" } } } })],
  ]) {
    test(says, () => assert.rejects(call, (error) => error.message.includes(says) || assert.fail(error.message)));
  }
});

describe("what is taken", { concurrency: false }, () => {
  const scope = { userId: "bo" };
  const kept = async (messages, options = {}) => {
    await memory.add(messages, { ...scope, ...options });
    const { results } = await memory.getAll(scope);
    await memory.deleteAll({ ...scope, hard: true });
    return results;
  };

  test("a text, a message, a list of messages; a Date as a timestamp", async () => {
    const message = { role: "user", content: "tea", timestamp: new Date("2026-04-01T10:00:00Z") };
    assert.deepEqual((await kept("tea")).map((item) => item.memory), ["tea"]);
    assert.deepEqual((await kept(message)).map((item) => item.memory), ["tea"]);
    assert.deepEqual((await kept([message, { ...message, name: undefined, content: "milk" }])).length, 2);
  });

  test("lone surrogates become U+FFFD", async () => {
    const [item] = await kept("tea \ud800 and \udc00 milk \u{1f375}", { metadata: { "k\ud800": "v\udfff" } });
    assert.equal(item.memory, "tea \ufffd and \ufffd milk \u{1f375}");
    assert.deepEqual(item.metadata, { "k\ufffd": "v\ufffd" });
  });

  test("as much emoji as a message may hold", async () => {
    const crabs = "🦀".repeat(16_384);
    assert.equal((await kept(crabs))[0].memory, crabs);
  });

  test("objects without a prototype, of another realm, frozen, with holes and undefined", async () => {
    const bare = Object.assign(Object.create(null), { role: "user", content: "tea" });
    assert.equal((await kept(bare)).length, 1);
    const foreign = vm.runInNewContext('[{ role: "user", content: "tea" }]');
    const options = vm.runInNewContext('({ metadata: { tags: ["a"] } })');
    assert.deepEqual((await kept(foreign, options))[0].metadata, { tags: ["a"] });
    const metadata = Object.freeze({ a: undefined, b: [1, , 3], c: { d: null }, at: new Date(0) });
    assert.deepEqual((await kept("tea", { metadata }))[0].metadata, { b: [1, null, 3], c: { d: null }, at: "1970-01-01T00:00:00.000Z" });
  });

  test("names that mean something to JavaScript are names like others", async () => {
    const metadata = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1, "toString": "x"}');
    const [item] = await kept("tea", { metadata });
    assert.equal(JSON.stringify(item.metadata.constructor), "1");
    assert.equal({}.polluted, undefined);
  });
});

describe("configuration", { concurrency: false }, () => {
  const storage = { type: "memory" };
  for (const [name, config] of [
    ["an unknown key", { storage, llmm: {} }], ["an unknown key of the model", { storage, llm: { provider: "gemini", apiKey: "k", modle: "x" } }],
    ["an unknown provider", { storage, llm: { provider: "openai", apiKey: "k" } }], ["no provider", { storage, llm: { apiKey: "k" } }],
    ["no key", { storage, llm: { provider: "gemini" } }], ["a key with white space", { storage, llm: { provider: "gemini", apiKey: "a b" } }],
    ["an unknown storage", { storage: { type: "sqlite" } }], ["a storage that is a text", { storage: "memory" }],
    ["an unknown key of the storage", { storage: { type: "memory", name: "x" } }], ["a text", "gemini"], ["a list", []],
    ["no object of the runtime", { storage: { type: "durable-object" } }], ["dims 7", { storage, llm: { provider: "gemini", apiKey: "k" }, embedder: { provider: "gemini", apiKey: "k", dims: 7 } }],
    ["a time limit of NaN", { storage, llm: { provider: "gemini", apiKey: "k", timeoutMs: NaN } }], ["11 retries", { storage, llm: { provider: "gemini", apiKey: "k", maxRetries: 11 } }],
    ["a budget of 0", { storage, budget: { callsPerDay: 0 } }], ["a budget of an hour", { storage, budget: { callsPerHour: 3 } }],
    ["a budget of half a call", { storage, budget: { callsPerDay: 0.5 } }], ["a buffer of nothing", { storage, buffer: {} }],
    ["a buffer of 0 turns", { storage, buffer: { turns: 0 } }], ["a gate that is a text", { storage, noveltyGate: "no" }],
    ["graphAbove -1", { storage, index: { graphAbove: -1 } }], ["an unknown key of the index", { storage, index: { nonsense: 1 } }],
    ["an index that is a list", { storage, index: [] }], ["an index that throws", { storage, get index() { throw new Error("x"); } }],
    ["an index with a field that throws", { storage, index: { get seed() { throw new Error("x"); } } }], ["instructions of 4,001 letters", { storage, customInstructions: "x".repeat(4_001) }],
    ["lists for objects: llm", { storage, llm: ["gemini", "k"] }], ["lists for objects: storage", { storage: ["memory"] }],
    ["lists for objects: index", { storage, index: [5] }], ["lists for objects: embedder", { storage, embedder: ["none"] }],
    ["a throwing getter", { get storage() { return throws(); } }], ["a proxy that throws", evil("ownKeys")], ["a cycle", { storage, llm: cyclic }], ["a function", () => {}],
  ]) {
    test(`${name}: invalid_config`, () => refused("invalid_config", () => Memory.open(config)));
  }

  test("IndexedDB where there is none", () => refused("storage_unavailable", () => Memory.open({ storage: { type: "indexeddb" } })));
});
