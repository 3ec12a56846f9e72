// One row at a time into the full index; a new row found; a removed row gone.
import { now, percentile, timed } from "./clock.mjs";

const PROBES = 10;

/** Sustained inserts, then single ones timed until a search returns them. */
export async function inserts({ adapter, index, set, env, plan }) {
  const row = (at) => set.rows.subarray((set.n + at) * set.dim, (set.n + at + 1) * set.dim);
  const many = set.extra - PROBES;
  let done = 0;
  const sustained = await timed(env, async () => {
    const begun = now();
    while (done < many && (done < 3 || now() - begun < plan.insertBudgetMs)) {
      const pending = index.add(row(done), 1, set.n + done);
      if (typeof pending?.then === "function") await pending;
      done += 1;
    }
  });
  await prepare(adapter, index);
  const delays = [];
  let visible = 0;
  for (let at = done; at < done + PROBES; at++) {
    const begun = now();
    await index.add(row(at), 1, set.n + at);
    const ids = await index.search(row(at), plan.k, adapter.efforts?.at(-1));
    delays.push(now() - begun);
    if (Array.from(ids).includes(set.n + at)) visible += 1;
  }
  return {
    rows: done, wallMs: sustained.wallMs / done, cpuMs: sustained.cpuMs / done,
    visibleMs: percentile(delays, 0.5), visible: visible / PROBES,
  };
}

/** Removes rows one by one and asks with their own vectors whether they are gone. */
export async function removals({ adapter, index, set, plan }) {
  const row = (id) => set.rows.subarray(id * set.dim, (id + 1) * set.dim);
  const delays = [];
  let gone = 0;
  await prepare(adapter, index);
  for (let at = 0; at < PROBES; at++) {
    const id = Math.floor(((at + 0.5) * set.n) / PROBES);
    const begun = now();
    await index.remove([id]);
    const ids = await index.search(row(id), plan.k, adapter.efforts?.at(-1));
    delays.push(now() - begun);
    if (!Array.from(ids).includes(id)) gone += 1;
  }
  return { goneMs: percentile(delays, 0.5), gone: gone / PROBES };
}

const prepare = (adapter, index) => index.setEffort?.(adapter.efforts?.at(-1));
