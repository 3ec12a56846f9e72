// The scores as the table of the README.

const COLUMNS = [
  ["read by", ({ mode }) => mode],
  ["language", ({ language }) => language],
  ["conversations", ({ counts }) => counts.conversations],
  ["precision", ({ precision }) => percent(precision)],
  ["recall", ({ recall }) => percent(recall)],
  ["F1", ({ f1 }) => percent(f1)],
  ["right answers", ({ answered }) => percent(answered)],
  ["stale answers", ({ counts }) => `${counts.stale} of ${counts.asks}`],
  ["wrong updates", ({ counts }) => counts.wrongUpdates],
  ["junk", ({ junk }) => percent(junk)],
  ["duplicates", ({ counts }) => counts.duplicates],
  ["leaks", ({ counts }) => counts.leaks],
];

/** A Markdown table, a row for each mode and language. */
export function table(result) {
  const rows = Object.entries(result).flatMap(([mode, { languages }]) =>
    Object.entries(languages).map(([language, figures]) => COLUMNS.map(([, cell]) => cell({ mode, language, ...figures }))),
  );
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(COLUMNS.map(([name]) => name)), line(COLUMNS.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Each miss on a line. */
export function misses(result) {
  return Object.entries(result).flatMap(([mode, { misses: all }]) => all.map(({ where, what }) => `${mode}  ${where}  ${what}`)).join("\n");
}

function percent(value) {
  return value === null ? "–" : (value * 100).toFixed(1);
}
