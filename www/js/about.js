// Who somebody is, as the memory tells it at any time without asking a model: slots, wishes, likes.

import { el, link } from "./dom.js";
import { time } from "./format.js";

/** What the slots that people have most are called here; others by their names. */
const NAMES = { name: "Name", age: "Age", birthday: "Birthday", home: "Home", origin: "From", occupation: "Work", employer: "Works at", school: "School", partner: "Partner", diet: "Diet" };

/** The panel for a profile, or what to say while it is empty. `onhistory({ id, memory })` shows how a value came to be. */
export function about({ slots, procedures, preferences }, onhistory) {
  const held = Object.entries(slots);
  if (held.length + procedures.length + preferences.length === 0) {
    return el("div", { class: "empty" }, el("strong", {}, "I do not know you yet."),
      el("p", {}, "What has one value at a time stands here: your name, where you live, your work. The newer value takes the place of the older, and each has its history."));
  }
  return el("div", { class: "about" },
    held.length ? el("dl", { class: "slots" }, held.map(([key, slot]) => row(key, slot, onhistory))) : null,
    list("How you want things done", procedures),
    list("What you like, or do not", preferences));
}

function row(key, { memory, memoryId, updatedAt }, onhistory) {
  const name = NAMES[key] ?? key.replace(/[:_-]+/g, " ").replace(/^./u, (first) => first.toUpperCase());
  const history = link("History", () => onhistory({ id: memoryId, memory }), { "aria-label": `History of ${name}`, "data-focus": `about-${key}` });
  return el("div", { "data-testid": "slot", "data-slot": key },
    el("dt", {}, name),
    el("dd", {}, el("span", { dir: "auto" }, memory), el("span", { class: "meta" }, time(updatedAt, { dateOnly: true }), history)));
}

function list(title, items) {
  if (!items.length) return null;
  return el("section", {}, el("h3", {}, title), el("ul", {}, items.map(({ memory }) => el("li", { dir: "auto" }, memory))));
}
