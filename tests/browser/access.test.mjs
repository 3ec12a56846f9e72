// The demo for everyone: by the keyboard alone, on a phone, in light and dark, in any script.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { contrastProblems } from "./contrast.mjs";
import { BROWSERS, FATE, openStage, TURN } from "./stage.mjs";

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(`the demo for everyone in ${name}`, () => {
    let stage;
    before(async () => { stage = await openStage(launch); });
    afterEach(() => stage.clear());
    after(() => stage.close());

    /** A stage of its own in this light and without motion. Firefox takes both as settings when it starts. */
    const lit = async (scheme, context) => {
      const settings = { "layout.css.prefers-color-scheme.content-override": scheme === "dark" ? 0 : 1, "ui.prefersReducedMotion": 1 };
      const stage = await openStage(name === "Firefox" ? () => launch(settings) : launch);
      context.after(() => stage.close());
      return stage;
    };

    test("the main path works by the keyboard alone", async () => {
      const me = await stage.visit(stage.full);
      const keys = me.page.keyboard;
      const focused = () => me.page.evaluate(() => document.activeElement?.innerText?.trim() || document.activeElement?.id);
      const tabTo = async (wanted) => {
        for (let tries = 0; tries < 40; tries += 1) {
          if (wanted.test(await focused())) return;
          await keys.press("Tab");
        }
        assert.fail(`Tab never reaches ${wanted}; it is at ${await focused()}`);
      };

      await keys.press("Tab");
      assert.equal(await focused(), "Skip to the message box");
      await keys.press("Enter");
      await keys.type("Good morning.");
      await keys.down("Shift");
      await keys.press("Enter");
      await keys.up("Shift");
      await keys.type("I live in Lisbon.");
      assert.equal(await me.page.evaluate(() => document.getElementById("message").value), "Good morning.\nI live in Lisbon.");
      await keys.press("Enter");
      await me.sees(FATE, "ADD");
      await me.until(() => document.getElementById("stop").hidden);
      assert.equal(await focused(), "message");

      await tabTo(/^Memories/);
      await keys.press("ArrowRight");
      assert.match(await focused(), /^Recalled/);
      await keys.press("ArrowRight");
      assert.match(await focused(), /^Decisions/);
      await keys.press("Home");
      await tabTo(/^History/);
      await keys.press("Enter");
      await me.sees("dialog", "History of this memory");
      // Past the last button the focus goes through the browser's own frame, which headless Firefox does not come back from.
      const rounds = name === "Firefox" ? 1 : 4;
      for (let presses = 0; presses < rounds; presses += 1) {
        await keys.press("Tab");
        const inside = await me.page.evaluate(() => document.activeElement === document.body || !!document.activeElement.closest("dialog"));
        assert.ok(inside, "the focus left the open dialog");
      }
      await keys.press("Escape");
      await me.until(() => !document.querySelector("dialog[open]"));
      assert.equal(await focused(), "History");
      await keys.press("Tab");
      assert.equal(await focused(), "Forget");
      await keys.press("Enter");
      await me.sees("dialog", "Forget this memory?");
      await tabTo(/^Forget$/);
      await keys.press("Enter");
      await me.gone("[data-testid=memory]", "Lisbon");
      me.assertQuiet();
    });

    test("on a phone nothing overflows and the inspector opens and closes", async () => {
      const me = await stage.visit(stage.full, { width: 360, height: 740 });
      const overflow = () => me.page.evaluate(() => Math.max(document.documentElement.scrollWidth - innerWidth,
        ...[...document.querySelectorAll(".log, .panel, dialog[open]")].map((node) => node.scrollWidth - node.clientWidth)));
      assert.ok(await overflow() <= 0, "empty");
      const clear = await me.page.evaluate(() => {
        const name = document.createRange();
        name.selectNodeContents(document.querySelector("h1"));
        return document.getElementById("mode").getBoundingClientRect().left - name.getBoundingClientRect().right;
      });
      assert.ok(clear >= 0, "the badge covers the name");
      await me.say(`I live in Lisbon. ${"long".repeat(60)}`);
      assert.ok(await overflow() <= 0, "with a talk");
      await me.page.click("#show-inspector");
      await me.until(() => document.activeElement?.id === "inspector-title");
      await me.sees("[data-testid=memory]", "Lisbon");
      assert.ok(await overflow() <= 0, "with the inspector");
      await me.page.keyboard.press("Escape");
      await me.until(() => document.activeElement?.id === "show-inspector" && document.getElementById("chat").checkVisibility());
      await me.page.click("#mode");
      assert.ok(await overflow() <= 0, "with the dialog");
    });

    for (const scheme of ["light", "dark"]) {
      test(`every text has enough contrast in the ${scheme} scheme`, async (context) => {
        const stage = await lit(scheme, context);
        const me = await stage.visit(stage.full);
        if (name === "Chromium") await me.page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }, { name: "prefers-reduced-motion", value: "reduce" }]);
        assert.equal(await me.page.evaluate((scheme) => matchMedia(`(prefers-color-scheme: ${scheme})`).matches, scheme), true);
        assert.deepEqual(await contrastProblems(me.page), []);
        await me.say("I live in Lisbon.");
        await me.say("Actually I moved to Porto.");
        stage.emulator.fault({ kind: "quota_day", times: 100 });
        await me.say("I have a dog.");
        for (const tab of ["Recalled", "Decisions", "Memories"]) {
          await me.page.click(`#tab-${tab.toLowerCase()}`);
          assert.deepEqual(await contrastProblems(me.page), [], tab);
        }
        await me.press("Forget everything");
        assert.deepEqual(await contrastProblems(me.page), []);
      });
    }

    test("Korean, Japanese and Arabic are kept, found and set in their own direction", async () => {
      const me = await stage.visit(stage.bare);
      for (const text of ["저는 서울에 살아요", "私は大阪に住んでいます", "أعيش في مدينة صغيرة"]) {
        await me.say(text);
        await me.holds("[data-testid=memory]", text);
      }
      const direction = await me.page.evaluate((turn) => getComputedStyle(document.querySelector(`${turn} .me .words`)).direction, TURN);
      assert.equal(direction, "rtl");
      await me.say("서울?");
      await me.sees(`${TURN} .quotes`, "서울에");
      me.assertQuiet();
    });
  });
}
