// What adapters and measurements get from Node.
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

import { BENCHES } from "./paths.mjs";
import { watchWasmMemory } from "./wasm-memory.mjs";

/** `folder`: where this job may write; it outlives the process, so that another can open what was saved. */
export function nodeEnv(folder) {
  const wasm = watchWasmMemory();
  mkdirSync(folder, { recursive: true });
  const pause = () => new Promise((resolve) => setTimeout(resolve, 10));
  return {
    host: "node",
    asset: async (file) => readFileSync(path.join(BENCHES, file)),
    cpu: async () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
    async collect() {
      for (let i = 0; i < 3; i++) {
        globalThis.gc?.();
        await pause();
      }
    },
    async memory() {
      const { heapUsed, external, rss } = process.memoryUsage();
      return { js: heapUsed + external, wasm: wasm(), process: rss };
    },
    place: {
      path: (name) => path.join(folder, name),
      put: async (name, value) => writeFileSync(path.join(folder, name), value),
      get: async (name) => readFileSync(path.join(folder, name)),
      getText: async (name) => readFileSync(path.join(folder, name), "utf8"),
      used: async () => (existsSync(folder) ? folderBytes(folder) : 0),
    },
  };
}

function folderBytes(folder) {
  const sizes = readdirSync(folder, { recursive: true }).map((name) => statSync(path.join(folder, name)));
  return sizes.filter((entry) => entry.isFile()).reduce((sum, entry) => sum + entry.size, 0);
}
