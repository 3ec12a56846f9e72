// What a ranking is worth: evidence recall, session NDCG, and the tokens it takes to reach a recall.

export const DEPTHS = [5, 10, 25];
/** How many turns of a ranking are looked at. */
export const LOOKED_AT = 100;
/** The recall at which tokens are counted. */
export const TOKENS_AT = 0.75;

/** The share of a question's evidence turns among the first k. */
export const recall = (ranking, evidence, k) => {
  const top = new Set(ranking.slice(0, k));
  return evidence.filter((id) => top.has(id)).length / evidence.length;
};

/** NDCG@5 of sessions, each as good as its best turn; a session is right if it holds evidence. */
export function sessionNdcg(ranking, evidence, sessionOf, k = 5) {
  const right = new Set(evidence.map((id) => sessionOf.get(id)));
  const order = [...new Set(ranking.map((id) => sessionOf.get(id)))].slice(0, k);
  const gain = (at) => 1 / Math.log2(at + 2);
  const got = order.reduce((sum, session, at) => sum + (right.has(session) ? gain(at) : 0), 0);
  const best = Array.from({ length: Math.min(k, right.size) }, (_, at) => gain(at)).reduce((a, b) => a + b, 0);
  return got / best;
}

/** About what a language model counts: four letters, or one Hangul, Han or kana character, a token. The same for all. */
export const tokens = (text) => {
  const wide = text.match(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g)?.length ?? 0;
  return wide + Math.ceil((text.length - wide) / 4);
};

/**
 * The figures of one system. `asked`: [{ category, evidence, ranking, sessionOf, tokensOf }], all conversations together.
 * Every question counts the same.
 */
export function figures(asked) {
  const categories = [...new Set(asked.map((q) => q.category))].sort();
  const of = (questions) => ({
    questions: questions.length,
    recall: Object.fromEntries(DEPTHS.map((k) => [k, mean(questions.map((q) => recall(q.ranking, q.evidence, k)))])),
    sessionNdcg5: mean(questions.map((q) => sessionNdcg(q.ranking, q.evidence, q.sessionOf))),
  });
  const each = categories.map((name) => [name, of(asked.filter((q) => q.category === name))]);
  return { ...of(asked), tokensAtRecall: tokensAtRecall(asked), categories: Object.fromEntries(each) };
}

/** The mean tokens of the fewest turns a question that reach the recall over all questions; null if 100 do not. */
function tokensAtRecall(asked) {
  for (let k = 1; k <= LOOKED_AT; k++) {
    if (mean(asked.map((q) => recall(q.ranking, q.evidence, k))) >= TOKENS_AT) {
      const cost = (q) => q.ranking.slice(0, k).reduce((sum, id) => sum + q.tokensOf.get(id), 0);
      return { turns: k, tokens: Math.round(mean(asked.map(cost))) };
    }
  }
  return null;
}

const mean = (numbers) => (numbers.length > 0 ? numbers.reduce((a, b) => a + b, 0) / numbers.length : 0);
