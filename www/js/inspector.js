// The open memory: four tabs, and how it is stored.

import { about } from "./about.js";
import { cardsOr, decisionCard, memoryCard, recallCard } from "./cards.js";
import { byId, el } from "./dom.js";
import { explain } from "./errors.js";
import { counted } from "./format.js";

const TABS = ["memories", "recalled", "decisions", "about"];
/** Decisions are read for this many memories at most: enough to look at, little enough to read at once. */
const HISTORIES = 200;

export class Inspector {
  #session;
  #actions;
  #items = [];
  #profile = { slots: {}, procedures: [], preferences: [] };
  #hits = [];
  #degraded;
  #touched = new Set();
  #round = 0;

  /** `actions`: `onhistory(item)`, `onforget(item)` and `onundo(entry)`. */
  constructor(session, actions) {
    this.#session = session;
    this.#actions = actions;
    const tabs = TABS.map((name) => byId(`tab-${name}`));
    for (const [at, tab] of tabs.entries()) {
      tab.addEventListener("click", () => this.show(TABS[at]));
      tab.addEventListener("keydown", (event) => {
        const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        const next = (to + tabs.length) % tabs.length;
        this.show(TABS[next]);
        tabs[next].focus();
      });
    }
    this.#draw();
  }

  /** Selects a tab. */
  show(name) {
    for (const other of TABS) {
      const selected = other === name;
      byId(`tab-${other}`).setAttribute("aria-selected", String(selected));
      byId(`tab-${other}`).tabIndex = selected ? 0 : -1;
      byId(`panel-${other}`).hidden = !selected;
    }
  }

  /** What was recalled for the last message. */
  recalled(hits, degraded) {
    this.#hits = hits;
    this.#degraded = degraded;
    this.#draw();
  }

  /** Notes the memories an exchange was about, so that the decisions on one that is gone since are still shown. */
  touch(ids) {
    for (const id of ids) this.#touched.add(id);
  }

  /** After everything was forgotten. */
  clear() {
    this.#touched.clear();
    this.#hits = [];
    this.#degraded = undefined;
  }

  /** Lists everything again. Resolves to the health, or undefined if a later refresh overtook this one. */
  async refresh() {
    const round = ++this.#round;
    const items = await this.#session.list();
    const ids = new Set([...this.#touched, ...items.map((item) => item.id)]);
    const histories = await Promise.all([...ids].slice(0, HISTORIES).map((id) => this.#session.history(id).catch(() => [])));
    const changes = await this.#session.changes().catch(() => []);
    const profile = await this.#session.profile();
    const health = await this.#session.health();
    const persisted = await this.#session.persisted();
    if (round !== this.#round) return undefined;
    this.#items = items;
    this.#profile = profile;
    this.#draw([...new Map([...changes, ...histories.flat()].map((entry) => [entry.id, entry])).values()]);
    this.#drawStorage(health, persisted);
    for (const count of document.querySelectorAll('[data-count="memories"]')) count.textContent = String(health.memories);
    byId("forget-all").disabled = health.memories === 0 && health.pending === 0;
    byId("export").disabled = byId("forget-all").disabled;
    return health;
  }

  #draw(decisions) {
    const focused = document.activeElement?.closest?.(".panel [data-focus]");
    const panel = focused?.closest(".panel");

    const scores = new Map(this.#hits.map((hit) => [hit.id, hit.score]));
    this.#drawMemories(scores);
    byId("panel-about").replaceChildren(about(this.#profile, this.#actions.onhistory));
    byId("panel-recalled").replaceChildren(
      this.#degraded ? el("p", { class: "empty", role: "note" }, `Found by words alone: ${explain(this.#degraded).text}`) : "",
      cardsOr(this.#hits.map(recallCard), "Nothing was recalled for the last message.",
        "Ask about something you told me: each memory found is shown here with its score, and what the score is made of."));
    byId("tab-recalled").querySelector(".count").textContent = String(this.#hits.length);
    if (decisions) {
      const newestFirst = decisions.sort((a, b) => b.at.localeCompare(a.at));
      byId("panel-decisions").replaceChildren(decisionsOr(newestFirst, this.#actions.onundo));
    } else if (!byId("panel-decisions").hasChildNodes()) {
      byId("panel-decisions").replaceChildren(decisionsOr([], this.#actions.onundo));
    }

    if (focused) (panel.querySelector(`[data-focus="${CSS.escape(focused.dataset.focus)}"]`) ?? panel).focus();
  }

  /** What is known first; the messages kept word for word below, folded once there is something known. */
  #drawMemories(scores) {
    const cards = (items) => items.map((item) => memoryCard(item, { score: scores.get(item.id), ...this.#actions }));
    const known = this.#items.filter((item) => item.kind !== "verbatim");
    const words = this.#items.filter((item) => item.kind === "verbatim");
    const wasOpen = byId("panel-memories").querySelector("details")?.open;
    const parts = [];
    if (known.length || !words.length) {
      parts.push(cardsOr(cards(known), "Nothing yet.",
        "What you tell me appears here with the reason it was kept. You can look at the history of each memory, and forget it."));
    }
    if (words.length) {
      parts.push(el("details", { class: "verbatim", "data-testid": "verbatim", open: wasOpen ?? !known.length },
        el("summary", {}, "Your words ", el("span", { class: "count" }, String(words.length))),
        el("ol", { class: "cards" }, cards(words))));
    }
    byId("panel-memories").replaceChildren(...parts);
  }

  #drawStorage(health, persisted) {
    const { kind, durable } = health.storage;
    const where = { indexeddb: "In this browser's database (IndexedDB)", memory: "Only in this tab's memory" }[kind] ?? kind;
    const lasting = durable ? "written before it is acknowledged" : "gone when the tab is: the browser gave this page no database";
    const eviction = !durable || persisted === undefined ? ""
      : persisted ? " The browser promised not to evict it." : " The browser may evict it if the disk runs full.";
    const { index, embedder } = health;
    const finder = embedder && index.vectors > 0 ? `${counted(index.vectors, "vector")} of ${embedder.model}, ${index.kind} index, ${index.kernel}, and words` : "words";
    const parts = [`${where}, ${lasting}.${eviction} ${counted(health.memories, "memory", "memories")}, ${health.pending} waiting. Found by ${finder}.`];
    if (health.setAside.length) {
      parts.push(" ", el("span", { class: "problem" }, `${counted(health.setAside.length, "damaged row")} set aside; the rest is served.`));
    }
    byId("storage").replaceChildren(...parts);
  }
}

/** `entries`: newest first. The last change of each memory can be undone; what came before it rests below. */
function decisionsOr(entries, onundo) {
  const changed = new Set();
  const cards = entries.map((entry) => {
    const changes = entry.event !== "NOOP" && entry.previousMemory !== entry.newMemory;
    const isLast = changes && !changed.has(entry.memoryId);
    if (changes) changed.add(entry.memoryId);
    return decisionCard(entry, isLast ? onundo : undefined);
  });
  return cardsOr(cards, "No decision yet.",
    "For each message I decide: ADD something new, UPDATE what changed, DELETE what is no longer so, or NOOP for what I know already.");
}
