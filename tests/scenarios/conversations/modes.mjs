// What reads the conversations: the rules on the device, the emulator as the model, and the emulator gone wrong.
import { Memory } from "../../../pkg/entry/node.js";
import { startEmulator } from "../../emulator/index.mjs";
import { careless } from "./careless.mjs";

export const MODES = ["rules", "emulator", "careless"];

const KEY = "AIzaSyTestKey-0123456789";
const STORAGE = { storage: { type: "memory" } };

/** `{ open, close }` of a mode; `open` resolves to a new, empty memory whose embedder is the one on the device. */
export async function start(mode) {
  if (mode === "rules") return { open: () => ready(STORAGE), async close() {} };
  const emulator = await startEmulator({ key: KEY });
  const open = () => {
    // Each conversation begins with the same slips, whichever were played before.
    emulator.reset();
    if (mode === "careless") emulator.script(careless());
    return ready({ ...STORAGE, llm: { provider: "gemini", apiKey: KEY, baseUrl: emulator.url, maxRetries: 0 } });
  };
  return { open, close: () => emulator.close() };
}

/** Waits for the embedding model, so that no result depends on how fast a file is read. */
async function ready(config) {
  const memory = await Memory.open(config);
  for (let tries = 0; !(await memory.health()).embedder?.loaded; tries += 1) {
    if (tries > 1000) throw new Error("the embedding model did not load: build the package (scripts/build.sh)");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return memory;
}
