// Queries through a filter. A peer with a filter of its own uses it; the others ask for more than k and drop what the
// filter does not let through ("over-fetch"), which is what their users have to do.
import { mean } from "./clock.mjs";
import { filterOf } from "./filters.mjs";
import { queryAt, sample } from "./query.mjs";
import { recall } from "./recall.mjs";

const GOAL = 0.95;

export async function filtered(given) {
  const rows = [];
  for (const { share, kth, allowed } of given.set.truth.shares) {
    rows.push(await oneShare(given, filterOf(share, given.set.n), kth, Math.min(given.plan.k, allowed)));
  }
  return rows;
}

/** The cheapest effort that reaches the goal, or else the best that was reached. */
async function oneShare({ adapter, index, set, env, plan, found }, filter, kth, wanted) {
  const how = index.searchWithin ? "own filter" : "over-fetch";
  const base = { share: filter.share, how };
  if (wanted === 0) return { ...base, recall: 1, empty: true };
  let best;
  for (const effort of efforts(adapter, found)) {
    await index.setEffort?.(effort);
    const search = (at) =>
      index.searchWithin
        ? index.searchWithin(queryAt(set, at), plan.k, effort, filter)
        : overFetch(index, queryAt(set, at), plan.k, effort, filter, set.n);
    const budget = { ...plan, queryBudgetMs: plan.queryBudgetMs / 2, passes: Math.min(2, plan.passes) };
    const { answers, ...times } = await sample({ search, set, env, plan: budget, least: 5 });
    const recalls = answers.map((ids, at) => recall(ids, queryAt(set, at), set, kth[at], wanted, filter.passes));
    const row = { ...base, effort, recall: mean(recalls), ...times };
    if (best === undefined || row.recall > best.recall) best = row;
    if (row.recall >= GOAL) break;
  }
  return best;
}

/** From the effort that suffices without a filter upwards, a few steps. */
function efforts(adapter, found) {
  if (!adapter.efforts) return [null];
  const sweep = Array.isArray(found.query) ? found.query : [];
  const enough = sweep.findIndex((row) => row.recall >= GOAL);
  const from = adapter.efforts.slice(Math.max(0, enough));
  return from.length > 4 ? [from[0], from[Math.floor(from.length / 3)], from[Math.floor((2 * from.length) / 3)], from.at(-1)] : from;
}

async function overFetch(index, query, k, effort, filter, n) {
  for (let ask = Math.ceil((1.5 * k) / filter.share) + k; ; ask *= 4) {
    const count = Math.min(n, ask);
    const ids = [];
    for (const id of await index.search(query, count, typeof effort === "number" ? Math.max(effort, count) : effort)) {
      if (filter.passes(id)) ids.push(id);
    }
    if (ids.length >= k || count === n) return ids.slice(0, k);
  }
}
