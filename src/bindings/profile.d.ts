/** Who somebody is, ready at any time: slots, a summary, how they want things done. */
import type { Scope } from "./types.js";

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

/** Methods of `Memory`. */
export interface ProfileVerbs {
  /** Who somebody is, from the memories that are current. Asks no model and reads nothing from the store. Turns kept word for word are left out. */
  profile(options: ProfileOptions): Promise<Profile>;
}
