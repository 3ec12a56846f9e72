// Runs adapters × sets × hosts, one job at a time, and collects the results.
import { prepare } from "../data/prepare.mjs";
import { readSet, truthOf } from "../data/sets.mjs";
import { budgets, PEERS } from "../settings.mjs";
import { bundleAdapter } from "./bundle.mjs";
import { runInChromium } from "./host-chromium.mjs";
import { runInNode } from "./host-node.mjs";
import { assembleKernels } from "./kernels.mjs";
import { serve } from "./serve.mjs";

/** `options`: sets, n, hosts, adapters, metrics, quick, build, efforts (in place of the adapters' own). `report(row)` is called after every job. */
export async function runSuite(options, report) {
  const { sets, n: sizes, hosts, adapters, metrics } = options;
  const plan = { ...budgets(options), metrics, efforts: options.efforts };
  await assembleKernels();
  await prepare(sets.flatMap((name) => sizes.map((n) => ({ name, n }))));
  const files = await bundles(adapters, hosts);
  const server = await serve();
  const results = [];
  try {
    for (const name of sets) {
      for (const n of sizes) {
        const set = readSet(name, n, plan);
        set.truth = truthOf(set);
        for (const host of hosts) {
          for (const adapter of adapters.filter((each) => isRun(each, host, n))) {
            const built = files.get(`${adapter} ${host}`);
            const row = built.error ? built : await run(host, server, { file: built, set, plan });
            const full = { adapter, host, set: name, n, dim: set.dim, ...row };
            results.push(full);
            report(full);
          }
        }
      }
    }
  } finally {
    server.close();
  }
  return results;
}

function isRun(adapter, host, n) {
  const { upTo = Infinity, hosts } = PEERS[adapter] ?? {};
  return n <= upTo && (hosts === undefined || hosts.includes(host));
}

function run(host, server, job) {
  if (host === "chromium") return runInChromium(server, job);
  const { name, n } = job.set;
  return runInNode({ ...job, set: { name, n } });
}

/** By "adapter host": the bundle's path, or `{ error }`. */
async function bundles(adapters, hosts) {
  const files = new Map();
  for (const adapter of adapters) {
    for (const host of hosts) {
      const key = `${adapter} ${host}`;
      try {
        files.set(key, await bundleAdapter(adapter, host));
      } catch (error) {
        files.set(key, { error: String(error.message).split("\n").slice(0, 2).join(" ").slice(0, 200) });
      }
    }
  }
  return files;
}
