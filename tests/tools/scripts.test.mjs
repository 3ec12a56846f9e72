// The shell scripts stop at the first error, and a linter has nothing to say about them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

test("browsers.sh installs the browsers a machine lacks, and names files", (context) => {
  const bin = mkdtempSync(join(tmpdir(), "browsers-"));
  context.after(() => rmSync(bin, { recursive: true }));
  const command = (name, text) => {
    writeFileSync(join(bin, name), `#!/bin/bash\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  for (const name of ["bash", "basename", "cat", "chmod", "dirname", "env"]) symlinkSync(`/usr/bin/${name}`, join(bin, name));
  command("id", "echo 0");
  command("dpkg-query", "exit 1");
  // What is "installed" is every package named after `install`.
  command("apt-get", `[[ " $* " == *" install "* ]] || exit 0
for name in "\${@: -2}"; do echo >${bin}/$name; chmod 755 ${bin}/$name; done`);
  const environment = { PATH: bin, HOME: bin };
  const done = spawnSync("/usr/bin/bash", ["scripts/browsers.sh"], { cwd: project, env: environment, encoding: "utf8" });
  assert.equal(done.status, 0, done.stderr);
  assert.match(done.stderr, /installing chromium firefox-esr/);
  assert.equal(done.stdout, `export CHROME=${bin}/chromium FIREFOX=${bin}/firefox-esr\n`);
});

test("shellcheck is content", { skip: run("shellcheck", ["--version"]).error && "no shellcheck here" }, () => {
  const linted = run("shellcheck", ["-x", ...scripts]);
  assert.equal(linted.status, 0, linted.stdout);
});
