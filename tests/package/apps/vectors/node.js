import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

import { indexVisit, report } from "./scenario.js";

const read = fs.readFile;
const files = [];
fs.readFile = (path, ...rest) => {
  if (String(path).endsWith(".wasm")) files.push(String(path).split("/").at(-1)); // Node reads the modules' own text with it, too
  return read(path, ...rest);
};
syncBuiltinESMExports();

const vectors = await import("forgetmenot/vectors");
const before = [...files];
console.log(JSON.stringify({ ...(await report(indexVisit, vectors)), before, files }));
