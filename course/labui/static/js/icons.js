// Icons from the one sprite (static/icons.svg): by address where the page has one, inline where it has none.

import { s } from "./dom.js";

let inlined = false;

function inlineSprite() {
  if (inlined || document.getElementById("iku-sprite")) return;
  const parsed = new DOMParser().parseFromString(globalThis.__labIkuSprite, "image/svg+xml").documentElement;
  parsed.id = "iku-sprite";
  parsed.setAttribute("aria-hidden", "true");
  parsed.style.display = "none";
  for (const symbol of parsed.querySelectorAll("symbol")) symbol.id = `iku-${symbol.id}`;
  document.body.append(parsed);
  inlined = true;
}

function address(name) {
  const page = document.documentElement.dataset.icons;
  if (page) return `${page}#${name}`;
  inlineSprite();
  return `#iku-${name}`;
}

/** Decoration beside a word; marks of status keep their own fill. */
export function icon(name) {
  const kind = name.startsWith("mark-") ? "mark" : "i";
  return s("svg", { class: kind, "aria-hidden": "true" }, s("use", { href: address(name) }));
}
