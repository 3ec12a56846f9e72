// What tests and demos import.

export { FAULT_KINDS } from "./faults.mjs";
export { checkAgainstProtos } from "./protos.mjs";
export { startEmulator } from "./server.mjs";
