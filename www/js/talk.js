// The talk: what was said, and under each message what became of it.

import { byId, el, link } from "./dom.js";
import { badge, counted, time } from "./format.js";
import { change } from "./history-dialog.js";

export class Talk {
  #log = byId("log");
  #turns = byId("turns");
  #onrecalled;

  /** `onrecalled()`: the person wants to see what was recalled. */
  constructor({ onrecalled }) {
    this.#onrecalled = onrecalled;
    // The box under the log grows and shrinks; the end stays in sight.
    new ResizeObserver(() => this.#follow()).observe(this.#log);
  }

  /** Shows a message of the person and returns what can be said about it. */
  begin(text) {
    byId("welcome").hidden = true;
    const turn = new Turn(text, { onrecalled: this.#onrecalled, moved: () => this.#follow() });
    this.#turns.append(turn.element);
    this.#follow(true);
    return turn;
  }

  /** Starts over with an empty talk. */
  clear() {
    this.#turns.replaceChildren();
    byId("welcome").hidden = false;
  }

  /** A reader is told of an answer when it is whole, not word by word. */
  set busy(busy) {
    this.#log.setAttribute("aria-busy", String(busy));
  }

  /** Keeps the end in sight, unless the person scrolled up to read. */
  #follow(always = false) {
    const left = this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight;
    if (always || left < 120) this.#log.scrollTop = this.#log.scrollHeight;
  }
}

/** One message of the person with the answer to it. */
export class Turn {
  #mine = el("div", { class: "under", "data-testid": "fate" });
  #words = el("div", { class: "words", dir: "auto" });
  #its = el("div", { class: "under", "data-testid": "answer-note" });
  #stream = null;
  #moved;
  #onrecalled;

  constructor(text, { onrecalled, moved }) {
    this.#onrecalled = onrecalled;
    this.#moved = moved;
    this.element = el("li", { class: "turn", "data-testid": "turn" },
      el("div", { class: "said me" }, el("span", { class: "unseen" }, "You: "), el("p", { class: "words", dir: "auto" }, text), this.#mine),
      el("div", { class: "said it", "data-testid": "answer" }, el("span", { class: "unseen" }, "Assistant: "), this.#words, this.#its));
  }

  /* ---- under the message: is it remembered? */

  working(text) { this.#under(this.#mine, el("span", { class: "dots" }, text)); }

  note(text) { this.#under(this.#mine, text); }

  /** The decisions made on it. */
  decided(results, none = "nothing new to remember") {
    const rows = results.map((item) => el("li", {}, badge(item.event), " ", change(item)));
    this.#under(this.#mine, rows.length ? el("ul", { class: "done" }, rows) : none);
  }

  /** Something went wrong: the text says what and what to do, `actions` do it. */
  troubled(text, actions) {
    this.#under(this.#mine, el("span", { class: "problem" }, text), " ", actions);
  }

  /* ---- the answer */

  thinking() {
    this.#stream = null;
    this.#under(this.#its);
    this.#words.replaceChildren(el("span", { class: "dots soft" }, "thinking"));
  }

  append(text) {
    if (!this.#stream) {
      this.#stream = document.createTextNode("");
      this.#words.replaceChildren(this.#stream);
    }
    this.#stream.appendData(text);
    this.#moved();
  }

  /** An answer the page itself gives, with memories quoted. */
  say(text, quoted = []) {
    const quotes = quoted.map((item) => el("li", {}, el("span", { dir: "auto" }, item.memory), " ", time(item.createdAt)));
    this.#words.replaceChildren(text, quotes.length ? el("ul", { class: "quotes" }, quotes) : "");
    this.#moved();
  }

  /** What the answer rests on. */
  recalled(hits) {
    this.#under(this.#its, hits.length ? link(`${counted(hits.length, "memory", "memories")} recalled: see why`, this.#onrecalled) : "nothing recalled");
  }

  /** The answer ended early. Words that came stay. */
  ended(text, actions = []) {
    if (!this.#stream) this.#words.replaceChildren(el("span", { class: "soft" }, "No answer."));
    this.#under(this.#its, el("span", { class: "problem" }, text), " ", actions);
  }

  /** One more thing to do about the answer. */
  offer(action) {
    this.#its.append(" ", action);
    this.#moved();
  }

  #under(place, ...content) {
    place.replaceChildren(...content.flat());
    this.#moved();
  }
}
