// Run by `npm pack` in pkg/: only a release build is packed, with the project's README and licences.
import { copyFileSync, readFileSync } from "node:fs";

const project = new URL("../", import.meta.url);
let built = "";
try {
  built = readFileSync(new URL("pkg/.built-from", project), "utf8");
} catch {
  // not built at all
}
if (!built.startsWith("release ")) {
  console.error("prepack: pkg/wasm is not a release build: run scripts/build.sh first");
  process.exit(1);
}
for (const name of ["README.md", "LICENSE-MIT", "LICENSE-APACHE"]) {
  copyFileSync(new URL(name, project), new URL(`pkg/${name}`, project));
}
