// Dialogs: the browser traps the focus in them, closes them on Escape and gives the focus back.

import { el } from "./dom.js";

/** Opens it with a title and content. `onclose` runs once, however it is closed. Returns a function that closes it. */
export function openDialog(title, content, onclose = () => {}) {
  const dialog = el("dialog", { "aria-labelledby": "dialog-title" });
  const close = () => dialog.close();
  // The title takes the focus unless the content asks for it, so that a long text is read from its beginning.
  const wanted = content.flat().some((node) => node?.querySelector?.("[autofocus]") || node?.autofocus);
  const heading = el("h2", { id: "dialog-title", tabindex: "-1", autofocus: !wanted }, title);
  dialog.append(heading, ...content.flat().filter(Boolean));
  // One element for each: the close event comes later, and must not meet the next dialog.
  dialog.addEventListener("close", () => { dialog.remove(); onclose(); });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) close(); });
  document.body.append(dialog);
  dialog.showModal();
  return close;
}

/** Asks before something is lost. Resolves to true only if the person pressed the button named `label`. */
export function confirm(title, content, label) {
  return new Promise((resolve) => {
    let yes = false;
    const close = openDialog(title, [
      ...content,
      el("div", { class: "actions" },
        el("button", { type: "button", autofocus: true, onclick: () => close() }, "Cancel"),
        el("button", { type: "button", class: "danger solid", onclick: () => { yes = true; close(); } }, label)),
    ], () => resolve(yes));
  });
}

/** Says something that went wrong and has no place of its own on the page. */
export function tell(title, text) {
  const close = openDialog(title, [
    el("p", { role: "alert" }, text),
    el("div", { class: "actions" }, el("button", { type: "button", autofocus: true, onclick: () => close() }, "Close")),
  ]);
}
