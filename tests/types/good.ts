// What must compile: every verb, as its users call it.
import { Memory, isMemoryError } from "forgetmenot";
import type {
  AddedItem, AddResult, ChatEvent, ChatResult, ContextResult, Conversation, DurableObjectStorageLike, EntityItem, ErrorCode, Evidence,
  Filters, Forecast, GeminiEmbedder, GeminiLlm, Graph, GraphPath, GraphRelation, Health, HistoryEntry, ImportResult, Kind, MemoryConfig,
  MemoryError, MemoryItem, Message, Metadata, Neighborhood, PendingItem, Prediction, Profile, ProfileConfig, RelatedMemory, Role, Scope,
  ScorePart, SearchHit, SearchResult, SlotValue, StorageConfig, TimelineEntry, Usage,
} from "forgetmenot";

/** Compiles only if the two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_: Same<A, B>): void {}

declare const durable: DurableObjectStorageLike;
declare const signal: AbortSignal;
const apiKey = "key";

export async function opens(): Promise<void> {
  same<ReturnType<typeof Memory.open>, Promise<Memory>>(true);
  await Memory.open();
  await Memory.open({});
  await Memory.open({ llm: { provider: "gemini", apiKey } });
  const llm: GeminiLlm = {
    provider: "gemini", baseUrl: "https://proxy.test", apiVersion: "v1", headers: { "x-team": "a" }, timeoutMs: 5000,
    maxRetries: 0, model: "gemini-3.5-flash-lite", chatModel: "gemini-3.8-flash", thinkingLevel: "low", temperature: 0,
  };
  const embedder: GeminiEmbedder = { provider: "gemini", apiKey, model: "gemini-embedding-2", dims: 768 };
  const storages: StorageConfig[] = [
    { type: "indexeddb" }, { type: "indexeddb", name: "work" }, { type: "durable-object", storage: durable }, { type: "memory" },
  ];
  for (const storage of storages) {
    const config: MemoryConfig = { llm, embedder, storage, index: { graphAbove: 1000 }, customInstructions: "only food" };
    await Memory.open(config);
  }
  await Memory.open({ llm, budget: { callsPerDay: 100, tokensPerDay: 200_000 } });
  await Memory.open({ llm, budget: { tokensPerDay: 200_000 }, noveltyGate: false, buffer: { turns: 10, tokens: 2000, idleMs: 30_000 } });
  await Memory.open({ rerank: (query, texts) => texts.map((text) => text.length - query.length) });
  await Memory.open({ rerank: async (_, texts) => new Float32Array(texts.length) });
  await Memory.open({ llm, embedder: { provider: "none" } });
  await Memory.open({ llm, embedder: { provider: "static" } });
  await Memory.open({ embedder: { provider: "static", url: new URL("https://example.com/model.fmn"), sha256: "00" } });
  await Memory.open({ embedder: { provider: "static", bytes: new ArrayBuffer(8) } });
  await Memory.open({ embedder: { provider: "static", model: { safetensors: "model.safetensors", tokenizer: new Uint8Array(8) } } });
  await Memory.open({
    embedder: {
      provider: "host",
      model: "mine",
      dims: 2,
      embed: async (texts, purpose) => texts.map((text) => (purpose === "query" ? [text.length, 1] : null)),
    },
  });
}

export async function verbs(memory: Memory): Promise<void> {
  const scope: Scope = { userId: "ana" };
  const metadata: Metadata = { category: "food", tags: ["a", "b"], nested: { deep: null }, year: 2026, sure: true };

  await memory.add("I like tea.", { userId: "ana" });
  await memory.add({ role: "user", content: "I like tea." }, { agentId: "barista", signal });
  const messages: Message[] = [
    { role: "system", content: "Be kind." },
    { role: "user", content: "Yesterday I moved.", name: "Ana", timestamp: "2026-04-01T10:00:00Z" },
    { role: "assistant", content: "Where to?", timestamp: new Date() },
    { role: "tool", content: "{}" },
    { role: "user", content: [{ type: "text", text: "Look" }, { type: "image", mimeType: "image/png", data: new Uint8Array(8), caption: "Rex" }] },
    { role: "user", content: [{ type: "audio", data: "data:audio/wav;base64,AAAA" }, { type: "audio", mimeType: "audio/wav", data: new ArrayBuffer(8) }] },
  ];
  const added: AddResult = await memory.add(messages, { ...scope, runId: "r1", metadata, infer: false });
  const first: AddedItem | undefined = added.results[0];
  const usage: Usage | undefined = added.usage;
  const waiting: { id: string; code: ErrorCode | "buffered"; message: string } | undefined = added.pending;
  const skipped: "nothing_new" | undefined = added.skipped;
  same<AddedItem["event"], "ADD" | "UPDATE" | "DELETE" | "NOOP">(true);

  const filters: Filters = { category: "food", year: { gte: 2020, lt: 2027 }, OR: [{ a: "*" }, { NOT: [{ b: { in: [1, 2] } }] }] };
  const found: SearchResult = await memory.search("tea", { ...scope, limit: 5, threshold: 0.2, filters, signal });
  const many: SearchResult[] = await memory.searchMany(["tea", "coffee"], {
    ...scope, now: new Date(), diversity: 0, rewrite: true, signals: { recency: 0, use: 0.1, importance: 0.2, time: 0.3, graph: 0.1 },
  });
  const rewritten: string | undefined = many[0]?.rewritten;
  for (const hit of found.results) {
    const parts: ScorePart[] = hit.explain;
    const total: number = parts.reduce((sum, part) => sum + part.weight * part.value, 0) - hit.score;
    const kind: Kind = hit.kind;
    const file: { mimeType: string; data: Uint8Array } | null = hit.media ? await memory.blob(hit.media.id, scope) : null;
    void file?.data.byteLength;
    void [total, kind, hit.metadata?.["category"], hit.eventTime?.slice(0, 10)];
  }
  await memory.search("tea", { filters: { user_id: "ana" } });
  if (found.degraded) void found.degraded.message;

  const item: MemoryItem | null = await memory.get("id");
  const all: { results: MemoryItem[] } = await memory.getAll({ userId: "ana", limit: 1000, filters });
  const changed: MemoryItem = await memory.update("id", "I love tea.");
  await memory.update("id", { text: "I love tea." });
  await memory.update("id", { metadata });
  const { deleted }: { deleted: number } = await memory.delete("id");
  await memory.deleteAll({ userId: "ana" });
  await memory.deleteAll({ runId: "r1", hard: true });
  const history: HistoryEntry[] = await memory.history("id");
  const changes: { results: HistoryEntry[] } = await memory.changes({ ...scope, since: "2026-01-01", until: new Date(), limit: 10 });
  const undone: HistoryEntry = await memory.undo(added.results[0]?.eventId ?? "id");
  await memory.search("tea", { ...scope, asOf: new Date(0) });
  const old: string | null | undefined = history[0]?.previousMemory;
  const evidence: Evidence | undefined = history[0]?.evidence;
  const speaker: Role | undefined = evidence?.speaker;

  const context: ContextResult = await memory.context("tea", { ...scope, maxTokens: 500, limit: 3 });
  const pending: PendingItem[] = await memory.pending();
  const flushed: { finished: number; remaining: number; results: AddedItem[] } = await memory.flush({ signal });
  await memory.flush();
  const health: Health = await memory.health();
  same<Health["storage"]["kind"], "memory" | "indexeddb" | "durable-object">(true);
  const nothing: void = await memory.reset();
  same<ReturnType<Memory["close"]>, Promise<void>>(true);
  await memory.close();
  void [rewritten, first, usage, waiting, skipped, item, all, changed, deleted, changes, undone, old, speaker, context, pending, flushed, health, nothing];
}

export async function links(memory: Memory): Promise<void> {
  const graph: Graph = memory.graph;
  const entities: EntityItem[] = await graph.entities({ userId: "ana", limit: 10, asOf: new Date() });
  const near: Neighborhood = await graph.neighbors("Mia", { userId: "ana", depth: 2, limit: 5, asOf: "2026-01-01" });
  const relation: GraphRelation | undefined = near.neighbors[0]?.relations[0];
  const path: GraphPath | null = await graph.path("Mia", "Porto", { userId: "ana", maxDepth: 3 });
  const related: RelatedMemory[] = await graph.related("id");
  await graph.related("id", { userId: "ana", kinds: ["causal", "temporal", "semantic"], limit: 5 });
  same<RelatedMemory["kind"], "causal" | "temporal" | "semantic">(true);
  const told: TimelineEntry[] = await memory.timeline("Mia", { userId: "ana", from: "2026-01-01", to: new Date(), limit: 5 });
  void [entities[0]?.memories, near.entity?.aliases?.length, relation?.validTo, path?.path[0]?.name, related[0]?.via, told[0]?.replacedBy];
}

export async function chats(memory: Memory): Promise<string> {
  const whole: ChatResult = await memory.chat("hello", { userId: "ana", system: "Be brief.", limit: 3, remember: false });
  await memory.chat([{ role: "user", content: "hello" }], { userId: "ana", stream: false });
  let text = whole.text;
  for await (const event of memory.chat("hello", { userId: "ana", stream: true, signal })) {
    same<typeof event, ChatEvent>(true);
    if (event.type === "recall") text += event.results.map((hit: SearchHit) => hit.memory).join();
    else if (event.type === "text") text += event.text;
    else text += event.added.results.length + event.text;
  }
  return text;
}

export async function fails(memory: Memory): Promise<number | undefined> {
  try {
    await memory.get("id");
  } catch (error) {
    if (!isMemoryError(error)) throw error;
    const ours: MemoryError = error;
    same<typeof ours.name, "MemoryError">(true);
    const code: ErrorCode = ours.code;
    if (code === "storage_full" || ours.retryable) return ours.retryAfterMs;
    void [ours.message, ours.cause];
  }
  return undefined;
}

export async function profiles(memory: Memory): Promise<void> {
  const profile: ProfileConfig = { slots: { level: "their level in Korean", goal: { description: "what they learn for" } } };
  await Memory.open({ profile });
  const who: Profile = await memory.profile({ userId: "ana", maxTokens: 200 });
  const level: SlotValue | undefined = who.slots["level"];
  const wishes: string[] = who.procedures.map((procedure) => procedure.memory);
  await memory.context("tea", { userId: "ana", profile: true });
  await memory.search("tea", { userId: "ana", filters: { kind: "procedure" } });
  const talk: Conversation = { startedAt: new Date(0), messages: [{ role: "user", content: "hello", timestamp: "2024-01-01" }] };
  const done: ImportResult = await memory.importConversations([talk], {
    userId: "ana", infer: false, metadata: { from: "export" }, signal, onProgress: ({ messages, total }) => void [messages, total],
  });
  const next: Forecast = await memory.forecast({ userId: "ana", about: "yoga", horizon: "7d", now: new Date(), model: false, signal });
  await memory.forecast({ userId: "ana", horizon: { days: 7 } });
  const first: Prediction | undefined = next.predictions[0];
  same<Prediction["basis"], "plan" | "recurrence" | "trend" | "model">(true);
  void [level?.updatedAt, level?.value, wishes, done.skipped, done.problem?.code, first?.memoryIds, next.degraded?.code];
}
