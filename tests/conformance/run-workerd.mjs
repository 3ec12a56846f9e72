// The laws of Durable Object storage in workerd; then workerd is started again on the same files.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";
import { build } from "./build.mjs";
import { Report, inTime } from "./report.mjs";

const folder = build();
const worker = fileURLToPath(new URL("worker.mjs", import.meta.url));
const state = mkdtempSync(join(tmpdir(), "conformance-"));
const start = () =>
  new Miniflare({
    modules: [
      { type: "ESModule", path: "worker.mjs", contents: readFileSync(worker, "utf8") },
      { type: "ESModule", path: "conformance.js", contents: readFileSync(join(folder, "conformance.js"), "utf8") },
      { type: "CompiledWasm", path: "conformance_bg.wasm", contents: readFileSync(join(folder, "conformance_bg.wasm")) },
    ],
    compatibilityDate: "2026-04-01",
    durableObjects: {
      LAWS: { className: "LawObject", useSQLite: true },
      PLAIN: { className: "PlainObject", useSQLite: false },
    },
    durableObjectsPersist: state,
  });

const report = new Report();
let runtime = start();
try {
  const url = "http://laws";
  const law = (name, object = name, path = "law") => async () => {
    const address = `${url}/${path}?object=${encodeURIComponent(object)}`;
    const answer = await inTime(runtime.dispatchFetch(address, { method: "POST", body: JSON.stringify({ name }) }));
    const broken = await answer.text();
    if (broken) throw new Error(broken);
  };
  const restart = async () => {
    await runtime.dispose();
    runtime = start();
  };
  const names = await (await runtime.dispatchFetch(`${url}/laws?list=durable-object`)).json();
  for (const name of names) {
    const kept = await report.law(`workerd durable-object ${name}`, law(name));
    if (!kept) await restart();
  }
  await report.law("workerd durable-object lifetime::before_a_restart", law("lifetime::before_a_restart", "restart"));
  await report.law("workerd without SQLite lifetime::without_sqlite_it_says_what_to_do", law("lifetime::without_sqlite_it_says_what_to_do", "plain", "plain"));
  await restart();
  await report.law("workerd durable-object lifetime::after_a_restart", law("lifetime::after_a_restart", "restart"));
  await report.law("workerd another object rows::an_empty_store_is_empty", law("rows::an_empty_store_is_empty", "another"));
} finally {
  await runtime.dispose();
  rmSync(state, { recursive: true, force: true });
}
report.end();
