// `inline-wasm.mjs IN.wasm OUT.js`: the module as a base64 string in JavaScript, for the browser entry. It is the only
// form that Vite, webpack, Parcel, esbuild and Rolldown all carry over without being configured.
import { readFileSync, writeFileSync } from "node:fs";

const [input, output] = process.argv.slice(2);
writeFileSync(output, `export default "${readFileSync(input).toString("base64")}";\n`);
