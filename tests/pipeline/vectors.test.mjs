// The index by itself, as an application has it: finds, forgets, filters, saves, and answers whatever it is passed with
// one of the library's errors or a defined result. FORGETMENOT_ENTRY names the entry: "" or "vectors/".
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { refused } from "./harness.mjs";

const entry = process.env.FORGETMENOT_ENTRY ?? "";
const { VectorIndex } = await import(`../../pkg/entry/${entry}node.js`);

const DIMS = 48;
const EMPTY = { ids: new Uint32Array(), scores: new Float32Array() };

/** Numbers from −1 to 1 out of a seed (mulberry32). */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

/** `count` vectors around `clusters` centres. */
function clustered(seed, count, clusters = 20, dims = DIMS) {
  const next = random(seed);
  const centres = Array.from({ length: clusters * dims }, next);
  return Float32Array.from({ length: count * dims }, (_, i) => {
    const cluster = Math.floor(i / dims) % clusters;
    return centres[cluster * dims + (i % dims)] + 0.5 * next();
  });
}

const row = (vectors, at, dims = DIMS) => vectors.subarray(at * dims, (at + 1) * dims);

function cosine(a, b) {
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) [dot, aa, bb] = [dot + a[i] * b[i], aa + a[i] * a[i], bb + b[i] * b[i]];
  return dot / Math.sqrt(aa * bb);
}

/** The cosine of the k-th best of the vectors that `allowed` lets through. */
function kth(vectors, query, k, allowed = () => true) {
  const scores = [];
  for (let at = 0; at * DIMS < vectors.length; at++) if (allowed(at)) scores.push(cosine(row(vectors, at), query));
  return scores.sort((a, b) => b - a)[Math.min(k, scores.length) - 1];
}

const settle = (index) => {
  while (index.maintain(1));
};

async function filled(count, options = {}) {
  const index = await VectorIndex.create({ dims: DIMS, index: options });
  const vectors = clustered(1, count);
  index.insert(Uint32Array.from({ length: count }, (_, at) => at * 3), vectors);
  return { index, vectors };
}

const LAYOUTS = {
  flat: {},
  cells: { cellsAbove: 300 },
  graph: { cellsAbove: 300, graphAbove: 300, mayBlock: true },
};

for (const [kind, layout] of Object.entries(LAYOUTS)) {
  describe(`an index of kind ${kind}`, () => {
    test("finds what is nearest, before, during and after upkeep, and after it was saved", async () => {
      let { index, vectors } = await filled(2_000, layout);
      const queries = clustered(2, 60);
      const check = (found, query, k, allowed, least) => {
        assert.equal(found.ids.length, k);
        const last = kth(vectors, query, k, allowed);
        const right = found.scores.filter((score) => score >= last - 1e-4).length;
        found.ids.forEach((id, at) => {
          assert.ok(id % 3 === 0 && allowed(id / 3));
          assert.ok(Math.abs(cosine(row(vectors, id / 3), query) - found.scores[at]) < 1e-4);
        });
        assert.ok(right >= least, `${right} of ${k}`);
      };
      const everything = () => true;
      for (const when of ["before", "during", "after", "saved"]) {
        if (when === "during") index.maintain(1);
        if (when === "after") settle(index);
        if (when === "saved") index = await VectorIndex.fromBytes(index.toBytes(), { index: layout });
        let right = 0;
        for (let at = 0; at < 60; at++) {
          const query = row(queries, at);
          check(index.search(query, { exact: true }), query, 10, everything, 10);
          const last = kth(vectors, query, 10);
          right += index.search(query).scores.filter((score) => score >= last - 1e-4).length;
          check(index.search(query, { allowed: [0, 3, 9, 5_997] }), query, 4, (id) => [0, 1, 3, 1_999].includes(id), 4);
          check(index.search(query, { k: 25, ef: 1e9 }), query, 25, everything, 25);
        }
        assert.ok(right >= 570, `${when}: ${right} of 600`);
      }
      assert.equal(index.stats().kind, kind === "graph" && entry === "vectors/" ? "cells" : kind);
      assert.equal(index.stats().maintained, true);
      const { ef, rows } = index.stats();
      assert.ok(ef === null ? rows === null : rows > 0 && rows <= 2_000, `${ef} of ${rows}`);
      assert.equal(index.stats().kernel, "simd128");
      index.free();
    });

    test("forgets at once, and uses the place again", async () => {
      const { index, vectors } = await filled(1_000, layout);
      settle(index);
      const query = row(vectors, 500);
      assert.equal(index.search(query, { k: 1 }).ids[0], 1_500);
      assert.equal(index.remove([1_500, 1_500, 7]), 1);
      assert.ok(!index.has(1_500) && index.has(1_497) && index.size === 999);
      assert.ok(!index.search(query, { k: 999 }).ids.includes(1_500));
      index.insert([4_000_000_000], query);
      assert.equal(index.search(query, { k: 1 }).ids[0], 4_000_000_000);
      index.insert([4_000_000_000], row(vectors, 0));
      assert.ok(Math.abs(index.search(query, { k: 1 }).scores[0] - 1) > 1e-4, "an id has one vector");
      assert.equal(index.size, 1_000);
      const before = index.stats().bytes;
      index.remove(Uint32Array.from({ length: 1_000 }, (_, at) => at * 3));
      index.remove([4_000_000_000]);
      assert.deepEqual({ ...index.search(query) }, EMPTY);
      assert.equal(index.stats().kind, "none");
      assert.ok(index.stats().bytes < before / 10, "the memory is given back");
    });
  });
}

test("a subset follows the index", async () => {
  const { index, vectors } = await filled(900);
  settle(index);
  const subset = index.subset(Uint32Array.from({ length: 300 }, (_, at) => at * 9));
  const query = row(vectors, 3);
  assert.equal(index.search(query, { allowed: subset, k: 1 }).ids[0], 9);
  index.remove([9]);
  index.insert([1], query);
  assert.notEqual(index.search(query, { allowed: subset, k: 1 }).ids[0], 1, "its slot went to another id");
  index.insert([9], query);
  assert.equal(index.search(query, { allowed: subset, k: 1 }).ids[0], 9);
  assert.equal(index.search(query, { allowed: subset, k: 1_000 }).ids.length, 300);
  const other = await VectorIndex.create({ dims: DIMS });
  await refused("invalid_input", () => other.search(query, { allowed: subset }), "a subset of another index");
  subset.free();
  await refused("invalid_input", () => index.search(query, { allowed: subset }), "a freed subset");
});

test("many queries at once are each by itself", async () => {
  const { index } = await filled(1_500);
  const queries = clustered(5, 9);
  for (const settled of [false, true]) {
    if (settled) settle(index);
    for (const options of [{ k: 4 }, { k: 4, exact: true }, { k: 4, allowed: [3, 6, 9] }]) {
      const { ids, scores, counts } = index.searchMany(queries, options);
      let from = 0;
      counts.forEach((count, at) => {
        const one = index.search(row(queries, at), options);
        assert.deepEqual([ids.slice(from, from + count), scores.slice(from, from + count)], [one.ids, one.scores]);
        from += count;
      });
      assert.deepEqual([counts.length, ids.length], [9, from]);
    }
  }
  assert.deepEqual({ ...index.searchMany([]) }, { ...EMPTY, counts: new Uint32Array() });
});

test("k and ef may be anything that is a number of things", async () => {
  const { index, vectors } = await filled(700);
  settle(index);
  const query = row(vectors, 1);
  assert.deepEqual({ ...index.search(query, { k: 0 }) }, EMPTY);
  assert.deepEqual({ ...index.search(query, { allowed: [] }) }, EMPTY);
  for (const k of [701, 1e9, 2 ** 40, Infinity]) assert.equal(index.search(query, { k }).ids.length, 700);
  for (const ef of [0, 1, 1e6, Infinity]) assert.equal(index.search(query, { k: 5, ef }).ids.length, 5);
  for (const recall of [1e-9, 0.5, 0.9999, 1]) assert.equal(index.search(query, { recall }).ids.length, 10);
  assert.deepEqual(index.search(query, { k: undefined, allowed: undefined }), index.search(query));
  assert.deepEqual(index.search(query, null), index.search(query));
});

test("thousands of equal vectors are found, lowest first", async () => {
  for (const layout of Object.values(LAYOUTS)) {
    const index = await VectorIndex.create({ dims: 3, index: layout });
    index.insert(Uint32Array.from({ length: 1_200 }, (_, at) => at), Float32Array.from({ length: 3_600 }, (_, i) => (i % 3 === 0 ? 5 : 0)));
    settle(index);
    const { ids, scores } = index.search([1, 0, 0], { k: 3_000 });
    assert.deepEqual(ids, Uint32Array.from({ length: 1_200 }, (_, at) => at));
    assert.ok(scores.every((score) => Math.abs(score - 1) < 1e-6));
  }
});

describe("what is wrong is refused, and nothing of it is kept", () => {
  const evil = new Proxy([], { get: () => { throw new Error("the caller's"); } });
  const cases = [
    ["NaN", "invalid_input", (i) => i.insert([1, 2], [1, 0, 0, NaN])],
    ["infinity", "invalid_input", (i) => i.insert([1], [1, Infinity])],
    ["no direction", "invalid_input", (i) => i.insert([1, 2], [1, 0, 0, 0])],
    ["a text", "invalid_input", (i) => i.insert([1], ["a", "b"])],
    ["too narrow", "embedding_mismatch", (i) => i.insert([1], [1])],
    ["more ids than vectors", "embedding_mismatch", (i) => i.insert([1, 2], [1, 0])],
    ["a negative id", "invalid_input", (i) => i.insert([-1], [1, 0])],
    ["half an id", "invalid_input", (i) => i.insert([0.5], [1, 0])],
    ["an id above 2³²", "invalid_input", (i) => i.insert([2 ** 32], [1, 0])],
    ["ids that are no list", "invalid_input", (i) => i.insert("12", [1, 0])],
    ["no vectors", "invalid_input", (i) => i.insert([1])],
    ["vectors of another kind", "invalid_input", (i) => i.insert([1], new Int8Array(2))],
    ["a list that throws", "invalid_input", (i) => i.insert(evil, [1, 0])],
    ["vectors that throw", "invalid_input", (i) => i.insert([1], evil)],
    ["removing what is no list", "invalid_input", (i) => i.remove(1)],
    ["a query that throws", "invalid_input", (i) => i.search(evil)],
    ["a query of NaN", "invalid_input", (i) => i.search([NaN, 0])],
    ["a query of zeros", "invalid_input", (i) => i.search([0, 0])],
    ["a query too wide", "embedding_mismatch", (i) => i.search([1, 0, 0])],
    ["no query", "invalid_input", (i) => i.search()],
    ["queries cut short", "invalid_input", (i) => i.searchMany([1, 0, 1])],
    ["options that are none", "invalid_input", (i) => i.search([1, 0], 5)],
    ["an option misspelt", "invalid_input", (i) => i.search([1, 0], { K: 1 })],
    ["options that throw", "invalid_input", (i) => i.search([1, 0], { get k() { throw new Error("the caller's"); } })],
    ["k below 0", "invalid_input", (i) => i.search([1, 0], { k: -1 })],
    ["k of NaN", "invalid_input", (i) => i.search([1, 0], { k: NaN })],
    ["half an ef", "invalid_input", (i) => i.search([1, 0], { ef: 1.5 })],
    ["recall 0", "invalid_input", (i) => i.search([1, 0], { recall: 0 })],
    ["recall 2", "invalid_input", (i) => i.search([1, 0], { recall: 2 })],
    ["exact as a text", "invalid_input", (i) => i.search([1, 0], { exact: "yes" })],
    ["allowed as a text", "invalid_input", (i) => i.search([1, 0], { allowed: "1" })],
    ["allowed of texts", "invalid_input", (i) => i.search([1, 0], { allowed: ["1"] })],
  ];
  for (const [what, code, call] of cases) {
    test(what, async () => {
      const index = await VectorIndex.create({ dims: 2 });
      index.insert([7], [3, 4]);
      await refused(code, () => call(index), what);
      assert.deepEqual([index.size, [...index.search([3, 4]).ids]], [1, [7]], "the index is as before, and usable");
      index.insert([8], [4, 3]);
      assert.equal(index.size, 2);
    });
  }
  for (const options of [undefined, null, {}, { dims: 0 }, { dims: -1 }, { dims: 1.5 }, { dims: "2" }, { dims: 65_537 },
    { dims: 2, index: { graphAbove: -1 } }, { dims: 2, index: { nonsense: 1 } }, { dims: 2, index: 5 }, { dims: 2, index: [] },
    { dims: 2, index: { cellsAbove: "9" } }, { dims: 2, index: { cellsAbove: 2 ** 32 } }, { dims: 2, index: { graphAbove: 0.5 } },
    { dims: 2, index: { seed: null } }, { dims: 2, index: { seed: -1 } }, { dims: 2, index: { mayBlock: 1 } }, { dims: 2, index: new Date(0) }]) {
    test(`create(${JSON.stringify(options)})`, () => refused("invalid_input", () => VectorIndex.create(options)));
  }
  test("a layout that throws", async () => {
    const thrown = () => { throw new Error("the caller's"); };
    for (const options of [{ dims: 2, get index() { return thrown(); } }, { dims: 2, index: { get seed() { return thrown(); } } },
      { get dims() { return thrown(); } }, { dims: 2, index: new Proxy({}, { ownKeys: thrown }) }]) {
      await refused("invalid_input", () => VectorIndex.create(options));
    }
    const { message } = await refused("invalid_input", () => VectorIndex.create({ dims: 2, index: { sead: 1 } }));
    assert.equal(message, "options.index.sead is not an option: check its spelling");
  });
  test("a layout of nothing", async () => {
    for (const index of [undefined, null, {}, { cellsAbove: null, graphAbove: null, seed: undefined }]) {
      assert.equal((await VectorIndex.create({ dims: 2, index })).size, 0);
    }
  });
  test("new VectorIndex()", () => assert.throws(() => new VectorIndex(), /VectorIndex\.create/));
});

test("saved bytes that were changed or cut are refused, whichever they are", async () => {
  const { index } = await filled(40);
  const good = index.toBytes();
  assert.equal((await VectorIndex.fromBytes(good)).size, 40);
  const next = random(3);
  for (let i = 0; i < 400; i++) {
    const bad = good.slice();
    const at = Math.floor((next() + 1) / 2 * good.length) % good.length;
    bad[at] ^= 1 << (i % 8);
    await refused("storage_corrupt", () => VectorIndex.fromBytes(bad), `bit ${i % 8} of byte ${at}`);
    await refused("storage_corrupt", () => VectorIndex.fromBytes(good.slice(0, at)), `${at} bytes`);
  }
  for (const bytes of [undefined, "FMVI", [1, 2], new Float32Array(4)]) {
    await refused("invalid_input", () => VectorIndex.fromBytes(bytes));
  }
});
