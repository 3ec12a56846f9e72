#!/usr/bin/env node
// node tests/emulator/cli.mjs [--port 0] [--key test-key] [--control] [--quiet]: prints the address and serves until stopped.

import { parseArgs } from "node:util";

import { startEmulator } from "./server.mjs";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    key: { type: "string", default: "test-key" },
    control: { type: "boolean", default: false },
    quiet: { type: "boolean", default: false },
  },
});

const emulator = await startEmulator({
  port: Number(values.port),
  key: values.key,
  control: values.control,
  log: values.quiet ? undefined : (line) => console.error(line),
});
console.log(emulator.url);
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => emulator.close());
