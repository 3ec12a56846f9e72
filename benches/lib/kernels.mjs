// kernels/bench.wat, assembled by wabt once and kept.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

import { BENCHES, BUILT } from "./paths.mjs";

const SOURCE = path.join(BENCHES, "kernels/bench.wat");
export const KERNELS = path.join(BUILT, "bench.wasm");

export async function assembleKernels() {
  if (existsSync(KERNELS) && statSync(KERNELS).mtimeMs > statSync(SOURCE).mtimeMs) return;
  const { default: load } = await import("wabt");
  const wabt = await load();
  const module = wabt.parseWat("bench.wat", readFileSync(SOURCE, "utf8"), { simd: true, bulk_memory: true });
  mkdirSync(BUILT, { recursive: true });
  writeFileSync(KERNELS, module.toBinary({}).buffer);
}

/** The kernels with a memory of at least `bytes`. */
export function kernels(bytes, binary = readFileSync(KERNELS)) {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary), {});
  const pages = Math.ceil(bytes / 65536) - exports.memory.buffer.byteLength / 65536;
  if (pages > 0) exports.memory.grow(pages);
  return exports;
}
