// Hand-written kernels (kernels/bench.wat) without an index around them: what the same arithmetic costs at the least.
// No packages and no persistence: marks to be measured against.
import { best } from "./support.mjs";

const ALIGN = 64;
const KERNELS = ".built/bench.wasm";

/** Places for named blocks of bytes in a wasm memory, one after another. */
function layout(blocks) {
  let at = 65536;
  const places = {};
  for (const [name, bytes] of Object.entries(blocks)) {
    places[name] = at;
    at += Math.ceil(bytes / ALIGN) * ALIGN;
  }
  return { places, end: at };
}

async function start(env, blocks) {
  const { instance } = await WebAssembly.instantiate(await env.asset(KERNELS), {});
  const { places, end } = layout(blocks);
  instance.exports.memory.grow(Math.ceil(end / 65536) - 1);
  return { wasm: instance.exports, at: places, buffer: instance.exports.memory.buffer };
}

/** Sign bits, a histogram of their Hamming distances, and f32 scores of the `effort` nearest. */
export const bits = {
  name: "reference-bits",
  kind: "hand-written: sign bits, histogram cut, f32 rescoring",
  efforts: [20, 40, 80, 120, 160, 240, 320, 480, 640, 960, 1280, 2560],
  async create({ dim, capacity, env }) {
    const width = dim / 8;
    const { wasm, at, buffer } = await start(env, {
      bits: capacity * width, rows: capacity * dim * 4, distances: capacity * 2, list: capacity * 4 + 4,
      scores: capacity * 4, query: dim * 4, code: width, counts: (dim + 1) * 4,
    });
    const rows = new Float32Array(buffer, at.rows, capacity * dim);
    const codes = new Uint32Array(buffer, at.bits, (capacity * width) / 4);
    const code = new Uint32Array(buffer, at.code, width / 4);
    const counts = new Uint32Array(buffer, at.counts, dim + 1);
    const list = new Uint32Array(buffer, at.list, capacity);
    const query = new Float32Array(buffer, at.query, dim);
    const scores = new Float32Array(buffer, at.scores, capacity);
    let n = 0;
    return {
      add(added, count, first) {
        rows.set(added, first * dim);
        for (let i = 0; i < count; i++) signs(added, i * dim, dim, codes, ((first + i) * width) / 4);
        n = Math.max(n, first + count);
      },
      search(asked, k, effort) {
        query.set(asked);
        signs(asked, 0, dim, code, 0);
        wasm.hamming(at.bits, width, at.code, n, at.distances, at.counts);
        let limit = 0;
        for (let seen = counts[0]; seen < Math.max(effort, k) && limit < dim; seen += counts[limit]) limit += 1;
        const near = wasm.nearer(at.distances, n, limit, at.list);
        wasm.scores_of(at.rows, dim * 4, at.query, at.list, near, at.scores);
        return Array.from(best(scores, near, k), (position) => list[position]);
      },
      scanned: (effort) => n * width + effort * dim * 4,
    };
  },
};

/** One signed byte a number, scaled by the row's largest; f32 scores of the `effort` best. */
export const int8 = {
  name: "reference-int8",
  kind: "hand-written: int8 scan, f32 rescoring",
  efforts: [12, 30],
  async create({ dim, capacity, env }) {
    const { wasm, at, buffer } = await start(env, {
      codes: capacity * dim, rows: capacity * dim * 4, raw: capacity * 4, list: capacity * 4, scores: capacity * 4, query: dim * 4, wide: dim * 2,
    });
    const rows = new Float32Array(buffer, at.rows, capacity * dim);
    const codes = new Int8Array(buffer, at.codes, capacity * dim);
    const raw = new Int32Array(buffer, at.raw, capacity);
    const scale = new Float32Array(capacity);
    const scaled = new Float32Array(capacity);
    const list = new Uint32Array(buffer, at.list, capacity);
    const query = new Float32Array(buffer, at.query, dim);
    const wide = new Int16Array(buffer, at.wide, dim);
    const scores = new Float32Array(buffer, at.scores, capacity);
    let n = 0;
    return {
      add(added, count, first) {
        rows.set(added, first * dim);
        for (let i = 0; i < count; i++) scale[first + i] = quantise(added.subarray(i * dim, (i + 1) * dim), codes, (first + i) * dim, 127);
        n = Math.max(n, first + count);
      },
      search(asked, k, effort) {
        query.set(asked);
        quantise(asked, wide, 0, 2047);
        wasm.int8(at.codes, dim, at.wide, n, at.raw);
        for (let id = 0; id < n; id++) scaled[id] = raw[id] * scale[id];
        const near = best(scaled, n, Math.max(k, effort));
        list.set(near);
        wasm.scores_of(at.rows, dim * 4, at.query, at.list, near.length, at.scores);
        return Array.from(best(scores, near.length, k), (position) => near[position]);
      },
      scanned: (effort) => n * dim + effort * dim * 4,
    };
  },
};

function signs(from, at, dim, into, to) {
  for (let i = 0; i < dim; i += 32) {
    let word = 0;
    for (let bit = 0; bit < 32; bit++) if (from[at + i + bit] > 0) word |= 1 << bit;
    into[to + (i >> 5)] = word;
  }
}

function quantise(row, into, to, largest) {
  let peak = 1e-12;
  for (const x of row) peak = Math.max(peak, Math.abs(x));
  for (let i = 0; i < row.length; i++) into[to + i] = Math.round((row[i] / peak) * largest);
  return peak / largest;
}
