// The figures as tables of text.
import { DEPTHS, TOKENS_AT } from "./measure.mjs";

const percent = (share) => (100 * share).toFixed(1);

/** One data set: a table of the systems, then recall at 10 by category. */
export function report({ name, conversations, systems }) {
  const rows = Object.entries(systems);
  const [[, first]] = rows;
  const categories = Object.keys(first.categories);
  const cost = (f) => (f.tokensAtRecall ? `${f.tokensAtRecall.tokens} (${f.tokensAtRecall.turns} turns)` : "more than 100 turns");
  const overall = [
    ["", ...DEPTHS.map((k) => `R@${k}`), "sessions NDCG@5", `tokens for recall ${TOKENS_AT}`],
    ...rows.map(([system, f]) => [system, ...DEPTHS.map((k) => percent(f.recall[k])), f.sessionNdcg5.toFixed(3), cost(f)]),
  ];
  const named = categories.map((category) => `${category} (${first.categories[category].questions})`);
  const byCategory = (title, figure) => [
    [title, ...named],
    ...rows.map(([system, f]) => [system, ...categories.map((category) => figure(f.categories[category]))]),
  ];
  return [
    `${name}: ${conversations} conversations, ${first.questions} questions`,
    table(overall),
    table(byCategory("R@10 by category", (f) => percent(f.recall[10]))),
    table(byCategory("sessions NDCG@5", (f) => f.sessionNdcg5.toFixed(3))),
  ].join("\n\n");
}

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => row.map((cell, n) => (n === 0 ? cell.padEnd(widths[n]) : cell.padStart(widths[n]))).join("  ");
  return rows.map(line).join("\n");
}
