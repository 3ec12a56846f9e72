// `model.mjs IN.fmn OUT_DIR`: puts the shipped model into the package, and beside it what the entries announce of it, so that
// vectors in a store can be used before the model is fetched. models/FORMAT.md describes the file.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const [input, folder] = process.argv.slice(2);
const bytes = readFileSync(input);
if (bytes.subarray(0, 8).toString("latin1") !== "FMNMODL1") throw new Error(`${input} is no model of a known version`);
const { name, dims } = JSON.parse(bytes.subarray(12, 12 + bytes.readUInt32LE(8)).toString("utf8"));
const sha256 = createHash("sha256").update(bytes).digest("hex");
mkdirSync(folder, { recursive: true });
for (const file of [input, join(dirname(input), "LICENSE"), join(dirname(input), "NOTICE")]) copyFileSync(file, join(folder, basename(file)));
// The name of its space, as src/adapters/static_embedder/source.rs makes it.
const shipped = { model: `${name}-${sha256.slice(0, 8)}`, dims, sha256 };
writeFileSync(join(folder, "shipped.js"), `export const shipped = ${JSON.stringify(shipped)};\n`);
