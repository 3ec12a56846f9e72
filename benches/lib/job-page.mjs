// The page's half of a job.
import { measureBuilt, measureOpened } from "../measure/job.mjs";
import { pageEnv } from "./env-page.mjs";

export async function runInPage({ file, about, plan, phase, saved }) {
  const env = pageEnv();
  const floats = async (name) => new Float32Array(await (await fetch(`/${name}`)).arrayBuffer());
  const set = { ...about, rows: await floats("rows"), queries: await floats("queries") };
  const begun = performance.now();
  const { default: adapter } = await import(`/${file}`);
  env.importMs = performance.now() - begun;
  return phase === "open" ? measureOpened({ adapter, set, env, plan, saved }) : measureBuilt({ adapter, set, env, plan });
}
