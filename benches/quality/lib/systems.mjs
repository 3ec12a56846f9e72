// The systems that are measured: each takes a conversation and answers its questions with a ranking of turn ids.
import { readFileSync } from "node:fs";

import { Memory } from "../../../pkg/entry/node.js";
import { LOOKED_AT } from "./measure.mjs";
import { plainBm25 } from "./plain-bm25.mjs";

const USER = "reader";
/** As many messages as one call takes. */
const AT_ONCE = 200;
/** More than any conversation has turns: a ranking of all by one part of the score. */
const ALL = 1000;

/**
 * Ours, through the built package: turns kept word for word, each session a run, then plain searches. `model`: the bytes' file
 * of another embedding model; `minilm`: as below, for `hybrid+minilm`, the same searches with a real transformer as the embedder.
 */
export function ours(model, minilm) {
  const embedder = model && { provider: "static", bytes: readFileSync(model) };
  return {
    words: library({ embedder: { provider: "none" } }, LOOKED_AT, (results) => results),
    vectors: library({ embedder }, ALL, byVector),
    hybrid: library({ embedder }, LOOKED_AT, (results) => results),
    ...(minilm && { "hybrid+minilm": library({ embedder: host(minilm) }, LOOKED_AT, (results) => results) }),
  };
}

/** The references: nothing of ours. `minilm`: by text, its vector. */
export const references = (minilm) => ({
  bm25: (conversation) => {
    const scores = plainBm25(conversation.turns);
    return (question) => ranked(conversation.turns, scores(question), 0);
  },
  ...(minilm && {
    minilm: (conversation) => {
      const cosines = near(minilm, conversation);
      return (question) => ranked(conversation.turns, cosines(question));
    },
    "bm25+minilm": (conversation) => {
      const [scores, cosines] = [plainBm25(conversation.turns), near(minilm, conversation)];
      return (question) => {
        const [words, meaning] = [toOne(scores(question)), toOne(cosines(question))];
        return ranked(conversation.turns, words.map((value, at) => 0.5 * value + 0.5 * meaning[at]));
      };
    },
  }),
});

function library(config, limit, order) {
  return async (conversation) => {
    const memory = await Memory.open({ storage: { type: "memory" }, ...config });
    const turnOf = await remember(memory, conversation);
    const ask = async (question) => {
      const { results, degraded } = await memory.search(question, { userId: USER, limit });
      if (degraded) throw new Error(`a search fell back to words: ${degraded.message}`);
      return order(results).slice(0, LOOKED_AT).map((hit) => turnOf.get(hit.id));
    };
    ask.close = () => memory.close();
    return ask;
  };
}

/** The embedder sees the texts that the library gives it: turns without their speaker. */
function host(vectors) {
  return { provider: "host", model: "all-MiniLM-L6-v2", dims: 384, embed: (texts) => texts.map((text) => vectors.get(text)) };
}

/** Adds every turn; which turn each memory is. A turn said before word for word is the memory it was then. */
async function remember(memory, { turns }) {
  const turnOf = new Map();
  for (const session of bySession(turns)) {
    for (let from = 0; from < session.length; from += AT_ONCE) {
      const part = session.slice(from, from + AT_ONCE);
      const messages = part.map((turn) => ({ role: "user", name: turn.speaker, content: turn.content, timestamp: turn.at }));
      const added = await memory.add(messages, { userId: USER, runId: `session-${part[0].session}`, infer: false });
      if (added.results.length !== part.length) throw new Error("a turn was not kept");
      added.results.forEach(({ id }, at) => turnOf.has(id) || turnOf.set(id, part[at].id));
    }
  }
  return turnOf;
}

function bySession(turns) {
  const sessions = new Map();
  for (const turn of turns) (sessions.get(turn.session) ?? sessions.set(turn.session, []).get(turn.session)).push(turn);
  return sessions.values();
}

/** The library's own vectors, without all else: the cosine stands in each hit's explanation. */
function byVector(results) {
  const cosine = (hit) => hit.explain.find((part) => part.signal === "vector")?.raw ?? -1;
  return [...results].sort((a, b) => cosine(b) - cosine(a));
}

function near(vectors, { turns }) {
  const rows = turns.map((turn) => vectors.get(`${turn.speaker}: ${turn.content}`));
  return (question) => {
    const asked = vectors.get(question);
    return rows.map((row) => row.reduce((sum, value, at) => sum + value * asked[at], 0));
  };
}

/** Best first; what does not score above `least` is not found. */
function ranked(turns, scores, least = -Infinity) {
  const found = turns.map((_, at) => at).filter((at) => scores[at] > least);
  const order = found.sort((a, b) => scores[b] - scores[a] || a - b);
  return order.slice(0, LOOKED_AT).map((at) => turns[at].id);
}

function toOne(scores) {
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  return Array.from(scores, (score) => (high > low ? (score - low) / (high - low) : 0));
}
