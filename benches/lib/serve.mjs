// A web server for the pages: files of benches/ and pkg/, plus buffers offered by name. Cross-origin isolated, which
// makes the page's clock 20 times finer.
import { createReadStream, existsSync, statSync } from "node:fs";
import http from "node:http";
import path from "node:path";

import { BENCHES, PROJECT } from "./paths.mjs";

const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".json": "application/json" };
const HEADERS = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cache-control": "no-store",
};
const MODULES = "/node_modules/@electric-sql";
const IMPORTS = {
  "@electric-sql/pglite": `${MODULES}/pglite/dist/index.js`,
  "@electric-sql/pglite-pgvector": `${MODULES}/pglite-pgvector/dist/index.js`,
};
const PAGE = `<!doctype html><meta charset="utf-8"><title>bench</title>
<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>`;

/** `routes`: more handlers by path, `(request, reply) => …`. */
export async function serve(routes = {}) {
  const offered = new Map();
  const server = http.createServer((request, reply) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (routes[pathname]) return routes[pathname](request, reply);
    if (pathname === "/") return void reply.writeHead(200, { ...HEADERS, "content-type": "text/html" }).end(PAGE);
    const buffer = offered.get(pathname.slice(1));
    if (buffer) return void reply.writeHead(200, { ...HEADERS, "content-length": buffer.length }).end(buffer);
    const file = path.join(pathname.startsWith("/pkg/") ? PROJECT : BENCHES, path.normalize(decodeURIComponent(pathname)));
    if (!existsSync(file) || !statSync(file).isFile()) return void reply.writeHead(404, HEADERS).end();
    reply.writeHead(200, { ...HEADERS, "content-type": TYPES[path.extname(file)] ?? "application/octet-stream", "content-length": statSync(file).size });
    createReadStream(file).pipe(reply);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    offer: (name, array) => offered.set(name, Buffer.from(array.buffer, array.byteOffset, array.byteLength)),
    withdraw: () => offered.clear(),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
