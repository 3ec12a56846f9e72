// Every suite `npm test` runs, in order; `npm test -- NAME …` runs some. Adding one is a line here.
//
// `check` passes or fails as a whole. `tests` must also say how many tests it ran (cargo's, node:test's or an
// `N passed, N failed` line): a suite that ran none has failed.
import { readdirSync } from "node:fs";

const WASM = "wasm32-unknown-unknown";

export const suites = [
  check("format", "cargo fmt --check"),
  check("lint", "cargo clippy --locked --all-targets -- -D warnings"),
  check("lint-wasm", `cargo clippy --locked --lib --examples --target ${WASM} -- -D warnings`),
  check("lint-index", "cargo clippy --locked --lib --no-default-features -- -D warnings"),
  check("lint-index-wasm", `cargo clippy --locked --lib --no-default-features --target ${WASM} -- -D warnings`),
  check("native-is-pure", "node scripts/native-is-pure.mjs"),
  tests("native", "cargo test --locked"),
  check("build", "scripts/build.sh"),
  tests("tools", nodeTests("tests/tools")),
  check("conformance-build", "node tests/conformance/build.mjs"),
  tests("conformance-node", "node tests/conformance/run-node.mjs"),
  tests("conformance-portable", "node tests/conformance/run-portable.mjs"),
  tests("conformance-browser", "node tests/conformance/run-browser.mjs"),
  tests("conformance-workerd", "node tests/conformance/run-workerd.mjs"),
  tests("emulator", nodeTests("tests/emulator")),
  tests("pipeline", nodeTests("tests/pipeline")),
  tests("types", "node tests/types/run.mjs"),
  tests("package", nodeTests("tests/package")),
  tests("workers", nodeTests("tests/workers")),
  tests("browser", nodeTests("tests/browser")),
  tests("bench-smoke", "node benches/smoke.mjs"),
  tests("quality-smoke", "node benches/quality/smoke.mjs"),
  tests("conversations", nodeTests("tests/scenarios/conversations")),
];

function check(name, command) {
  return { name, command: command.split(" "), counted: false };
}

function tests(name, command) {
  return { name, command: typeof command === "string" ? command.split(" ") : command, counted: true };
}

/** `node --test` on every *.test.mjs of a folder, one file at a time. No such file: node --test fails on the name. */
function nodeTests(folder) {
  const root = new URL(`../${folder}/`, import.meta.url);
  let names = [];
  try {
    names = readdirSync(root, { recursive: true }).filter((name) => name.endsWith(".test.mjs"));
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  const files = names.length > 0 ? names.sort().map((name) => `${folder}/${name}`) : [`${folder}/*.test.mjs`];
  return ["node", "--test", "--test-concurrency=1", "--test-reporter=spec", ...files];
}
