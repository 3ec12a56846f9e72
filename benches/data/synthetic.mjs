// SYNTHETIC vectors: clusters of unequal size, each spread over a few directions of its own, plus a little noise; made
// from a seed alone. For sizes beyond the real sets and for the smoke test; never compared with a published figure.
import { createWriteStream, writeFileSync } from "node:fs";
import { once } from "node:events";
import path from "node:path";

const CLUSTERS = 400;
const DIRECTIONS = 24;
const SPREAD = 0.9;
const NOISE = 0.35;

/** A small fast generator of uniform numbers (xorshift128+ would be overkill here: mulberry32). */
export function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Returns `draw(count)`: that many new unit rows of one mixture. */
export function mixture(dim, seed) {
  const random = uniform(seed);
  const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const unit = () => normalise(Float32Array.from({ length: dim }, gauss));
  const shared = Array.from({ length: CLUSTERS }, unit);
  const clusters = shared.map((centre) => ({
    centre,
    axes: Array.from({ length: DIRECTIONS }, () => shared[Math.floor(random() * CLUSTERS)]),
  }));
  return (count) => {
    const rows = new Float32Array(count * dim);
    for (let row = 0; row < count; row++) {
      const { centre, axes } = clusters[Math.floor(random() ** 2 * CLUSTERS)]; // the first clusters are the large ones
      const target = rows.subarray(row * dim, (row + 1) * dim);
      target.set(centre);
      for (const axis of axes) {
        const weight = (SPREAD * gauss()) / Math.sqrt(DIRECTIONS);
        for (let i = 0; i < dim; i++) target[i] += weight * axis[i];
      }
      for (let i = 0; i < dim; i++) target[i] += (NOISE * (random() - 0.5) * 3.46) / Math.sqrt(dim);
      normalise(target);
    }
    return rows;
  };
}

/** Writes a set `name` of `n` rows and `queries` queries to `folder`. */
export async function writeSynthetic({ folder, name, dim, n, queries, seed = 7 }) {
  const draw = mixture(dim, seed);
  const bytes = (rows) => Buffer.from(rows.buffer);
  writeFileSync(path.join(folder, `${name}.query.f32`), bytes(draw(queries)));
  const file = createWriteStream(path.join(folder, `${name}.base.f32`));
  for (let done = 0; done < n; done += 10_000) {
    if (!file.write(bytes(draw(Math.min(10_000, n - done))))) await once(file, "drain");
  }
  file.end();
  await once(file, "close");
  writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify({ dim, n, queries })}\n`);
}

function normalise(vector) {
  let sum = 0;
  for (const x of vector) sum += x * x;
  const scale = 1 / Math.sqrt(sum);
  for (let i = 0; i < vector.length; i++) vector[i] *= scale;
  return vector;
}
