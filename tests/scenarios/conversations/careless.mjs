// The emulator's answers with the slips a weak model makes, one after the other. What the library makes of them shows whether
// validation protects what is known.
import { brain } from "../../emulator/brain.mjs";
import { jsonLines } from "../../emulator/brain/sections.mjs";
import { parseMessage } from "../../emulator/schema.mjs";

const INVENTED = ["User sails a boat in Valparaíso", "User collects antique clocks", "User's grandfather was a lighthouse keeper"];

/** Slips in an extraction: `facts` as they should be → as they come. `call`: how many extractions there were before. */
const OF_FACTS = [
  (facts) => [...facts, ...facts],
  (facts) => facts.map((fact) => ({ ...fact, messages: [99] })),
  (facts, call) => [...facts, { text: INVENTED[call % INVENTED.length], kind: "fact", messages: [1], speaker: "user", confidence: 1, importance: 1 }],
  (facts) => facts.map((fact) => ({ ...fact, text: fact.text.toUpperCase() })),
  (facts) => facts,
];

/** Slips in a decision: the right one and the numbers of the memories shown → the decisions that come in its place. */
const OF_DECISIONS = [
  (right) => [{ ...right, event: "UPDATE", memory: 999, text: right.text ?? "User" }],
  (right, shown, fact) => [{ ...right, event: "UPDATE", memory: shown.at(-1), text: fact.text }],
  (right, shown) => [{ ...right, event: "DELETE", memory: shown.at(-1), text: null }],
  (right, shown, fact) => [
    { ...right, event: "DELETE", memory: shown[0], text: null },
    { ...right, event: "UPDATE", memory: shown[0], text: fact.text },
  ],
  (right, shown) => [{ ...right, event: "NOOP", memory: shown.at(-1), text: null }],
  () => [],
  (right) => [right],
];

/** A script for the emulator: each of its structured answers gets the next slip of its sort. */
export function careless() {
  const calls = { facts: 0, decisions: 0 };
  return ({ path, body }) => {
    if (!path.includes(":generateContent")) return undefined;
    const { json } = brain(parseMessage("GenerateContentRequest", body));
    if (json?.facts !== undefined) {
      const slip = OF_FACTS[calls.facts % OF_FACTS.length];
      return { json: { ...json, facts: slip(json.facts, calls.facts++) } };
    }
    if (json?.decisions === undefined) return undefined;
    const prompt = body.contents.flatMap((content) => content.parts.map((part) => part.text ?? "")).join("\n");
    const shown = jsonLines(prompt, "Memories").map((memory) => memory.n);
    const facts = new Map(jsonLines(prompt, "Facts").map((fact) => [fact.n, fact]));
    return { json: { decisions: json.decisions.flatMap((right) => OF_DECISIONS[calls.decisions++ % OF_DECISIONS.length](right, shown, facts.get(right.fact))) } };
  };
}
