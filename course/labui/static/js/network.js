// Who uses the new way, week by week: people as dots joined by acquaintance; using = filled, not yet = ring.

import { h } from "./dom.js";
import { floats, formatNumber } from "./numbers.js";
import { Player } from "./player.js";
import { Plot } from "./plot.js";

/** data: {x, y (0–1), from, to (indices), since (week of adoption, NaN if never), groups?: index per person, weeks,
 *  unit: "pekan", names: [group names]}; all Float32 bytes. */
export class Network extends Plot {
  constructor(spec) {
    super(spec);
    this.canvas = h("canvas", { class: "stage-canvas", "aria-hidden": "true" });
    this.head = h("p", { class: "network-head" });
    this.controls = h("div", {});
    this.node.remove();
    this.frame.append(h("div", { class: "queue-frame" }, this.head, h("div", { class: "canvas-box" }, this.canvas), this.controls));
  }

  update(data, context) {
    const fresh = !this.data || this.data.weeks !== data.weeks;
    const arrays = Object.fromEntries(["x", "y", "from", "to", "since"].map((name) => [name, floats(data[name])]));
    super.update({ ...data, ...arrays }, context);
    if (fresh) this.startPlayer();
    this.drawAt(this.player.now);
  }

  startPlayer() {
    this.player?.close();
    const { weeks, unit } = this.data;
    this.player = new Player({ first: 0, last: weeks, seconds: 12, step: 1, show: (time) => this.drawAt(time), label: (time) => `${unit} ${formatNumber(Math.floor(time))}` });
    this.player.now = weeks;
    this.player.paint();
    this.controls.replaceChildren(this.player.node);
  }

  draw() {
    if (this.player) this.drawAt(this.player.now);
  }

  close() {
    super.close();
    this.player?.close();
  }

  drawAt(time) {
    const box = this.canvas.parentElement;
    const [width, height] = [box.clientWidth, box.clientHeight];
    if (!this.data || width < 40 || height < 40) return;
    const ratio = devicePixelRatio || 1;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    const pen = this.canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const look = getComputedStyle(this.box);
    const ink = (name) => look.getPropertyValue(`--${name}`).trim();
    const { x, y, from, to, since } = this.data;
    const radius = Math.max(3, Math.min(9, Math.sqrt((width * height) / x.length) * 0.17));
    const at = (k) => [radius * 2 + x[k] * (width - radius * 4), radius * 2 + y[k] * (height - radius * 4)];
    pen.strokeStyle = ink("d-grid");
    pen.lineWidth = 1;
    pen.beginPath();
    for (let k = 0; k < from.length; k += 1) {
      pen.moveTo(...at(from[k]));
      pen.lineTo(...at(to[k]));
    }
    pen.stroke();
    let using = 0;
    for (let k = 0; k < x.length; k += 1) {
      const on = since[k] <= time;
      using += on ? 1 : 0;
      pen.beginPath();
      pen.arc(...at(k), radius, 0, Math.PI * 2);
      pen.fillStyle = ink(on ? "d-1" : "surface");
      pen.strokeStyle = ink(on ? "d-1" : "d-base");
      pen.lineWidth = 2;
      pen.fill();
      pen.stroke();
    }
    this.head.textContent = `${formatNumber(using)} dari ${formatNumber(x.length)} memakai cara baru`;
  }
}
