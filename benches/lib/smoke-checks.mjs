// What the smoke test looks at: every figure of every column, for the index and the references, on both hosts.
import { readFileSync } from "node:fs";
import path from "node:path";

import { recall } from "../measure/recall.mjs";
import { bestRecall, fastest } from "../report/pick.mjs";
import { writePlots } from "../report/plots.mjs";
import { tables } from "../report/table.mjs";
import { OURS, REFERENCES } from "../settings.mjs";
import { readBandwidth } from "./limits.mjs";
import { machine } from "./machine.mjs";
import { codeSizes } from "./sizes.mjs";
import { runSuite } from "./suite.mjs";

const SETS = ["smoke128"];
const SIZES = [2000];
const HOSTS = ["node", "chromium"];

/** Yields [name, problem or undefined]. */
export async function* checks(folder) {
  yield ["wrong, repeated, unknown and forbidden answers do not count", miscounted()];
  const options = {
    sets: SETS, n: SIZES, hosts: HOSTS, adapters: [OURS, ...REFERENCES], quick: true,
    metrics: ["query", "filter", "insert", "delete", "disk"],
  };
  const results = await runSuite(options, () => {});
  const run = { machine: machine(), command: "npm run bench:smoke", results, sizes: await codeSizes([OURS]), limits: readBandwidth() };
  for (const row of results) yield [`${row.adapter} in ${row.host} has every figure`, missing(row)];
  for (const row of results.filter(({ adapter }) => adapter === OURS)) {
    yield [`the index answers rightly in ${row.host}`, wrong(row)];
  }
  yield ["every job was run", results.length === HOSTS.length * 4 ? undefined : `${results.length} of ${HOSTS.length * 4}`];
  yield ["the code's size is known", run.sizes[0].brotli > 0 ? undefined : JSON.stringify(run.sizes)];
  yield ["the machine's limits are known", run.limits.every(({ gbs }) => gbs > 0) ? undefined : JSON.stringify(run.limits)];
  yield ["the table holds no failure", failures(tables(run))];
  writePlots(run, folder);
  const plot = readFileSync(path.join(folder, "recall-node-smoke128.svg"), "utf8");
  yield ["the plot shows the index", plot.includes(OURS) ? undefined : "its name is not there"];
}

/** Four rows on a line, the best two wanted: rows 3 and 2. */
function miscounted() {
  const set = { rows: Float32Array.of(0.1, 0.2, 0.3, 0.4), dim: 1 };
  const rate = (ids, passes) => recall(ids, Float32Array.of(1), set, set.rows[2], 2, passes);
  const cases = [[[3, 2], 1], [[2, 3], 1], [[3, 1], 0.5], [[3, 3], 0.5], [[3, 9], 0.5], [[-1, 2], 0.5], [[0, 1, 3, 2], 0], [[], 0]];
  const off = cases.filter(([ids, expected]) => rate(ids) !== expected);
  if (rate([3, 2], (id) => id !== 3) !== 0.5) off.push(["forbidden", 0.5]);
  return off.length > 0 ? JSON.stringify(off) : undefined;
}

function missing(row) {
  if (row.error || row.dnf) return row.error ?? row.dnf;
  const mine = row.adapter === OURS;
  const figures = {
    build: row.build?.cpuMs, memory: row.memory?.bytes, query: fastest(row, 0.99)?.p50, filter: row.filter?.every?.(({ p50, empty }) => empty || p50 > 0) || NaN,
    insert: row.insert?.cpuMs, found: row.insert?.visible === 1 || NaN,
    ...(mine && { gone: row.remove?.gone === 1 || NaN, disk: row.save?.bytes, open: row.open?.totalMs }),
  };
  const lacking = Object.entries(figures).filter(([, value]) => !Number.isFinite(Number(value ?? NaN))).map(([name]) => name);
  return lacking.length > 0 ? `no figure for ${lacking.join(", ")}: ${JSON.stringify(row).slice(0, 600)}` : undefined;
}

function wrong(row) {
  const least = Math.min(bestRecall(row), row.build.firstRecall, row.open.recall);
  const standard = row.query.find(({ effort }) => effort === "default").recall;
  const filtered = Math.min(...row.filter.map(({ recall }) => recall));
  if (least < 0.99 || standard < 0.99) return `recall ${least}, by default ${standard}`;
  return filtered < 0.95 ? `recall ${filtered} through a filter` : undefined;
}

function failures(table) {
  const found = table.match(/failed|fails|dnf|What failed.*/g);
  return found ? found.join(", ") : undefined;
}
