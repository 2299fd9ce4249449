// Levers: a slider with its key, value, the tick at "sekarang" and two buttons for fingers.

import { h, put, say } from "./dom.js";
import { icon } from "./icons.js";
import { formatValue } from "./numbers.js";

export class Levers {
  /** `levers`: list of {id, key, label, unit, minimum, maximum, step, now, decimals, scale}. */
  constructor(levers, { onchange }) {
    this.levers = levers;
    this.onchange = onchange;
    this.values = Object.fromEntries(levers.map((lever) => [lever.id, lever.now]));
    this.parts = new Map();
    this.node = h("div", { class: "lever-list" }, levers.map((lever) => this.build(lever)));
  }

  build(lever) {
    return lever.kind === "switch" ? this.buildSwitch(lever) : this.buildSlider(lever);
  }

  /** On or off: one large button with its word; the whole row is the target. */
  buildSwitch(lever) {
    const value = h("span", { class: "switch-word" });
    const slider = h("button", { type: "button", class: "switch", role: "switch", onclick: () => this.set(lever.id, this.values[lever.id] ? 0 : 1) }, h("kbd", { class: "key", "aria-hidden": "true" }, lever.key), h("span", { class: "name" }, lever.label), h("span", { class: "short", "aria-hidden": "true" }, lever.short || lever.label), value, h("i", { class: "knob", "aria-hidden": "true" }));
    const node = h("div", { class: "lever lever-switch" }, slider);
    this.parts.set(lever.id, { lever, slider, value, node });
    this.show(lever.id);
    return node;
  }

  buildSlider(lever) {
    const id = `iku-lever-${lever.id.replace(/\W+/g, "-")}`;
    const slider = h("input", {
      type: "range", id, min: lever.minimum, max: lever.maximum, step: lever.step, value: lever.now,
      oninput: () => this.set(lever.id, Number(slider.value)),
      onkeydown: (event) => this.coarse(event, lever),
    });
    const value = h("output", { class: "value", for: id });
    const part = (lever.now - lever.minimum) / (lever.maximum - lever.minimum);
    const tick = h("i", { class: "tick", style: { "--part": part }, "aria-hidden": "true" });
    const node = h("div", { class: lever.options?.length ? "lever lever-words" : "lever" },
      h("label", { for: id }, h("kbd", { class: "key", "aria-hidden": "true" }, lever.key), h("span", { class: "name" }, lever.label), h("span", { class: "short", "aria-hidden": "true" }, lever.short || lever.label)),
      value,
      h("span", { class: "was" }, `sekarang ${formatValue(lever, lever.now)}`),
      h("div", { class: "slide" },
        this.button(lever, -1, "minus", "Kurangi"),
        h("div", { class: "track" }, tick, slider),
        this.button(lever, 1, "plus", "Tambah")));
    this.parts.set(lever.id, { lever, slider, value, node });
    this.show(lever.id);
    return node;
  }

  button(lever, sign, name, word) {
    const bounded = () => clamp(lever, this.values[lever.id] + sign * lever.step);
    return h("button", { type: "button", class: "nudge", "aria-label": `${word} ${lever.label.toLowerCase()}`, onclick: () => this.set(lever.id, bounded()) }, icon(name));
  }

  /** PageUp and PageDown move by a tenth of the range, at least one step. */
  coarse(event, lever) {
    const sign = { PageUp: 1, PageDown: -1 }[event.key];
    if (!sign) return;
    event.preventDefault();
    const stride = Math.max(1, Math.round((lever.maximum - lever.minimum) / lever.step / 10)) * lever.step;
    this.set(lever.id, clamp(lever, this.values[lever.id] + sign * stride));
  }

  set(id, value, { quiet = false } = {}) {
    if (this.values[id] === value) return;
    this.values = { ...this.values, [id]: value };
    this.show(id);
    if (!quiet) this.onchange(this.values);
  }

  /** Set several at once, tell once. */
  setAll(values) {
    this.values = { ...this.values, ...values };
    for (const id of this.parts.keys()) this.show(id);
    this.onchange(this.values);
  }

  reset() {
    this.setAll(Object.fromEntries(this.levers.map((lever) => [lever.id, lever.now])));
  }

  /** The key of a lever: puts the focus on it, and turns a switch. */
  focus(index) {
    const part = this.parts.get(this.levers[index]?.id);
    part?.slider.focus();
    if (part?.lever.kind === "switch") part.slider.click();
    return Boolean(part);
  }

  show(id) {
    const { lever, slider, value, node } = this.parts.get(id);
    const text = formatValue(lever, this.values[id]);
    say(value, text);
    if (lever.kind === "switch") {
      put(slider, { "aria-checked": String(Boolean(this.values[id])) });
      return;
    }
    if (Number(slider.value) !== this.values[id]) slider.value = this.values[id];
    put(slider, { "aria-valuetext": `${text}, sekarang ${formatValue(lever, lever.now)}` });
    node.style.setProperty("--part", (this.values[id] - lever.minimum) / (lever.maximum - lever.minimum));
    node.classList.toggle("moved", this.values[id] !== lever.now);
  }
}

function clamp(lever, value) {
  const steps = Math.round((value - lever.minimum) / lever.step);
  const tidy = Number((lever.minimum + steps * lever.step).toFixed(6));
  return Math.min(lever.maximum, Math.max(lever.minimum, tidy));
}
