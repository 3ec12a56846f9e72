// Times, numbers and small words, as people read them.

import { el } from "./dom.js";

const clock = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

/** `<time>` for an RFC 3339 time; what cannot be read as a time is shown as it is. */
export function time(at, { dateOnly = false } = {}) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return el("span", {}, String(at));
  return el("time", { datetime: at }, (dateOnly ? day : clock).format(date));
}

/** Two decimals. */
export const two = (number) => Number(number).toFixed(2);

/** "1 memory", "2 memories". */
export const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

const SPEAKERS = { user: "you said it", assistant: "the assistant said it", system: "from the instructions", tool: "from a tool" };

/** Who said it, for a memory's evidence. */
export const speaker = (role) => SPEAKERS[role] ?? "written directly";

const OPERATIONS = {
  ADD: "new",
  UPDATE: "replaces what was known",
  DELETE: "no longer so",
  NOOP: "known already",
};

/** The badge of a decision. */
export const badge = (event) => el("span", { class: "op", "data-op": event, title: OPERATIONS[event] }, event);
