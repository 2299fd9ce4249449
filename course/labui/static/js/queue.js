// One day at the counters: every applicant is a dot that waits in line, is served, moves on or leaves.

import { h } from "./dom.js";
import { floats, formatNumber } from "./numbers.js";
import { Player } from "./player.js";
import { Plot } from "./plot.js";

/** data: {stages: [{name, servers}], opens: minutes after midnight, closes, log}; `log` is Float32, one row a person:
 *  arrival, then start and end for each stage (NaN where not reached), then the time of leaving without service (NaN
 *  if not); minutes after opening. */
export class Queue extends Plot {
  constructor(spec) {
    super(spec);
    this.canvas = h("canvas", { class: "stage-canvas", "aria-hidden": "true" });
    this.heads = h("div", { class: "stage-heads" });
    this.controls = h("div", {});
    this.node.remove();
    this.frame.append(h("div", { class: "queue-frame" }, this.heads, h("div", { class: "canvas-box" }, this.canvas), this.controls));
  }

  update(data, context) {
    const width = 2 + data.stages.length * 2;
    const log = floats(data.log);
    const people = Array.from({ length: log.length / width }, (_, k) => log.subarray(k * width, (k + 1) * width));
    const fresh = !this.data || this.data.closes !== data.closes;
    super.update({ ...data, people }, context);
    if (fresh) this.startPlayer();
    this.drawAt(this.player.now);
  }

  startPlayer() {
    this.player?.close();
    const { opens, closes } = this.data;
    const clock = (minutes) => {
      const whole = Math.floor(opens + minutes);
      return `pukul ${String(Math.floor(whole / 60)).padStart(2, "0")}.${String(whole % 60).padStart(2, "0")}`;
    };
    this.player = new Player({ first: 0, last: closes - opens, seconds: 24, step: 1, show: (time) => this.drawAt(time), label: clock });
    this.controls.replaceChildren(this.player.node);
  }

  draw() {
    if (this.player) this.drawAt(this.player.now);
  }

  close() {
    super.close();
    this.player?.close();
  }

  /** Where everybody is at `time`: per stage who waits (in order) and who is served; who left; who is done. */
  places(time) {
    const { stages, people } = this.data;
    const waiting = stages.map(() => []);
    const served = stages.map(() => []);
    let [done, left] = [0, 0];
    for (const row of people) {
      if (!(row[0] <= time)) continue;
      if (row[row.length - 1] <= time) {
        left += 1;
        continue;
      }
      let ready = row[0];
      let placed = false;
      for (let k = 0; k < stages.length && !placed; k += 1) {
        const [start, end] = [row[1 + 2 * k], row[2 + 2 * k]];
        if (!(start <= time)) {
          waiting[k].push(ready);
          placed = true;
        } else if (!(end <= time)) {
          served[k].push(start);
          placed = true;
        }
        ready = end;
      }
      if (!placed) done += 1;
    }
    return { waiting, served, done, left };
  }

  drawAt(time) {
    const box = this.canvas.parentElement;
    const [width, height] = [box.clientWidth, box.clientHeight];
    if (!this.data || width < 40 || height < 40) return;
    const ratio = devicePixelRatio || 1;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
    }
    const pen = this.canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const look = getComputedStyle(this.box);
    const ink = (name) => look.getPropertyValue(`--${name}`).trim();
    const font = parseFloat(look.fontSize);
    const now = this.places(time);
    const column = width / this.data.stages.length;
    this.data.stages.forEach((stage, k) => this.drawStage(pen, { stage, waiting: now.waiting[k].length, served: now.served[k].length, x: k * column, column, height, font, ink }));
    this.tell(now);
  }

  drawStage(pen, { stage, waiting, served, x, column, height, font, ink }) {
    const radius = Math.max(4, Math.min(font * 0.3, 11));
    const pitch = radius * 2.5;
    const desk = x + column - pitch * 2.2;
    const rows = Math.max(1, Math.floor((height - pitch) / pitch));
    pen.fillStyle = ink("d-base");
    for (let k = 0; k < waiting; k += 1) {
      const across = desk - pitch * 1.2 - Math.floor(k / rows) * pitch;
      if (across < x + radius) break;
      disc(pen, across, pitch * 0.8 + (k % rows) * pitch, radius);
    }
    const step = Math.min(pitch * 1.5, (height - pitch) / Math.max(1, stage.servers));
    for (let k = 0; k < stage.servers; k += 1) {
      const y = pitch * 0.8 + k * step;
      pen.strokeStyle = ink("line-strong");
      pen.lineWidth = 2;
      pen.strokeRect(desk - radius * 1.5, y - radius * 1.5, radius * 3, radius * 3);
      if (k < served) {
        pen.fillStyle = ink("d-1");
        disc(pen, desk, y, radius);
      }
    }
  }

  tell({ waiting, served, done, left }) {
    const texts = this.data.stages.map((stage, k) => [`${stage.name} (${formatNumber(stage.servers)})`, `menunggu ${formatNumber(waiting[k].length)}`, `dilayani ${formatNumber(served[k].length)}`]);
    const key = JSON.stringify([texts, done, left]);
    if (this.told === key) return;
    this.told = key;
    const cells = texts.map(([name, wait, serve]) => h("p", {}, h("b", {}, name), h("span", {}, wait), h("span", { class: "soft" }, serve)));
    this.heads.replaceChildren(...cells, h("p", { class: "ends" }, h("span", {}, `selesai ${formatNumber(done)}`), h("span", { class: "soft" }, left ? `pergi ${formatNumber(left)}` : "")));
  }
}

function disc(pen, x, y, radius) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, Math.PI * 2);
  pen.fill();
}

