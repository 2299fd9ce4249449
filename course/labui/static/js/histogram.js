// Histogram: bars of the choice (hatched past the standard), grey steps of "sekarang", dashed standard line, words at
// the marks. Each bar is solid up to the low end of its interval and pale to the high end. Nodes are kept between
// drawings, so nothing flickers.

import { put, repeat, s, say } from "./dom.js";
import { floats, formatNumber } from "./numbers.js";
import { freshId, hatch, Plot, scale, sizeHatch, textSize, tickValues } from "./plot.js";

const NONE = new Float32Array(0);

/** `spec`: {standard, words: {within, beyond, unit, who?, now?}}; data: {edges, chosen, low, high, base, labels, same}. */
export class Histogram extends Plot {
  constructor(spec) {
    super(spec);
    this.standard = spec.standard;
    this.tallest = 0;
    const id = freshId();
    this.good = s("rect", { class: "good-side" });
    this.inside = s("clipPath", { id: `${id}-a` }, s("rect"));
    this.outside = s("clipPath", { id: `${id}-b` }, s("rect"));
    this.hatch = hatch(`${id}-p`, "d-2");
    this.left = s("g", { class: "bars", "clip-path": `url(#${id}-a)` });
    this.right = s("g", { class: "bars past", "clip-path": `url(#${id}-b)`, style: { "--hatch": `url(#${id}-p)` } });
    this.halo = s("path", { class: "base-halo" });
    this.base = s("path", { class: "base" });
    this.axis = s("line", { class: "axis" });
    this.line = s("line", { class: "standard" });
    this.ticks = s("g", { class: "ticks" });
    this.texts = Object.fromEntries(["within", "beyond", "chosen", "base"].map((name) => [name, s("text", { class: `t-${name}` })]));
    this.leader = s("path", { class: "leader" });
    this.node.append(s("defs", {}, this.inside, this.outside, this.hatch), this.good, this.left, this.right, this.halo, this.base, this.axis, this.line, this.ticks, this.leader, ...Object.values(this.texts));
  }

  update(data, context) {
    const playing = context?.playing !== false;
    const shown = (name) => (playing ? floats(data[name]) : NONE);
    const [who, now] = [this.words.who ?? context?.who ?? "Pilihan Anda", this.words.now ?? "Sekarang"];
    const labels = { chosen: playing ? named(who, data.labels.chosen) : [], base: playing && data.same ? [] : named(now, data.labels.base) };
    super.update({ ...data, edges: floats(data.edges), base: floats(data.base), chosen: shown("chosen"), low: shown("low"), high: shown("high"), labels }, context);
  }

  paint({ width, height, font }) {
    const { data } = this;
    if (data.edges.length < 2) return;
    const [x0, x1] = [Math.max(2, font * 0.4), width - Math.max(2, font * 0.4)];
    const top = font * 1.75;
    const bottom = height - font * 1.4;
    this.rescale(data);
    const x = scale(data.edges[0], data.edges[data.edges.length - 1], x0, x1);
    const y = (value) => bottom - Math.min(1, value / this.tallest) * (bottom - top - font * 1.7);
    const v = { ...data, width, height, font, x0, x1, top, bottom, x, y };
    this.drawGround(v);
    this.drawBars(this.left, v);
    this.drawBars(this.right, v);
    this.drawBase(v);
    this.drawTicks(v);
    this.drawWords(v);
  }

  /** The vertical scale stays while the bars still fit and fill, so that moves can be compared by eye. */
  rescale({ chosen, base, high }) {
    const tallest = Math.max(...base, ...chosen, ...high, 1e-9);
    if (tallest > this.tallest || tallest < this.tallest * 0.5) this.tallest = tallest * 1.06;
  }

  drawGround(v) {
    const at = v.x(this.standard);
    put(this.good, { x: v.x0, y: v.top, width: Math.max(0, at - v.x0), height: Math.max(0, v.bottom - v.top) });
    put(this.inside.firstChild, { x: 0, y: 0, width: at, height: v.height });
    put(this.outside.firstChild, { x: at, y: 0, width: Math.max(0, v.width - at), height: v.height });
    sizeHatch(this.hatch, v.font);
    put(this.axis, { x1: v.x0, x2: v.x1, y1: v.bottom, y2: v.bottom });
    const dash = Math.max(6, v.font * 0.4);
    put(this.line, { x1: at, x2: at, y1: v.top - v.font * 0.6, y2: v.bottom, "stroke-dasharray": `${dash} ${dash * 0.65}` });
  }

  drawBars(group, v) {
    const gap = Math.max(1, Math.min(3, (v.x1 - v.x0) / 400));
    repeat(group, v.chosen.length, () => s("g", {}, s("rect", { class: "bar" }), s("rect", { class: "unsure" })), (node, k) => {
      const left = v.x(v.edges[k]) + gap / 2;
      const width = Math.max(0, v.x(v.edges[k + 1]) - v.x(v.edges[k]) - gap);
      const mean = v.y(v.chosen[k]);
      const high = v.high.length ? v.y(v.high[k]) : mean;
      const low = v.low.length ? v.y(Math.max(0, v.low[k])) : mean;
      put(node.firstChild, { x: left, width, y: low, height: Math.max(0, v.bottom - low) });
      put(node.lastChild, { x: left, width, y: high, height: Math.max(0, low - high) });
    });
  }

  drawBase(v) {
    let path = `M${v.x0},${v.bottom}`;
    for (let k = 0; k < v.base.length; k += 1) path += `V${v.y(v.base[k]).toFixed(1)}H${v.x(v.edges[k + 1]).toFixed(1)}`;
    put(this.base, { d: path });
    put(this.halo, { d: path });
  }

  drawTicks(v) {
    const last = v.edges[v.edges.length - 1];
    const ending = `${this.words.open ? "+" : ""} ${this.words.unit}`;
    const room = v.x1 - v.font * ((formatNumber(last).length + ending.length) * 0.55 + 1.2);
    const values = tickValues(v.edges[0], last, (v.x1 - v.x0) / (v.font * 3.4)).filter((value, k) => k === 0 || value === last || v.x(value) < room);
    repeat(this.ticks, values.length, () => s("text"), (node, k) => {
      const end = k === values.length - 1;
      put(node, { x: v.x(values[k]), y: v.bottom + v.font * 1.12, "text-anchor": k === 0 ? "start" : end ? "end" : "middle" });
      say(node, formatNumber(values[k]) + (end ? ending : ""));
    });
  }

  drawWords(v) {
    const pad = v.font * 0.45;
    this.nameSides(v, pad);
    this.placeBase(v, this.placeChosen(v, pad));
  }

  /** In the upper left corner, as short as it must be; its room {x, width, height}, null without a label. */
  placeChosen(v, pad) {
    const label = this.texts.chosen;
    const x = v.x0 + pad;
    const sizes = v.labels.chosen.map((text) => ({ text, x, ...textSize(label, text, v.font) }));
    const size = sizes.find(({ width }) => x + width <= v.x1) ?? sizes[sizes.length - 1] ?? null;
    say(label, size?.text ?? "");
    if (size) put(label, { x, y: v.top + v.font * 1.15 });
    return size;
  }

  /** The two words at the standard stay inside the picture, whichever side is narrow. */
  nameSides(v, pad) {
    const at = v.x(this.standard);
    const { within, beyond } = this.texts;
    const [left, right] = [within, beyond].map((node, k) => textSize(node, [this.words.within, this.words.beyond][k], v.font).width);
    const narrow = at - pad - left < v.x0;
    const end = narrow ? v.x0 + left : at - pad;
    put(say(within, this.words.within), { x: narrow ? v.x0 : at - pad, y: v.font, "text-anchor": narrow ? "start" : "end" });
    const last = at + pad + right > v.x1;
    const begin = last ? v.x1 : end > at + pad ? end + v.font * 0.8 : at + pad;
    put(say(beyond, this.words.beyond), { x: begin, y: v.font, "text-anchor": last ? "end" : "start" });
  }

  /** The label of the grey steps stands where nothing is under it and its leader is short; else in the other corner. */
  placeBase(v, chosen) {
    const label = this.texts.base;
    const shown = v.labels.base.length > 0 && v.base.length > 0;
    for (const node of [label, this.leader]) node.style.display = shown ? "" : "none";
    if (!shown) return;
    const places = v.labels.base.map((text) => ({ text, ...textSize(label, text, v.font) })).map((size) => ({ ...size, at: this.bestPlace(v, size.width, chosen) }));
    const { text, width, at } = places.find((place) => place.at) ?? places[places.length - 1];
    say(label, text);
    if (at) {
      put(label, { x: at.x, y: at.y });
      put(this.leader, { d: `M${at.x - v.font * 0.12},${at.y - v.font * 0.3}H${at.mark}V${at.foot - 3}` });
      return;
    }
    const x = v.x1 - width;
    const below = chosen && chosen.x + chosen.width + v.font * 0.5 > x;
    put(label, { x, y: v.top + v.font * (below ? 2.4 : 1.15) });
    put(this.leader, { d: "" });
  }

  bestPlace(v, width, chosen) {
    const tops = Array.from(v.base, (value, k) => Math.min(v.y(value), v.chosen.length ? v.y(Math.max(v.chosen[k], v.high[k] ?? 0)) : v.bottom));
    let best = null;
    for (let k = 0; k < v.base.length; k += 1) {
      const mark = v.x((v.edges[k] * 2 + v.edges[k + 1]) / 3);
      const x = mark + v.font * 0.5;
      if (x + width > v.x1) break;
      let roof = Infinity;
      for (let j = k; j < v.base.length && v.x(v.edges[j]) < x + width; j += 1) roof = Math.min(roof, tops[j]);
      const y = roof - v.font * 0.55;
      const ceiling = chosen && x < chosen.x + chosen.width + v.font ? chosen.height + v.font * 0.4 : 0;
      const foot = v.y(v.base[k]);
      if (y - v.font < v.top + ceiling || v.bottom - foot < v.font * 0.35) continue;
      const cost = foot - y + (v.edges[k] >= this.standard ? 0 : v.font * 6) + k * 2;
      if (!best || cost < best.cost) best = { x, y, mark, foot, cost };
    }
    return best;
  }
}

/** A label, and what is left of it where room is scarce. */
function named(who, what) {
  return what ? [`${who}: ${what}`, who] : [who];
}
