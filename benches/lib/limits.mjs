// The machine's limit for a scan: how fast wasm reads memory, by how much of it is read again and again.
import { kernels } from "./kernels.mjs";

const SIZES_MIB = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256];
const FROM = 65536;
const EACH_MS = 250;

/** [{ mib, gbs }]: best of many passes, so that other work on the machine costs passes and not the figure. */
export function readBandwidth() {
  const wasm = kernels(FROM + SIZES_MIB.at(-1) * 2 ** 20);
  new Uint8Array(wasm.memory.buffer).fill(1);
  return SIZES_MIB.map((mib) => {
    const bytes = mib * 2 ** 20;
    const rounds = Math.max(1, Math.round(4 / mib)); // long enough for the clock
    let best = Infinity;
    for (const until = performance.now() + EACH_MS; performance.now() < until; ) {
      const begun = performance.now();
      for (let i = 0; i < rounds; i++) wasm.read(FROM, bytes);
      best = Math.min(best, (performance.now() - begun) / rounds);
    }
    return { mib, gbs: bytes / best / 1e6 };
  });
}

/** How long reading `bytes` once takes when they are read every time, in milliseconds: between the two nearest sizes. */
export function readingTime(bytes, limits) {
  const mib = bytes / 2 ** 20;
  const above = limits.findIndex((limit) => limit.mib >= mib);
  if (above === 0) return bytes / limits[0].gbs / 1e6;
  if (above < 0) return bytes / limits.at(-1).gbs / 1e6;
  const [low, high] = [limits[above - 1], limits[above]];
  const share = Math.log(mib / low.mib) / Math.log(high.mib / low.mib);
  return bytes / (low.gbs + share * (high.gbs - low.gbs)) / 1e6;
}
