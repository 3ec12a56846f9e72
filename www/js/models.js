// Which model answers: none, Gemini with the person's key, or the emulator that the server of this page names.

const SLOT = "forgetmenot-demo.gemini-key";

/** The person's key: in this page's memory, and in localStorage only if they ticked the box. */
export class KeyRing {
  #key = null;
  #onDevice = false;

  constructor() {
    const kept = storage()?.getItem(SLOT);
    if (kept) {
      this.#key = kept;
      this.#onDevice = true;
    }
  }

  get key() { return this.#key; }
  get onDevice() { return this.#onDevice; }

  /** Takes a key. Says false if it was to be kept on the device and could not be. */
  take(key, onDevice) {
    this.#key = key;
    this.#onDevice = false;
    storage()?.removeItem(SLOT);
    if (!onDevice) return true;
    try {
      storage().setItem(SLOT, key);
      this.#onDevice = true;
    } catch {
      return false;
    }
    return true;
  }

  forget() {
    this.#key = null;
    this.#onDevice = false;
    storage()?.removeItem(SLOT);
  }
}

/** The emulator named in the server's `/config.json`, or null. Only one on this machine is believed. */
export async function findEmulator() {
  try {
    const reply = await fetch("/config.json", { cache: "no-store" });
    if (!reply.ok) return null;
    const { emulator } = await reply.json();
    const url = new URL(emulator.url);
    if (!["127.0.0.1", "localhost"].includes(url.hostname)) return null;
    return { url: url.origin, key: String(emulator.key ?? "") };
  } catch {
    return null;
  }
}

/** The mode for what there is: `{ kind, name, where, llm? }`. */
export function modeFor(emulator, key) {
  if (emulator) {
    const llm = { provider: "gemini", apiKey: key ?? emulator.key, baseUrl: emulator.url, maxRetries: 2 };
    return { kind: "emulator", name: "emulator", where: `the emulator at ${emulator.url}`, llm };
  }
  if (key) return { kind: "gemini", name: "Gemini", where: "Google", llm: { provider: "gemini", apiKey: key, maxRetries: 2 } };
  return { kind: "words", name: "No key", more: ": on this device", where: null };
}

function storage() {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined; // the person blocked it
  }
}
