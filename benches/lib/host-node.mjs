// Runs a job in Node processes of its own: one that builds and saves, one that opens.
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const CHILD = fileURLToPath(new URL("job-node.mjs", import.meta.url));

/** `job`: { file, set: { name, n }, plan }. Resolves to the result, also when the process died. */
export async function runInNode(job) {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-"));
  try {
    const result = await inChild({ ...job, folder, phase: "build" });
    const token = result.save;
    if (token === undefined || token.error) return result;
    return { ...result, open: (await inChild({ ...job, folder, phase: "open", saved: token.token })).open };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function inChild(job) {
  return new Promise((resolve) => {
    const child = fork(CHILD, [], { execArgv: ["--expose-gc", "--max-old-space-size=8000"], stdio: ["ignore", "ignore", "pipe", "ipc"] });
    let result;
    let stderr = "";
    child.stderr.on("data", (chunk) => (stderr = (stderr + chunk).slice(-4000)));
    child.on("message", (message) => (result = message));
    const limit = setTimeout(() => child.kill("SIGKILL"), job.plan.jobLimitMs);
    child.on("close", (code, signal) => {
      clearTimeout(limit);
      const said = stderr.trim().split("\n").find((line) => /error|abort|memory/i.test(line)) ?? "";
      resolve(result ?? { error: signal === "SIGKILL" ? "over the time limit" : `ended with ${signal ?? code} ${said}`.slice(0, 200) });
    });
    child.send(job);
  });
}
