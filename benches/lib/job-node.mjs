// The process that host-node.mjs starts: one adapter, one set, one phase.
import path from "node:path";

import { readSet, truthOf } from "../data/sets.mjs";
import { measureBuilt, measureOpened } from "../measure/job.mjs";
import { nodeEnv } from "./env-node.mjs";
import { BENCHES } from "./paths.mjs";

process.on("unhandledRejection", () => {}); // a peer's stray promise is not our failure
process.once("message", async ({ file, set: { name, n }, plan, folder, phase, saved }) => {
  const env = nodeEnv(folder);
  let result;
  try {
    const set = readSet(name, n, plan);
    set.truth = truthOf(set);
    const begun = performance.now();
    const { default: adapter } = await import(path.join(BENCHES, file));
    env.importMs = performance.now() - begun;
    result = phase === "open" ? await measureOpened({ adapter, set, env, plan, saved }) : await measureBuilt({ adapter, set, env, plan });
  } catch (error) {
    result = { error: String(error?.message ?? error).slice(0, 200) };
  }
  process.send(result, () => process.exit(0));
});
