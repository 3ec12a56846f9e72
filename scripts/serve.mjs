// The demo's server: www/ at /, the built package at /pkg/. Loopback only, nothing cached, nothing written.
//
//   node scripts/serve.mjs [--port 8080] [--host 127.0.0.1] [--emulator]
//
// --emulator starts the Gemini emulator of the tests beside it; the page finds its address in /config.json.
import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const project = fileURLToPath(new URL("..", import.meta.url));

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ts": "text/plain; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
};

/**
 * Serves folders: `{ "/": "www", "/pkg/": "pkg" }`, longest prefix first; `json` adds answers by path.
 * Resolves to `{ url, close }`. Port 0 takes a free one.
 */
export async function serveFolders({ folders, json = {}, host = "127.0.0.1", port = 0 }) {
  const roots = await Promise.all(
    Object.entries(folders)
      .sort(([a], [b]) => b.length - a.length)
      .map(async ([prefix, folder]) => ({ prefix, root: await realpath(folder) })),
  );
  const server = createServer((request, response) => {
    answer(roots, json, request, response).catch(() => refuse(response, 500, "internal error"));
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
  const shown = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${shown}:${server.address().port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

async function answer(roots, json, request, response) {
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(response, 405, "only GET and HEAD");
  const path = decodedPath(request.url);
  if (path === null) return refuse(response, 400, "malformed path");
  if (Object.hasOwn(json, path)) return send(response, 200, TYPES[".json"], JSON.stringify(json[path]));

  const file = await findFile(roots, path);
  if (file === null) return refuse(response, 404, "not found");
  response.writeHead(200, headers(TYPES[extname(file.path)] ?? "application/octet-stream", file.size));
  if (request.method === "HEAD") return response.end();
  createReadStream(file.path)
    .on("error", () => response.destroy())
    .pipe(response);
}

/** The path of a request, decoded once; null if it is malformed or tries to climb. */
function decodedPath(url) {
  try {
    const path = decodeURIComponent(url.split(/[?#]/, 1)[0]);
    const climbs = path.split(/[/\\]/).includes("..") || path.includes("\0");
    return path.startsWith("/") && !climbs ? path : null;
  } catch {
    return null;
  }
}

/** The file behind a path, or null. A symbolic link that leads out of its folder counts as none. */
async function findFile(roots, path) {
  const { prefix, root } = roots.find(({ prefix }) => path.startsWith(prefix)) ?? {};
  if (root === undefined) return null;
  const wanted = join(root, path.slice(prefix.length), path.endsWith("/") ? "index.html" : "");
  try {
    const real = await realpath(wanted);
    const found = await stat(real);
    return found.isFile() && real.startsWith(root + sep) ? { path: real, size: found.size } : null;
  } catch {
    return null;
  }
}

function headers(type, length) {
  return {
    "content-type": type,
    "content-length": length,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  };
}

function send(response, status, type, text) {
  response.writeHead(status, headers(type, Buffer.byteLength(text)));
  response.end(response.req.method === "HEAD" ? undefined : text);
}

function refuse(response, status, text) {
  if (response.headersSent) response.destroy();
  else send(response, status, TYPES[".txt"], `${text}\n`);
}

async function main() {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "8080" },
      host: { type: "string", default: "127.0.0.1" },
      emulator: { type: "boolean", default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`--port ${values.port}: must be 0 to 65535`);

  const emulator = values.emulator ? await startEmulatorBeside() : null;
  const folders = { "/": join(project, "www"), "/pkg/": join(project, "pkg") };
  const json = { "/config.json": { emulator: emulator && { url: emulator.url, key: emulator.key } } };
  const server = await serveFolders({ folders, json, host: values.host, port });
  if (emulator) console.log(`Gemini emulator: ${emulator.url}`);
  console.log(`forgetmenot demo: ${server.url}/   (Ctrl-C stops it)`);

  const stop = async () => {
    await Promise.all([server.close(), emulator?.close()]);
    process.exit(0);
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
}

async function startEmulatorBeside() {
  const { startEmulator } = await import("../tests/emulator/index.mjs");
  return startEmulator();
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error) => {
    const hint = error.code === "EADDRINUSE" ? "\nAnother program has that port: try --port 0." : "";
    console.error(`serve: ${error.message}${hint}`);
    process.exit(1);
  });
}
