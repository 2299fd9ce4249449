// Lines over time: the series in question, context in grey, band of uncertainty, target, limits and signals (SPC).

import { put, repeat, s, say } from "./dom.js";
import { floats, formatNumber } from "./numbers.js";
import { bandPath, linePath, markPath, niceTicks, Plot, scale, spread } from "./plot.js";

/** data: {periods: [text], series: [{name, role, values, low, high}], limits?: {center, lower, upper}, signals?: [{at,
 *  rule}], target?: {value, label}, change?: {at, label}, zero?: bool}; role: chosen, base, context, other.
 *  Values are Float32 bytes with NaN where missing. Words stand at the ends of the lines; no legend. */
export class Series extends Plot {
  constructor(spec) {
    super(spec);
    const group = (name) => s("g", { class: name });
    this.layers = Object.fromEntries(["grid", "bands", "limits", "target", "change", "lines", "dots", "signals", "xticks", "yticks", "names", "notes"].map((name) => [name, group(name)]));
    this.axis = s("line", { class: "axis" });
    this.node.append(this.layers.grid, this.layers.bands, this.layers.limits, this.layers.change, this.layers.target, this.axis, this.layers.lines, this.layers.dots, this.layers.signals, this.layers.xticks, this.layers.yticks, this.layers.names, this.layers.notes);
  }

  update(data, context) {
    const series = data.series.filter((one) => context?.playing !== false || one.role !== "chosen").map((one) => ({ ...one, values: floats(one.values), low: floats(one.low), high: floats(one.high) }));
    const limits = data.limits ? { center: floats(data.limits.center), lower: floats(data.limits.lower), upper: floats(data.limits.upper) } : null;
    super.update({ ...data, series, limits }, context);
  }

  paint({ width, height, font }) {
    const { data } = this;
    const longest = Math.max(0, ...data.series.filter((one) => one.name).map((one) => one.name.length), (data.target?.label ?? "").length);
    const right = Math.min(width * 0.34, longest * font * 0.52 + font * 0.8);
    const [low, high] = this.range(data);
    const ticks = niceTicks(low, high, Math.max(2, (height - font * 2) / (font * 2.6)));
    const left = Math.max(...ticks.values.map((value) => formatNumber(value, ticks.decimals).length)) * font * 0.5 + font * 0.6;
    const bottom = height - font * 1.5;
    const top = font * 0.9;
    const count = data.periods.length;
    const x = scale(0, Math.max(1, count - 1), left + font * 0.4, width - right);
    const v = { width, height, font, left, right, bottom, top, x, y: scale(low, high, bottom, top), xs: Array.from({ length: count }, (_, k) => x(k)), ticks, data };
    this.drawAxes(v);
    this.drawLimits(v);
    this.drawLines(v);
    this.drawTarget(v);
    this.drawNames(v);
  }

  /** From zero if asked or near, else around the values; the range never jumps for a small change. */
  range(data) {
    const all = [...data.series.flatMap((one) => [...one.values, ...one.low, ...one.high]), ...(data.limits ? [...data.limits.lower, ...data.limits.upper] : []), ...(data.target ? [data.target.value] : [])].filter(Number.isFinite);
    let [low, high] = [Math.min(...all), Math.max(...all)];
    if (data.zero || low < (high - low) * 0.4) low = Math.min(0, low);
    const room = (high - low || Math.abs(high) || 1) * 0.08;
    [low, high] = [low === 0 ? 0 : low - room, high + room];
    if (!this.kept || low < this.kept[0] || high > this.kept[1] || high - low < (this.kept[1] - this.kept[0]) * 0.55) this.kept = [low, high];
    return this.kept;
  }

  drawAxes(v) {
    const { values, decimals } = v.ticks;
    repeat(this.layers.grid, values.length, () => s("line"), (node, k) => put(node, { x1: v.left, x2: v.width - v.right, y1: v.y(values[k]), y2: v.y(values[k]) }));
    repeat(this.layers.yticks, values.length, () => s("text", { "text-anchor": "end" }), (node, k) => put(say(node, formatNumber(values[k], decimals)), { x: v.left - v.font * 0.3, y: v.y(values[k]) + v.font * 0.35 }));
    put(this.axis, { x1: v.left, x2: v.width - v.right, y1: v.bottom, y2: v.bottom });
    const { periods } = v.data;
    const each = Math.max(1, Math.ceil((Math.max(...periods.map((text) => text.length)) * v.font * 0.55 + v.font) / ((v.xs[v.xs.length - 1] - v.xs[0]) / Math.max(1, periods.length - 1) || 1)));
    const shown = periods.map((text, k) => [text, k]).filter(([, k]) => (periods.length - 1 - k) % each === 0);
    repeat(this.layers.xticks, shown.length, () => s("text", { "text-anchor": "middle" }), (node, k) => put(say(node, shown[k][0]), { x: v.xs[shown[k][1]], y: v.bottom + v.font * 1.15 }));
  }

  drawLimits(v) {
    const { limits, change } = v.data;
    const rows = limits ? [["center", limits.center], ["limit", limits.lower], ["limit", limits.upper]] : [];
    repeat(this.layers.limits, rows.length, () => s("path"), (node, k) => put(node, { class: rows[k][0], d: linePath(v.xs, Array.from(rows[k][1], v.y)) }));
    repeat(this.layers.change, change ? 1 : 0, () => s("g", {}, s("line"), s("text")), (node) => {
      const at = v.x(change.at - 0.5);
      put(node.firstChild, { x1: at, x2: at, y1: v.top, y2: v.bottom });
      put(say(node.lastChild, change.label), { x: at + v.font * 0.35, y: v.top + v.font * 0.7 });
    });
  }

  drawLines(v) {
    const { series, signals } = v.data;
    const colour = (one) => `series role-${one.role} line-${one.line ?? 1}`;
    repeat(this.layers.bands, series.length, () => s("path"), (node, k) => put(node, { class: colour(series[k]), d: series[k].low.length ? bandPath(v.xs, Array.from(series[k].low, v.y), Array.from(series[k].high, v.y)) : "" }));
    repeat(this.layers.lines, series.length, () => s("path"), (node, k) => put(node, { class: colour(series[k]), d: linePath(v.xs, Array.from(series[k].values, v.y)) }));
    const dotted = series.filter((one) => one.dots);
    const dots = dotted.flatMap((one) => Array.from(one.values, (value, k) => [value, k, one]).filter(([value]) => Number.isFinite(value)));
    repeat(this.layers.dots, dots.length, () => s("circle"), (node, k) => put(node, { class: colour(dots[k][2]), cx: v.xs[dots[k][1]], cy: v.y(dots[k][0]), r: Math.max(2.5, v.font * 0.17) }));
    const marked = dotted[0] && signals ? signals : [];
    repeat(this.layers.signals, marked.length, () => s("g", {}, s("path"), s("text")), (node, k) => {
      const { at, rule } = marked[k];
      put(node, { transform: `translate(${v.xs[at]},${v.y(dotted[0].values[at])})` });
      put(node.firstChild, { d: markPath("bad", v.font * 0.36) });
      const first = marked.findIndex((one) => one.rule === rule) === k;
      put(say(node.lastChild, first ? rule : ""), { y: -v.font * 0.7, "text-anchor": at > v.xs.length * 0.7 ? "end" : "start" });
    });
  }

  drawTarget(v) {
    const { target } = v.data;
    const dash = Math.max(6, v.font * 0.4);
    repeat(this.layers.target, target ? 1 : 0, () => s("line", { class: "standard" }), (node) => put(node, { x1: v.left, x2: v.width - v.right, y1: v.y(target.value), y2: v.y(target.value), "stroke-dasharray": `${dash} ${dash * 0.65}` }));
  }

  drawNames(v) {
    const named = v.data.series.filter((one) => one.name).map((one) => ({ text: one.name, role: one.role, line: one.line, value: lastFinite(one.values) }));
    if (v.data.target) named.push({ text: v.data.target.label, role: "target", value: v.data.target.value });
    const places = spread(named.map((one) => v.y(one.value)), v.font * 1.15, v.top, v.bottom - v.font * 0.3);
    repeat(this.layers.names, named.length, () => s("text"), (node, k) => put(say(node, named[k].text), { class: `role-${named[k].role} line-${named[k].line ?? 1}`, x: v.width - v.right + v.font * 0.45, y: places[k] + v.font * 0.35 }));
  }
}

function lastFinite(values) {
  for (let k = values.length - 1; k >= 0; k -= 1) if (Number.isFinite(values[k])) return values[k];
  return 0;
}
