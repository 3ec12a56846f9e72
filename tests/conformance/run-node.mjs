// The laws of the memory store, as wasm in Node.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "./build.mjs";
import { Report, inTime } from "./report.mjs";

// A panic rejects the law's promise and then traps on its own: the trap must not end the run.
process.on("uncaughtException", (error) => {
  if (!(error instanceof WebAssembly.RuntimeError)) throw error;
});

const folder = build();
const wasm = new WebAssembly.Module(readFileSync(join(folder, "conformance_bg.wasm")));
let instances = 0;
async function freshInstance() {
  const glue = await import(`${pathToFileURL(join(folder, "conformance.js"))}?${(instances += 1)}`);
  glue.initSync({ module: wasm });
  return glue;
}

const report = new Report();
let glue = await freshInstance();
for (const name of glue.laws("memory")) {
  const kept = await report.law(`node memory ${name}`, () =>
    inTime(glue.run(name, "memory", { prefix: name })),
  );
  if (!kept) glue = await freshInstance();
}
const absent = "lifetime::without_indexed_db_it_says_so";
await report.law(`node indexeddb ${absent}`, () => inTime(glue.run(absent, "indexeddb", { prefix: "", heal() {} })));
report.end();
