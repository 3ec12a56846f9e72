// The versions of one memory, newest first, with what each replaced struck through.

import { openDialog } from "./dialog.js";
import { el } from "./dom.js";
import { badge, counted, speaker, time } from "./format.js";

/** Opens the dialog for the entries of `history(id)`, which come oldest first. */
export function openHistory(entries) {
  const rows = entries.map((entry) => el("li", { "data-op": entry.event },
    el("div", { class: "meta" }, badge(entry.event), time(entry.at), el("span", {}, speaker(entry.evidence?.speaker))),
    change(entry),
    reason(entry.evidence)));
  const close = openDialog("History of this memory", [
    el("p", { class: "small soft" }, `${counted(entries.length, "decision")}, newest first.`),
    el("ol", { class: "versions", "data-testid": "history" }, rows.reverse()),
    el("div", { class: "actions" }, el("button", { type: "button", onclick: () => close() }, "Close")),
  ]);
}

/** What a decision changed: old text struck, new text plain. Used in the list of decisions and under a message too. */
export function change({ event, previousMemory, newMemory, memory }) {
  const now = newMemory ?? (event === "DELETE" ? null : memory);
  const before = previousMemory ?? (event === "DELETE" ? memory : null);
  const parts = [];
  if (before && before !== now) parts.push(el("del", { dir: "auto" }, before));
  if (before && now && before !== now) parts.push(" → ");
  if (now) parts.push(el(before && before !== now ? "ins" : "span", { dir: "auto" }, now));
  return el("span", { class: "change" }, parts);
}

/** The model's reason with how sure it was, if it gave one. */
export function reason(evidence) {
  if (!evidence?.reason) return null;
  const sure = typeof evidence.confidence === "number" ? ` (${Math.round(evidence.confidence * 100)}% sure)` : "";
  return el("p", { class: "why" }, "Why: ", el("span", { dir: "auto" }, evidence.reason), sure);
}
