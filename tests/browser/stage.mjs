// What the demo's tests stand on: the demo's server, the emulator, a browser, and a page to talk to.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

import { serveFolders } from "../../scripts/serve.mjs";
import { startEmulator } from "../emulator/index.mjs";
import { launchChromium, launchFirefox } from "../package/harness/browser.mjs";

const folder = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const PATIENCE = 60_000;

export const BROWSERS = { Chromium: launchChromium, Firefox: launchFirefox };

/** Serves the demo. With an emulator, `/config.json` names it and the key to use with it (its own, unless told). */
export function serveDemo(emulator, key = emulator?.key) {
  const config = { emulator: emulator ? { url: emulator.url, key } : null };
  return serveFolders({ folders: { "/": folder("www"), "/pkg/": folder("pkg") }, json: { "/config.json": config } });
}

/** A browser, an emulator and a server for each kind of test. */
export async function openStage(launch) {
  const emulator = await startEmulator({ key: "test-key" });
  const servers = await Promise.all([serveDemo(emulator), serveDemo(null), serveDemo(emulator, "wrong-key")]);
  const [full, bare, wrong] = servers.map((server) => server.url);
  const browser = await launch();
  const contexts = [];

  /** A visitor with storage of their own, on the page at `url`. */
  async function visit(url, viewport) {
    const context = await browser.createBrowserContext();
    contexts.push(context);
    return arrive(context, url, viewport);
  }

  /** The same person's second tab, in front. */
  const secondTab = (visitor, url) => arrive(visitor.page.browserContext(), url);

  async function arrive(context, url, viewport = { width: 1280, height: 800 }) {
    const page = await context.newPage();
    await page.setViewport(viewport);
    const visitor = new Visitor(page, [url, emulator.url]);
    await page.goto(url);
    await visitor.ready();
    return visitor;
  }

  return {
    emulator, browser, full, bare, wrong, visit, secondTab,
    /** After each test: no visitors, a clean emulator. */
    async clear() {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
      emulator.reset();
    },
    close: () => Promise.all([browser.close(), emulator.close(), ...servers.map((server) => server.close())]),
  };
}

/** The person at the page: what they do and what they see. */
export class Visitor {
  requests = [];
  errors = [];

  constructor(page, allowed) {
    this.page = page;
    this.allowed = allowed.map((url) => new URL(url).origin);
    page.on("request", (request) => this.requests.push(request.url()));
    // Firefox reports a connection that was cut as an error of the page; the tests cut some on purpose.
    page.on("pageerror", (error) => /Cross-Origin Request Blocked/.test(error) || this.errors.push(String(error)));
  }

  /** Waits until `test(arg)` is true in the page, and gives what it gave. */
  async until(test, arg, what = String(test)) {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const got = await this.page.evaluate(test, arg).catch(() => false); // it may just be reloading
      if (got) return got;
      if (Date.now() > end) assert.fail(`not in ${PATIENCE} ms: ${what}\nThe page says:\n${await this.words("body")}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  ready() {
    return this.until(() => document.getElementById("storage")?.textContent.includes("memor"), null, "the memory is open");
  }

  async reload() {
    await this.page.reload();
    await this.ready();
  }

  /** What an element shows. */
  words(selector) {
    return this.page.evaluate((selector) => document.querySelector(selector)?.innerText ?? "", selector);
  }

  /** Waits for an element to show a text. */
  sees(selector, text) {
    return this.until(([selector, text]) => [...document.querySelectorAll(selector)].some((node) => node.innerText.includes(text)),
      [selector, text], `“${text}” in ${selector}`);
  }

  /** Waits for an element to hold a text, shown or folded away. */
  holds(selector, text) {
    return this.until(([selector, text]) => [...document.querySelectorAll(selector)].some((node) => node.textContent.includes(text)),
      [selector, text], `“${text}” within ${selector}`);
  }

  gone(selector, text) {
    return this.until(([selector, text]) => ![...document.querySelectorAll(selector)].some((node) => node.innerText.includes(text)),
      [selector, text], `no “${text}” in ${selector}`);
  }

  /** Types a message and sends it with Enter. */
  async type(text) {
    await this.page.focus("#message");
    await this.page.keyboard.type(text);
    await this.page.keyboard.press("Enter");
  }

  /** Says something and waits until all is done about it. */
  async say(text) {
    const before = await this.page.evaluate(() => document.querySelectorAll("[data-testid=turn]").length);
    await this.type(text);
    await this.until((before) => document.querySelectorAll("[data-testid=turn]").length > before
      && document.getElementById("stop").hidden, before, `an end of “${text.slice(0, 60)}”`);
  }

  /** Presses the last visible button that is named so. */
  press(name, within = "body") {
    return this.until(([name, within]) => {
      const named = (button) => button.innerText.trim() === name || button.getAttribute("aria-label") === name;
      const button = [...document.querySelectorAll(`${within} button`)].filter((button) => named(button) && button.checkVisibility()).at(-1);
      if (!button || button.disabled) return false;
      button.click();
      return true;
    }, [name, within], `a button “${name}” in ${within}`);
  }

  count(selector) {
    return this.page.evaluate((selector) => document.querySelectorAll(selector).length, selector);
  }

  /** No request went anywhere but to the page's server and the emulator, and nothing was thrown. */
  assertQuiet() {
    const strangers = this.requests.filter((url) => /^(https?|wss?):/.test(url) && !this.allowed.includes(new URL(url).origin));
    assert.deepEqual(strangers, []);
    assert.deepEqual(this.errors, []);
  }
}

export const TURN = "[data-testid=turn]:last-child";
export const FATE = `${TURN} [data-testid=fate]`;
export const ANSWER = `${TURN} [data-testid=answer]`;
