// The one memory of this page and the few calls the demo makes on it. One person per page: userId "me".

import { Memory, isMemoryError } from "/pkg/entry/browser.js";

export const ME = Object.freeze({ userId: "me" });
const DATABASE = "forgetmenot-demo";
const RECALL = 5;
const SHOWN = 500;
/** As many as one call lists. */
export const ALL = 10_000;
const INSTRUCTIONS =
  "You are a warm, brief assistant. Answer in the language of the last message, in plain text. Use what you remember of the "
  + "person when it matters to the answer, and say so when you do not know.";

export class Session {
  #memory = null;
  #opening = Promise.resolve();
  #askedToPersist = false;
  /** Whether the browser gave no database, so that nothing outlives the tab. */
  fellBack = false;

  /** Opens the memory, or opens it again with another model. Calls after one another take their turn. */
  open(llm) {
    this.#opening = this.#opening.catch(() => {}).then(() => this.#reopen(llm));
    return this.#opening;
  }

  async #reopen(llm) {
    const before = this.#memory;
    this.#memory = null;
    await before?.close();
    const config = llm ? { llm } : {};
    this.fellBack = false;
    try {
      this.#memory = await Memory.open({ ...config, storage: { type: "indexeddb", name: DATABASE } });
    } catch (error) {
      if (!isMemoryError(error) || error.code !== "storage_unavailable") throw error;
      this.#memory = await Memory.open({ ...config, storage: { type: "memory" } });
      this.fellBack = true;
    }
  }

  async #ready() {
    await this.#opening;
    return this.#memory;
  }

  /** The events of one exchange: recalled, text…, remembered. */
  async *chat(messages, { signal, remember = true }) {
    const memory = await this.#ready();
    yield* memory.chat(messages, { ...ME, stream: true, system: INSTRUCTIONS, limit: RECALL, remember, signal });
  }

  async search(text, signal) {
    return (await this.#ready()).search(text, { ...ME, limit: RECALL, signal });
  }

  /** Remembers a message without asking anything of it. */
  async add(text, signal) {
    return (await this.#ready()).add([{ role: "user", content: text }], { ...ME, signal });
  }

  /** The memories, newest first. */
  async list(limit = SHOWN) {
    return (await (await this.#ready()).getAll({ ...ME, limit })).results;
  }

  /** Who the person is, from what is known. */
  async profile() { return (await this.#ready()).profile(ME); }
  async history(id) { return (await this.#ready()).history(id); }
  /** What was decided, deleted memories too; what changed nothing is left out. */
  async changes() { return (await (await this.#ready()).changes({ ...ME, limit: ALL })).results; }
  async undo(eventId) { return (await this.#ready()).undo(eventId); }
  async forget(id) { return (await this.#ready()).delete(id); }
  async forgetEverything() { return (await this.#ready()).deleteAll({ ...ME, hard: true }); }
  async pending() { return (await this.#ready()).pending(); }
  async flush(signal) { return (await this.#ready()).flush({ signal }); }
  async health() { return (await this.#ready()).health(); }

  /** Asks the browser, once, not to evict what is stored: after the first thing worth keeping, not before. */
  askToPersist() {
    if (this.#askedToPersist || this.fellBack) return;
    this.#askedToPersist = true;
    globalThis.navigator?.storage?.persist?.().catch(() => {});
  }

  /** Whether the browser promised not to evict; undefined where it cannot say. */
  async persisted() {
    try {
      return await globalThis.navigator?.storage?.persisted?.();
    } catch {
      return undefined;
    }
  }
}
