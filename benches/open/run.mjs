// `--only open`: how long a whole Memory with many memories takes from opening to its first answer, in Chromium.
import { prepare } from "../data/prepare.mjs";
import { launch } from "../lib/chromium.mjs";
import { serve } from "../lib/serve.mjs";
import { knownTexts, MODEL, ROUTE } from "./embedder.mjs";

const GOALS = [[10_000, 150], [100_000, 1000]];
const OPENINGS = 5;
const HOURS = 3_600_000;

/** `n`: how many memories; those of 10,000 and up count. One row each, also to `report`. */
export async function measureOpening({ n }, report) {
  const sizes = n.filter((size) => size >= 10_000);
  const wanted = sizes.length > 0 ? sizes : GOALS.map(([size]) => size);
  await prepare([{ name: "real384", n: Math.max(...wanted) }]);
  const rows = [];
  for (const size of wanted) {
    const row = { size, goalMs: GOALS.find(([upTo]) => size <= upTo)?.[1], ...(await oneSize(size)) };
    rows.push(row);
    report(row);
  }
  return rows;
}

async function oneSize(size) {
  const { texts, questions, route } = knownTexts(size);
  const server = await serve({ [ROUTE]: route });
  const browser = await launch({ limitMs: HOURS });
  const inPage = async (work, argument) => {
    const page = await browser.page(server.origin);
    try {
      return await page.evaluate(
        async ([name, given]) => (await import("/open/page.mjs"))[name](given),
        [work, { name: `bench-${size}`, model: MODEL, ...argument }],
      );
    } finally {
      await page.close();
    }
  };
  try {
    const filled = await inPage("fill", { texts });
    // A handful of texts differ in case or spacing alone: those are one memory.
    if (filled.memories < 0.999 * size || filled.vectors !== filled.memories) return { error: `${filled.memories} memories and ${filled.vectors} vectors were kept` };
    const openings = [];
    for (let i = 0; i < OPENINGS; i++) openings.push(await inPage("reopen", { question: questions[i] }));
    const median = openings.sort((a, b) => a.totalMs - b.totalMs)[Math.floor(OPENINGS / 2)];
    return { ...filled, ...median, coldMs: openings.map(({ cold }) => cold.totalMs).sort((a, b) => a - b)[Math.floor(OPENINGS / 2)] };
  } catch (error) {
    return { error: String(error.message).replace(/\s+/g, " ").slice(0, 200) };
  } finally {
    await browser.close();
    server.close();
  }
}
