// The command line of `npm run bench`.
import { parseArgs } from "node:util";

import { DEFAULTS, METRICS, NOT_BY_DEFAULT, OURS, PEERS, REFERENCES } from "../settings.mjs";

export const USAGE = `npm run bench -- [options]
  --n 1000,10000       sizes (${DEFAULTS.n})
  --dims 384,768       widths: real text embeddings (${DEFAULTS.dims})
  --sets a,b           sets by name instead: real384, real768, synthetic384
  --hosts a,b          ${DEFAULTS.hosts}
  --peers a,b|none     of: ${Object.keys(PEERS).join(" ")}
  --only a,b           of the metrics ${METRICS.join(" ")}
  --build SECONDS      CPU time a build may take (150)
  --quick              fewer queries, one run of seconds instead of minutes
  --json FILE          the results as JSON, too
  --from FILE          print the table of an earlier run
  --short              the short table, as in the README`;

export function readArguments(argv) {
  const text = { type: "string" };
  const flag = { type: "boolean", default: false };
  const { values } = parseArgs({
    args: argv,
    options: {
      n: text, dims: text, sets: text, hosts: text, peers: text, only: text, build: text, json: text, from: text,
      quick: flag, short: flag, help: flag,
    },
  });
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const list = (name, fallback, known) => {
    const items = values[name]?.split(",").filter(Boolean) ?? fallback;
    const unknown = known && items.filter((item) => !known.includes(item));
    if (unknown?.length > 0) fail(`--${name}: no ${unknown.join(", ")}; there are: ${known.join(" ")}`);
    return items;
  };
  const number = (name) => (value) => (Number(value) > 0 ? Number(value) : fail(`--${name}: ${value} is no size`));
  const dims = list("dims", DEFAULTS.dims).map(number("dims"));
  const peers = values.peers === "none" ? [] : list("peers", Object.keys(PEERS), [...Object.keys(PEERS), ...REFERENCES]);
  return {
    n: list("n", DEFAULTS.n).map(number("n")),
    sets: list("sets", dims.map((dim) => `real${dim}`)),
    hosts: list("hosts", DEFAULTS.hosts, DEFAULTS.hosts),
    adapters: [...new Set([OURS, ...REFERENCES, ...peers])],
    metrics: list("only", METRICS.filter((metric) => !NOT_BY_DEFAULT.includes(metric)), METRICS),
    build: values.build && number("build")(values.build),
    ...pick(values, ["quick", "json", "from", "short"]),
  };
}

const pick = (from, names) => Object.fromEntries(names.map((name) => [name, from[name]]));

function fail(message) {
  console.error(`${message}\n\n${USAGE}`);
  process.exit(2);
}
