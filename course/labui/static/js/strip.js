// Prediction strip: one axis, one dot per prediction (no names), the own guess, the result.

import { h, put, repeat, s, say } from "./dom.js";
import { formatNumber, NBSP } from "./numbers.js";
import { roomOf, textSize, tickValues } from "./plot.js";

export class Strip {
  /** `words`: {title, own, result}; the axis runs from `low` to `high` in `unit`. */
  constructor({ words, low = 0, high = 100, unit = "%", decimals = 0 }) {
    Object.assign(this, { words, low, high, unit, decimals, data: { predictions: [] } });
    this.axis = s("line", { class: "axis" });
    this.ticks = s("g", { class: "ticks soft" });
    this.dots = s("g", { class: "dots" });
    this.title = s("text", { class: "strong" });
    this.own = s("path", { class: "own" });
    this.ownText = s("text", { class: "strong" });
    this.mark = s("path", { class: "result" });
    this.text = s("text", { class: "head" });
    this.node = s("svg", { class: "plot", role: "img" }, this.axis, this.ticks, this.dots, this.own, this.mark, this.title, this.ownText, this.text);
    this.box = h("div", { class: "strip-box" }, this.node);
    this.room = null; // see Plot
    this.watch = new ResizeObserver(() => {
      this.room = null;
      this.draw();
    });
    this.watch.observe(this.box);
  }

  /** {predictions: [numbers], own: number|null, result: number|null} */
  update(data) {
    this.data = data;
    this.draw();
  }

  close() {
    this.watch.disconnect();
  }

  label(value) {
    const text = formatNumber(value, Number.isInteger(value) ? 0 : this.decimals);
    return this.unit === "%" ? `${text}${NBSP}%` : `${text} ${this.unit}`;
  }

  draw() {
    this.room ??= roomOf(this.box, this.node);
    const { width, height, font } = this.room;
    if (width < 40 || height < 20) return;
    const pad = font * 0.4;
    const v = { width, height, font, x0: pad, x1: width - font * 1.6, y: height - font * 1.45 };
    v.x = (value) => v.x0 + ((Math.min(this.high, Math.max(this.low, value)) - this.low) / (this.high - this.low)) * (v.x1 - v.x0); // what lies beyond stands at the edge, with its number
    put(this.node, { viewBox: `0 0 ${width} ${height}`, "aria-label": this.describe() });
    put(this.axis, { x1: v.x0, x2: v.x1, y1: v.y, y2: v.y });
    this.drawTicks(v);
    this.drawDots(v);
    this.drawMarks(v);
  }

  drawTicks(v) {
    const quarters = [0, 0.25, 0.5, 0.75, 1].map((part) => this.low + part * (this.high - this.low));
    const values = quarters.every((value) => Number.isInteger(value * 2)) ? quarters : tickValues(this.low, this.high, 6);
    repeat(this.ticks, values.length, () => s("text"), (node, k) => {
      const edge = k === 0 || k === values.length - 1;
      const last = k === values.length - 1 && this.unit !== "%";
      put(node, { x: k === 0 ? v.x0 : last ? v.width : v.x(values[k]), y: v.y + v.font * 1.1, "text-anchor": k === 0 ? "start" : last ? "end" : "middle" });
      const plain = formatNumber(values[k], Number.isInteger(values[k]) ? 0 : 1);
      say(node, this.unit === "%" ? (edge ? this.label(values[k]) : plain) : k === values.length - 1 ? this.label(values[k]) : plain);
    });
  }

  drawDots(v) {
    const radius = Math.max(3, v.font * 0.21);
    const cell = (radius * 2.15) / (v.x1 - v.x0);
    const stacks = new Map();
    const places = this.data.predictions.map((value) => {
      const column = Math.round((value - this.low) / (this.high - this.low) / cell);
      const row = stacks.get(column) ?? 0;
      stacks.set(column, row + 1);
      return [v.x0 + column * cell * (v.x1 - v.x0), row];
    });
    const highest = Math.max(1, ...stacks.values());
    const rise = Math.min(radius * 2.15, (v.y - v.font * 1.5) / highest);
    repeat(this.dots, places.length, () => s("circle"), (node, k) => {
      put(node, { cx: places[k][0], cy: v.y - radius * 1.4 - places[k][1] * rise, r: radius });
    });
  }

  drawMarks(v) {
    const { own, result, predictions } = this.data;
    const top = v.font * 1.05;
    const count = predictions.length;
    const words = count && this.words.title ? `${this.words.title}, ${formatNumber(count)} jawaban` : this.words.empty ?? this.words.title ?? "";
    const used = textSize(this.title, words, v.font).width;
    const size = v.font * 0.34;
    const crowded = Number.isFinite(result) && v.x(result) - size < v.x0 + used + v.font * 0.4; // the mark would stand in the title
    put(say(this.title, words), { x: crowded ? v.width : v.x0, y: top, "text-anchor": crowded ? "end" : "start" });
    const free = { left: crowded ? v.x0 : v.x0 + used + v.font * 0.8 };
    show(this.mark, this.text, result !== null && result !== undefined, () => {
      const x = v.x(result);
      put(this.mark, { d: `M${x},${v.y}V${top}M${x - size},${top - size}h${2 * size}l${-size},${size * 1.5}z` });
      this.beside(this.text, `${this.words.result} ${this.label(result)}`, x, size, top, v, free);
    });
    show(this.own, this.ownText, own !== null && own !== undefined, () => {
      const x = v.x(own);
      const y = v.y - size * 1.3;
      put(this.own, { d: `M${x},${y - size}l${size},${size}l${-size},${size}l${-size},${-size}z` });
      this.beside(this.ownText, `${this.words.own} ${this.label(own)}`, x, size, v.y - v.font * 0.3, v, { left: v.x0 });
    });
  }

  beside(node, text, x, size, y, v, free) {
    const { width } = textSize(node, text, v.font);
    const [after, before] = [x + size * 1.6, x - size * 1.6];
    let place = after + width > v.width ? { x: before, "text-anchor": "end" } : { x: after, "text-anchor": "start" };
    const left = place.x === before ? before - width : after;
    if (y < v.font * 1.3 && left < free.left && left + width > 0) place = { x: Math.max(free.left, after), "text-anchor": "start" };
    put(say(node, text), { ...place, y });
  }

  describe() {
    const { predictions, own, result } = this.data;
    const parts = [];
    if (predictions.length) {
      const sorted = [...predictions].sort((a, b) => a - b);
      parts.push(`${predictions.length} tebakan kelas, nilai tengah ${this.label(sorted[Math.floor(sorted.length / 2)])}`);
    }
    if (own !== null && own !== undefined) parts.push(`${this.words.own} ${this.label(own)}`);
    if (result !== null && result !== undefined) parts.push(`${this.words.result} ${this.label(result)}`);
    return parts.join("; ") || this.words.title;
  }
}

function show(mark, text, visible, draw) {
  for (const node of [mark, text]) node.style.display = visible ? "" : "none";
  if (visible) draw();
}
