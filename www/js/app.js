// Wires the parts together: one session, the chat, the inspector, the mode.

import { Composer } from "./composer.js";
import { confirm, tell } from "./dialog.js";
import { announce, byId, el, link } from "./dom.js";
import { explain, sentence } from "./errors.js";
import { Exchanges } from "./exchange.js";
import { download } from "./export.js";
import { counted } from "./format.js";
import { openHistory } from "./history-dialog.js";
import { Inspector } from "./inspector.js";
import { openKeyDialog } from "./key-dialog.js";
import { drawMode } from "./mode.js";
import { findEmulator, KeyRing, modeFor } from "./models.js";
import { Session } from "./session.js";
import { Talk } from "./talk.js";

/** Starts the demo. Resolves when the memory is open, or when the page says why it is not. */
export async function start() {
  const session = new Session();
  const keys = new KeyRing();
  const emulator = await findEmulator();
  let mode = modeFor(emulator, keys.key);
  let stop = null;

  /* One thing at a time: an exchange or a retry. Stop aborts it. */
  const run = async (work) => {
    if (composer.busy) return;
    stop = new AbortController();
    composer.busy = true;
    talk.busy = true;
    try {
      await work(stop.signal);
    } catch (error) {
      tell("Something went wrong", sentence(explain(error).text));
    } finally {
      stop = null;
      composer.busy = false;
      talk.busy = false;
    }
  };

  const refresh = async () => {
    const health = await inspector.refresh();
    if (health) drawWaiting(health.pending, () => run((signal) => exchanges.retry(signal)));
  };
  const look = (tab) => {
    inspector.show(tab);
    if (openPanel()) byId(`tab-${tab}`).focus();
  };
  const enterKey = () => openKeyDialog(keys, mode, changeMode);

  const composer = new Composer({
    onsend: (text) => run((signal) => exchanges.hold(text, talk.begin(text), signal)),
    onstop: () => stop?.abort(),
  });
  const talk = new Talk({ onrecalled: () => look("recalled") });
  const inspector = new Inspector(session, {
    onhistory: (item) => guarded(async () => openHistory(await session.history(item.id))),
    onforget: (item) => guarded(() => forgetOne(item)),
    onundo: (entry) => guarded(() => undoOne(entry)),
  });
  const exchanges = new Exchanges(session, {
    mode: () => mode,
    recalled: (hits, degraded) => inspector.recalled(hits, degraded),
    remembered: (results) => {
      inspector.touch(results.map((item) => item.id));
      if (results.length) session.askToPersist();
    },
    changed: refresh,
    enterKey,
    run,
  });

  async function forgetOne(item) {
    const quote = el("blockquote", { dir: "auto" }, item.memory);
    const note = el("p", { class: "small soft" }, "It is not recalled any more. What it said stays in its history until you forget everything.");
    if (!await confirm("Forget this memory?", [quote, note], "Forget")) return;
    inspector.touch([item.id]);
    await session.forget(item.id);
    announce("Forgotten.");
    await refresh();
  }

  async function undoOne(entry) {
    inspector.touch([entry.memoryId]);
    const { event, newMemory } = await session.undo(entry.id);
    announce(event === "DELETE" ? "Undone: it is not known any more." : `Undone: “${newMemory}” is known again.`);
    await refresh();
  }

  async function forgetEverything() {
    const note = el("p", {}, "Every memory, its history and what waits to be understood is removed from this browser. This cannot be undone.");
    if (!await confirm("Forget everything?", [note], "Forget everything")) return;
    stop?.abort();
    await session.forgetEverything();
    exchanges.clear();
    inspector.clear();
    talk.clear();
    announce("Everything is forgotten.");
    await refresh();
    composer.focus();
  }

  async function changeMode() {
    stop?.abort();
    mode = modeFor(emulator, keys.key);
    await open();
  }

  async function open() {
    drawMode(mode, enterKey);
    try {
      await session.open(mode.llm);
      await refresh();
    } catch (error) {
      const plain = explain(error);
      byId("storage").replaceChildren(el("span", { class: "problem", role: "alert" }, `The memory could not be opened: ${plain.text}`), " ", link("Retry", open));
    }
  }

  byId("mode").addEventListener("click", enterKey);
  byId("export").addEventListener("click", () => guarded(async () => {
    announce(`Exported ${counted(await download(session), "memory", "memories")}.`);
  }));
  byId("forget-all").addEventListener("click", () => guarded(forgetEverything));
  byId("show-inspector").addEventListener("click", () => { if (openPanel()) byId("inspector-title").focus(); });
  byId("hide-inspector").addEventListener("click", closePanel);
  for (const chip of document.querySelectorAll(".chip")) chip.addEventListener("click", () => composer.suggest(chip.textContent));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    if (stop) stop.abort();
    else closePanel();
  });
  // What another tab changed is shown when the person comes back to this one.
  document.addEventListener("visibilitychange", () => { if (!document.hidden) guarded(refresh); });
  globalThis.addEventListener("online", () => {
    if (mode.llm && !byId("waiting").hidden) run((signal) => exchanges.retry(signal));
  });

  await open();
}

/** Opens the inspector over the chat where there is no room for both. Says whether it did. */
function openPanel() {
  const button = byId("show-inspector");
  if (getComputedStyle(button).display === "none") return false;
  document.body.classList.add("inspecting");
  button.setAttribute("aria-expanded", "true");
  return true;
}

function closePanel() {
  if (!document.body.classList.contains("inspecting")) return;
  document.body.classList.remove("inspecting");
  byId("show-inspector").setAttribute("aria-expanded", "false");
  byId("show-inspector").focus();
}

/** The line over the message box that counts what waits to be understood. */
function drawWaiting(pending, retry) {
  const line = byId("waiting");
  line.hidden = pending === 0;
  line.replaceChildren(`${counted(pending, "message")} kept, not yet understood.`, link("Retry now", retry));
}

/** Runs something a button started; what fails is said in a dialog. */
async function guarded(work) {
  try {
    await work();
  } catch (error) {
    tell("That did not work", sentence(explain(error).text));
  }
}
