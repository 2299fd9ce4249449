// Play, pause and scrub: what the animated charts share. Nothing starts by itself; with reduced motion it steps.

import { h, put, say } from "./dom.js";
import { icon } from "./icons.js";

export class Player {
  /** Runs from `first` to `last` in `seconds`; `show(time)` draws, `label(time)` says it. */
  constructor({ first, last, seconds, show, label, step }) {
    Object.assign(this, { first, last, seconds, show, label, step, now: first, frame: null });
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.button = h("button", { type: "button", class: "nudge", onclick: () => this.toggle() });
    this.slider = h("input", { type: "range", min: first, max: last, step, value: first, "aria-label": "Waktu", oninput: () => this.go(Number(this.slider.value)) });
    this.text = h("output", {});
    this.node = h("div", { class: "player" }, this.button, h("div", { class: "track" }, this.slider), this.text);
    this.paint();
  }

  toggle() {
    if (this.frame) this.pause();
    else this.play();
  }

  play() {
    if (this.now >= this.last) this.now = this.first;
    if (this.calm.matches) {
      this.go(Math.min(this.last, this.now + (this.last - this.first) / 12));
      return;
    }
    let before = performance.now();
    const tick = (at) => {
      this.now = Math.min(this.last, this.now + ((at - before) / 1000 / this.seconds) * (this.last - this.first));
      before = at;
      this.paint();
      this.show(this.now);
      if (this.now < this.last) this.frame = requestAnimationFrame(tick);
      else this.pause();
    };
    this.frame = requestAnimationFrame(tick);
    this.paint();
  }

  pause() {
    cancelAnimationFrame(this.frame);
    this.frame = null;
    this.paint();
  }

  go(time) {
    this.now = time;
    this.paint();
    this.show(time);
  }

  paint() {
    const playing = Boolean(this.frame);
    if (this.button.dataset.playing !== String(playing)) {
      this.button.dataset.playing = String(playing);
      this.button.replaceChildren(icon(playing ? "pause" : "play"));
      this.button.setAttribute("aria-label", playing ? "Jeda" : "Putar");
    }
    this.slider.value = this.now;
    put(this.slider, { "aria-valuetext": this.label(this.now) });
    say(this.text, this.label(this.now));
  }

  close() {
    cancelAnimationFrame(this.frame);
  }
}
