// The native build must know no JavaScript: then a JS type in a pure room does not compile.
import { execFileSync } from "node:child_process";

const JAVASCRIPT = /^(wasm-bindgen|js-sys|web-sys|gloo|serde-wasm-bindgen|wasm-streams)/;
const args = ["tree", "--locked", "--prefix", "none", "--edges", "normal,build", "--format", "{p}"];
const crates = execFileSync("cargo", args, { encoding: "utf8" }).trim().split("\n");
const found = [...new Set(crates.filter((name) => JAVASCRIPT.test(name)))];
if (crates.length < 2 || found.length > 0) {
  console.error(`crates for JavaScript in the native build: ${found.join(", ") || "cargo tree listed nothing"}`);
  process.exit(1);
}
