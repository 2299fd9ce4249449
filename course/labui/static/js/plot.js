// What all charts share: a figure with its caption, an SVG in real pixels, redrawn when numbers or room change.

import { h, put, s } from "./dom.js";

let serial = 0;

/** An id that no other element of the page has. */
export function freshId() {
  serial += 1;
  return `iku-${serial}`;
}

export class Plot {
  /** `spec.words.caption` stands under the picture, `spec.words.more` only where there is room. */
  constructor(spec) {
    this.spec = spec;
    this.words = spec.words ?? {};
    this.data = null;
    this.context = {};
    this.node = s("svg", { class: "plot", role: "img", "aria-label": "" });
    this.frame = h("div", { class: "plot-frame" }, this.node);
    const { caption, more } = this.words;
    this.box = h("figure", { class: "plot-box" }, this.frame, caption ? h("figcaption", { class: "soft" }, caption, more ? h("span", { class: "more" }, `; ${more}`) : null) : null);
    this.room = null; // as last seen: to ask while words of the page are changing makes the browser lay it all out at once
    this.watch = new ResizeObserver(() => {
      this.room = null;
      this.draw();
    });
    this.watch.observe(this.frame);
  }

  /** New numbers; `context`: {playing: whether the choice is shown, who: "Pilihan Anda"}. */
  update(data, context = {}) {
    this.data = data;
    this.context = context;
    this.draw();
  }

  close() {
    this.watch.disconnect();
  }

  draw() {
    if (!this.data) return;
    this.room ??= roomOf(this.frame, this.node);
    const { width, height } = this.room;
    if (width < 40 || height < 40) return;
    put(this.node, { viewBox: `0 0 ${width} ${height}`, "aria-label": this.data.description ?? "" });
    this.paint({ ...this.room });
  }
}

/** Width and height of a frame and the size of the text in it, in pixels. */
export function roomOf(frame, node) {
  return { width: frame.clientWidth, height: frame.clientHeight, font: parseFloat(getComputedStyle(node).fontSize) };
}

const letters = document.createElement("canvas").getContext("2d");
const fonts = new WeakMap();

/** Width and height of a line of text in the font of `node`, without the browser laying the page out for it. */
export function textSize(node, text, font) {
  let known = fonts.get(node);
  if (known?.font !== font) {
    const { fontWeight, fontFamily } = getComputedStyle(node);
    known = { font, name: `${fontWeight} ${font}px ${fontFamily}` };
    fonts.set(node, known);
  }
  letters.font = known.name;
  const size = letters.measureText(text);
  return { width: size.width, height: size.fontBoundingBoxAscent + size.fontBoundingBoxDescent };
}

/** A linear scale from [from, to] onto [start, end]. */
export function scale(from, to, start, end) {
  const span = to - from || 1;
  return (value) => start + ((value - from) / span) * (end - start);
}

/** Round values between two ends, at most `most` of them, both ends among them. */
export function tickValues(first, last, most) {
  const span = last - first;
  const step = [1, 2, 5, 10, 15, 20, 25, 30, 50, 60, 100, 120, 200, 250, 500, 1000].find((size) => span / size <= Math.max(2, most)) ?? span;
  const values = [];
  for (let value = first; value <= last - step * 0.75; value += step) values.push(value);
  return [...values, last];
}

/** Round values inside two ends for a value axis, steps of 1, 2 or 5 times a power of ten. */
export function niceTicks(low, high, most) {
  const raw = (high - low) / Math.max(1, most) || 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((size) => size * power).find((size) => size >= raw);
  const values = [];
  for (let value = Math.ceil(low / step - 1e-9) * step; value <= high + step * 1e-6; value += step) values.push(Number(value.toPrecision(12)));
  return { values, decimals: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) };
}

/** A hatch in the given colour token, at 45 degrees; put it into <defs>. */
export function hatch(id, token) {
  return s("pattern", { id, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, s("rect", { style: { fill: "var(--surface)" } }), s("rect", { style: { fill: `var(--${token})` } }));
}

/** Fit a hatch to the size of the text. */
export function sizeHatch(pattern, font) {
  const step = Math.max(8, font * 0.4);
  put(pattern, { width: step, height: step });
  put(pattern.firstChild, { width: step, height: step });
  put(pattern.lastChild, { width: step * 0.42, height: step });
}

/** The four marks of status, as paths around (0, 0) for the given radius: shape carries the meaning. */
export function markPath(status, r) {
  if (status === "warn") return `M0,${-r}L${r},${r * 0.8}H${-r}Z`;
  if (status === "bad") return `M0,${-r * 1.15}L${r * 1.15},0L0,${r * 1.15}L${-r * 1.15},0Z`;
  return `M${-r},0A${r},${r} 0 1 1 ${r},0A${r},${r} 0 1 1 ${-r},0Z`;
}

/** A path through points, with gaps where a value is missing. */
export function linePath(xs, ys) {
  let path = "";
  let pen = false;
  for (let k = 0; k < ys.length; k += 1) {
    if (!Number.isFinite(ys[k])) {
      pen = false;
      continue;
    }
    path += `${pen ? "L" : "M"}${xs[k].toFixed(1)},${ys[k].toFixed(1)}`;
    pen = true;
  }
  return path;
}

/** The closed area between two lines. */
export function bandPath(xs, lows, highs) {
  const keep = Array.from(xs.keys()).filter((k) => Number.isFinite(lows[k]) && Number.isFinite(highs[k]));
  if (keep.length < 2) return "";
  const there = keep.map((k) => `${xs[k].toFixed(1)},${highs[k].toFixed(1)}`);
  const back = keep.reverse().map((k) => `${xs[k].toFixed(1)},${lows[k].toFixed(1)}`);
  return `M${there.join("L")}L${back.join("L")}Z`;
}

/** Move labels apart: keeps their order, at least `gap` between them, inside [top, bottom]. */
export function spread(places, gap, top, bottom) {
  const order = places.map((y, k) => [y, k]).sort((a, b) => a[0] - b[0]);
  const out = new Array(places.length);
  let last = -Infinity;
  for (const [y, k] of order) {
    out[k] = Math.max(y, last + gap, top);
    last = out[k];
  }
  let over = Math.max(0, last - bottom);
  for (let at = order.length - 1; at >= 0 && over > 0; at -= 1) {
    const k = order[at][1];
    out[k] -= over;
    const next = at > 0 ? out[order[at - 1][1]] : -Infinity;
    over = Math.max(0, next + gap - out[k]);
  }
  return out;
}
