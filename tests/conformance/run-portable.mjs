// The laws of the kernel in wasm without simd128, in Node.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Report } from "./report.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "conformance");
const file = join(folder, "portable.wasm");
mkdirSync(folder, { recursive: true });
execFileSync("rustc", [
  "--edition=2024", "--crate-type=cdylib", "--crate-name=portable", "--target=wasm32-unknown-unknown", "-O",
  "-Ctarget-feature=-simd128", "-Cdebug-assertions=on", "-o", file, "tests/conformance/portable.rs",
], { cwd: root, stdio: "inherit" });

const wasm = new WebAssembly.Module(readFileSync(file));
const names = WebAssembly.Module.exports(wasm).filter(({ kind }) => kind === "function").map(({ name }) => name);
const report = new Report();
for (const name of names) {
  // A law that is broken traps; its words have no way out of a module without imports.
  await report.law(`node without simd128 kernels::${name}`, () => new WebAssembly.Instance(wasm).exports[name]());
}
report.end();
