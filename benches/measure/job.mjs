// One adapter on one set in a process of its own: everything that is measured of it, in order.
import { build } from "./build.mjs";
import { inserts, removals } from "./change.mjs";
import { yardstick } from "./clock.mjs";
import { opened, saved } from "./disk.mjs";
import { filtered } from "./filtered.mjs";
import { queries } from "./query.mjs";

/**
 * Builds the index and measures it. `set`: dim, n, rows (n and some more), extra, queries, truth. `plan`: k, metrics,
 * budgets. A part that fails is reported as `{ error }` and the rest goes on.
 */
export async function measureBuilt({ adapter, set, env, plan }) {
  const result = { ...about(adapter, set, env), yardBefore: yardstick() };
  const begun = await build({ adapter, set, env, plan });
  const { index, ...figures } = begun;
  Object.assign(result, figures);
  if (index !== undefined) {
    const wanted = (metric) => plan.metrics.includes(metric);
    const given = { adapter, index, set, env, plan, found: result };
    if (wanted("query")) result.query = await part(() => queries(given));
    if (wanted("filter")) result.filter = await part(() => filtered(given));
    if (wanted("disk") && index.save) result.save = await part(() => saved(given));
    if (wanted("insert")) result.insert = await part(() => inserts(given));
    if (wanted("delete") && index.remove) result.remove = await part(() => removals(given));
    result.notes = await index.notes?.();
    await part(() => index.close?.());
  }
  result.yardAfter = yardstick();
  return result;
}

/** Opens what the first process saved, in a new one, and asks it once. */
export async function measureOpened({ adapter, set, env, plan, saved: token }) {
  const open = await part(() => opened({ adapter, set, env, plan, token }));
  return { ...about(adapter, set, env), open };
}

function about(adapter, set, env) {
  return { adapter: adapter.name, kind: adapter.kind, host: env.host, set: set.name, n: set.n, dim: set.dim };
}

async function part(work) {
  try {
    return await work();
  } catch (error) {
    return { error: String(error?.message ?? error?.stack ?? JSON.stringify(error)).slice(0, 200) };
  }
}
