// A headless Chromium with a new profile, and pages in it that know their main thread's CPU time.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import puppeteer from "puppeteer-core";

import { CHROMIUM } from "./paths.mjs";

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--enable-precise-memory-info", "--js-flags=--expose-gc",
];

export async function launch({ limitMs }) {
  const profile = mkdtempSync(path.join(tmpdir(), "bench-chromium-"));
  const browser = await puppeteer.launch({
    executablePath: CHROMIUM, headless: true, userDataDir: profile, args: FLAGS, protocolTimeout: limitMs, timeout: 60_000,
  });
  return {
    version: await browser.version(),
    page: (url) => openPage(browser, url),
    async close() {
      await Promise.race([browser.close(), new Promise((resolve) => setTimeout(resolve, 10_000))]);
      browser.process()?.kill("SIGKILL");
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function openPage(browser, url) {
  const page = await browser.newPage();
  const devtools = await page.createCDPSession();
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.exposeFunction("__cpu", async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "ThreadTime")?.value ?? NaN) * 1000;
  });
  await page.goto(url);
  return page;
}
