// Compiles good.ts and bad.ts, and the README's TypeScript, against the packed types, with the module resolutions that
// apps use. Every file of every resolution is one test; an unused `@ts-expect-error` is an error.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import ts from "typescript";

import { makeApp, project } from "../package/harness/app.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const RESOLUTIONS = [
  { name: "nodenext", options: {} },
  { name: "bundler", options: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler } },
  { name: "workers (no DOM)", options: { lib: ["lib.es2022.d.ts", "lib.webworker.d.ts"] } },
];

const app = makeApp("node");
let passed = 0;
let failed = 0;
try {
  const folder = join(app.folder, "types");
  mkdirSync(folder);
  const files = ["good.ts", "bad.ts", "vectors.ts"];
  for (const name of files) copyFileSync(join(here, name), join(folder, name));
  for (const [index, example] of readmeExamples().entries()) {
    files.push(`readme-${index + 1}.ts`);
    writeFileSync(join(folder, files.at(-1)), example);
  }
  for (const resolution of RESOLUTIONS) for (const file of files) verdict(resolution, file, compile(folder, file, resolution));
} finally {
  app.remove();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** What TypeScript finds wrong with a file, as printable lines. */
function compile(folder, file, { options }) {
  const { config } = ts.readConfigFile(join(here, "tsconfig.json"), ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent({ ...config, files: [file] }, ts.sys, folder);
  const program = ts.createProgram(parsed.fileNames, { ...parsed.options, ...options });
  const host = { getCanonicalFileName: (name) => name, getCurrentDirectory: () => folder, getNewLine: () => "\n" };
  const found = [...parsed.errors, ...ts.getPreEmitDiagnostics(program)];
  return found.map((diagnostic) => ts.formatDiagnostic(diagnostic, host).trim());
}

function verdict({ name }, file, errors) {
  const ok = errors.length === 0;
  if (ok) passed += 1;
  else failed += 1;
  console.log(`${ok ? "ok" : "FAILED"}  ${file} with ${name}${errors.map((error) => `\n        ${error}`).join("")}`);
}

/** The README's ```ts blocks, each a file of its own, with the names declared that prose may leave out. */
function readmeExamples() {
  const given = {
    apiKey: "declare const apiKey: string;",
    vectors: "declare const vectors: Float32Array;",
    query: "declare const query: Float32Array;",
    idle: "declare function idle(): Promise<void>;",
  };
  const readme = readFileSync(join(project, "README.md"), "utf8");
  const blocks = [...readme.matchAll(/^```ts\n(.*?)^```/gms)].map((match) => match[1]);
  return blocks.map((block) => {
    const imported = /from "forgetmenot(\/vectors)?"/.test(block) ? "" : 'import { Memory, isMemoryError } from "forgetmenot";\n';
    const memory = /\b(const|let) memory\b/.test(block) || !/\bmemory\b/.test(block) ? "" : "declare const memory: Memory;\n";
    const isOpen = (name) => new RegExp(`\\b${name}\\b`).test(block) && !new RegExp(`const ${name}\\b`).test(block);
    const names = Object.keys(given).filter(isOpen).map((name) => `${given[name]}\n`).join("");
    return `${imported}${memory}${names}${block}\nexport {};\n`;
  });
}
