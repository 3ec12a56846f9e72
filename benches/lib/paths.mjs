// Where things are.
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const BENCHES = fileURLToPath(new URL("..", import.meta.url));
export const PROJECT = path.join(BENCHES, "..");
/** Bundled adapters and compiled kernels. */
export const BUILT = path.join(BENCHES, ".built");
export const RESULTS = path.join(BENCHES, "results");
const CACHE = process.env.FORGETMENOT_CACHE ?? path.join(homedir(), ".cache/forgetmenot");
/** The vectors: hundreds of megabytes, outside the checkout. */
export const DATA = process.env.BENCH_DATA ?? path.join(CACHE, "bench");
export const CHROMIUM = process.env.CHROME || "/usr/bin/chromium";
