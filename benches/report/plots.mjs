// The plots of a run: query time against recall at the largest size, and query time against size.
import { writeFileSync } from "node:fs";
import path from "node:path";

import { OURS } from "../settings.mjs";
import { fastest } from "./pick.mjs";
import { lineChart } from "./svg.mjs";

export function writePlots({ results }, folder) {
  for (const host of new Set(results.map((row) => row.host))) {
    for (const set of new Set(results.map((row) => row.set))) {
      const rows = results.filter((row) => row.host === host && row.set === set && Array.isArray(row.query));
      if (rows.length === 0) continue;
      const n = Math.max(...rows.map((row) => row.n));
      write(folder, `recall-${host}-${set}`, recallChart(rows.filter((row) => row.n === n), `${host}, ${set}, n = ${n.toLocaleString("en")}`));
      write(folder, `sizes-${host}-${set}`, sizeChart(rows, `${host}, ${set}: query at recall@10 ≥ 0.99`));
    }
  }
}

/** Wrong answers (1 − recall) rather than recall: on a logarithmic axis 0.99 and 0.999 are a step apart. */
function recallChart(rows, title) {
  const wrong = (recall) => Math.max(1 - recall, 5e-5);
  const series = rows.map(({ adapter, query }) => ({
    name: adapter,
    strong: adapter === OURS,
    points: query.map(({ recall, p50 }) => [wrong(recall), p50]).sort((a, b) => b[0] - a[0]),
  }));
  return lineChart({ title, xLabel: "share of the ten best that is missed (left is better)", yLabel: "ms a query (p50)", series });
}

function sizeChart(rows, title) {
  const names = [...new Set(rows.map(({ adapter }) => adapter))];
  const series = names.map((name) => ({
    name,
    strong: name === OURS,
    points: rows.filter(({ adapter }) => adapter === name).map((row) => [row.n, fastest(row, 0.99)?.p50 ?? 0]).sort((a, b) => a[0] - b[0]),
  }));
  return lineChart({ title, xLabel: "vectors", yLabel: "ms (p50)", series });
}

function write(folder, name, svg) {
  if (svg) writeFileSync(path.join(folder, `${name}.svg`), svg);
}
