// The shell scripts stop at the first error, and a linter has nothing to say about them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const project = fileURLToPath(new URL("../..", import.meta.url));
const names = readdirSync(`${project}/scripts`).filter((name) => name.endsWith(".sh"));
const scripts = [...names.map((name) => `scripts/${name}`), ".ci/run"];
const run = (command, args) => spawnSync(command, args, { cwd: project, encoding: "utf8" });

for (const script of scripts) {
  test(`${script} parses and is strict`, () => {
    const parsed = run("bash", ["-n", script]);
    assert.equal(parsed.status, 0, parsed.stderr);
    const text = readFileSync(`${project}/${script}`, "utf8");
    if (script !== "scripts/common.sh") assert.match(text, /^set -euo pipefail$/m); // common.sh is sourced
  });
}

test("shellcheck is content", { skip: run("shellcheck", ["--version"]).error && "no shellcheck here" }, () => {
  const linted = run("shellcheck", ["-x", ...scripts]);
  assert.equal(linted.status, 0, linted.stdout);
});
