// Call "extract": the facts in the new messages, and a running summary.

import { themes } from "../words.mjs";
import { clauses } from "./clauses.mjs";
import { factOf } from "./rules.mjs";
import { jsonLines, sectionLines } from "./sections.mjs";
import { slots } from "./slots.mjs";

/** `{facts, summary}` for the `## New messages` of a prompt. `kinds`: the kinds the schema allows; none for any. */
export function extract(prompt, kinds = []) {
  const messages = jsonLines(prompt, "New messages").filter((message) => (message.role ?? "user") === "user");
  const found = messages.flatMap((message) => factsOf(message, kinds));
  const facts = found.filter((fact, at) => !found.slice(at + 1).some((later) => replaces(later, fact)));
  return { facts, summary: summarize(prompt, facts) };
}

function factsOf(message, kinds) {
  const said = clauses(String(message.text ?? ""));
  return said.flatMap(({ text, question }) => {
    const fact = factOf(text);
    // "Can you forget my address?" asks for something; other questions tell nothing.
    if (fact === undefined || (question && fact.kind !== "forget")) return [];
    const kind = fact.kind === "forget" ? "fact" : fact.kind;
    return [
      {
        text: fact.text,
        kind: kinds.length === 0 || kinds.includes(kind) ? kind : kinds.includes("fact") ? "fact" : kinds[0],
        messages: [message.n],
        categories: themes(fact.text),
        eventDate: eventDate(text, message.at),
        confidence: 0.9,
        speaker: "user",
      },
    ];
  });
}

/** A later fact replaces one that says the same, or gives another value for the same slot. */
function replaces(later, fact) {
  if (later.text === fact.text) return true;
  const now = slots(later.text);
  return [...slots(fact.text).keys()].some((slot) => now.has(slot));
}

const DAYS = [
  [/\byesterday\b|어제/i, -1],
  [/\btoday\b|\btonight\b|오늘/i, 0],
  [/\btomorrow\b|내일/i, 1],
  [/\blast week\b|지난주/i, -7],
];

/** The day the clause speaks of, "2026-11-21", counted from when it was said, if it names one. */
function eventDate(text, at) {
  const shift = DAYS.find(([pattern]) => pattern.test(text))?.[1];
  const said = Date.parse(at ?? "");
  if (shift === undefined || Number.isNaN(said)) return undefined;
  return new Date(said + shift * 86_400_000).toISOString().slice(0, 10);
}

function summarize(prompt, facts) {
  const before = ["Summary so far", "Summary"].map((heading) => summaryUnder(prompt, heading)).find(Boolean) ?? "";
  const now = facts.map((fact) => `${fact.text}.`).filter((line) => !before.includes(line)).join(" ");
  return [before, now].filter((part) => part !== "").join(" ").slice(-600) || "The user has said nothing about themselves yet.";
}

/** The old summary, plain or as a JSON string. */
function summaryUnder(prompt, heading) {
  const line = sectionLines(prompt, heading).join(" ").trim();
  try {
    return String(JSON.parse(line));
  } catch {
    return line;
  }
}
