// Funnel: each area by size and rate, limits of chance around the common rate; outside points get a ring and a name.

import { put, repeat, s, say } from "./dom.js";
import { floats, formatNumber } from "./numbers.js";
import { linePath, markPath, niceTicks, Plot, scale, spread } from "./plot.js";

/** data: {points: [{name, size, value, status, now?}], center, grid, limits: {low95, high95, low998, high998},
 *  labels: {center}}; `size` on the x axis (births), `value` on the y axis (rate); status: in, warn, bad. */
export class Funnel extends Plot {
  constructor(spec) {
    super(spec);
    this.layers = Object.fromEntries(["grid", "limits", "center", "points", "names", "xticks", "yticks", "notes"].map((name) => [name, s("g", { class: `funnel-${name}` })]));
    this.axis = s("line", { class: "axis" });
    this.node.append(this.layers.grid, this.layers.limits, this.layers.center, this.axis, this.layers.points, this.layers.xticks, this.layers.yticks, this.layers.names, this.layers.notes);
  }

  update(data, context) {
    const limits = Object.fromEntries(Object.entries(data.limits).map(([name, raw]) => [name, floats(raw)]));
    super.update({ ...data, limits, grid: floats(data.grid) }, context);
  }

  paint({ width, height, font }) {
    const { data } = this;
    const mouth = data.limits.high95?.[Math.floor(data.grid.length * 0.12)] ?? 0; // the funnel should look like one
    const highest = Math.max(...data.points.map((point) => point.value * 1.12), Math.min(mouth, data.center * 2.6), data.center * 1.8, 1e-9);
    if (!this.top || highest > this.top || highest < this.top * 0.6) this.top = highest;
    const ticks = niceTicks(0, this.top, Math.max(2, height / (font * 2.8)));
    const left = Math.max(...ticks.values.map((value) => formatNumber(value, ticks.decimals).length)) * font * 0.5 + font * 0.6;
    const v = { width, height, font, left, right: font * 0.5, top: font * 0.8, bottom: height - font * 1.5, ticks, data };
    v.x = scale(0, data.grid[data.grid.length - 1], left, width - v.right);
    v.y = scale(0, this.top, v.bottom, v.top);
    this.drawAxes(v);
    this.drawLimits(v);
    this.drawPoints(v);
  }

  drawAxes(v) {
    const { values, decimals } = v.ticks;
    repeat(this.layers.grid, values.length, () => s("line"), (node, k) => put(node, { x1: v.left, x2: v.width - v.right, y1: v.y(values[k]), y2: v.y(values[k]) }));
    repeat(this.layers.yticks, values.length, () => s("text", { "text-anchor": "end" }), (node, k) => put(say(node, formatNumber(values[k], decimals)), { x: v.left - v.font * 0.3, y: v.y(values[k]) + v.font * 0.35 }));
    put(this.axis, { x1: v.left, x2: v.width - v.right, y1: v.bottom, y2: v.bottom });
    const across = niceTicks(0, v.data.grid[v.data.grid.length - 1], Math.max(2, (v.width - v.left) / (v.font * 4)));
    repeat(this.layers.xticks, across.values.length, () => s("text", { "text-anchor": "middle" }), (node, k) => put(say(node, formatNumber(across.values[k])), { x: Math.min(v.x(across.values[k]), v.width - v.font * 1.4), y: v.bottom + v.font * 1.15 }));
  }

  drawLimits(v) {
    const xs = Array.from(v.data.grid, v.x);
    const rows = ["low95", "high95", "low998", "high998"].filter((name) => v.data.limits[name]?.length);
    const clip = (value) => v.y(Math.min(value, this.top * 1.02));
    repeat(this.layers.limits, rows.length, () => s("path"), (node, k) => {
      const dash = rows[k].endsWith("95") ? `${v.font * 0.35} ${v.font * 0.25}` : "none";
      put(node, { d: linePath(xs, Array.from(v.data.limits[rows[k]], (value) => (value > this.top ? NaN : clip(value)))), "stroke-dasharray": dash });
    });
    repeat(this.layers.center, 1, () => s("g", {}, s("line"), s("text")), (node) => {
      put(node.firstChild, { x1: v.left, x2: v.width - v.right, y1: v.y(v.data.center), y2: v.y(v.data.center) });
      put(say(node.lastChild, v.data.labels?.center ?? ""), { x: v.left + v.font * 0.3, y: v.y(v.data.center) - v.font * 0.3 });
    });
  }

  drawPoints(v) {
    const { points } = v.data;
    const radius = Math.max(4, v.font * 0.26);
    repeat(this.layers.points, points.length, () => s("g", {}, s("circle", { class: "ring" }), s("path")), (node, k) => {
      const point = points[k];
      put(node, { class: `status-${point.status}`, transform: `translate(${v.x(point.size)},${v.y(point.value)})` });
      put(node.firstChild, { r: point.status === "in" ? 0 : radius * 2 });
      put(node.lastChild, { d: markPath(point.status === "in" ? "good" : "bad", radius) });
    });
    const named = points.filter((point) => point.status !== "in" || point.named);
    const places = spread(named.map((point) => v.y(point.value)), v.font, v.top, v.bottom - v.font * 0.5); // clear of the ticks
    repeat(this.layers.names, named.length, () => s("text"), (node, k) => {
      const point = named[k];
      const end = v.x(point.size) > v.width * 0.72;
      put(say(node, point.name), { x: v.x(point.size) + (end ? -1 : 1) * radius * 2.4, y: places[k] + v.font * 0.35, "text-anchor": end ? "end" : "start" });
    });
  }
}
