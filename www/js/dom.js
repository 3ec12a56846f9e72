// Making elements. Text only ever becomes text nodes: nothing here, or anywhere in the demo, parses HTML.

/**
 * An element with attributes, listeners (`onclick`, …) and children. Attributes that are null, undefined or false are left
 * out; children that are null, undefined or false too; strings become text.
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.replace(/^on/, ""), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

/** The element with that id. */
export const byId = (id) => document.getElementById(id);

/** A button that looks like a link. */
export const link = (label, onclick, more = {}) => el("button", { type: "button", class: "link", onclick, ...more }, label);

/** Says something to a screen reader without moving anything on the screen. */
export function announce(text) {
  byId("announce").textContent = text;
}
