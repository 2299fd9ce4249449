// Dialogs: the table behind a chart, the assumptions of a scenario, the list of keys. Native <dialog>, so Esc closes.

import { h } from "./dom.js";
import { icon } from "./icons.js";

/** A dialog with a title and a close button; `fill(body)` is called each time it opens and may give parts to close. */
export function dialog(root, title, fill) {
  const body = h("div", { class: "dialog-body", tabindex: "0" });
  const close = h("button", { type: "button", class: "icon-button", "aria-label": "Tutup", onclick: () => node.close() }, icon("x"));
  const heading = h("h2", {}, title);
  const node = h("dialog", { class: "sheet", "aria-label": title, onclick: (event) => event.target === node && node.close() }, h("header", {}, heading, close), body);
  root.append(node);
  let parts = [];
  node.addEventListener("close", () => parts.splice(0).forEach((part) => part.close()));
  return {
    node,
    open() {
      body.replaceChildren();
      if (!node.open) node.showModal();
      parts = fill(body) ?? [];
    },
    toggle() {
      if (node.open) node.close();
      else this.open();
    },
  };
}

/** {caption, head: [..], rows: [[..]], numeric: [columns]} as a table; numbers stand right. */
export function table({ caption, head, rows, numeric = [] }) {
  const side = (k) => (numeric.includes(k) ? "num" : null);
  return h("table", {},
    caption ? h("caption", {}, caption) : null,
    h("thead", {}, h("tr", {}, head.map((text, k) => h("th", { scope: "col", class: side(k) }, text)))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map((text, k) => (k === 0 ? h("th", { scope: "row" }, text) : h("td", { class: side(k) }, text)))))));
}

/** Every parameter of the scenario: value, unit, kind of source, source. */
export function assumptions(rows) {
  return h("div", { class: "assumptions" }, rows.map((row) => h("section", {},
    h("p", { class: "assumption" }, h("b", {}, row.label), h("span", { class: "value" }, row.value)),
    h("p", { class: "soft" }, h("span", { class: `kind kind-${row.kind}` }, row.kind_label), row.source ? ` ${row.source}` : ""))));
}

/** Keys and what they do, each a button as well. */
export function keyList(actions) {
  return h("div", { class: "key-list" }, actions.map(({ key, label, run }) => h("button", { type: "button", class: "text", onclick: run }, h("kbd", {}, key), label)));
}
