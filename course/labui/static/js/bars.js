// Horizontal bars from zero with target ticks: value as a word at the end, status as shape and word, "sekarang" in grey.

import { put, repeat, s, say } from "./dom.js";
import { freshId, hatch, markPath, Plot, scale, sizeHatch } from "./plot.js";

/** data: {rows: [{label, value, low?, high?, base?, target?, text, status?, word?, strong?, hidden?, beyond?}], maximum?, guide?:
 *  {value, label}}; status: good, warn, bad, none; beyond: the bar goes on past the end of the picture. */
export class Bars extends Plot {
  constructor(spec) {
    super(spec);
    const id = freshId();
    this.hatch = hatch(id, "d-2");
    this.rows = s("g", { class: "bar-rows", style: { "--hatch": `url(#${id})` } });
    this.guide = s("g", { class: "guide" }, s("line", { class: "standard" }), s("text", { class: "strong", "text-anchor": "middle" }));
    this.node.append(s("defs", {}, this.hatch), this.guide, this.rows);
  }

  paint({ width, height, font }) {
    const { data } = this;
    const rows = data.rows.map((row) => (row.hidden && this.context.playing === false ? { label: row.label, text: "?" } : row)); // not before the guess
    sizeHatch(this.hatch, font);
    this.box.style.setProperty("--rows", rows.length);
    const labels = Math.max(...rows.map((row) => row.label.length)) * font * 0.5 + font * 0.8;
    const ends = Math.max(...rows.map((row) => (row.text.length + (row.word ? row.word.length + 3 : 0)) * font * 0.52)) + font * 1.2;
    const stacked = labels > width * 0.42 || width - labels - ends < width * 0.3; // beside the words a bar needs room to be read
    const left = stacked ? 2 : labels;
    const largest = data.maximum ?? Math.max(...rows.map((row) => Math.max(row.value ?? 0, row.high ?? 0, row.base ?? 0, row.target ?? 0)), 1e-9);
    const top = data.guide ? font * 1.6 : font * 0.2;
    const pitch = Math.min((height - top) / rows.length, font * 4.2);
    const v = { width, height, font, left, top, pitch, stacked, bottom: top + pitch * rows.length, x: scale(0, largest, left, Math.max(left + 40, width - ends)) };
    repeat(this.rows, rows.length, barRow, (node, k) => this.drawRow(node, rows[k], top + pitch * k, v));
    this.drawGuide(v);
  }

  drawRow(node, row, y, v) {
    const [label, base, bar, tip, cut, unsure, target, mark, text] = node.childNodes;
    const height = Math.min(v.pitch * (v.stacked ? 0.36 : 0.6), v.font * 1.5);
    const middle = y + v.pitch * (v.stacked ? 0.73 : 0.5);
    const has = Number.isFinite(row.value);
    put(node, { class: `row status-${row.status ?? "plain"}${row.strong ? " strong-row" : ""}` });
    put(say(label, row.label), v.stacked ? { x: v.left, y: y + v.font * 1.05, "text-anchor": "start" } : { x: v.left - v.font * 0.5, y: middle + v.font * 0.35, "text-anchor": "end" });
    const solid = has ? (row.low ?? row.value) : 0;
    put(bar, { x: v.left, y: middle - height / 2, height, width: Math.max(0, v.x(solid) - v.left) });
    // an arrow's head and a gap say that the bar is longer than it is drawn
    const [ends, half, lean] = [v.x(solid), height / 2, v.font * 0.3];
    put(tip, { d: row.beyond ? `M${ends},${middle - half}l${lean * 2},${half}l${-lean * 2},${half}Z` : "" });
    put(cut, { d: row.beyond ? [1.6, 2.3].map((k) => `M${ends - v.font * k - lean},${middle + half * 1.2}l${lean * 2},${-half * 2.4}`).join("") : "" });
    put(unsure, { x: v.x(solid), y: middle - height / 2, height, width: has && row.high !== undefined ? Math.max(0, v.x(row.high) - v.x(solid)) : 0 });
    put(base, { x: v.left, y: middle - height * 0.72, height: height * 1.44, width: Number.isFinite(row.base) && this.context.playing !== false ? Math.max(0, v.x(row.base) - v.left) : 0 });
    const at = Number.isFinite(row.target) ? v.x(row.target) : null;
    put(target, { d: at === null ? "" : `M${at},${middle - height * 0.85}V${middle + height * 0.85}` });
    const was = this.context.playing !== false ? (row.base ?? 0) : 0;
    const end = Math.max(v.x(has ? row.value : 0), v.x(row.high ?? 0), v.x(was), at ?? 0) + v.font * (row.beyond ? 1 : 0.5);
    const marked = row.status && row.status !== "none" && row.word;
    put(mark, { d: marked ? markPath(row.status, v.font * 0.34) : "", transform: `translate(${end + v.font * 0.3},${middle})` });
    put(say(text, row.word ? `${row.word} · ${row.text}` : row.text), { x: end + (marked ? v.font * 0.9 : 0), y: middle + v.font * 0.35 });
  }

  drawGuide(v) {
    const { guide } = this.data;
    this.guide.style.display = guide ? "" : "none";
    if (!guide) return;
    const at = v.x(guide.value);
    const dash = Math.max(6, v.font * 0.4);
    put(this.guide.firstChild, { x1: at, x2: at, y1: v.top - v.font * 0.3, y2: v.bottom, "stroke-dasharray": `${dash} ${dash * 0.65}` });
    put(say(this.guide.lastChild, guide.label), { x: at, y: v.font });
    const box = this.guide.lastChild.getBBox();
    if (box.x < 0) put(this.guide.lastChild, { x: 0, "text-anchor": "start" });
    else if (box.x + box.width > v.width) put(this.guide.lastChild, { x: v.width, "text-anchor": "end" });
    else put(this.guide.lastChild, { "text-anchor": "middle" });
  }
}

function barRow() {
  return s("g", {}, s("text"), s("rect", { class: "was" }), s("rect", { class: "bar" }), s("path", { class: "bar" }), s("path", { class: "cut" }), s("rect", { class: "unsure" }), s("path", { class: "goal" }), s("path", { class: "status" }), s("text", { class: "value" }));
}
