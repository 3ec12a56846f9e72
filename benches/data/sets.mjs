// Reads a set from the data folder and finds the exact answers, once: they are kept beside the vectors.
import { existsSync, openSync, closeSync, readFileSync, readSync, writeFileSync } from "node:fs";
import path from "node:path";

import { kernels } from "../lib/kernels.mjs";
import { DATA } from "../lib/paths.mjs";
import { attribute, SHARES } from "../measure/filters.mjs";
import { dot } from "../measure/recall.mjs";

export const aboutSet = (name) => JSON.parse(readFileSync(path.join(DATA, `${name}.json`), "utf8"));
export const hasSet = (name) => existsSync(path.join(DATA, `${name}.json`));

/** The set's first `n` rows, `extra` more for inserts (queries serve as such where the rows end), queries, and truth. */
export function readSet(name, n, { extra, queries, k }) {
  const { dim, n: stored, queries: asked } = aboutSet(name);
  if (n > stored) throw new Error(`${name} has ${stored} rows, not ${n}`);
  const rows = new Float32Array((n + extra) * dim);
  const own = Math.min(extra, stored - n);
  readFloats(`${name}.base.f32`, rows.subarray(0, (n + own) * dim), 0);
  if (own < extra) readFloats(`${name}.query.f32`, rows.subarray((n + own) * dim), (asked - (extra - own)) * dim);
  const questions = readFloats(`${name}.query.f32`, new Float32Array(Math.min(queries, asked) * dim), 0);
  return { name, n, dim, extra, k, rows, queries: questions };
}

/** The k-th best score of every query, over all rows and over the rows that pass each filter. */
export function truthOf(set) {
  const count = set.queries.length / set.dim;
  const file = path.join(DATA, `${set.name}.${set.n}.${count}.${set.k}.truth.json`);
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(findTruth(set, count)));
  return JSON.parse(readFileSync(file, "utf8"));
}

function findTruth({ n, dim, rows, queries, k }, count) {
  const bytes = dim * 4;
  const at = { rows: 65536, query: 65536 + n * bytes, scores: 65536 + (n + 1) * bytes };
  const wasm = kernels(at.scores + n * 4);
  new Float32Array(wasm.memory.buffer, at.rows, n * dim).set(rows.subarray(0, n * dim));
  const scores = new Float32Array(wasm.memory.buffer, at.scores, n);
  const everything = Uint32Array.from({ length: n }, (_, id) => id);
  const groups = [everything, ...SHARES.map((share) => everything.filter((id) => attribute(id) < share))];
  const kth = groups.map(() => []);
  for (let q = 0; q < count; q++) {
    const query = queries.subarray(q * dim, (q + 1) * dim);
    new Float32Array(wasm.memory.buffer, at.query, dim).set(query);
    wasm.scores(at.rows, bytes, at.query, n, at.scores);
    groups.forEach((ids, group) => kth[group].push(kthBest(ids, scores, k, (id) => dot(query, rows, id, dim))));
  }
  const shares = SHARES.map((share, i) => ({ share, allowed: groups[i + 1].length, kth: kth[i + 1] }));
  return { kth: kth[0], shares };
}

/** The k-th best exact score; single precision only picks the candidates. */
function kthBest(ids, scores, k, exact) {
  const margin = k + 10;
  const best = [];
  for (const id of ids) {
    if (best.length === margin && scores[id] <= scores[best.at(-1)]) continue;
    let to = best.length;
    while (to > 0 && scores[best[to - 1]] < scores[id]) to -= 1;
    best.splice(to, 0, id);
    if (best.length > margin) best.pop();
  }
  const sorted = best.map(exact).sort((a, b) => b - a);
  return sorted[Math.min(k, sorted.length) - 1] ?? null;
}

function readFloats(file, into, from) {
  const buffer = Buffer.from(into.buffer, into.byteOffset, into.byteLength);
  const handle = openSync(path.join(DATA, file), "r");
  for (let got = 0; got < buffer.length; ) {
    const read = readSync(handle, buffer, got, Math.min(buffer.length - got, 2 ** 30), from * 4 + got);
    if (read === 0) throw new Error(`${file} is shorter than its .json says`);
    got += read;
  }
  closeSync(handle);
  return into;
}
