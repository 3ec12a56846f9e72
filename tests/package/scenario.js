// What every environment must do alike: one visit, and one after everything was shut down. Plain JavaScript that knows
// no environment; the apps hand it the package and a configuration.

/** Runs a visit and reports it as JSON: `{ ok: true, … }` or `{ ok: false, error }`. */
export async function report(visit, ...args) {
  try {
    return { ok: true, ...(await visit(...args)) };
  } catch (error) {
    return { ok: false, error: `${error?.name} ${error?.code ?? ""}: ${error?.message}\n${error?.stack}\n${error?.cause ?? ""}` };
  }
}

/** Opens, remembers, finds, changes, forgets; sees every error as a MemoryError. Leaves one memory behind. */
export async function firstVisit({ Memory, isMemoryError }, config = {}) {
  const refused = expectRefusal(isMemoryError);
  const wrong = thrownBy(() => new Memory());
  check(wrong instanceof TypeError && wrong.message.includes("Memory.open"), "`new Memory()` says what to do");
  check(isMemoryError(wrong) === false && isMemoryError(null) === false, "other errors are not taken for ours");
  await refused("invalid_config", () => Memory.open({ ...config, nonsense: true }));

  const memory = await Memory.open(config);
  check(memory instanceof Memory && memory.constructor === Memory, "an instance is of the exported class");
  await refused("scope_required", () => memory.add("I like tea.", {}));
  await refused("invalid_input", () => memory.add(42, { userId: "ana" }));
  equal((await memory.getAll({ userId: "ana" })).results.length, 0, "what was refused was not kept");

  const diet = await remember(memory, "I am vegetarian and allergic to peanuts.");
  const sister = await remember(memory, "My sister lives in Busan.");
  const [hit] = (await memory.search("peanuts", { userId: "ana" })).results;
  equal([hit?.id, hit?.memory], [diet, "I am vegetarian and allergic to peanuts."], "the right memory is found first");
  check(hit.score > 0 && hit.score <= 1, "a score is above 0, at most 1");
  equal((await memory.search("peanuts", { userId: "ben" })).results.length, 0, "another user finds nothing");

  equal((await memory.get(sister))?.memory, "My sister lives in Busan.", "get gives the text");
  equal((await memory.update(diet, "I am vegan.")).memory, "I am vegan.", "update gives the new text");
  const history = await memory.history(diet);
  equal(history.map(({ event }) => event), ["ADD", "UPDATE"], "history tells both decisions");
  equal(history[1].previousMemory, "I am vegetarian and allergic to peanuts.", "history keeps the old text");
  equal((await memory.delete(sister)).deleted, 1, "delete says how many");
  equal(await memory.get(sister), null, "a deleted memory is gone");
  await refused("not_found", () => memory.delete(sister));

  await memory.add("I live in Seoul.", { userId: "mina" });
  const moved = (await memory.add("부산으로 이사했어요.", { userId: "mina" })).results.find(({ event }) => event === "UPDATE");
  equal([moved?.previousMemory, moved?.memory.includes("부산")], ["User lives in Seoul", true], "rules read facts and what replaces them");
  equal((await memory.deleteAll({ userId: "mina", hard: true })).deleted > 0, true, "deleteAll says how many");

  const { storage, memories } = await memory.health();
  equal(memories, 1, "health counts");
  await memory.close();
  await refused("closed", () => memory.health());
  return { storage: storage.kind };
}

/** Finds what the first visit left, and only that. */
export async function nextVisit({ Memory }, config = {}) {
  const memory = await Memory.open(config);
  const { results } = await memory.search("vegan", { userId: "ana" });
  equal(results.map(({ memory }) => memory), ["I am vegan."], "it is remembered");
  equal((await memory.getAll({ userId: "ana" })).results.length, 1, "what was deleted stays so");
  equal((await memory.history(results[0].id)).length, 2, "so does the history");
  await memory.close();
  return { remembered: results[0].memory };
}

/**
 * Finds by meaning what shares no word with the question, in two languages; without an embedder, nothing. Says whether there
 * is one.
 */
export async function meaning({ Memory }, config = {}) {
  const open = () => Memory.open({ storage: { type: "memory" }, ...config });
  const [memory, other] = await Promise.all([open(), open()]);
  const loaded = await untilLoaded(memory);
  equal(await untilLoaded(other), loaded, "a second memory has it, too");
  const fetched = globalThis.performance?.getEntriesByType?.("resource") ?? [];
  check(fetched.filter(({ name }) => name.includes(".fmn")).length <= 1, "the model is fetched for all memories at once");
  await remember(memory, "My cat sleeps on the sofa all day.");
  await remember(memory, "동생은 부산에 살아요.");
  for (const [query, expected] of [["Do I have any pets?", "My cat sleeps"], ["형제", "동생은"], ["brother", "동생은"]]) {
    const { results, degraded } = await memory.search(query, { userId: "ana" });
    check(degraded === undefined, "the answer is not degraded");
    if (loaded === null) equal(results.length, 0, `${query} by words alone`);
    else check(results[0].memory.includes(expected), `${query} finds ${expected}, not ${results[0].memory}`);
  }
  await Promise.all([memory.close(), other.close()]);
  return { loaded };
}

/** The index by itself: puts in, finds, filters, is kept up, saved and read, refuses, forgets. */
export async function indexVisit(vectors) {
  const { VectorIndex, isMemoryError } = vectors;
  const refused = expectRefusal(isMemoryError);
  const wrong = thrownBy(() => new VectorIndex());
  check(wrong instanceof TypeError && wrong.message.includes("VectorIndex.create"), "`new VectorIndex()` says what to do");
  check(isMemoryError(wrong) === false, "other errors are not taken for ours");
  await refused("invalid_input", () => VectorIndex.create({ dims: 3, index: { graphsAbove: 1 } }));
  await refused("invalid_input", () => VectorIndex.create({ dims: 3, index: { get seed() { throw new Error("the caller's"); } } }));

  const index = await VectorIndex.create({ dims: 3, index: { seed: 5 } });
  check(index instanceof VectorIndex && index.constructor === VectorIndex, "an instance is of the exported class");
  index.insert([7, 8, 9], [1, 0, 0, 0, 1, 0, 0.9, 0, 0.1]);
  await refused("embedding_mismatch", () => index.insert([1], [1, 2]));
  while (index.maintain());
  equal(index.stats().kernel, "simd128", "the kernel");

  const saved = await VectorIndex.fromBytes(index.toBytes());
  const found = saved.search([1, 0, 0], { k: 2 });
  equal([saved.size, [...found.ids], found.scores[0]], [3, [7, 9], 1], "the nearest, after it was saved");
  equal([...saved.search([1, 0, 0], { allowed: saved.subset([8]) }).ids], [8], "the nearest of those allowed");
  equal([...saved.searchMany([1, 0, 0, 0, 1, 0], { k: 1 }).ids], [7, 8], "the nearest to each of two");
  equal([saved.remove([7]), saved.has(7), saved.search([1, 0, 0], { k: 1 }).ids[0]], [1, false, 9], "forgotten at once");
  saved.free();
  return { exports: Object.keys(vectors).sort(), found: [...found.ids] };
}

/** Whether the embedder is there, once that is settled; null if there is none. */
async function untilLoaded(memory) {
  for (;;) {
    const { embedder } = await memory.health();
    if (embedder === undefined) return null;
    if (embedder.loaded || embedder.problem) return embedder.loaded;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function remember(memory, text) {
  const { results } = await memory.add(text, { userId: "ana", infer: false });
  equal(results.map(({ memory, event }) => [memory, event]), [[text, "ADD"]], "a message is kept as it is");
  return results[0].id;
}

const expectRefusal = (isMemoryError) => async (code, call) => {
  let error;
  try {
    await call();
  } catch (thrown) {
    error = thrown;
  }
  check(error instanceof Error && isMemoryError(error), `a MemoryError is thrown for ${code}, not ${error}`);
  equal([error.name, error.code, error.retryable], ["MemoryError", code, false], `the error for ${code} says so`);
};

function thrownBy(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
}

function equal(actual, expected, what) {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  check(a === e, `${what}: got ${a}, not ${e}`);
}

function check(truth, what) {
  if (!truth) throw new Error(`expected: ${what}`);
}
