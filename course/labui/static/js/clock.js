// A countdown that changes text only; it speaks at five minutes, at one minute and at the end.

import { h, say } from "./dom.js";
import { icon } from "./icons.js";
import { formatClock } from "./numbers.js";

const SPOKEN = { 300: "Sisa lima menit.", 60: "Sisa satu menit.", 0: "Waktu habis." };

export class Clock {
  constructor(minutes) {
    this.full = minutes * 60;
    this.left = this.full;
    this.timer = null;
    this.text = h("span", {});
    this.spoken = h("span", { class: "unseen", role: "status" });
    this.node = h("button", { type: "button", class: "clock", onclick: () => this.toggle() }, icon("timer"), this.text, this.spoken);
    this.show();
  }

  toggle() {
    if (this.timer) {
      clearInterval(this.timer);
      this.timer = null;
    } else {
      if (this.left <= 0) this.left = this.full;
      const end = Date.now() + this.left * 1000;
      this.timer = setInterval(() => this.tick(end), 250);
    }
    this.show();
  }

  tick(end) {
    this.left = Math.max(0, Math.round((end - Date.now()) / 1000));
    if (this.left <= 0) {
      clearInterval(this.timer);
      this.timer = null;
    }
    this.show();
  }

  show() {
    say(this.text, this.left <= 0 ? "Waktu habis" : formatClock(this.left));
    say(this.spoken, SPOKEN[this.left] ?? this.spoken.textContent);
    this.node.setAttribute("aria-label", `Sisa waktu ${formatClock(this.left)}, ${this.timer ? "berjalan, tekan untuk jeda" : "berhenti, tekan untuk mulai"}`);
    this.node.classList.toggle("running", Boolean(this.timer));
  }

  close() {
    clearInterval(this.timer);
  }
}
