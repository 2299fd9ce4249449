// "Unduh gambar (PNG)": asks the kernel for the picture of the chart and hands it to the browser as a file.

import { h, say } from "./dom.js";
import { icon } from "./icons.js";

const WORDS = { ready: "Unduh gambar (PNG)", busy: "Menggambar…", failed: "Gambar belum jadi. Coba lagi" };
const PATIENCE = 30_000; // ms: the very first picture also prepares the font

export class Download {
  constructor(model) {
    this.model = model;
    this.word = h("span", {}, WORDS.ready);
    this.node = h("button", { type: "button", class: "btn text", onclick: () => this.ask() }, icon("download"), this.word);
    this.onpicture = (content, buffers) => "picture" in (content ?? {}) && this.keep(content.picture, buffers);
    model.on("msg:custom", this.onpicture);
  }

  ask() {
    if (this.timer) return;
    this.become("busy");
    this.timer = setTimeout(() => this.keep("", []), PATIENCE);
    this.model.send({ ask: "picture" });
  }

  keep(name, buffers) {
    clearTimeout(this.timer);
    this.timer = null;
    this.become(name ? "ready" : "failed");
    if (!name) return;
    const address = URL.createObjectURL(new Blob([buffers[0]], { type: "image/png" }));
    h("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  become(state) {
    say(this.word, WORDS[state]);
    this.node.setAttribute("aria-busy", String(state === "busy"));
  }

  close() {
    clearTimeout(this.timer);
    this.model.off("msg:custom", this.onpicture);
  }
}
