// Timing helpers, the same in Node and in a page.

export const now = () => performance.now();

export function percentile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted.length > 0 ? sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] : NaN;
}

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Wall and processor time of `work`, in milliseconds, and what it returned. */
export async function timed(env, work) {
  const cpu = await env.cpu();
  const begun = now();
  const value = await work();
  const wallMs = now() - begun;
  return { wallMs, cpuMs: (await env.cpu()) - cpu, value };
}

/** A fixed piece of plain-JavaScript work, best of many: how fast this machine is at this moment. */
export function yardstick() {
  const a = Float32Array.from({ length: 384 }, (_, i) => Math.sin(i));
  const b = Float32Array.from({ length: 384 * 200 }, (_, i) => Math.cos(i));
  let best = Infinity;
  let sink = 0;
  for (let pass = 0; pass < 40; pass++) {
    const begun = now();
    for (let row = 0; row < 200; row++) for (let i = 0; i < 384; i++) sink += a[i] * b[row * 384 + i];
    best = Math.min(best, now() - begun);
  }
  return Number.isFinite(sink) ? best : NaN;
}
