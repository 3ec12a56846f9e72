// The table of `--only open`.
import { markdown, milliseconds } from "./format.mjs";

export function openTable(rows) {
  return markdown(
    ["memories", "filled in", "open", "first answer", "open → answer", "on disk", "goal"],
    rows.map((row) => [
      row.memories.toLocaleString("en"),
      ...(row.error
        ? [row.error, "", "", "", "", ""]
        : [
            milliseconds(row.fillMs), milliseconds(row.openMs), milliseconds(row.searchMs), milliseconds(row.totalMs),
            `${Math.round(row.bytes / row.memories).toLocaleString("en")} B each`, milliseconds(row.goalMs),
          ]),
    ]),
  );
}
