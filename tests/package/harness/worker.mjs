// Cloudflare's runtime on this machine: bundled as wrangler does it (the `workerd` condition, .wasm and data left as modules).
import { cpSync } from "node:fs";
import { basename, join } from "node:path";

import { build } from "esbuild";
import { Miniflare } from "miniflare";

/** Bundles `folder/entry` into `folder/dist/worker.js`. */
export async function bundleWorker(folder, entry) {
  const filesAsModules = {
    name: "files-as-modules",
    setup({ onResolve, resolve }) {
      onResolve({ filter: /\.(wasm|fmn)$/ }, async ({ path, resolveDir, kind, pluginData }) => {
        if (pluginData === "resolving") return undefined;
        const found = await resolve(path, { resolveDir, kind, pluginData: "resolving" });
        if (found.errors.length > 0) return { errors: found.errors };
        cpSync(found.path, join(folder, "dist", basename(path)));
        return { path: `./${basename(path)}`, external: true };
      });
    },
  };
  await build({
    entryPoints: [join(folder, entry)],
    outfile: join(folder, "dist", "worker.js"),
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*"],
    plugins: [filesAsModules],
    logLevel: "warning",
  });
}

/** Starts the bundle, with Durable Objects whose storage outlives it in `folder/state`. */
export function startWorker(folder, { durableObjects, bindings = {} }) {
  return new Miniflare({
    cf: false,
    modules: true,
    modulesRoot: join(folder, "dist"),
    scriptPath: join(folder, "dist", "worker.js"),
    modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }, { type: "Data", include: ["**/*.fmn"] }],
    compatibilityDate: "2026-04-01",
    bindings,
    durableObjects: Object.fromEntries(
      Object.entries(durableObjects).map(([name, className]) => [name, { className, useSQLite: true }]),
    ),
    durableObjectsPersist: join(folder, "state"),
  });
}
