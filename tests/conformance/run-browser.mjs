// The laws of IndexedDB in real browsers: node run-browser.mjs [chromium|chromium-sqlite|firefox …]; all by default.
// Each in a page and in a module worker; then the browser is started again on the same profile.
import { createReadStream, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";
import { build } from "./build.mjs";
import { Report, inTime } from "./report.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const types = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };
const quiet = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const chromium = { browser: "chrome", executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: quiet };
const browsers = {
  chromium,
  "chromium-sqlite": { ...chromium, args: [...quiet, "--enable-features=IdbSqliteBackingStore"] },
  firefox: { browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" },
};

const server = await serve([here, build()]);
const origin = `http://localhost:${server.address().port}`;
// Chromium remembers for half a minute how much room there is: an origin of its own, small from the start, is exact.
const smallOrigin = `http://127.0.0.1:${server.address().port}`;
const smallQuota = 2_000_000;
const report = new Report();
const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : Object.keys(browsers)) await runIn(name, browsers[name]);
server.close();
report.end();

async function runIn(name, settings) {
  const profile = mkdtempSync(join(tmpdir(), "conformance-"));
  const launch = () =>
    puppeteer.launch({
      headless: true,
      timeout: 90_000,
      protocolTimeout: 120_000,
      userDataDir: profile,
      ...settings,
      args: [...(settings.args ?? [])], // puppeteer takes the feature flags out of the list it is given
    });
  try {
    await withPage(launch, async (page) => {
      const laws = await page.evaluate(() => conformance.names("indexeddb"));
      for (const law of laws) {
        await report.law(`${name} page ${law}`, () => check(page, (law) => conformance.law(law, `page ${law}`, outside), law));
      }
      for (const law of laws) {
        await report.law(`${name} worker ${law}`, () => check(page, (law) => inWorker(law, `worker ${law}`), law));
      }
      await report.law(`${name} page and worker tabs::one_of_two_tabs`, () =>
        check(page, async () => {
          const both = [conformance.law("tabs::one_of_two_tabs", "two"), inWorker("tabs::one_of_two_tabs", "two")];
          return (await Promise.all(both)).join("");
        }));
      await report.law(`${name} page lifetime::before_a_restart`, () =>
        check(page, () => conformance.law("lifetime::before_a_restart", "restart")));
    });
    if (name !== "firefox") {
      await withPage(launch, (page) =>
        report.law(`${name} page with a small quota faults::full_writes_nothing`, () =>
          check(page, () => conformance.law("faults::full_writes_nothing", "quota", outside))), smallOrigin);
    }
    await withPage(launch, (page) =>
      report.law(`${name} page lifetime::after_a_restart`, () =>
        check(page, () => conformance.law("lifetime::after_a_restart", "restart"))));
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function withPage(launch, work, at = origin) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.exposeFunction("outside", await realFaults(page, at));
    await page.goto(`${at}/page.html`);
    await page.waitForFunction(() => globalThis.ready, { timeout: 90_000 });
    await work(page);
  } finally {
    await browser.close();
  }
}

/** Runs a law in the page; rejects with what it says when it is broken. */
async function check(page, run, ...args) {
  const broken = await inTime(page.evaluate(run, ...args));
  if (broken) throw new Error(broken);
}

/** Faults that Chromium can make for real. Answers whether it did. */
async function realFaults(page, at) {
  if (page.browser().process().spawnfile !== chromium.executablePath) return () => false;
  const devtools = await page.createCDPSession();
  const limit = (quota) => devtools.send("Storage.overrideQuotaForOrigin", { origin: at, ...quota });
  if (at === smallOrigin) await limit({ quotaSize: smallQuota });
  return async (kind) => {
    if (kind === "heal" && at === smallOrigin) await limit({});
    if (kind !== "Deleted") return kind === "Full" && at === smallOrigin;
    await devtools.send("Storage.clearDataForOrigin", { origin: at, storageTypes: "indexeddb" });
    return true;
  };
}

function serve(folders) {
  const html = `<!doctype html><title>conformance</title><script type="module">
    import * as conformance from "./page.mjs";
    const worker = new Worker("./page.mjs", { type: "module" });
    const waiting = new Map();
    let ids = 0;
    globalThis.conformance = conformance;
    globalThis.inWorker = (name, prefix) => new Promise((resolve) => {
      waiting.set((ids += 1), resolve);
      worker.postMessage({ id: ids, name, prefix });
    });
    worker.onmessage = ({ data }) => {
      if (data.ready) globalThis.ready = true;
      else waiting.get(data.id)(data.broken);
    };
  </script>`;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (pathname === "/page.html") {
      response.setHeader("content-type", types[".html"]);
      return response.end(html);
    }
    const file = folders.map((folder) => join(folder, pathname)).find((path) => existsSync(path));
    if (!file) return response.writeHead(404).end();
    response.setHeader("content-type", types[extname(file)] ?? "application/octet-stream");
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}
