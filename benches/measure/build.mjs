// Vectors in → first right answer, and the memory that the full index takes.
import { now, timed } from "./clock.mjs";
import { recall } from "./recall.mjs";

const STEP = 1000;

export async function build({ adapter, set, env, plan }) {
  await env.collect();
  const before = await env.memory();
  const lib = await adapter.init?.(env);
  const index = await adapter.create({ dim: set.dim, capacity: set.n + set.extra + 64, env, lib });
  const cpu = await env.cpu();
  const begun = now();

  const step = adapter.step ?? STEP;
  for (let done = 0; done < set.n; ) {
    const count = Math.min(step, set.n - done);
    await index.add(set.rows.subarray(done * set.dim, (done + count) * set.dim), count, done);
    done += count;
    const spent = Math.max(await env.cpu() - cpu, now() - begun > 3 * plan.buildBudgetMs ? Infinity : 0);
    if (spent > plan.buildBudgetMs && done < set.n) {
      await index.close?.();
      return { dnf: `${done} of ${set.n} rows within ${Math.round(plan.buildBudgetMs / 1000)} s of CPU` };
    }
  }
  await index.ready?.();
  const query = set.queries.subarray(0, set.dim);
  await index.setEffort?.(adapter.efforts?.at(-1));
  const first = await index.search(query, plan.k, adapter.efforts?.at(-1));
  const wallMs = now() - begun;
  const cpuMs = (await env.cpu()) - cpu;
  const right = recall(first, query, set, set.truth.kth[0], Math.min(plan.k, set.n));

  const settled = index.settle ? await timed(env, () => index.settle()) : undefined;
  await env.collect();
  const after = await env.memory();
  return {
    index,
    build: { wallMs, cpuMs, firstRecall: right, ...(settled && { settleMs: settled.wallMs, settleCpuMs: settled.cpuMs }) },
    memory: { bytes: memoryBytes(before, after, adapter), ...(index.bytes && { own: await index.bytes() }) },
  };
}

/** Growth of the JavaScript heap with its buffers plus the wasm memories; native code's shows only in the process. */
function memoryBytes(before, after, { native }) {
  return native ? after.process - before.process : after.js - before.js + after.wasm - before.wasm;
}
