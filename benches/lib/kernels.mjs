// kernels/bench.wat, assembled once and kept.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

import { BENCHES, BUILT } from "./paths.mjs";

const SOURCE = path.join(BENCHES, "kernels/bench.wat");
export const KERNELS = path.join(BUILT, "bench.wasm");

export async function assembleKernels() {
  if (existsSync(KERNELS) && statSync(KERNELS).mtimeMs > statSync(SOURCE).mtimeMs) return;
  const { default: binaryen } = await import("binaryen");
  const module = binaryen.parseText(readFileSync(SOURCE, "utf8"));
  module.setFeatures(binaryen.Features.SIMD128 | binaryen.Features.BulkMemory | binaryen.Features.BulkMemoryOpt);
  if (!module.validate()) throw new Error(`${SOURCE} is not valid`);
  mkdirSync(BUILT, { recursive: true });
  writeFileSync(KERNELS, module.emitBinary());
  module.dispose();
}

/** The kernels with a memory of at least `bytes`. */
export function kernels(bytes, binary = readFileSync(KERNELS)) {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary), {});
  const pages = Math.ceil(bytes / 65536) - exports.memory.buffer.byteLength / 65536;
  if (pages > 0) exports.memory.grow(pages);
  return exports;
}
