// The demo from end to end, in both browsers: talking, remembering, correcting, forgetting, failing, finishing.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { ANSWER, BROWSERS, FATE, openStage, TURN } from "./stage.mjs";

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(`the demo in ${name}`, () => {
    let stage;
    before(async () => { stage = await openStage(launch); });
    afterEach(() => stage.clear());
    after(() => stage.close());

    test("remembers a fact over a reload, shows its score, its correction and its history; forgets it", async () => {
      const me = await stage.visit(stage.full);
      assert.match(await me.words("#mode"), /emulator/);
      await me.say("I live in Lisbon.");
      await me.sees(FATE, "ADD");
      await me.sees("[data-testid=memory]", "Lisbon");

      await me.reload();
      await me.say("Where do I live?");
      assert.match(await me.words(ANSWER), /Lisbon/);
      await me.press("1 memory recalled: see why");
      await me.sees("#panel-recalled [data-testid=recall]", "Lisbon");
      assert.match(await me.words("#panel-recalled [data-testid=score]"), /^[01]\.\d\d$/);
      await me.sees("#panel-recalled .parts", "meaning");
      await me.sees("#panel-recalled .parts", "words");

      await me.say("Actually I moved to Porto.");
      await me.sees(FATE, "UPDATE");
      await me.press("Memories 1", "#inspector");
      await me.sees("[data-testid=memory]", "Porto");
      await me.sees("[data-testid=memory] .why", "Why:");
      await me.press("History (2)");
      await me.sees("dialog [data-testid=history] del", "Lisbon");
      await me.sees("dialog [data-testid=history] ins", "Porto");
      await me.page.keyboard.press("Escape");
      await me.until(() => !document.querySelector("dialog[open]"));
      await me.press("Decisions");
      await me.sees("#panel-decisions [data-op=UPDATE]", "Porto");
      await me.press("Undo", "#panel-decisions li:first-child");
      await me.sees("#panel-decisions li:first-child ins", "Lisbon");
      await me.sees("#panel-decisions li:first-child .why", "undone");
      await me.press("Undo", "#panel-decisions li:first-child");
      await me.sees("#panel-decisions li:first-child ins", "Porto");

      await me.press("Memories 1", "#inspector");
      await me.press("Forget", "[data-testid=memory]");
      await me.press("Forget", "dialog");
      await me.gone("[data-testid=memory]", "Porto");
      await me.reload();
      assert.equal(await me.count("[data-testid=memory]"), 0);
      await me.say("Where do I live?");
      assert.doesNotMatch(await me.words(ANSWER), /Lisbon|Porto/);
      me.assertQuiet();
    });

    test("without a key notes plain facts beside the words, what replaces them, and forgets them when told to; asks no one", async () => {
      const me = await stage.visit(stage.bare);
      const facts = "#panel-memories > .cards [data-testid=memory]";
      await me.say("I live in Lisbon and I like tea.");
      await me.sees(FATE, "User lives in Lisbon");
      await me.sees(ANSWER, "Noted.");
      await me.sees(facts, "User likes tea");
      await me.holds("[data-testid=verbatim] [data-testid=memory]", "I live in Lisbon and I like tea.");
      await me.say("Actually I moved to Porto.");
      await me.sees(FATE, "UPDATE");
      await me.sees(facts, "User lives in Porto");
      await me.press("About you");
      await me.sees("#panel-about [data-slot=home]", "User lives in Porto");
      await me.sees("#panel-about", "User likes tea");
      await me.press("History of Home", "#panel-about");
      await me.sees("dialog [data-testid=history] del", "Lisbon");
      await me.page.keyboard.press("Escape");
      await me.until(() => !document.querySelector("dialog[open]"));
      await me.reload();
      await me.say("where do I live?");
      assert.match(await me.words(ANSWER), /Porto/);
      assert.doesNotMatch(await me.words(ANSWER), /Lisbon/, "what is no more so is no answer");
      await me.say("Please forget where I live.");
      await me.sees(ANSWER, "Forgotten.");
      await me.gone("[data-testid=memory]", "Porto");
      await me.sees(facts, "User likes tea");
      assert.equal(stage.emulator.requests.length, 0);
      me.assertQuiet();
    });

    test("without a key keeps words, finds words, and says what it cannot do; asks no one", async () => {
      const me = await stage.visit(stage.bare);
      await me.sees("#welcome", "cannot chat freely");
      await me.say("The word for the locker is marmalade.");
      await me.sees(FATE, "kept, word for word");
      await me.reload();
      await me.say("what was my locker word?");
      assert.match(await me.words(ANSWER), /marmalade/);
      await me.sees(FATE, "looked up, not kept");
      await me.say("which zeppelin?");
      await me.sees(ANSWER, "Nothing you told me comes near that");
      assert.equal(await me.count("[data-testid=memory]"), 1);
      assert.equal(stage.emulator.requests.length, 0);
      me.assertQuiet();
    });

    test("without a key finds what was meant, in English and in Korean, and needs no network for it", async () => {
      const me = await stage.visit(stage.bare);
      await me.sees("#storage", "memor");
      await me.say("My cat sleeps on the sofa all day.");
      await me.say("저는 병원에서 간호사로 일해요.");
      await me.sees("#storage", "static-multilingual");
      const model = () => me.requests.filter((url) => url.endsWith(".fmn")).length;
      assert.equal(model(), 1, "the model is fetched, once");
      // The next visits take it from the browser's cache, whatever becomes of the server.
      await me.reload();
      await me.page.setOfflineMode(true);
      await me.say("Do I have any pets?");
      assert.match(await me.words(ANSWER), /nearest in meaning.*My cat sleeps/s);
      await me.say("무슨 직업인가요?");
      assert.match(await me.words(ANSWER), /간호사/);
      assert.equal(model(), 1);
      await me.page.setOfflineMode(false);
      me.assertQuiet();
    });

    for (const kind of ["rate_limit", "unavailable", "cut_headers"]) {
      test(`after ${kind} the turn is kept, and Retry finishes it exactly once`, async () => {
        const me = await stage.visit(stage.full);
        stage.emulator.fault({ kind, times: 1000, ...(kind === "rate_limit" ? { retryDelay: "0.1s" } : {}) });
        await me.say("I live in Lisbon.");
        await me.sees(FATE, "kept, not yet understood");
        await me.sees(ANSWER, "No answer.");
        await me.sees("[data-testid=waiting]", "1 message kept");
        await me.sees("[data-testid=memory]", "Lisbon"); // by rules, meanwhile

        stage.emulator.reset();
        await me.press("Retry", TURN);
        await me.gone(FATE, "kept, not yet understood");
        await me.until(() => document.getElementById("waiting").hidden);
        await me.until(() => document.getElementById("stop").hidden);
        assert.doesNotMatch(await me.words(ANSWER), /No answer/);
        await me.reload();
        assert.equal(await me.count("[data-testid=memory]"), 1);
        await me.press("Decisions");
        assert.equal(await me.count("[data-testid=decision][data-op=ADD]"), 1);
        me.assertQuiet();
      });
    }

    test("a wrong key is said in plain words, with a way to enter another; the turn is not lost", async () => {
      const me = await stage.visit(stage.wrong);
      await me.say("I live in Lisbon.");
      await me.sees(ANSWER, "The service refused the key.");
      await me.sees(FATE, "kept, not yet understood");
      await me.press("Enter a key", TURN);
      await me.until(() => document.activeElement?.id === "key");
      await me.page.keyboard.type("test-key");
      await me.page.keyboard.press("Enter");
      await me.until(() => !document.querySelector("dialog[open]"));
      await me.ready();
      await me.press("Retry", TURN);
      await me.sees("[data-testid=memory]", "Lisbon");
      assert.deepEqual(await me.page.evaluate(() => Object.values({ ...localStorage })), []);
      me.assertQuiet();
    });

    test("a key is kept on the device only where asked, and can be forgotten", async () => {
      const me = await stage.visit(stage.bare);
      await me.press("Add a Gemini key");
      await me.page.keyboard.type("a-key");
      await me.page.click("#keep-key");
      await me.press("Use this key");
      await me.sees("#privacy", "sent to Google");
      await me.reload();
      await me.sees("#mode", "Gemini");
      await me.page.click("#mode");
      await me.press("Forget key");
      await me.sees("#mode", "No key");
      await me.reload();
      await me.sees("#mode", "No key");
      assert.equal(await me.page.evaluate(() => localStorage.length), 0);
      me.assertQuiet();
    });

    test("Stop ends an answer and says what became of the message", async () => {
      const me = await stage.visit(stage.full);
      stage.emulator.script([{ text: "one two three ".repeat(200) }]);
      stage.emulator.fault({ kind: "slow_stream", delayMs: 400, times: 1 });
      await me.type("Tell me a story.");
      await me.sees(ANSWER, "one two");
      await me.press("Stop");
      await me.sees(ANSWER, "Stopped.");
      await me.sees(FATE, "stopped.");
      await me.until(() => document.getElementById("stop").hidden && !document.getElementById("send").hidden);
      me.assertQuiet();
    });

    test("what looks like markup is shown as text", async () => {
      const me = await stage.visit(stage.bare);
      const attack = '<img src=x onerror="globalThis.hit=1"><b>bold</b>';
      await me.say(attack);
      await me.sees(`${TURN} .me .words`, attack);
      await me.sees("[data-testid=memory] .text", attack);
      assert.equal(await me.count("#turns img, #turns b, #inspector img, #inspector b"), 0);
      assert.equal(await me.page.evaluate(() => globalThis.hit), undefined);
      me.assertQuiet();
    });

    test("exports a file of memories with their histories; forgets everything", async () => {
      const me = await stage.visit(stage.full);
      await me.say("I live in Lisbon.");
      await me.sees("[data-testid=memory]", "Lisbon");
      // Headless browsers differ in where a download goes: what the page hands over is looked at instead.
      await me.page.evaluate(() => {
        const blobs = new Map();
        const create = URL.createObjectURL;
        URL.createObjectURL = (blob) => {
          const url = create.call(URL, blob);
          blobs.set(url, blob);
          return url;
        };
        HTMLAnchorElement.prototype.click = function () {
          blobs.get(this.href).text().then((body) => { globalThis.file = { name: this.download, body }; });
        };
      });
      await me.press("Export");
      const file = await me.until(() => globalThis.file, null, "a download");
      assert.match(file.name, /^forgetmenot-\d{4}-\d\d-\d\d\.json$/);
      const { memories } = JSON.parse(file.body);
      assert.match(memories[0].memory, /Lisbon/);
      assert.equal(memories[0].history[0].event, "ADD");

      await me.press("Forget everything");
      await me.press("Forget everything", "dialog");
      await me.gone("[data-testid=memory]", "Lisbon");
      await me.reload();
      assert.equal(await me.count("[data-testid=memory]"), 0);
      assert.equal(await me.count("[data-testid=turn]"), 0);
      me.assertQuiet();
    });

    test("what a second tab remembers is there when the person comes back to the first", async () => {
      const me = await stage.visit(stage.bare);
      const other = await stage.secondTab(me, stage.bare);
      await other.say("A note from the second tab.");
      await other.sees("[data-testid=memory]", "A note from the second tab.");
      await me.page.bringToFront();
      await me.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
      await me.sees("[data-testid=memory]", "A note from the second tab.");
    });
  });
}
