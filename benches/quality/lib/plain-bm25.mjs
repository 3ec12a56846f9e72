// The reference: BM25 (k1 1.2, b 0.75) over the turns one by one, speaker and caption as words, a short stop list, Porter's
// stemmer; no neighbours, no sessions. What a search box without further thought would do.
import { stem } from "./porter.mjs";

export const STOP = new Set(
  ("a about am an and any are as at be been but by can could did do does for from had has have he her him his how i if in is " +
    "it its me my of on or our she should so some that the their them there they this to us was we were what when where " +
    "which who whom why will with would you your").split(" "),
);

export const words = (text) =>
  (text.normalize("NFC").toLowerCase().replaceAll(/['’]s\b|['’]/g, "").match(/[\p{L}\p{N}]+/gu) ?? []);

export function plainBm25(turns) {
  const documents = turns.map((turn) => words(`${turn.speaker}: ${turn.content}`).map(stem));
  const lengths = documents.map((document) => document.length);
  const average = lengths.reduce((a, b) => a + b, 0) / lengths.length;
  const postings = new Map();
  for (const [n, document] of documents.entries()) {
    for (const word of document) {
      const counts = postings.get(word) ?? postings.set(word, new Map()).get(word);
      counts.set(n, (counts.get(n) ?? 0) + 1);
    }
  }
  return (query) => {
    const asked = words(query);
    const telling = asked.filter((word) => !STOP.has(word));
    const scores = new Float64Array(turns.length);
    for (const word of new Set((telling.length > 0 ? telling : asked).map(stem))) {
      const counts = postings.get(word) ?? new Map();
      const idf = Math.log1p((turns.length - counts.size + 0.5) / (counts.size + 0.5));
      for (const [n, times] of counts) {
        scores[n] += (idf * times * 2.2) / (times + 1.2 * (0.25 + (0.75 * lengths[n]) / average));
      }
    }
    return scores;
  };
}
