#!/usr/bin/env node
// How the weights of src/text/bm25/threaded.rs and src/engine/recall/fuse.rs were chosen, and what choosing is worth: each
// conversation in turn is left out, the weights are chosen on the others by coordinate search, and only the one left out
// is counted. Words alone; the scoring is the library's, written again with its constants as parameters.
//
//   node benches/quality/tune.mjs ../shared/data/locomo-dev.json
import { conversations } from "./lib/data.mjs";
import { recall } from "./lib/measure.mjs";
import { stem } from "./lib/porter.mjs";
import { STOP, words } from "./lib/plain-bm25.mjs";

/** What the library ships, and what else was tried. `near` scales the weights of all neighbours. */
const SHIPPED = { near: 1, alone: 0.3, session: 0.5, speaker: 0.15, cover: 0.3, k1: 1, b: 0.5 };
const TRIED = {
  near: [0, 0.5, 0.75, 1, 1.25],
  alone: [0, 0.3, 0.6],
  session: [0, 0.25, 0.5, 0.75],
  speaker: [0, 0.1, 0.15, 0.2, 0.25],
  cover: [0, 0.3, 0.5],
  k1: [0.8, 1, 1.4],
  b: [0.3, 0.5, 0.75],
};
const BEFORE = [0.6, 0.3, 0.15];
const AFTER = [0.4, 0.2, 0.1];
const DEPTH = 10;

const all = conversations(process.argv[2]).map(prepared);
const recallOf = (set, weights) => mean(set.flatMap((c) => c.questions.map((q) => found(c, q, weights))));
const shown = (weights) => Object.entries(weights).map(([name, value]) => `${name} ${value}`).join(", ");

console.log(`R@${DEPTH} of words, shipped weights: ${percent(recallOf(all, SHIPPED))}`);
const without = (name) => ({ ...SHIPPED, [name]: 0 });
for (const name of ["near", "alone", "session", "speaker", "cover"]) {
  console.log(`  without ${name}: ${percent(recallOf(all, without(name)))}`);
}
const leftOut = [];
for (const conversation of all) {
  const weights = chosen(all.filter((other) => other !== conversation));
  leftOut.push(...conversation.questions.map((q) => found(conversation, q, weights)));
  console.log(`${conversation.id} left out: ${percent(recallOf([conversation], weights))} with ${shown(weights)}`);
  console.log(`${" ".repeat(conversation.id.length)} shipped:  ${percent(recallOf([conversation], SHIPPED))}`);
}
console.log(`all questions, each with weights that never saw its conversation: ${percent(mean(leftOut))}`);

/** Coordinate search from nothing, two rounds. */
function chosen(set) {
  const weights = { near: 0, alone: 0, session: 0, speaker: 0, cover: 0, k1: 1, b: 0.5 };
  let best = recallOf(set, weights);
  for (const [name, values] of [...Object.entries(TRIED), ...Object.entries(TRIED)]) {
    for (const value of values) {
      const score = recallOf(set, { ...weights, [name]: value });
      if (score > best) [best, weights[name]] = [score, value];
    }
  }
  return weights;
}

/** What does not depend on the weights: how often each word of each question comes, in every turn and session. */
function prepared({ id, turns, questions }) {
  const documents = turns.map((turn) => words(turn.content).map(stem));
  const lengths = documents.map((document) => document.length);
  const sessions = [...new Set(turns.map((turn) => turn.session))];
  const sessionOf = turns.map((turn) => sessions.indexOf(turn.session));
  const names = [...new Set(turns.map((turn) => turn.speaker))].map((name) => [name, words(name).map(stem)]);
  const counts = new Map();
  for (const [n, document] of documents.entries()) {
    for (const word of document) {
      const times = counts.get(word) ?? counts.set(word, new Float64Array(turns.length)).get(word);
      times[n] += 1;
    }
  }
  const beside = turns.map((_, n) =>
    [1, 2, 3].flatMap((d) => [[n - d, BEFORE[d - 1]], [n + d, AFTER[d - 1]]]).filter(([at]) => sessionOf[at] === sessionOf[n]),
  );
  const asked = questions.map(({ question, evidence }) => {
    const said = [...new Set(words(question).filter((word) => !STOP.has(word)).map(stem))];
    const named = names.filter(([, tokens]) => tokens.some((token) => said.includes(token)));
    const nameTokens = named.flatMap(([, tokens]) => tokens);
    const others = said.filter((word) => !nameTokens.includes(word));
    const terms = (others.length > 0 ? others : said).map((word) => counts.get(word) ?? new Float64Array(turns.length));
    const speaker = named.length === 1 ? named[0][0] : undefined;
    return { evidence, terms, speaks: turns.map((turn) => turn.speaker === speaker) };
  });
  return { id, turns, lengths, sessionOf, sessions: sessions.length, beside, questions: asked };
}

function found(conversation, { evidence, terms, speaks }, weights) {
  const { turns, lengths, sessionOf, sessions, beside } = conversation;
  const average = mean(lengths);
  const norm = (length) => weights.k1 * (1 - weights.b + (weights.b * length) / average);
  const windows = beside.map((near, n) => {
    const total = near.reduce((sum, [at, weight]) => sum + weights.near * weight * lengths[at], lengths[n]);
    return norm(total / near.reduce((sum, [, weight]) => sum + weights.near * weight, 1));
  });
  const sessionLengths = new Float64Array(sessions);
  lengths.forEach((length, n) => (sessionLengths[sessionOf[n]] += length));
  const scores = new Float64Array(turns.length);
  let full = 0;
  for (const times of terms) {
    const inWindow = beside.map((near, n) => near.reduce((sum, [at, weight]) => sum + weights.near * weight * times[at], times[n]));
    const inSession = new Float64Array(sessions);
    times.forEach((count, n) => (inSession[sessionOf[n]] += count));
    const rare = idf(turns.length, inWindow.filter((count) => count > 0).length);
    const rareSession = idf(sessions, inSession.filter((count) => count > 0).length);
    full += (1 + weights.alone) * rare + weights.session * rareSession;
    for (let n = 0; n < turns.length; n++) {
      const session = sessionOf[n];
      const long = 1.2 * (0.25 + (0.75 * sessionLengths[session]) / mean(sessionLengths));
      scores[n] +=
        weights.alone * rare * saturated(times[n], weights.k1, norm(lengths[n])) +
        rare * saturated(inWindow[n], weights.k1, windows[n]) +
        weights.session * rareSession * saturated(inSession[session], 1.2, long);
    }
  }
  const best = Math.max(...scores, weights.cover * full);
  const lifted = scores.map((score, n) => score + (speaks[n] && score > 0 ? weights.speaker * best : 0));
  const order = turns.map((_, n) => n).sort((a, b) => lifted[b] - lifted[a] || a - b);
  return recall(order.slice(0, DEPTH).map((n) => turns[n].id), evidence, DEPTH);
}

function idf(count, having) {
  return Math.log1p((count - having + 0.5) / (having + 0.5));
}

function saturated(times, k1, norm) {
  return (times * (k1 + 1)) / (times + norm);
}

function mean(numbers) {
  return numbers.reduce((a, b) => a + b, 0) / numbers.length;
}

function percent(share) {
  return (100 * share).toFixed(1);
}
