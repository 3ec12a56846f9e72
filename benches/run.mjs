#!/usr/bin/env node
// `npm run bench`: measures, prints the table, writes results/ (JSON and plots).
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { readArguments } from "./lib/args.mjs";
import { readBandwidth } from "./lib/limits.mjs";
import { machine } from "./lib/machine.mjs";
import { RESULTS } from "./lib/paths.mjs";
import { writePlots } from "./report/plots.mjs";
import { shortTables } from "./report/short.mjs";
import { line, tables } from "./report/table.mjs";

const options = readArguments(process.argv.slice(2));
const run = options.from ? JSON.parse(readFileSync(options.from, "utf8")) : await measure();
console.log(options.short ? shortTables(run) : tables(run));

async function measure() {
  const wanted = (metric) => options.metrics.includes(metric);
  const { assembleKernels } = await import("./lib/kernels.mjs");
  await assembleKernels();
  const found = { machine: machine(), command: `npm run bench -- ${process.argv.slice(2).join(" ")}`.trim(), results: [] };
  if (wanted("limits")) found.limits = readBandwidth();
  if (wanted("size")) found.sizes = await (await import("./lib/sizes.mjs")).codeSizes(options.adapters);
  if (options.metrics.some((metric) => ["query", "filter", "insert", "delete", "disk"].includes(metric))) {
    const { runSuite } = await import("./lib/suite.mjs");
    await runSuite(options, (row) => {
      found.results.push(row);
      process.stderr.write(`${line(row)}\n`);
      save(found);
    });
  }
  if (wanted("open")) found.open = await (await import("./open/run.mjs")).measureOpening(options, (row) => process.stderr.write(`${JSON.stringify(row)}\n`));
  save(found);
  return found;
}

/** After every job, so that a run that is stopped leaves what it found. */
function save(found) {
  mkdirSync(RESULTS, { recursive: true });
  const text = JSON.stringify(found, null, 1);
  writeFileSync(path.join(RESULTS, "latest.json"), text);
  if (options.json) writeFileSync(options.json, text);
  writePlots(found, RESULTS);
}
