// The table of `--only open`.
import { markdown, milliseconds } from "./format.mjs";

export function openTable(rows) {
  const cells = (row) => [
    milliseconds(row.fillMs), milliseconds(row.coldMs), milliseconds(row.totalMs), milliseconds(row.openMs),
    milliseconds(row.searchMs), milliseconds(row.goalMs), `${Math.round(row.bytes / row.memories).toLocaleString("en")} B each`,
  ];
  return markdown(
    ["memories", "filled in", "new page: open → answer", "warm: open → answer", "open", "search", "goal", "on disk"],
    rows.map((row) => [row.size.toLocaleString("en"), ...(row.error ? [row.error, ...Array(6).fill("")] : cells(row))]),
  );
}
