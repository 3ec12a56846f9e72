// Builds the laws for wasm and their JavaScript glue. Prints the folder, and resolves to it.
// BINDGEN names the glue tool (built from scripts/bindgen); default: the one in the cache.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export function build() {
  const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
  const bindgen =
    process.env.BINDGEN ?? join(homedir(), ".cache/forgetmenot/bindgen-0.2.130/release/bindgen");
  if (!existsSync(bindgen)) throw new Error(`no glue tool at ${bindgen}: run scripts/setup or set BINDGEN`);
  const run = (program, ...args) => execFileSync(program, args, { cwd: root, stdio: ["ignore", 2, 2] });
  run("cargo", "build", "--quiet", "--example", "conformance", "--target", "wasm32-unknown-unknown");
  const out = join(target, "conformance");
  mkdirSync(out, { recursive: true });
  run(bindgen, join(target, "wasm32-unknown-unknown/debug/examples/conformance.wasm"), out, "conformance");
  return out;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(build());
