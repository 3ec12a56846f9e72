// WebAssembly's memory ends at 4 GB: what does not fit is refused, and what is there goes on being found.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import init, { VectorIndex } from "../../pkg/wasm/forgetmenot.js";
import { refused } from "./harness.mjs";

const PAGES = 65_536;
const LEFT = 700; // 45 MB
const DIMS = 3_072;

test("an index that meets the end of memory refuses the next vector and keeps the others", async () => {
  const { memory } = await init({ module_or_path: await readFile(new URL("../../pkg/wasm/forgetmenot_bg.wasm", import.meta.url)) });
  // Address space that nobody writes to costs nothing: so the end is near.
  memory.grow(PAGES - LEFT - memory.buffer.byteLength / 65_536);
  const index = VectorIndex.create({ dims: DIMS });
  const vector = (id) => Float32Array.from({ length: DIMS }, (_, at) => Math.sin((at + 1) * (id + 1)));
  let full;
  while (!full && index.size < 20_000) {
    try {
      index.insert([index.size], vector(index.size));
    } catch (error) {
      full = error;
    }
  }
  const { size } = index;
  assert.equal(full?.code, "out_of_memory", String(full));
  assert.ok(size > 1_000 && size < 20_000, `${size} vectors fit`);
  for (let times = 0; times < 3; times++) await refused("out_of_memory", () => index.insert([size], vector(size)));
  await refused("out_of_memory", () => index.insert(new Uint32Array(10_000), new Float32Array(10_000 * DIMS)), "a batch");
  await refused("out_of_memory", () => index.toBytes());
  assert.equal(index.size, size);
  for (const id of [0, 1, size - 1]) assert.equal(index.search(vector(id), { k: 1 }).ids[0], id);
  assert.equal(index.remove([5]), 1);
  index.insert([size], vector(size));
  assert.equal(index.search(vector(size), { k: 1 }).ids[0], size, "a freed place is used again");
  while (index.maintain(50));
  assert.equal(index.search(vector(size), { k: 1 }).ids[0], size);
});
