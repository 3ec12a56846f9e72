// Checks requests against the published protos (see protos.py).

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("protos.py", import.meta.url));
const SDK_TYPES = fileURLToPath(new URL("../../node_modules/@google/genai/dist/genai.d.ts", import.meta.url));

/**
 * Parses requests strictly. `requests`: `{rpc, body}`, or records of `emulator.requests`. Returns, in order, null for one
 * the protos take and the parser's reason for one they do not. Throws where python3 or the protos are missing.
 */
export function checkAgainstProtos(requests) {
  const lines = requests.map((request) => {
    const rpc = request.rpc ?? request.path.match(/:(\w+)/)?.[1];
    return JSON.stringify({ rpc, body: request.body });
  });
  const run = spawnSync("python3", [SCRIPT, SDK_TYPES], { input: lines.join("\n"), encoding: "utf8", maxBuffer: 2 ** 26 });
  if (run.error !== undefined || run.status !== 0) {
    const why = run.error?.message ?? run.stderr.trim();
    throw new Error(`the proto check cannot run: ${why}\nInstall python3 and run tests/emulator/protos-setup.sh`);
  }
  const verdicts = run.stdout.trim().split("\n").filter((line) => line !== "");
  if (verdicts.length !== requests.length) {
    throw new Error(`protos.py gave ${verdicts.length} verdicts for ${requests.length} requests`);
  }
  return verdicts.map((line) => (line === "ok" ? null : line.slice("err ".length)));
}
