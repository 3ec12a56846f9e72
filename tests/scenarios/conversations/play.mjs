// Plays a conversation into a memory and writes down what it knows after each turn.
import { restoreClock, setClock } from "./clock.mjs";

const SCOPE = { userId: "person" };
const NOT_FACTS = ["verbatim", "media"];
/** Turns are found beside facts: enough hits that a fact is among them if there is one. */
const HITS = 50;

/** What `score` holds against the expected states. `memory`: open and empty; `states`: from `expected`. It is closed afterwards. */
export async function play(memory, states) {
  const seen = [];
  try {
    for (const { turn, at } of states) {
      setClock(at);
      await memory.add(messages(turn, new Date(at).toISOString()), SCOPE);
      seen.push({ facts: await facts(memory, at), answers: await answers(memory, turn.asks ?? [], at) });
    }
    const stored = (await all(memory)).map((item) => item.memory);
    await memory.close();
    return { seen, stored };
  } finally {
    restoreClock();
  }
}

function messages({ user, assistant }, timestamp) {
  const said = [{ role: "user", content: user, timestamp }];
  return assistant === undefined ? said : [...said, { role: "assistant", content: assistant, timestamp }];
}

async function all(memory) {
  const { results } = await memory.getAll({ ...SCOPE, limit: 10_000, includeExpired: true });
  return results.reverse();
}

/** `{ memory, over }` of each fact, oldest first. `over`: its own date has passed. */
async function facts(memory, at) {
  const items = (await all(memory)).filter((item) => !NOT_FACTS.includes(item.kind));
  return items.map((item) => ({ memory: item.memory, over: item.expiresAt !== undefined && Date.parse(item.expiresAt) <= at }));
}

/** The best-ranked fact for each question. */
async function answers(memory, asks, at) {
  const found = [];
  for (const { query } of asks) {
    const { results } = await memory.search(query, { ...SCOPE, limit: HITS, now: new Date(at) });
    found.push(results.find((hit) => !NOT_FACTS.includes(hit.kind))?.memory);
  }
  return found;
}
