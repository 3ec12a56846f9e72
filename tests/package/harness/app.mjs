// A miniature app that has the package as its users have it: installed from the packed file, nothing configured.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL("..", import.meta.url));
export const project = fileURLToPath(new URL("../../..", import.meta.url));

let packed;

/** Packs pkg/ as `npm publish` would, once per process; gives the file's path. */
export function pack() {
  packed ??= packNow();
  return packed;
}

function packNow() {
  const folder = join(project, "target", "package");
  mkdirSync(folder, { recursive: true });
  const [{ filename }] = JSON.parse(npm(["pack", "--json", "--pack-destination", folder], join(project, "pkg")));
  return join(folder, filename);
}

/** Copies `apps/NAME` (or `source`), with the scenario, and installs the package; gives its folder and a way to remove it. */
export function makeApp(name, source = join(here, "apps", name)) {
  const folder = mkdtempSync(join(tmpdir(), `forgetmenot-${name}-`));
  cpSync(source, folder, { recursive: true });
  cpSync(join(here, "scenario.js"), join(folder, "scenario.js"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: `app-${name}`, private: true, type: "module" }));
  npm(["install", "--offline", "--no-audit", "--no-fund", "--loglevel=error", pack()], folder);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The manifest the installed package has. */
export function manifest(folder) {
  return JSON.parse(readFileSync(join(folder, "node_modules", "forgetmenot", "package.json"), "utf8"));
}

function npm(args, cwd) {
  // What `npm test` puts in the environment would reach the inner npm.
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.toLowerCase().startsWith("npm_")));
  return execFileSync("npm", args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }); // a failure shows it all
}
