// What the page can and cannot do in a mode, and where messages go: said before anything is typed.

import { byId, el, link } from "./dom.js";

const CAN = {
  words: [
    "I work here, in this page, with no key and no network. What you say plainly about yourself I note as a fact, in English and Korean; every message I keep word for word beside it. I find both again by words and by meaning.",
    "Without a language model I cannot chat freely: I answer by showing what I recall.",
  ],
  model: [
    "I pick out facts, notice when one changes, and answer with what I know of you. Everything I keep is shown beside the talk.",
    "You can look up why I kept something, see what it replaced, and have it forgotten.",
  ],
};

/** Draws the badge, the welcome and the line under the message box. */
export function drawMode(mode, enterKey) {
  byId("mode").dataset.mode = mode.kind;
  byId("mode-name").replaceChildren(mode.name, el("span", { class: "more" }, mode.more ?? ""));
  byId("mode").title = mode.where ? `Messages are understood by ${mode.where}. Press to change.` : "Nothing leaves this device. Press to add a key.";
  const [can, cannot] = CAN[mode.llm ? "model" : "words"];
  byId("welcome-can").textContent = can;
  byId("welcome-cannot").textContent = cannot;
  byId("privacy").replaceChildren(...privacy(mode, enterKey));
}

function privacy(mode, enterKey) {
  if (mode.kind === "words") {
    return ["Nothing leaves this device. What ends with a question mark is looked up; anything else is kept. ", link("Add a Gemini key", enterKey)];
  }
  if (mode.kind === "emulator") return [`Messages go to ${mode.where}, and nowhere else. Memories are stored only here.`];
  return ["Messages, and the memories that matter to them, are sent to Google. Memories are stored only here."];
}
