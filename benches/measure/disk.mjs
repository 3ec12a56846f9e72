// Saving, and opening in a new process (Node: a file; a page: IndexedDB) until the first answer.
import { now, timed } from "./clock.mjs";
import { recall } from "./recall.mjs";

/**
 * `index.save()` puts everything in `env.place` (or the package's own store) and returns what `open` needs. A
 * package that keeps every insert at once returns `{ always: true }`.
 */
export async function saved({ index, env }) {
  const before = await env.place.used();
  const { wallMs, cpuMs, value } = await timed(env, () => index.save(env.place));
  const bytes = value?.bytes ?? (await env.place.used()) - (value?.always ? 0 : before);
  return { wallMs, cpuMs, bytes, always: value?.always, token: value?.token };
}

/** From nothing loaded to the first answer: `initMs` the package itself, `openMs` its data, `firstMs` the query. */
export async function opened({ adapter, set, env, plan, token }) {
  const query = set.queries.subarray(0, set.dim);
  const cpu = await env.cpu();
  const begun = now();
  const lib = await adapter.init?.(env);
  const loaded = now();
  const index = await adapter.open({ dim: set.dim, capacity: set.n + set.extra + 64, env, lib, place: env.place, token });
  const there = now();
  await index.setEffort?.(adapter.efforts?.at(-1));
  const ids = await index.search(query, plan.k, adapter.efforts?.at(-1));
  const ended = now();
  const cpuMs = (await env.cpu()) - cpu;
  const right = recall(ids, query, set, set.truth.kth[0], Math.min(plan.k, set.n));
  await index.close?.();
  return { initMs: env.importMs + loaded - begun, openMs: there - loaded, firstMs: ended - there, totalMs: ended - loaded, cpuMs, recall: right };
}
