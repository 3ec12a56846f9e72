// One exchange: a message, its answer, what was remembered of it; and trying again what failed.

import { announce, link } from "./dom.js";
import { explain, sentence } from "./errors.js";
import { counted } from "./format.js";

/** How many messages of the talk go along with a new one. */
const CONTEXT = 8;
/** The cosine from which the model on the device has found something rather than nothing. */
const NEAR = 0.1;
/** In any of the scripts the demo knows a question mark of. */
const ASKS = /[?？؟⁇]["'”’»)\s]*$/u;

export class Exchanges {
  #session;
  #on;
  /** Turns kept but not yet understood: pending id → { turn, text, answered }. */
  #waiting = new Map();
  /** What was said and answered on this page: a chat needs it, the memories do not hold it. */
  #said = [];

  /**
   * `on`: `mode()`, `recalled(hits, degraded)`, `remembered(results)`, `changed()` after anything that may have written,
   * `enterKey()`, and `run(work)`, which does one thing at a time and gives it a signal.
   */
  constructor(session, on) {
    this.#session = session;
    this.#on = on;
  }

  /** Answers a message in the mode of the moment. Never rejects: what fails is said under the message. */
  async hold(text, turn, signal) {
    if (this.#on.mode().llm) await this.#withModel(text, turn, signal);
    else await this.#withWords(text, turn, signal);
    await this.#on.changed();
  }

  /** Tries the turns again that wait to be understood; shows each what became of it. */
  async retry(signal) {
    for (const { turn } of this.#waiting.values()) turn.working("remembering");
    let results = [];
    let failure;
    try {
      ({ results } = await this.#session.flush(signal));
      this.#on.remembered(results);
    } catch (error) {
      failure = error;
    }
    const unanswered = await this.#settle(results, failure);
    for (const { turn, text } of unanswered) await this.#answer(text, turn, signal);
    await this.#on.changed();
  }

  /** Forgets the talk and which turns wait, when everything was forgotten. */
  clear() {
    this.#waiting.clear();
    this.#said = [];
  }

  /* ---- with a model: recall, answer, remember */

  async #withModel(text, turn, signal) {
    turn.working("remembering");
    turn.thinking();
    const before = new Set((await this.#pending()).map((item) => item.id));
    let answer = "";
    try {
      for await (const event of this.#session.chat(this.#asked(text), { signal })) {
        answer += this.#show(event, turn);
        if (event.type !== "remembered") continue;
        this.#remember(text, answer);
        this.#remembered(event.added, { turn, text, answered: true });
      }
    } catch (error) {
      const plain = explain(error);
      turn.ended(sentence(plain.text), this.#help(plain.help));
      const kept = (await this.#pending()).find((item) => !before.has(item.id));
      if (kept) this.#wait(kept.id, plain, { turn, text, answered: answer !== "" });
      else if (plain.code === "aborted") this.#lost(text, turn, plain);
      else await this.#keep(text, turn, signal);
    }
  }

  /** No answer, so the exchange was not remembered: what the person said still is, now or when the model is back. */
  async #keep(text, turn, signal) {
    try {
      const added = await this.#session.add(text, signal);
      this.#remembered(added, { turn, text, answered: false });
      if (!added.pending) turn.offer(this.#again(text, turn));
    } catch (error) {
      this.#lost(text, turn, explain(error));
    }
  }

  /** Only the answer, for a turn that was remembered since. */
  async #answer(text, turn, signal) {
    turn.thinking();
    let answer = "";
    try {
      for await (const event of this.#session.chat(this.#asked(text), { signal, remember: false })) {
        answer += this.#show(event, turn);
      }
      this.#remember(text, answer);
    } catch (error) {
      const plain = explain(error);
      turn.ended(sentence(plain.text), this.#help(plain.help));
      turn.offer(this.#again(text, turn));
    }
  }

  #again(text, turn) {
    return link("Ask again", () => this.#on.run((signal) => this.#answer(text, turn, signal)));
  }

  /** Shows an event of a chat; returns the text in it. */
  #show(event, turn) {
    if (event.type === "recall") {
      this.#on.recalled(event.results, event.degraded);
      turn.recalled(event.results);
    }
    if (event.type !== "text") return "";
    turn.append(event.text);
    return event.text;
  }

  /** The message with what was said before it; of these, the library remembers only the message. */
  #asked(text) {
    return [...this.#said.slice(-CONTEXT), { role: "user", content: text }];
  }

  #remember(text, answer) {
    this.#said.push({ role: "user", content: text }, { role: "assistant", content: answer });
  }

  /* ---- without: keep the words, find the words */

  async #withWords(text, turn, signal) {
    const asks = ASKS.test(text);
    turn.working(asks ? "looking it up" : "remembering");
    turn.thinking();
    try {
      const { results: found, degraded } = await this.#session.search(text, signal);
      const results = found.filter((hit) => measured(hit, "words") > 0 || measured(hit, "vector") >= NEAR);
      this.#on.recalled(results, degraded);
      if (asks) {
        turn.say(...answer(withoutTheirWords(results)));
        turn.note("looked up, not kept: it ends with a question mark");
      } else {
        const added = await this.#session.add(text, signal);
        const noted = added.results.filter((item) => item.kind !== "verbatim" && item.event !== "NOOP");
        this.#remembered({ ...added, results: added.results.filter((item) => item.kind !== "verbatim") },
          { turn, text, answered: true }, added.results.length ? "kept, word for word" : "known already, word for word");
        turn.say(...acknowledgement(noted, withoutTheirWords(results)));
      }
      turn.recalled(results);
    } catch (error) {
      const plain = explain(error);
      turn.ended(sentence(plain.text));
      this.#lost(text, turn, plain);
    }
  }

  /* ---- what became of it */

  #remembered(added, entry, none) {
    if (added.pending) return this.#wait(added.pending.id, explain(added.pending), entry);
    entry.turn.decided(added.results, none);
    this.#on.remembered(added.results);
    announce(added.results.length ? `Remembered: ${added.results.map((item) => `${item.event} ${item.memory}`).join("; ")}` : "Nothing new to remember.");
    return undefined;
  }

  #wait(id, plain, entry) {
    this.#waiting.set(id, entry);
    const text = `kept, not yet understood: ${plain.text}`;
    entry.turn.troubled(text, [link("Retry", () => this.#on.run((signal) => this.retry(signal))), ...this.#help(plain.help)]);
    announce(sentence(text));
  }

  #lost(text, turn, plain) {
    turn.troubled(`not remembered: ${plain.text}`, [link("Send again", () => this.#on.run((signal) => this.hold(text, turn, signal)))]);
  }

  /** After a flush: what is left keeps waiting, what is done says so. Returns the done turns that have no answer yet. */
  async #settle(results, failure) {
    const left = new Map((await this.#pending()).map((item) => [item.id, item]));
    const done = [...this.#waiting].filter(([id]) => !left.has(id));
    for (const [id, entry] of this.#waiting) {
      if (left.has(id)) this.#wait(id, explain(failure ?? left.get(id)), entry);
    }
    for (const [id, { turn }] of done) {
      this.#waiting.delete(id);
      // A flush does not say which decision belongs to which turn; with one turn there is no doubt.
      if (done.length === 1) turn.decided(results);
      else turn.note("remembered: see the decisions");
    }
    if (done.length) announce(`${counted(done.length, "message")} remembered.`);
    return done.map(([, entry]) => entry).filter((entry) => !entry.answered);
  }

  #help(help) {
    return help === "key" ? [link("Enter a key", () => this.#on.enterKey())] : [];
  }

  async #pending() {
    return this.#session.pending().catch(() => []);
  }
}

/** What the index measured of a hit: a cosine (`vector`), a BM25 score (`words`). */
const measured = (hit, signal) => hit.explain.find((part) => part.signal === signal)?.raw ?? 0;

/** Whether words are shared, not only a meaning. */
const share = (hits) => hits.some((hit) => measured(hit, "words") > 0);

/** Hits without the messages that a fact among them was read from: the fact says it. */
function withoutTheirWords(hits) {
  const told = new Set(hits.filter((hit) => hit.kind !== "verbatim").flatMap((hit) => hit.evidence?.messageIds ?? []));
  return hits.filter((hit) => hit.kind !== "verbatim" || !hit.evidence?.messageIds?.some((id) => told.has(id)));
}

/** What the page answers a question by itself, and the memories it quotes. */
function answer(hits) {
  // A fact says what is so now; the words of an earlier message may say what was.
  const facts = hits.filter((hit) => hit.kind !== "verbatim");
  const best = share(facts) ? facts : hits;
  if (share(best)) return ["You told me this, which comes nearest to your question:", best];
  if (hits.length) return ["No word of that is in what you told me, but this comes nearest in meaning:", hits.slice(0, 2)];
  return ["Nothing you told me comes near that, in words or in meaning.", []];
}

/** What the page says to a message it kept. `noted`: the decisions on facts. */
function acknowledgement(noted, hits) {
  const some = (event) => noted.some((item) => item.event === event);
  if (some("DELETE")) return ["Forgotten.", []];
  if (some("UPDATE")) return ["Noted, in place of what I knew.", []];
  if (noted.length) return ["Noted.", []];
  if (share(hits)) return ["Kept, word for word. It comes near to this:", hits.slice(0, 2)];
  return ["Kept, word for word. Ask me about it with a question mark at the end.", []];
}
