// The message box: Enter sends, Shift+Enter breaks the line, Escape or Stop stops the answer.

import { byId } from "./dom.js";

export class Composer {
  #form = byId("composer");
  #box = byId("message");
  #send = byId("send");
  #stop = byId("stop");
  #busy = false;

  /** `onsend(text)` with trimmed, non-empty text; `onstop()`. */
  constructor({ onsend, onstop }) {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.#box.value.trim();
      if (!text || this.#busy) return;
      this.#box.value = "";
      this.#grow();
      onsend(text);
    });
    this.#box.addEventListener("input", () => this.#grow());
    this.#box.addEventListener("keydown", (event) => {
      // While an input method composes a syllable, Enter belongs to it.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#form.requestSubmit();
    });
    this.#stop.addEventListener("click", onstop);
    this.#send.disabled = false; // until here nobody listened
  }

  get busy() { return this.#busy; }

  /** Shows Stop instead of Send while an answer is under way; focus stays where the person works. */
  set busy(busy) {
    const held = document.activeElement === this.#send || document.activeElement === this.#stop;
    this.#busy = busy;
    this.#send.hidden = busy;
    this.#stop.hidden = !busy;
    if (held) this.#box.focus();
  }

  /** Puts text in the box and the cursor behind it. */
  suggest(text) {
    this.#box.value = text;
    this.#grow();
    this.focus();
  }

  focus() { this.#box.focus(); }

  /** For browsers without `field-sizing`. */
  #grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.#box.style.height = "auto";
    this.#box.style.height = `${this.#box.scrollHeight + 2}px`;
  }
}
