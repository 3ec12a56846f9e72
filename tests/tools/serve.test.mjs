// The demo's server: types, no caching, and nothing outside its folders.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { serveFolders } from "../../scripts/serve.mjs";

describe("serveFolders", () => {
  let scratch, server;
  before(async () => {
    scratch = mkdtempSync(join(tmpdir(), "serve-"));
    for (const folder of ["www", "pkg/wasm", "pkg-secret"]) mkdirSync(join(scratch, folder), { recursive: true });
    writeFileSync(join(scratch, "secret.txt"), "secret");
    writeFileSync(join(scratch, "pkg-secret/x.js"), "secret");
    writeFileSync(join(scratch, "www/index.html"), "<p>hello</p>");
    writeFileSync(join(scratch, "www/app.js"), "1");
    writeFileSync(join(scratch, "pkg/wasm/x.wasm"), "\0asm");
    symlinkSync(join(scratch, "secret.txt"), join(scratch, "www/link.txt"));
    const folders = { "/": join(scratch, "www"), "/pkg/": join(scratch, "pkg") };
    server = await serveFolders({ folders, json: { "/config.json": { emulator: null } } });
  });
  after(async () => {
    await server.close();
    rmSync(scratch, { recursive: true });
  });

  test("serves the page, its scripts and the package with their types, uncached", async () => {
    for (const [path, type] of [
      ["/", "text/html; charset=utf-8"],
      ["/app.js?x=1", "text/javascript; charset=utf-8"],
      ["/pkg/wasm/x.wasm", "application/wasm"],
      ["/config.json", "application/json; charset=utf-8"],
    ]) {
      const response = await fetch(server.url + path);
      assert.equal(response.status, 200, path);
      assert.equal(response.headers.get("content-type"), type);
      assert.equal(response.headers.get("cache-control"), "no-store");
      await response.arrayBuffer();
    }
  });

  test("answers only what is there, and only GET and HEAD", async () => {
    assert.equal((await fetch(`${server.url}/nothing.js`)).status, 404);
    assert.equal((await fetch(`${server.url}/pkg`)).status, 404);
    assert.equal((await fetch(server.url, { method: "POST" })).status, 405);
    const head = await fetch(server.url, { method: "HEAD" });
    assert.deepEqual([head.status, head.headers.get("content-length"), await head.text()], [200, "12", ""]);
  });

  for (const path of [
    "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/..%5csecret.txt", "/pkg/../../secret.txt",
    "/pkg/%2e%2e/secret.txt", "/pkg-secret/x.js", "/../pkg-secret/x.js", "/link.txt", "/%00", "/%", "//../secret.txt",
  ]) {
    test(`gives nothing away for ${path}`, async () => {
      const answer = await rawGet(server.url, path);
      assert.match(answer, /^HTTP\/1\.1 40[04] /);
      assert.doesNotMatch(answer, /secret$/);
    });
  }
});

for (const [flag, emulator] of [[[], null], [["--emulator"], { key: "test-key" }]]) {
  test(`the command${flag} prints its address, answers /config.json and frees the port on SIGINT`, async () => {
    const script = fileURLToPath(new URL("../../scripts/serve.mjs", import.meta.url));
    const child = spawn(process.execPath, [script, "--port", "0", ...flag], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      const { origin, hostname } = new URL(await addressPrintedBy(child));
      assert.equal(hostname, "127.0.0.1");
      const config = await (await fetch(`${origin}/config.json`)).json();
      const { url, ...rest } = config.emulator ?? {};
      assert.deepEqual(emulator && rest, emulator);
      if (emulator) assert.equal((await fetch(`${url}/v1beta/models?key=test-key`)).status, 200);
      child.kill("SIGINT");
      assert.deepEqual(await once(child, "exit"), [0, null]);
      await assert.rejects(fetch(origin));
      if (emulator) await assert.rejects(fetch(url));
    } finally {
      child.kill("SIGKILL");
    }
  });
}

async function addressPrintedBy(child) {
  let printed = "";
  for await (const chunk of child.stdout) {
    printed += chunk;
    const found = /demo: (http:\S+)/.exec(printed);
    if (found) return found[1];
  }
  throw new Error(`it ended, having said: ${printed}`);
}

/** A GET whose path no client has tidied. */
async function rawGet(url, path) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
  return String(Buffer.concat(await collect(socket)));
}

async function collect(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}
