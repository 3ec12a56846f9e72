#!/usr/bin/env node
// `npm run bench:growth`: how the index grows, alone, from a thousand vectors on: query, build, upkeep, memory, disk and
// opening, each drawn beside the growth that its algorithm promises.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

import { machine } from "./lib/machine.mjs";
import { RESULTS } from "./lib/paths.mjs";
import { runSuite } from "./lib/suite.mjs";
import { curves, exponent } from "./report/growth.mjs";
import { markdown } from "./report/format.mjs";
import { line } from "./report/table.mjs";
import { lineChart } from "./report/svg.mjs";
import { OURS } from "./settings.mjs";

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((thousands) => thousands * 1000);

const text = { type: "string" };
const { values } = parseArgs({ options: { to: { ...text, default: "200000" }, set: { ...text, default: "synthetic384" }, hosts: { ...text, default: "node" }, json: text } });
const sizes = STEPS.filter((n) => n <= Number(values.to));

const results = await runSuite(
  {
    sets: [values.set], n: sizes, hosts: values.hosts.split(","), adapters: [OURS], metrics: ["query", "insert", "disk"],
    efforts: ["recall 0.99", "default", "exact"], build: 600,
  },
  (row) => process.stderr.write(`${line(row)}\n`),
);

mkdirSync(RESULTS, { recursive: true });
for (const host of values.hosts.split(",")) {
  const rows = results.filter((row) => row.host === host && !row.error);
  console.log(`\n### ${host}, ${values.set}, ${machine().date}, ${machine().cpu}\n`);
  const all = curves(rows);
  console.log(markdown(["vectors", ...all.map(({ title }) => title)], rows.map((row, i) => [row.n.toLocaleString("en"), ...all.map(({ show, measured }) => show(measured[i][1]))])));
  for (const curve of all) {
    const grows = exponent(curve.measured);
    console.log(`- ${curve.title}: grows as n^${grows.toFixed(2)} over the last steps; expected: ${curve.expected.map(({ name }) => name).join(", ")}`);
    const svg = lineChart({
      title: `${curve.title}: ${host}, ${values.set}`, xLabel: "vectors", yLabel: curve.unit,
      series: [{ name: "measured", points: curve.measured, strong: true }, ...curve.expected.map((one) => ({ ...one, dashed: true }))],
    });
    if (svg) writeFileSync(path.join(RESULTS, `growth-${host}-${curve.file}.svg`), svg);
  }
}
const saved = JSON.stringify({ machine: machine(), results }, null, 1);
writeFileSync(path.join(RESULTS, "growth.json"), saved);
if (values.json) writeFileSync(values.json, saved);
