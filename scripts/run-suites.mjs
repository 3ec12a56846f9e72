// Runs the suites of suites.mjs one after another, whatever fails; sums up at the end.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import { countTests } from "./count-tests.mjs";
import { suites } from "./suites.mjs";

const project = fileURLToPath(new URL("..", import.meta.url));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`no suite ${unknown.join(", ")}; there are: ${suites.map((suite) => suite.name).join(" ")}`);
  process.exit(2);
}

const results = [];
for (const suite of suites.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  console.log(`\n=== ${suite.name}: ${suite.command.join(" ").slice(0, 120)}`);
  const begun = performance.now();
  const { output, status } = await run(suite.command);
  results.push({ name: suite.name, seconds: (performance.now() - begun) / 1000, ...verdict(suite, status, output) });
}

console.log("\n=== summary");
for (const { name, seconds, passed, failed, why } of results) {
  const mark = failed > 0 ? "FAILED" : "ok";
  const figures = [`${passed} passed`, `${failed} failed`, `${seconds.toFixed(1)} s`];
  console.log(`${mark.padEnd(7)}${name.padEnd(22)}${figures.map((f) => f.padStart(13)).join("")}${why ? `   ${why}` : ""}`);
}
const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
console.log(`${total("passed")} passed, ${total("failed")} failed`);
process.exitCode = total("failed") > 0 ? 1 : 0;

/** Runs a command in the project's folder, showing its output while it comes. */
function run([command, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: project, stdio: ["ignore", "pipe", "pipe"] });
    const output = [];
    child.stdout.on("data", (chunk) => (output.push(chunk), process.stdout.write(chunk)));
    child.stderr.on("data", (chunk) => (output.push(chunk), process.stderr.write(chunk)));
    child.on("error", (error) => resolve({ output: "", status: error.message }));
    child.on("close", (code, signal) => resolve({ output: Buffer.concat(output).toString(), status: signal ?? code }));
  });
}

/** What a suite's end counts for: a suite that failed without a failed test, or ran no test, is one failure. */
function verdict(suite, status, output) {
  const bad = status !== 0;
  if (!suite.counted) return { passed: bad ? 0 : 1, failed: bad ? 1 : 0, why: bad ? `ended with ${status}` : "" };
  const { passed, failed } = countTests(output);
  if (failed > 0) return { passed, failed, why: "" };
  if (bad) return { passed, failed: 1, why: `ended with ${status}` };
  if (passed === 0) return { passed, failed: 1, why: "ran no test" };
  return { passed, failed, why: "" };
}
