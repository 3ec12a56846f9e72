// Where the person enters, keeps or forgets their Gemini key, and reads what that means.

import { openDialog } from "./dialog.js";
import { el } from "./dom.js";

/** Opens the dialog. `onchange()` runs after the key was taken or forgotten; `mode` is the one in use. */
export function openKeyDialog(keys, mode, onchange) {
  const input = el("input", {
    id: "key", type: "password", autocomplete: "off", spellcheck: "false", autocapitalize: "off", autofocus: true,
    "aria-describedby": "key-says key-problem", value: keys.key,
  });
  const problem = el("p", { id: "key-problem", role: "alert", class: "problem", hidden: true });
  const keep = el("input", { type: "checkbox", id: "keep-key" });
  keep.checked = keys.onDevice;

  const say = (text) => {
    problem.textContent = text;
    problem.hidden = false;
    input.focus();
  };
  const use = (event) => {
    event.preventDefault();
    const key = input.value.trim();
    if (!key) return say("Enter a key, or close this to go on without one.");
    if (!/^[\x21-\x7e]+$/.test(key)) return say("This does not look like a key: it holds spaces or letters no key has. Copy it again.");
    const kept = keys.take(key, keep.checked);
    onchange();
    if (!kept) return say("The key is in use, but this browser did not let the page store it: you will be asked again after a reload.");
    return close();
  };
  const forget = () => {
    keys.forget();
    close();
    onchange();
  };

  const close = openDialog("How I think", [
    ...explanation(mode),
    el("form", { onsubmit: use, novalidate: true },
      el("label", { for: "key" }, "Gemini API key"),
      input,
      problem,
      el("label", { class: "check" }, keep,
        el("span", {}, "Remember on this device",
          el("small", {}, "Stores the key, readable to anyone who can open this browser. Unticked, it is gone when the page is."))),
      el("div", { class: "actions" },
        keys.key ? el("button", { type: "button", class: "danger", onclick: forget }, "Forget key") : null,
        el("button", { type: "button", onclick: () => close() }, "Close"),
        el("button", { type: "submit", class: "primary" }, "Use this key"))),
  ]);
}

function explanation(mode) {
  const says = (...text) => el("p", { id: "key-says", class: "small soft" }, ...text);
  if (mode.kind === "emulator") {
    return [
      el("p", {}, `The server of this page offers ${mode.where}: it plays Gemini, so everything can be tried without a key.`),
      says("While it is there, messages go to it and none to Google, whichever key is entered below."),
    ];
  }
  return [
    mode.kind === "gemini"
      ? el("p", {}, "Gemini picks out facts, compares them with what is known, and answers.")
      : el("p", {}, "Without a key I note what you say plainly about yourself, keep your messages word for word, and find both by words and by meaning. "
        + "With one, Gemini also picks out facts between the lines, and answers freely."),
    says("With a key, each message and the memories that matter to it are sent to Google, under Google's terms. The memories "
      + "themselves are stored only in this browser. Keys are free to make at aistudio.google.com/apikey."),
  ];
}
