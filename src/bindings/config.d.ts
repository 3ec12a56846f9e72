/** How a memory is opened: models, the embedder, storage, the index, what to remember. */
import type { ProfileConfig } from "./profile.js";
import type { IndexConfig } from "./vectors.js";

export interface GeminiOptions {
  provider: "gemini";
  /** Sent in the `x-goog-api-key` header only. May be left out behind a proxy that adds it (`baseUrl`). */
  apiKey?: string;
  /** Default `https://generativelanguage.googleapis.com`. */
  baseUrl?: string;
  /** Default `v1beta`. */
  apiVersion?: string;
  /** Extra headers, for a proxy. Google's own CORS rules allow none in a browser. */
  headers?: Record<string, string>;
  /** Time limit of one attempt, in milliseconds. Default 60,000. */
  timeoutMs?: number;
  /** Further attempts after a retryable failure. Default 3, at most 10. */
  maxRetries?: number;
}

export type ThinkingLevel = "minimal" | "low" | "medium" | "high";

export interface GeminiLlm extends GeminiOptions {
  /** Extracts and decides. Default `gemini-3.5-flash-lite`. */
  model?: string;
  /** Chats. Default `gemini-3.8-flash`. */
  chatModel?: string;
  /** Sent only to models that take it. */
  thinkingLevel?: ThinkingLevel;
  /** Not sent unless given: Google advises against sampling parameters on its newest models. */
  temperature?: number;
}

/**
 * The embedder on the device: a static model, `fmn-static-multilingual` of this package unless you name another. It is read
 * in the background after `open`, verified by its hash, kept in the Cache API (browsers), and shared by all memories of a page.
 * Until it is there, and if it cannot be had, `search` rests on words and says so (`degraded`: `model_unavailable`, `model_corrupt`).
 * In Cloudflare Workers import `forgetmenot/models/static-multilingual.fmn` as data and pass it as `bytes`.
 */
export interface StaticEmbedder {
  provider: "static";
  /** The address of a model in this project's format (models/FORMAT.md); in Node also `file:`. One of `url`, `bytes`, `model`. */
  url?: string | URL;
  /** The model itself. */
  bytes?: Uint8Array | ArrayBuffer;
  /** A model in model2vec's format, as potion models are published; each file by address or as bytes. */
  model?: { safetensors: string | URL | Uint8Array | ArrayBuffer; tokenizer: string | URL | Uint8Array | ArrayBuffer };
  /** The SHA-256 that the file must have, in hexadecimal; of two files, of the safetensors followed by the tokenizer. */
  sha256?: string;
}

/**
 * Your own embedder: a transformer, Chrome's `SemanticEmbedder`, a service. What its `embed` throws, or gives of the wrong
 * number or width, degrades a search and leaves a memory without a vector until later; it loses nothing.
 */
export interface HostEmbedder {
  provider: "host";
  /**
   * One vector a text, in order, need not be of length 1; null for a text without one. At most 64 texts a call, and a minute.
   * `purpose`: whether they are to be found, or ask.
   */
  embed(texts: string[], purpose: "document" | "query"): Promise<(number[] | Float32Array | null)[]> | (number[] | Float32Array | null)[];
  /** Width of the vectors, 1 to 65,536. */
  dims: number;
  /** Names the space: change it when the vectors no longer compare with those before. */
  model: string;
}

export interface GeminiEmbedder extends GeminiOptions {
  /** Default `gemini-embedding-2`. */
  model?: string;
  /** Width of the vectors, 128 to 3072. Default 768. */
  dims?: number;
}

/** The part of Cloudflare's `DurableObjectStorage` that is used: `ctx.storage` of an object with SQLite storage. */
export interface DurableObjectStorageLike {
  sql: { exec(query: string, ...bindings: unknown[]): { toArray(): unknown[] } };
  transactionSync<T>(closure: () => T): T;
}

export type StorageConfig =
  /** The browser's database. `name` (default `forgetmenot`) tells two databases of one origin apart. */
  | { type: "indexeddb"; name?: string }
  /** A Durable Object's SQLite storage: `{ type: "durable-object", storage: ctx.storage }`. */
  | { type: "durable-object"; storage: DurableObjectStorageLike }
  /** Nothing outlives the process. */
  | { type: "memory" };

/** Each a positive integer; left out: no limit. */
export interface Budget {
  /**
   * Calls of the language model (`add`, `flush`, `chat`, `rewrite`), failed ones too, the call that asks for a broken reply again too. What an
   * attempt's `maxRetries` repeat counts once. Embedding calls are not counted.
   */
  callsPerDay?: number;
  /**
   * Tokens in and out. A call is made only if what it asks (estimated, upwards) and 2,048 tokens for the reply are left; a reply
   * may be no longer than what is left.
   */
  tokensPerDay?: number;
}

/** At least one of them, each a positive integer. */
export interface Buffer {
  /** So many calls of `add` (or exchanges of `chat`) for one scope. */
  turns?: number;
  /** So many tokens in them, estimated. */
  tokens?: number;
  /** So long nothing was added to the scope, in milliseconds. Where the runtime stops timers (Workers), the next `add` notices. */
  idleMs?: number;
}

export interface MemoryConfig {
  /**
   * Without one, nothing is sent anywhere: rules read facts from English and Korean, and messages are kept word for word beside them.
   */
  llm?: GeminiLlm;
  /**
   * Default: the model on the device that comes with the package (Cloudflare Workers: none, see `StaticEmbedder`), whatever the
   * `llm` is. `{ provider: "none" }`: words only. Memories that another embedder embedded are embedded anew in the background.
   */
  embedder?: StaticEmbedder | GeminiEmbedder | HostEmbedder | { provider: "none" };
  /**
   * Your judgement of the first hits (a cross-encoder, a model call): a number for each text, in order, higher for better, on any
   * scale. It counts 0.8 of the score. Of a search it reads 50 to 100 texts, as `limit` is, for at most 10 seconds; if it fails, the order
   * is ours and the search is `degraded`.
   */
  rerank?: (query: string, texts: string[]) => ArrayLike<number> | Promise<ArrayLike<number>>;
  /** Default: IndexedDB where there is one, else memory. */
  storage?: StorageConfig;
  index?: IndexConfig;
  /**
   * What model calls may come to in a day, from midnight to midnight of the host's clock (Workers: UTC). Kept in the store: it outlasts reloads, and
   * tabs share it; `reset` begins anew. Held against before each call. Beyond it `add` keeps the turn with the code `budget_exceeded`, for
   * `flush` on another day, and rules read it meanwhile; `chat` fails with that code; `rewrite` is not done. Default: none.
   */
  budget?: Budget;
  /**
   * `true`: a turn in which the person says nothing new is finished without asking the model (`skipped`). Nothing new is small talk by a closed
   * list (English, Korean), what a current memory says in the same words, and what was said last, word for word, while what came of it still
   * holds. A "yes" to something about the person, a correction and a wish to forget are always read. Default `true`.
   */
  noveltyGate?: boolean;
  /**
   * Collects turns: `add` keeps the turn and resolves with `pending.code` `"buffered"`, until the first of these limits is reached or `flush` is
   * called. Then the turns of that scope are read together, up to 20 messages and 16 kB a call, and the `add` that reached it has the results of all. Rules
   * read each turn at once; turns outlast reloads. Default: each turn is read at once.
   */
  buffer?: Buffer;
  /** What to remember or leave out, in your words: added to the extraction prompt. At most 4,000 characters. */
  customInstructions?: string;
  /** The only categories there are, each with what belongs to it: at most 50, names of 64 characters, descriptions of 300. Default: free words. */
  customCategories?: Record<string, string>;
  /** What you want to know of each person. */
  profile?: ProfileConfig;
  /** Topics to keep to: at most 50 of 64 characters. Facts that rules find on the device must have one as category. Default: all. */
  includes?: string[];
  /** Topics to leave out, likewise: the model is told, and a fact that has one as category is dropped whatever it says. */
  excludes?: string[];
}
