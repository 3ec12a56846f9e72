// The one <dialog>: the browser traps the focus in it, closes it on Escape and gives the focus back.

import { byId, el } from "./dom.js";

/** Opens it with a title and content. `onclose` runs once, however it is closed. Returns a function that closes it. */
export function openDialog(title, content, onclose = () => {}) {
  const dialog = byId("dialog");
  const close = () => dialog.close();
  // The title takes the focus unless the content asks for it, so that a long text is read from its beginning.
  const wanted = content.flat().some((node) => node?.querySelector?.("[autofocus]") || node?.autofocus);
  const heading = el("h2", { id: "dialog-title", tabindex: "-1", autofocus: !wanted }, title);
  dialog.replaceChildren(heading, ...content.flat().filter(Boolean));
  dialog.addEventListener("close", () => { dialog.replaceChildren(); onclose(); }, { once: true });
  dialog.onclick = (event) => { if (event.target === dialog) close(); };
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
