// Holds what a memory knew after each turn against what it should have known.
import { isHistory, says } from "./match.mjs";

/** What is counted; `figures` makes rates of it. */
const COUNTS = [
  "conversations", "turns", "expected", "found", "wrong", "wrongUpdates", "asks", "answerable", "answered", "stale", "kept", "junk", "duplicates", "leaks",
];

export function none() {
  return Object.fromEntries(COUNTS.map((name) => [name, 0]));
}

export function sum(all) {
  const total = none();
  for (const counts of all) for (const name of COUNTS) total[name] += counts[name];
  return total;
}

/** Rates of counts: null where there is nothing to divide by. */
export function figures(counts) {
  const rate = (part, whole) => (whole === 0 ? null : part / whole);
  const precision = rate(counts.found, counts.found + counts.wrong);
  const recall = rate(counts.found, counts.expected);
  const f1 = rate(2 * counts.found, counts.found + counts.wrong + counts.expected);
  return { precision, recall, f1, answered: rate(counts.answered, counts.answerable), junk: rate(counts.junk, counts.kept), counts };
}

/**
 * Counts of one conversation. `states`: from `expected`; `seen`: from `play`, one a turn: `{ facts: [{ memory, over }], answers: [text |
 * undefined] }`; `stored`: every text at the end, turns too. `miss(what, where)` is told of each miss.
 */
export function score(conversation, states, { seen, stored }, miss = () => {}) {
  const counts = { ...none(), conversations: 1, turns: states.length };
  let before = { facts: new Map(), covered: new Set() };
  for (const [at, state] of states.entries()) {
    const where = `${conversation.id} turn ${at + 1}`;
    const { covered, wrong } = compare(state, seen[at].facts);
    const demanded = [...state.facts.values()].filter((fact) => !fact.optional);
    counts.expected += demanded.length;
    counts.found += demanded.filter((fact) => covered.has(fact.id)).length;
    counts.wrong += wrong.length;
    for (const fact of demanded) {
      if (covered.has(fact.id)) continue;
      const held = before.covered.has(fact.id) && before.facts.get(fact.id) === fact;
      if (held) {
        counts.wrongUpdates += 1;
        miss(`lost: ${fact.id} (wrong update)`, where);
      } else if (before.facts.get(fact.id) !== fact) miss(`missed: ${fact.id}`, where);
    }
    const news = wrong.filter((memory) => at === 0 || !before.wrong?.includes(memory));
    for (const memory of news) miss(`not expected: ${memory}`, where);
    scoreAnswers(state, seen[at].answers, counts, miss, where);
    before = { facts: state.facts, covered, wrong };
  }
  scoreEnd(conversation, states, seen.at(-1)?.facts ?? [], stored, counts, miss);
  return counts;
}

/** Which ids are covered by a memory, and which memories are what nothing expected says. What is over by its own date is never wrong. */
function compare(state, memories) {
  const covered = new Set();
  const wrong = [];
  for (const { memory, over } of memories) {
    const said = [...state.facts.values()].filter((fact) => says(memory, fact));
    for (const fact of said) covered.add(fact.id);
    if (said.length === 0 && !over && !isTold(state, memory)) wrong.push(memory);
  }
  return { covered, wrong };
}

/** Whether a memory tells of an earlier value that it is past. */
function isTold(state, memory) {
  return isHistory(memory) && [...state.outdated.values()].flat().some((fact) => says(memory, fact));
}

function scoreAnswers(state, answers, counts, miss, where) {
  for (const [at, ask] of (state.turn.asks ?? []).entries()) {
    const answer = answers[at];
    const current = state.facts.get(ask.answer);
    counts.asks += 1;
    if (current !== undefined) counts.answerable += 1;
    const right = answer !== undefined && current !== undefined && says(answer, current);
    const old = state.outdated.get(ask.answer) ?? [];
    const stale = answer !== undefined && !right && !isHistory(answer) && old.some((fact) => says(answer, fact));
    if (stale) {
      counts.stale += 1;
      miss(`stale answer to "${ask.query}": ${answer}`, where);
    } else if (right) counts.answered += 1;
    else if (current !== undefined) miss(`no answer to "${ask.query}": ${answer ?? "nothing found"}`, where);
  }
}

/** Among the facts at the end: junk, which says nothing that was ever expected, and duplicates, which say the same as one before. Then leaks. */
function scoreEnd(conversation, states, memories, stored, counts, miss) {
  const end = states.at(-1);
  const ever = states.flatMap((state) => [...state.facts.values()]);
  const taken = new Set();
  for (const { memory } of memories) {
    counts.kept += 1;
    const said = [...end.facts.values()].filter((fact) => says(memory, fact));
    const same = said.map((fact) => fact.id).join("\n");
    if (said.length > 0 && taken.has(same)) {
      counts.duplicates += 1;
      miss(`duplicate: ${memory}`, conversation.id);
    }
    taken.add(same);
    if (said.length === 0 && !ever.some((fact) => says(memory, fact))) {
      counts.junk += 1;
      miss(`junk: ${memory}`, conversation.id);
    }
  }
  for (const secret of conversation.never ?? []) {
    if (!stored.some((text) => text.includes(secret))) continue;
    counts.leaks += 1;
    miss("a string that must never be stored is there", conversation.id);
  }
}
