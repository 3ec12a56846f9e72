// Call "decide": what to do with each new fact given the memories near it.

import { keywords, similarity } from "../words.mjs";
import { jsonLines } from "./sections.mjs";
import { FORGET, slots } from "./slots.mjs";

const SAME = 0.8;
const ANY = 0.15;

/** `{decisions}` for the `## Facts` and `## Memories` of a prompt. */
export function decide(prompt) {
  const memories = jsonLines(prompt, "Memories");
  const taken = new Set();
  const decisions = jsonLines(prompt, "Facts").map((fact) => {
    const near = Array.isArray(fact.near) ? memories.filter((memory) => fact.near.includes(memory.n)) : memories;
    const decision = decideOne(fact.text, near.filter((memory) => !taken.has(memory.n)));
    if (decision.event === "UPDATE" || decision.event === "DELETE") taken.add(decision.memory);
    return { fact: fact.n, ...decision };
  });
  return { decisions };
}

function decideOne(text, memories) {
  const forget = text.match(FORGET);
  if (forget) return forgetNearest(forget[1] ?? forget[2], memories);
  const filled = slots(text);
  for (const [slot, value] of filled) {
    for (const memory of memories) {
      const held = slots(memory.text).get(slot);
      if (held === undefined) continue;
      const other = [...filled].find(([name, now]) => slots(memory.text).has(name) && slots(memory.text).get(name) !== now);
      if (other === undefined) return decision("NOOP", memory.n, null, `already known: ${slot}`, 0.95);
      return decision("UPDATE", memory.n, text, `${other[0]} was ${slots(memory.text).get(other[0])}, now ${other[1]}`, 0.9);
    }
  }
  const twin = memories.find((memory) => overlap(text, memory.text) >= SAME);
  if (twin !== undefined && filled.size === 0) return decision("NOOP", twin.n, null, "says the same", 0.85);
  return decision("ADD", null, null, "nothing known about this", 0.9);
}

function forgetNearest(what, memories) {
  const [best] = memories
    .map((memory) => [memory, similarity(what, memory.text)])
    .sort((a, b) => b[1] - a[1]);
  if (best === undefined || best[1] < ANY) return decision("NOOP", null, null, "nothing to forget", 0.6);
  return decision("DELETE", best[0].n, null, "the user asked to forget it", 0.9);
}

function decision(event, memory, text, reason, confidence) {
  return { event, memory, text, reason, confidence };
}

/** Jaccard over the words that carry meaning; a "not" on one side only makes texts differ. */
function overlap(a, b) {
  const negated = (text) => /\b(not|no longer|never)\b|n't\b|않|아니/iu.test(text);
  if (negated(a) !== negated(b)) return 0;
  const [left, right] = [keywords(a), keywords(b)];
  const shared = [...left].filter((word) => right.has(word)).length;
  const all = new Set([...left, ...right]).size;
  return all === 0 ? 0 : shared / all;
}
