// Query time and recall over the sweep of the index's effort.
import { mean, now, percentile } from "./clock.mjs";
import { recall } from "./recall.mjs";

const ENOUGH = 0.9985; // a sweep ends here: more effort cannot show more

export async function queries({ adapter, index, set, env, plan }) {
  const sweep = [];
  for (const effort of plan.efforts ?? adapter.efforts ?? [null]) {
    await index.setEffort?.(effort);
    const search = (at) => index.search(queryAt(set, at), plan.k, effort);
    const figures = await sample({ search, set, env, plan });
    const rate = (ids, at) => recall(ids, queryAt(set, at), set, set.truth.kth[at], Math.min(plan.k, set.n));
    const recalls = figures.answers.map(rate);
    const { answers, ...times } = figures;
    const scanned = index.scanned?.(effort);
    sweep.push({ effort, recall: mean(recalls), ...times, ...(scanned && { scanned }) });
    if (typeof effort === "number" && mean(recalls) >= ENOUGH) break;
  }
  return sweep;
}

export const queryAt = (set, at) => set.queries.subarray(at * set.dim, (at + 1) * set.dim);

/**
 * Each query runs `plan.passes` times, its best time counts (other work on the machine costs passes, not the figure);
 * percentiles are over the queries, CPU time over all passes. As many queries as the budget allows, at least a few.
 */
export async function sample({ search, set, env, plan, least = plan.leastQueries }) {
  const available = set.queries.length / set.dim;
  const warm = now();
  let tried = 0;
  do await search(tried % available);
  while (++tried < 30 && now() - warm < plan.queryBudgetMs / 8);
  const each = (now() - warm) / tried;
  const count = Math.min(available, Math.max(least, Math.floor(plan.queryBudgetMs / (each * plan.passes))));
  const best = new Float64Array(count).fill(Infinity);
  const answers = new Array(count);
  const cpu = await env.cpu();
  for (let pass = 0; pass < plan.passes; pass++) {
    for (let at = 0; at < count; at++) {
      const begun = now();
      let ids = search(at);
      if (typeof ids?.then === "function") ids = await ids;
      best[at] = Math.min(best[at], now() - begun);
      if (pass === 0) answers[at] = Array.from(ids);
    }
  }
  const cpuMs = ((await env.cpu()) - cpu) / (count * plan.passes);
  return { p50: percentile(best, 0.5), p95: percentile(best, 0.95), mean: mean(best), cpuMs, queries: count, answers };
}
