// Real browsers, quiet: nothing of theirs goes to the network.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

import { launch } from "puppeteer-core";

const CHROMIUM = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const FIREFOX = ["firefox-esr", "firefox"];

export const launchChromium = () =>
  launch({
    executablePath: process.env.CHROME ?? inPath(CHROMIUM),
    args: [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });

export const launchFirefox = (prefs = {}) =>
  launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX ?? inPath(FIREFOX),
    timeout: 120_000,
    protocolTimeout: 120_000,
    extraPrefsFirefox: {
      "app.normandy.enabled": false,
      "network.captive-portal-service.enabled": false,
      "network.connectivity-service.enabled": false,
      "services.settings.server": "http://127.0.0.1:9",
      ...prefs,
    },
  });

/** Opens a page and gives what it leaves in `globalThis.outcome`, however often it reloads itself before. */
export async function outcomeOf(page, url) {
  const trouble = [];
  const note = (what) => trouble.push(String(what));
  const onConsole = (message) => message.type() === "error" && note(message.text());
  page.on("pageerror", note).on("console", onConsole);
  try {
    await page.goto(url);
    for (let tries = 0; tries < 600; tries += 1) {
      const outcome = await page.evaluate(() => globalThis.outcome).catch(() => undefined); // it is just reloading
      if (outcome !== undefined && outcome !== null) return outcome;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${url} reported nothing in a minute; it said:\n${trouble.join("\n")}`);
  } finally {
    page.off("pageerror", note).off("console", onConsole);
  }
}

function inPath(names) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? "").split(delimiter)) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // not in this one
      }
    }
  }
  throw new Error(`none of ${names.join(", ")} in PATH: set CHROME and FIREFOX`);
}
