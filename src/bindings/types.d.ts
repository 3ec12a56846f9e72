/**
 * forgetmenot: long-term memory for AI assistants that stays on the user's device.
 *
 * @example
 * import { Memory } from "forgetmenot";
 * const memory = await Memory.open({ llm: { provider: "gemini", apiKey } });
 * await memory.add([{ role: "user", content: "I'm vegetarian and allergic to peanuts." }], { userId: "ana" });
 * const { results } = await memory.search("what can she eat?", { userId: "ana" });
 */
import type { MemoryConfig } from "./config.js";
import type { ErrorCode } from "./errors.js";
import type { ProfileVerbs } from "./profile.js";
import type { Graph, TimelineEntry, TimelineOptions } from "./graph.js";

/** Whose memory it is. Every id: 1 to 256 bytes, no white space inside. A search covers memories that carry all the ids given. */
export interface Scope { userId?: string; agentId?: string; runId?: string }

export type Role = "user" | "assistant" | "system" | "tool";

/**
 * A picture or a sound sent with a message. It is kept on the device, described by the `llm` if that takes its type, and remembered by what it
 * shows (`kind: "media"`). At most 8 MiB each, 14 MiB and 16 of them a call. What begins otherwise than files of its type do is refused.
 */
export interface MediaPart {
  type: "image" | "audio";
  /**
   * `image/png jpeg webp gif heic heif`, `audio/wav mpeg aac ogg flac aiff mp4 webm`. May be left out where `data` is a data URL. Gemini is
   * shown all of them but `image/gif`, `audio/mp4` and `audio/webm`, which keep their caption.
   */
  mimeType?: string;
  /** The file: its bytes, base64, or a data URL. */
  data: Uint8Array | ArrayBuffer | string;
  /** What the sender wrote under it: at most 4 kB. Without a model it is what is remembered; without either nothing of it is found. */
  caption?: string;
}

export type Part = { type: "text"; text: string } | MediaPart;

/** Points to a picture or sound that is kept: `memory.blob(id, scope)`. */
export interface Media {
  /** The SHA-256 of its bytes, in hexadecimal: the same file is kept once in a scope. */
  id: string;
  mimeType: string;
  /** How many bytes it has. */
  bytes: number;
}

/** A message of a conversation. At most 64 kB of text a message, 256 kB and 200 messages a call; lone surrogates become U+FFFD. */
export interface Message {
  role: Role;
  /** Text, or parts: the text parts together are its text, each on a line of its own. */
  content: string | Part[];
  /** The speaker's name, if known. */
  name?: string;
  /** When it was said (default: now). Relative words in it ("yesterday") are resolved against this. */
  timestamp?: string | Date;
}

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
/** The caller's own data on a memory, for filters: at most 16 kB as JSON, nested at most 8 deep. */
export type Metadata = { [key: string]: Json };

export interface CallOptions {
  /** Stops the call with code `aborted`. What was committed by then stays; nothing is left half done. */
  signal?: AbortSignal;
}

export type * from "./config.js";
export type * from "./profile.js";
export type * from "./graph.js";

/* -------------------------------------------------------------------------------------------------- results */

export type Kind = "fact" | "preference" | "event" | "procedure" | "verbatim" | "media";
export type EventName = "ADD" | "UPDATE" | "DELETE" | "NOOP";

/** Why something is remembered. */
export interface Evidence {
  messageIds?: string[];
  speaker?: Role;
  /** That speaker's name, of a message kept word for word. */
  name?: string;
  /** When it was said: RFC 3339. */
  saidAt?: string;
  /** The model's reason. */
  reason?: string;
  /** 0 to 1. */
  confidence?: number;
  model?: string;
  promptVersion?: string;
}

/** A person, place or thing that a memory names. The person whose memory it is: `User`. */
export interface Entity {
  name: string;
  /** One lower-case English word: `person`, `organization`, `place`, `animal`, `product`, `event` … */
  type?: string;
  /** Other names that were stated for it, in any script. */
  aliases?: string[];
}

/** A directed, typed relation between two entities, by name: `{ subject: "Mia", predicate: "sister_of", object: "User" }`. */
export interface Relation { subject: string; predicate: string; object: string }

export interface MemoryItem extends Scope {
  id: string;
  /** Its text. Of a picture or sound: caption, description, the words in it; empty where neither is known. */
  memory: string;
  kind: Kind;
  categories?: string[];
  metadata?: Metadata;
  /** RFC 3339, as all times. */
  createdAt: string;
  updatedAt: string;
  /** When it happened or began, if that was said. */
  eventTime?: string;
  /** From when on it is of no more use ("exam tomorrow"): then it is no longer found, but with `includeExpired` and `asOf`. */
  expiresAt?: string;
  /** The slot of your profile that it fills. */
  slot?: string;
  /** How much it matters in the long run, 0 to 1, as the model said; your `metadata.importance` counts before it. */
  importance?: number;
  /** The picture or sound it is of (`kind: "media"`). */
  media?: Media;
  entities?: Entity[];
  /** They hold as long as this version of the memory does. */
  relations?: Relation[];
  version: number;
  evidence?: Evidence;
}

/** What made the score: `score` = sum of `weight * value`, 0 to 1. `diversity`: what a near-duplicate of a better hit loses. */
export interface ScorePart {
  /**
   * `vector`: meaning. `words`: its own words. Of a message kept word for word also `neighbours`: its words and those of the turns
   * beside it; `session`: the words of its session; `speaker`, if the query names who speaks in this scope: whether it is theirs.
   */
  signal:
    | "vector" | "words" | "neighbours" | "session" | "speaker" | "recency" | "use" | "importance" | "time" | "graph" | "diversity" | "rerank";
  /**
   * As measured: cosine similarity (`vector`, `diversity`), BM25, days (`recency`: age; `time`: how far outside), uses, 1 or 0, what `rerank`
   * gave; `graph`: 1 if it names an entity of the query, 0.5 if one that is related to it, 0.25 at two relations.
   */
  raw: number;
  /** Normalised to 0..1: words over this search's candidates, meaning on the embedder's scale and with the turns beside it. */
  value: number;
  /** Below 0 for `diversity` only. */
  weight: number;
}

export interface SearchHit extends MemoryItem {
  score: number;
  explain: ScorePart[];
}

export interface SearchResult {
  results: SearchHit[];
  /** Set when the embedder could not be reached or its model is not there: the answer rests on words alone. Or when `rerank` failed. */
  degraded?: { code: ErrorCode; message: string };
  /** The query that was searched, where `rewrite` was asked for and the model answered. */
  rewritten?: string;
}

export interface AddedItem {
  /** The memory the decision is about. */
  id: string;
  /** Its text now; for DELETE the text it had. */
  memory: string;
  kind: Kind;
  event: EventName;
  /** The decision's id, for `undo`. */
  eventId: string;
  /** For UPDATE: the text before. */
  previousMemory?: string;
  reason?: string;
}

export interface Usage { inputTokens: number; outputTokens: number }

export interface AddResult {
  results: AddedItem[];
  /** What the model calls took: extraction, decisions, descriptions, what was asked again, also of a try that failed. */
  usage?: Usage;
  /**
   * How many facts of the model were not kept because they repeat its instructions and have nothing to do with what was said. Told
   * only with an embedder on the device.
   */
  ungrounded?: number;
  /** Set when the model was not asked, because nothing new was said (`noveltyGate`). */
  skipped?: "nothing_new";
  /** Set when the model could not be reached: the turn is kept and `flush()` finishes it. `buffered`: it waits for more (`buffer`). */
  pending?: { id: string; code: ErrorCode | "buffered"; message: string };
}

export interface HistoryEntry {
  id: string;
  memoryId: string;
  event: EventName;
  previousMemory: string | null;
  newMemory: string | null;
  at: string;
  /** The decision that it reverses, of an `undo`. */
  undoes?: string;
  evidence?: Evidence;
}

export interface PendingItem extends Scope {
  id: string;
  messages: { role: Role; content: string; media?: Media[]; at: string }[];
  /** Why the last try failed; absent while the first is under way, or the turn is buffered. */
  code?: ErrorCode;
  attempts: number;
  createdAt: string;
}

export interface ContextResult {
  /** Ready for a prompt: memories in time order, fenced and marked as data. Empty if nothing was found. */
  text: string;
  /** The memories used. */
  ids: string[];
  /** An estimate, never above `maxTokens`. */
  tokens: number;
  degraded?: { code: ErrorCode; message: string };
}

export type ChatEvent =
  /** What was recalled, before the model is asked; `degraded` as in a search. */
  | ({ type: "recall" } & SearchResult)
  | { type: "text"; text: string }
  /** What was remembered of this exchange; the last event. */
  | { type: "remembered"; added: AddResult; text: string };

export interface ChatResult {
  text: string;
  recalled: SearchHit[];
  degraded?: { code: ErrorCode; message: string };
  added: AddResult;
}

export interface Health {
  storage: { kind: "memory" | "indexeddb" | "durable-object"; durable: boolean };
  memories: number;
  pending: number;
  /** `bytes`: memory held. `maintained`: whether the index has no upkeep left to do. */
  index: { kind: "none" | "flat" | "cells" | "graph"; vectors: number; bytes: number; maintained: boolean; kernel: "simd128" | "portable" };
  /** `model` and `dims` are absent until they are known. `loaded`: whether it can embed now; if not, `problem` may say why. */
  embedder?: { provider: string; model?: string; dims?: number; loaded: boolean; problem?: { code: ErrorCode; message: string } };
  /** What the day's model calls came to, where there is a `budget`; a call under way counts with what was set aside for it. */
  budget?: { calls: number; tokens: number; callsLeft?: number; tokensLeft?: number; renewsAt: string };
  /** Rows that failed their checksum and were set aside; the rest is served. */
  setAside: { table: string; key: string }[];
  version: string;
}

/* -------------------------------------------------------------------------------------------------- the class */

export type Filters = { [key: string]: Json };

export interface AddOptions extends Scope, CallOptions {
  metadata?: Metadata;
  /** `false`: keep every non-system message word for word, ask no model. Default `true`. */
  infer?: boolean;
  /** When the memories of this call are over, where their own text does not say. Default: never. */
  expiresAt?: string | Date;
}

/**
 * What each counts beside relevance's 1. `recency`: halved every 30 days (0.02). `use`: by `context` and `chat` since `open` (0.01).
 * `importance`: your `metadata.importance`, 0 to 1 (0.03). `time`: it happened, or was said, when the query says, "last March" (0.15).
 * `graph`: it is about whom the query names, or what they are related to (0.1).
 */
export type SignalWeights = { [signal in "recency" | "use" | "importance" | "time" | "graph"]?: number };

export interface SearchOptions extends Scope, CallOptions {
  /** How many hits at most: 1 to 1000. Default 10. */
  limit?: number;
  /** Hits below this score are left out: 0 to 1. Default 0. */
  threshold?: number;
  signals?: SignalWeights;
  /** How much of its score a near-duplicate of a better hit loses, 0 to 1 (MMR). Default 0.1; 0 leaves duplicates where they are. */
  diversity?: number;
  /** When the question is asked: "yesterday" and recency count from here. Its offset (`+09:00`) says where days begin. Default: now, here. */
  now?: string | Date;
  /** Answers from what had been said by then, changed and deleted memories as they were. Reads every memory once. Default: what is known now. */
  asOf?: string | Date;
  /** `true`: the `llm` puts the query into other words first (one call). Without an answer the plain query is searched. Default `false`. */
  rewrite?: boolean;
  /** `true`: also what is over (`expiresAt`). Default `false`. */
  includeExpired?: boolean;
  /**
   * mem0's filters: `{ category: "food" }`, `{ year: { gte: 2020 } }`, operators `eq ne gt gte lt lte in nin contains
   * icontains`, `"*"` for "is there", `AND`, `OR`, `NOT`. Nested at most 16 deep. `user_id`, `agent_id`, `run_id` here
   * do for the scope too.
   */
  filters?: Filters;
}

export interface GetAllOptions extends Scope, CallOptions {
  /** 1 to 10,000. Default 100. */
  limit?: number;
  filters?: Filters;
  /** `true`: also what is over (`expiresAt`). Default `false`. */
  includeExpired?: boolean;
}

/** Further methods, by the file that documents them. */
export interface Memory extends ProfileVerbs {}

export class Memory {
  private constructor();

  /** Opens (and migrates) the store and loads the index. Errors: `invalid_config`, `storage_*`. */
  static open(config?: MemoryConfig): Promise<Memory>;

  /**
   * Extracts facts, compares them with what is known and commits one plan. Resolves when it is on the disk; or, if the
   * model cannot be reached or its answer cannot be read, when the turn is safely kept (`pending`, for `flush()`).
   * Without an `llm`, and with `infer: false`, messages are kept word for word. Blocks that `context` made, and assistant's messages that only
   * repeat memories, are left out; keys, passwords and card numbers become `[secret]`, also in what is read or heard in a file.
   * A picture or sound is one call more, made first. One that the service blocks or refuses keeps its caption.
   */
  add(messages: string | Message | Message[], options: AddOptions): Promise<AddResult>;
  /** The memories nearest in meaning and words, best first. A query holds at most 128 kB; 8,000 characters of it are embedded. */
  search(query: string, options: SearchOptions): Promise<SearchResult>;
  /** What `search` answers to each of up to 100 queries, in order, with one call of the embedder and one question to the index. */
  searchMany(queries: string[], options: SearchOptions): Promise<SearchResult[]>;
  /** A memory by id, or null if there is none (any more). */
  get(id: string): Promise<MemoryItem | null>;
  /** The picture or sound that a memory of this scope points to (`media.id`), or null. Its bytes are a copy. Error: `storage_corrupt`. */
  blob(mediaId: string, options: Scope): Promise<{ mimeType: string; data: Uint8Array } | null>;
  /** All memories of a scope, newest first. */
  getAll(options: GetAllOptions): Promise<{ results: MemoryItem[] }>;
  /** Replaces a memory's text, its metadata, or both; the old text stays in its history. Error: `not_found`. */
  update(id: string, change: string | { text?: string; metadata?: Metadata }): Promise<MemoryItem>;
  /**
   * Closes a memory; its history stays. The messages it rests on and the summary of its scope are dropped, so that
   * they do not bring it back. Error: `not_found`.
   */
  delete(id: string): Promise<{ deleted: number }>;
  /** Closes every memory of a scope and drops its turns; with `hard` removes the memories' rows, history, pictures and sounds too. */
  deleteAll(options: Scope & { hard?: boolean }): Promise<{ deleted: number }>;
  /** Every decision about a memory, oldest first. Error: `not_found`. */
  history(id: string): Promise<HistoryEntry[]>;
  /**
   * What was decided about a scope's memories, by `history`'s entries, oldest first: `since` (default: ever) up to, not including, `until`
   * (default: now). Decisions that changed nothing are left out. `limit`: 1 to 10,000, default 100.
   */
  changes(options: Scope & { since?: string | Date; until?: string | Date; limit?: number }): Promise<{ results: HistoryEntry[] }>;
  /**
   * Reverses a decision by another one, which it returns: what was added is closed, what was changed or deleted is as it was before.
   * Errors: `not_found`; `invalid_input` if later decisions rest on it, or it changed no text.
   */
  undo(eventId: string): Promise<HistoryEntry>;
  /** Who and what is known, and how they stand to each other. */
  readonly graph: Graph;
  /**
   * What is and was known of an entity, in the order it happened: every version of a memory that names it, each with how long it was so
   * ("lived in Seoul" until "lives in Busan" was said). Empty for a name nobody has. Reads every memory once.
   */
  timeline(entity: string, options: TimelineOptions): Promise<TimelineEntry[]>;
  /** Removes everything of this store. */
  reset(): Promise<void>;

  /**
   * A block for a prompt with the memories that matter for `query`, near-duplicates left out. How the person wants things done always goes
   * along, marked `[wish]`, in up to half of it. `profile: true`: so does the profile's summary, in up to 300 tokens and a third of it.
   * `maxTokens`: 16 to 100,000, default 1,000.
   */
  context(query: string, options: SearchOptions & { maxTokens?: number; profile?: boolean }): Promise<ContextResult>;
  /** Recall, answer, remember. The chat model is shown the pictures and sounds it takes. Error: `not_configured` without an `llm`. */
  chat(message: string | Message[], options: ChatOptions & { stream: true }): AsyncIterableIterator<ChatEvent>;
  chat(message: string | Message[], options: ChatOptions & { stream?: false }): Promise<ChatResult>;

  /** Turns acknowledged but not yet extracted. */
  pending(): Promise<PendingItem[]>;
  /**
   * Tries them again, oldest first, each exactly once, those of a scope together (up to 20 messages and 16 kB a call); then describes pictures and sounds kept while no model took them (`results`: UPDATE),
   * and embeds what has no vector yet. A turn that fails by itself
   * stays and the next is tried; if the service cannot be reached, the rest waits too.
   */
  flush(options?: CallOptions): Promise<{ finished: number; remaining: number; results: AddedItem[]; usage?: Usage }>;
  health(): Promise<Health>;
  /** Finishes what is being written and lets go of the store. Later calls fail with `closed`. */
  close(): Promise<void>;
}

export interface ChatOptions extends Scope, CallOptions {
  /** Your assistant's instructions. Memories never go here: they are fenced data in a turn of their own. */
  system?: string;
  /** How many memories to recall at most. Default 10. */
  limit?: number;
  /** `false`: answer without remembering. Default `true`. */
  remember?: boolean;
}

export { isMemoryError } from "./errors.js";
export type * from "./errors.js";
export { VectorIndex } from "./vectors.js";
export type { IndexConfig, Subset, VectorHits, VectorSearchOptions } from "./vectors.js";
