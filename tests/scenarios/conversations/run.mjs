#!/usr/bin/env node
// The conversation bench. Needs the built package (scripts/build.sh).
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { load } from "./load.mjs";
import { measure } from "./measure.mjs";
import { MODES } from "./modes.mjs";
import { readScores, recorded, worse, writeScores } from "./ratchet.mjs";
import { misses, table } from "./report.mjs";

const HELP = `npm run bench:conversations -- [options]
  --mode ${MODES.join("|")}   one way of reading; default: all
  --only ASSISTANT      one file of conversations, by its name
  --verbose             list each miss
  --json FILE           write the figures and the misses, too
  --update              record the scores in scores.json (all modes, all files)`;

const { values } = parseArgs({
  options: {
    mode: { type: "string" },
    only: { type: "string" },
    verbose: { type: "boolean" },
    json: { type: "string" },
    update: { type: "boolean" },
    help: { type: "boolean" },
  },
});
const usage = values.mode !== undefined && !MODES.includes(values.mode) ? `--mode is one of ${MODES.join(", ")}` : undefined;
if (values.help || usage) {
  console.log(usage ? `${usage}\n${HELP}` : HELP);
  process.exit(usage ? 2 : 0);
}
const whole = values.mode === undefined && values.only === undefined;
if (values.update && !whole) {
  console.log("--update records a whole run: leave out --mode and --only");
  process.exit(2);
}

const result = await measure(load(values.only), values.mode === undefined ? MODES : [values.mode]);
if (values.verbose) console.log(`${misses(result)}\n`);
console.log(table(result));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
if (values.update) writeScores(recorded(result));
else if (whole) {
  const lost = worse(recorded(result), readScores());
  console.log(lost.length === 0 ? "\nNo worse than recorded." : `\nWorse than recorded:\n  ${lost.join("\n  ")}`);
  process.exitCode = lost.length === 0 ? 0 : 1;
}
