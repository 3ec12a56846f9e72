// What must not compile: each marked line is a mistake its author should see at once.
import { Memory, isMemoryError } from "forgetmenot";
import type { ErrorCode, MemoryConfig, StorageConfig } from "forgetmenot";

declare const memory: Memory;
const user = { userId: "ana" };

// @ts-expect-error opened, not constructed
new Memory();
// @ts-expect-error unknown keys are refused
await Memory.open({ lllm: { provider: "gemini" } });
// @ts-expect-error unknown provider
await Memory.open({ llm: { provider: "openai", apiKey: "k" } });
// @ts-expect-error a budget is one of a day
await Memory.open({ budget: { callsPerHour: 3 } });
// @ts-expect-error seconds are no unit here
await Memory.open({ buffer: { idleSeconds: 3 } });
// @ts-expect-error an llm cannot be "none": leave it out
await Memory.open({ llm: { provider: "none" } });
// @ts-expect-error the embedder's options are not the llm's
await Memory.open({ embedder: { provider: "gemini", chatModel: "gemini-3.8-flash" } });
// @ts-expect-error "none" takes nothing else
await Memory.open({ embedder: { provider: "none", dims: 768 } });
// @ts-expect-error a host's embedder needs its width
await Memory.open({ embedder: { provider: "host", model: "mine", embed: async () => [] } });
// @ts-expect-error a static model's files come in pairs
await Memory.open({ embedder: { provider: "static", model: { safetensors: "model.safetensors" } } });
// @ts-expect-error unknown storage
await Memory.open({ storage: { type: "localstorage" } });
// @ts-expect-error a Durable Object's storage is needed
await Memory.open({ storage: { type: "durable-object" } });
// @ts-expect-error only IndexedDB has names
await Memory.open({ storage: { type: "memory", name: "x" } });
// @ts-expect-error levels are named
await Memory.open({ llm: { provider: "gemini", thinkingLevel: 3 } });
// @ts-expect-error an absent option is left out, not undefined
export const config: MemoryConfig = { customInstructions: undefined };
// @ts-expect-error the storage's type decides its keys
export const storage: StorageConfig = { name: "x" };

// @ts-expect-error whose memory is it?
await memory.add("I like tea.");
// @ts-expect-error signals are named
await memory.search("tea", { ...user, signals: { novelty: 1 } });
// @ts-expect-error a moment is text or a date
await memory.searchMany(["tea"], { ...user, now: 5 });
// @ts-expect-error a message is text, a message or messages
await memory.add(42, user);
// @ts-expect-error a message has a role
await memory.add([{ content: "hello" }], user);
// @ts-expect-error there are four roles
await memory.add([{ role: "model", content: "hello" }], user);
// @ts-expect-error content is text
await memory.add([{ role: "user", content: ["hello"] }], user);
// @ts-expect-error camel case, as everywhere
await memory.add("I like tea.", { user_id: "ana" });
// @ts-expect-error ids are strings
await memory.add("I like tea.", { userId: 7 });
// @ts-expect-error metadata is JSON
await memory.add("I like tea.", { ...user, metadata: { when: new Date() } });
// @ts-expect-error a switch
await memory.add("I like tea.", { ...user, infer: "no" });

// @ts-expect-error whose memory is searched?
await memory.search("tea");
// @ts-expect-error a part needs its file
await memory.add({ role: "user", content: [{ type: "image", mimeType: "image/png" }] }, user);
// @ts-expect-error videos are not taken
await memory.add({ role: "user", content: [{ type: "video", data: "" }] }, user);
// @ts-expect-error whose picture is it?
await memory.blob("id");
// @ts-expect-error it may be null
(await memory.blob("id", user)).data;
// @ts-expect-error a query is text
await memory.search(["tea"], user);
// @ts-expect-error it is called limit
await memory.search("tea", { ...user, topK: 3 });
// @ts-expect-error filters are an object
await memory.search("tea", { ...user, filters: "food" });
// @ts-expect-error it may be null
(await memory.get("id")).memory;
// @ts-expect-error the list is in `results`
(await memory.search("tea", user)).length;
// @ts-expect-error update needs the change
await memory.update("id");
// @ts-expect-error it is called text
await memory.update("id", { memory: "tea" });
// @ts-expect-error one scope at least is an argument
await memory.deleteAll();
// @ts-expect-error ids are strings
await memory.delete(1);
// @ts-expect-error it is a promise
memory.history("id").length;
// @ts-expect-error maxTokens is a number
await memory.context("tea", { ...user, maxTokens: "500" });
// @ts-expect-error without stream there is nothing to iterate
for await (const event of memory.chat("hello", user)) void event;
// @ts-expect-error a stream is no promise of an answer
(await memory.chat("hello", { ...user, stream: true })).text;
// @ts-expect-error a signal, not a controller
await memory.flush({ signal: new AbortController() });

// @ts-expect-error whose graph is it?
await memory.graph.neighbors("Mia");
// @ts-expect-error it may be null
(await memory.graph.path("Mia", "Bo", user)).path;
// @ts-expect-error three kinds there are
await memory.graph.related("id", { kinds: ["spatial"] });
// @ts-expect-error it is a property
memory.graph().entities(user);
// @ts-expect-error a moment is text or a date
await memory.timeline("Mia", { ...user, from: 2026 });

// @ts-expect-error the list of codes is closed
export const code: ErrorCode = "oops";
declare const error: unknown;
// @ts-expect-error first ask isMemoryError
error.code;
// @ts-expect-error a code's typo is seen
if (isMemoryError(error) && error.code === "storagefull") throw error;
// @ts-expect-error a reranker gives numbers
await Memory.open({ rerank: (_, texts) => texts });
// @ts-expect-error a slot needs a description
await Memory.open({ profile: { slots: { level: {} } } });
// @ts-expect-error search makes no block for a prompt
await memory.search("tea", { ...user, profile: true });
// @ts-expect-error a horizon in days is an object
await memory.forecast({ ...user, horizon: { weeks: 1 } });
// @ts-expect-error a conversation has messages
await memory.importConversations([{ startedAt: new Date() }], user);
