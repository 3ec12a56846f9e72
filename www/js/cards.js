// One card each: a memory, a recalled memory with its score, a decision.

import { el, link } from "./dom.js";
import { badge, speaker, time, two } from "./format.js";
import { change, reason } from "./history-dialog.js";

/** A memory: its text, the decision it stands on and why, when, by whom; its history; a way to forget it. */
export function memoryCard(item, { score, onhistory, onforget }) {
  const name = `“${item.memory.slice(0, 60)}”`;
  return el("li", { class: score === undefined ? "card" : "card recalled", "data-testid": "memory", "data-id": item.id },
    el("p", { class: "text", dir: "auto" }, item.memory),
    el("div", { class: "meta" },
      badge(item.version > 1 ? "UPDATE" : "ADD"),
      el("span", {}, item.kind === "verbatim" ? "word for word" : item.kind),
      item.eventTime ? el("span", {}, "true since ", time(item.eventTime, { dateOnly: true })) : null,
      score === undefined ? null : el("span", {}, `recalled ${two(score)}`)),
    item.evidence?.reason ? reason(item.evidence) : null,
    el("div", { class: "meta" },
      el("span", {}, speaker(item.evidence?.speaker)),
      time(item.updatedAt),
      el("span", { class: "row" },
        link(item.version > 1 ? `History (${item.version})` : "History", () => onhistory(item),
          { "aria-label": `History of ${name}`, "data-focus": `history-${item.id}` }),
        link("Forget", () => onforget(item),
          { class: "link danger", "aria-label": `Forget ${name}`, "data-focus": `forget-${item.id}` }))));
}

const SIGNALS = { vector: "meaning", neighbours: "said beside it", session: "its session", use: "used lately", time: "the time asked about", graph: "whom it is about", diversity: "said above" };
const MEASURES = { vector: "cosine", words: "BM25", neighbours: "BM25", session: "BM25", diversity: "cosine" };
/** What is measured in days. */
const IN_DAYS = new Set(["recency", "time"]);

/** A recalled memory: its score as a bar of its parts, and the sum spelled out. */
export function recallCard(hit) {
  const bar = el("span", { class: "track", "aria-hidden": "true" }, hit.explain.map((part) => {
    const share = el("i", { "data-signal": part.signal });
    share.style.setProperty("--share", String(part.weight * part.value));
    return share;
  }));
  return el("li", { class: "card", "data-testid": "recall" },
    el("p", { class: "text", dir: "auto" }, hit.memory),
    el("div", { class: "score" }, bar,
      el("strong", { "data-testid": "score", "aria-label": `score ${two(hit.score)} of 1` }, two(hit.score))),
    el("table", { class: "parts" },
      el("thead", {}, el("tr", {}, ["signal", "measured", "of best", "weight", "adds"].map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, hit.explain.map((part) => el("tr", { "data-signal": part.signal },
        el("th", { scope: "row" }, SIGNALS[part.signal] ?? part.signal),
        el("td", {}, `${MEASURES[part.signal] ?? ""} ${two(part.raw)}${IN_DAYS.has(part.signal) ? " d" : ""}`.trim()),
        el("td", {}, two(part.value)),
        el("td", {}, `×${two(part.weight)}`),
        el("td", {}, two(part.weight * part.value)))))));
}

/** A decision: what changed, why, who said it, when; with `onundo` a way to take it back. */
export function decisionCard(entry, onundo) {
  return el("li", { class: "card", "data-testid": "decision", "data-op": entry.event },
    el("p", { class: "text" }, badge(entry.event), " ", change(entry)),
    reason(entry.evidence),
    el("div", { class: "meta" }, el("span", {}, speaker(entry.evidence?.speaker)), time(entry.at),
      onundo && el("span", { class: "row" }, link("Undo", () => onundo(entry),
        { "aria-label": `Undo: ${entry.event} ${(entry.newMemory ?? entry.previousMemory).slice(0, 60)}`, "data-focus": `undo-${entry.id}` }))));
}

/** A list of cards, or what to say when there are none. */
export function cardsOr(cards, title, text) {
  if (cards.length) return el("ol", { class: "cards" }, cards);
  return el("div", { class: "empty" }, el("strong", {}, title), el("p", {}, text));
}
