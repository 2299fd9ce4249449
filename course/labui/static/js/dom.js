// Elements without markup strings: text goes in as text, so nothing that a person typed can become code.

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element; props starting with "on" are listeners, "class" and aria attributes are attributes. */
export function h(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** An SVG element. */
export function s(tag, props = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [key, val] of Object.entries(value)) node.style.setProperty(key, val);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Set attributes, only those that changed. */
export function put(node, props) {
  for (const [name, value] of Object.entries(props)) {
    const text = String(value);
    if (node.getAttribute(name) !== text) node.setAttribute(name, text);
  }
  return node;
}

/** Set text, only if it changed (a live region speaks once). */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
  return node;
}

/** Text of a heading: "rata-rata" stays on one line. */
export function whole(text) {
  return text.replace(/(\p{L})-(?=\p{L})/gu, "$1-\u2060");
}

/** Keep exactly `count` children made by `make`; hands each to `each(node, index)`. */
export function repeat(parent, count, make, each) {
  while (parent.childNodes.length > count) parent.lastChild.remove();
  while (parent.childNodes.length < count) parent.append(make(parent.childNodes.length));
  for (let k = 0; k < count; k += 1) each?.(parent.childNodes[k], k);
}

/** Text with strong parts: [["Selisih ", 0], ["+21 poin", 1]]. */
export function rich(node, segments) {
  const key = JSON.stringify(segments);
  if (node.dataset.rich === key) return node;
  node.dataset.rich = key;
  node.replaceChildren(...segments.map(([text, strong]) => (strong ? h("b", {}, text) : text)));
  return node;
}
