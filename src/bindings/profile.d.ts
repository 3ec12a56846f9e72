/** Who somebody is, ready at any time; what is likely next; and the conversations of the past that both can rest on. */
import type { CallOptions, ErrorCode, Message, Metadata, Scope, Usage } from "./types.js";

export interface ProfileConfig {
  /**
   * What you want to know of each person, one value at a time, in words: `{ level: "their level in Korean" }`. At most 50, names of 1 to 64
   * characters, descriptions of 300. The model names the slot a fact fills; the newer of two such facts supersedes the older. Beside them
   * stand those that rules know, also without a model: `home`, `employer`, `name`, `diet` … One of yours that has such a name is filled by both.
   */
  slots?: Record<string, string | { description: string }>;
}

export interface ProfileOptions extends Scope {
  /** The budget of the summary: 16 to 10,000. Default 300. */
  maxTokens?: number;
}

/** What is known of a slot. */
export interface SlotValue {
  /** The text of the memory that says it. */
  memory: string;
  /** Its value alone, in lower case, where rules read it off the text. */
  value?: string;
  memoryId: string;
  /** When that memory last changed: RFC 3339. */
  updatedAt: string;
}

export interface Profile {
  /** The slots that something is known of, by name. */
  slots: Record<string, SlotValue>;
  /**
   * What matters most, by importance, a line for each of: who they are, home, work, health, preferences, plans, how things are to be done, the rest.
   * Memories stand there word for word: for a prompt they are data, not instructions (`context` with `profile: true` fences them). Empty
   * if nothing is known.
   */
  summary: string;
  /** An estimate, never above `maxTokens`. */
  tokens: number;
  /** How the person wants things done, and what they like or do not: the most important first, at most 50 of each. */
  procedures: { id: string; memory: string }[];
  preferences: { id: string; memory: string }[];
}

export interface ForecastOptions extends Scope, CallOptions {
  /** What the question is about. Default: everything. */
  about?: string;
  /** How far to look, an hour to ten years: `"7d"` (`h d w m y`; a month is 30 days), milliseconds, or days. Default 30 days. */
  horizon?: string | number | { days: number };
  /** When the question is asked. Its offset (`+09:00`) says where days begin. Default: now, here. */
  now?: string | Date;
  /** `false`: the `llm` is not asked. Default `true` where there is one: one call. */
  model?: boolean;
}

export interface Prediction {
  /** One sentence in the words of a memory; of Korean memories in Korean, else, but for a model's, in English. */
  text: string;
  /** When: RFC 3339; of a date, its first moment in UTC. */
  at?: string;
  /** The first and last moment it may be, where the days varied so far. */
  from?: string;
  until?: string;
  /** Of a trend: the number at the end of the horizon, and its unit as written. */
  value?: number;
  unit?: string;
  /** 0 to 1. */
  confidence: number;
  /** `plan`: it was said to come. `recurrence`: it came back regularly. `trend`: a number goes on as it went. `model`: the `llm` says so. */
  basis: "plan" | "recurrence" | "trend" | "model";
  /** The memories that speak for it: at least one. */
  memoryIds: string[];
}

export interface Forecast {
  /** In order of time, at most 50; what has no time comes last. */
  predictions: Prediction[];
  /** The end of the horizon. */
  until: string;
  usage?: Usage;
  /** Set when the model failed: the answer is the device's own. Or when the embedder did, and `about` was found by words alone. */
  degraded?: { code: ErrorCode; message: string };
}

/** A conversation of the past, of any length. */
export interface Conversation {
  /** In order. Empty messages and those of the role `system` are left out. */
  messages: Message[];
  /** When it began. Messages without a `timestamp` were said then, or with the one before. Where neither is given: now. */
  startedAt?: string | Date;
}

export interface ImportOptions extends Scope, CallOptions {
  /** Put on every memory that comes of it. */
  metadata?: Metadata;
  /** `false`: keep every non-system message word for word, ask no model. Default `true`. */
  infer?: boolean;
  /** Hears after each group of messages. What it throws is ignored. */
  onProgress?: (progress: ImportResult) => void;
}

export interface ImportResult {
  /** Conversations of which something was taken in, and those that had been imported before. */
  conversations: number;
  skipped: number;
  /** How many there are in all. */
  total: number;
  /** Messages taken in. */
  messages: number;
  /** Memories added, updated, deleted. */
  added: number;
  updated: number;
  deleted: number;
  /** Turns that wait for a model: `flush()` finishes them. */
  pending: number;
  /** Why they wait. */
  problem?: { code: ErrorCode; message: string };
  /** What the model's calls took. */
  usage?: Usage;
}

/** Methods of `Memory`. */
export interface ProfileVerbs {
  /** Who somebody is, from the memories that are current. Asks no model and reads nothing from the store. Turns kept word for word are left out. */
  profile(options: ProfileOptions): Promise<Profile>;
  /**
   * What is likely within a horizon, with the memories it rests on. On the device: plans; what came back at least three times in equal
   * intervals, and birthdays; numbers of one unit said of one thing at three times or more, also over the versions of a memory (Theil–Sen). The
   * `llm`, if there is one, is shown up to 40 memories; what it says without naming one of them is left out. Nothing of it is stored.
   */
  forecast(options: ForecastOptions): Promise<Forecast>;
  /**
   * Takes in conversations of the past, at most 10,000, in order of time and each at its own time: `asOf` and "last March" answer by it. A message
   * may hold 64 kB; 20 messages, or 16 kB, are a turn. Each turn is on the disk before it is read, and marked: an import that was cut off goes
   * on where it was when it is called again, and a conversation imported twice adds nothing. What was said before what is known now
   * does not replace it; it is kept as what was so then. If the model cannot be reached, the rest is kept and waits (`pending`). Errors: as for `add`;
   * on `aborted` what was taken in stays.
   */
  importConversations(conversations: Conversation[], options: ImportOptions): Promise<ImportResult>;
}
