// A simulator: predict → play → explain in one frame. Python decides numbers and words, this file shows them.

import { makeChart } from "./charts.js";
import { Clock } from "./clock.js";
import { debrief } from "./debrief.js";
import { assumptions, dialog, keyList, table } from "./dialogs.js";
import { h, put, repeat, rich, say, whole } from "./dom.js";
import { Download } from "./download.js";
import { buildFrame, pollOptions, STEPS } from "./frame.js";
import { icon } from "./icons.js";
import { Levers } from "./levers.js";
import { keepPlace, takePlace } from "./place.js";
import { Room } from "./room.js";
import { Strip } from "./strip.js";
import { chooseTheme, chooseView, keepTheme, surroundings } from "./theme.js";

class Simulator {
  constructor(model, el) {
    this.model = model;
    this.spec = model.get("spec");
    this.page = surroundings();
    this.step = "tanya";
    this.own = null;
    this.locked = false;
    this.seq = 0;
    this.acts = []; // steps of a game so far, with the levers they were taken with
    this.owed = null; // steps to be taken again after the page was opened anew
    this.parts = buildFrame(this.spec, this.actions());
    this.root = h("div", { class: "iku sim", "data-chart": this.spec.chart.kind, "data-levers": this.spec.levers.length, "data-lm-suppress-shortcuts": "true" });
    this.levers = new Levers(this.spec.levers, { onchange: () => this.ask() });
    this.chart = makeChart(this.spec.chart);
    this.strip = new Strip(this.spec.strip);
    this.clock = new Clock(this.page.minutes ?? this.spec.minutes);
    this.room = new Room(this.page.owned ? document.documentElement.dataset.predictions : null, () => this.showStrip());
    this.download = new Download(model);
    this.assemble(el);
    this.listen();
    this.fit();
    this.setTheme(chooseTheme(this.page), false);
    this.guessing();
    this.go("tanya");
    this.show();
    this.showError();
    if (this.page.owned) this.comeBack(takePlace(this.spec.id));
  }

  // ---- building -------------------------------------------------------------------------------------------------

  assemble(el) {
    const { parts, root } = this;
    parts.leverSlot.insertBefore(this.levers.node, parts.leverSlot.lastChild);
    parts.chartSlot.append(this.chart.box);
    parts.stripSlot.append(this.strip.box);
    parts.tools.append(this.download.node);
    parts.clockSlot.append(this.clock.node);
    parts.progressSlot.append(parts.progress);
    root.append(parts.top, parts.error, parts.panel, parts.side, parts.tools, parts.foot, parts.summary, parts.notice);
    root.classList.toggle("in-class", Boolean(this.page.code));
    if (this.page.code) parts.code.append(h("span", {}, "Kode kelas"), " ", h("b", {}, this.page.code));
    else parts.code.hidden = true;
    this.tableSheet = dialog(root, "Angka di balik gambar", (body) => this.fillTable(body));
    this.assumptionSheet = dialog(root, "Asumsi", (body) => void body.append(assumptions(this.spec.assumptions)));
    this.keySheet = dialog(root, "Tombol", (body) => void body.append(keyList(this.keyActions())));
    this.pollSheet = dialog(root, "Jajak pendapat", (body) => this.fillPoll(body));
    this.roomSheet = dialog(root, "Semua kelompok", (body) => debrief(body, { spec: this.spec, room: this.room, result: this.model.get("answer").result }));
    el.append(root);
  }

  actions() {
    return {
      next: () => this.walk(1), back: () => this.walk(-1), go: (step) => this.go(step),
      guessing: () => this.guessing(), lock: () => this.lock(), reset: () => this.reset(),
      table: () => this.tableSheet.toggle(), assumptions: () => this.assumptionSheet.toggle(), help: () => this.keySheet.toggle(), room: () => this.openRoom(),
      turn: () => this.turn(), theme: () => this.setTheme(this.theme === "dark" ? "light" : "dark"), poll: (k) => this.poll(k), pollSheet: () => this.pollSheet.toggle(),
    };
  }

  keyActions() {
    const act = this.actions();
    const close = (run) => () => (this.keySheet.node.close(), run());
    return [
      { key: "Spasi", label: "lanjut", run: close(act.next) },
      { key: "Backspace", label: "kembali", run: close(act.back) },
      ...this.spec.levers.map((lever, k) => ({ key: lever.key, label: `${lever.label}, lalu ← →`, run: close(() => (this.go("main"), this.levers.focus(k))) })),
      ...(this.spec.turns ? [{ key: "J", label: "jalani tahun berikutnya", run: close(act.turn) }] : []),
      { key: "R", label: this.spec.turns ? "permainan baru" : "ulang dari keadaan sekarang", run: close(act.reset) },
      { key: "G", label: "terang/gelap", run: close(act.theme) },
      { key: "L", label: "lihat tabel", run: close(act.table) },
      { key: "A", label: "tampilkan asumsi", run: close(act.assumptions) },
      { key: "D", label: "semua kelompok, untuk dibahas", run: close(act.room) },
      { key: "P", label: "jajak pendapat", run: close(act.pollSheet) },
      { key: "U", label: "unduh gambar (PNG)", run: close(() => this.keepPicture()) },
      { key: "T", label: "mulai atau jeda waktu", run: close(() => this.clock.toggle()) },
      { key: "F", label: "layar penuh", run: close(() => this.fullScreen()) },
    ];
  }

  listen() {
    this.onkey = (event) => this.key(event);
    (this.page.owned ? document : this.root).addEventListener("keydown", this.onkey);
    this.size = new ResizeObserver(() => this.fit());
    for (const node of this.page.owned ? [document.documentElement, this.root] : [this.root]) this.size.observe(node);
    this.onanswer = () => (this.show(), this.takeOwed());
    this.onerror = () => this.showError();
    this.ontable = () => this.tableSheet.node.open && this.tableSheet.open();
    this.onreopen = () => keepPlace(this.spec.id, { step: this.step, own: this.own, locked: this.locked, voted: this.voted, played: this.played, values: this.levers.values, acts: this.acts });
    addEventListener("iku-reopen", this.onreopen);
    this.model.on("change:answer", this.onanswer);
    this.model.on("change:error", this.onerror);
    this.model.on("change:table", this.ontable);
  }

  close() {
    (this.page.owned ? document : this.root).removeEventListener("keydown", this.onkey);
    removeEventListener("iku-reopen", this.onreopen);
    this.model.off("change:answer", this.onanswer);
    this.model.off("change:error", this.onerror);
    this.model.off("change:table", this.ontable);
    for (const part of [this.chart, this.strip, this.clock, this.room, this.download]) part.close();
    this.size.disconnect();
  }

  // ---- view, theme, keys ----------------------------------------------------------------------------------------

  fit() {
    const width = this.page.owned ? innerWidth : this.root.clientWidth || 900;
    const view = chooseView(this.page, width, innerHeight);
    this.root.dataset.view = view;
    if (this.page.owned) document.documentElement.dataset.view = view;
    const share = width / innerHeight;
    this.root.classList.toggle("narrow", view === "projector" && share < 1.5);
    this.fitQuestion(view);
    this.fitMeaning();
  }

  /** The question stays on one line on the wall: a long one gets a little smaller, never cut. */
  fitQuestion(view) {
    const { question } = this.parts;
    question.style.removeProperty("font-size");
    if (view !== "projector" || !question.clientWidth || question.scrollWidth <= question.clientWidth) return;
    const size = parseFloat(getComputedStyle(question).fontSize);
    question.style.setProperty("font-size", `${Math.floor(size * Math.max(0.72, question.clientWidth / question.scrollWidth) * 10) / 10}px`);
  }

  /** The closing card is never cut on the wall: with much to say it stands closer. */
  fitMeaning() {
    if (this.step !== "arti") return;
    const card = this.parts.meaning;
    card.classList.remove("dense");
    if (this.root.dataset.view === "projector" && card.clientHeight && card.scrollHeight > card.clientHeight) card.classList.add("dense");
  }

  setTheme(theme, keep = true) {
    this.theme = theme;
    this.root.dataset.theme = theme;
    if (this.page.owned) document.documentElement.dataset.theme = theme;
    if (keep) keepTheme(theme);
  }

  fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else (this.page.owned ? document.documentElement : this.root).requestFullscreen?.().catch(() => {});
  }

  /** The picture holds the result: only once there is one to see. */
  keepPicture() {
    if (this.playing) this.download.ask();
  }

  /** The table comes a moment after the picture. */
  fillTable(body) {
    const made = this.model.get("table");
    if (this.answered && made?.seq === this.model.get("answer").seq) body.append(table(made));
    else body.append(!this.answered || this.model.get("error")?.what ? "Belum ada angka." : "Angka sedang dihitung …");
  }

  /** Whether there is anything to show: not when the very first computation failed. */
  get answered() {
    return Boolean(this.model.get("answer")?.chart);
  }

  get playing() {
    return this.step === "main" || this.step === "arti";
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const typing = event.target.closest?.("input:not([type=range]), textarea, select, [contenteditable]");
    if (typing || document.querySelector("dialog[open]")) return;
    const pressing = event.target.closest?.("button, a, summary");
    if (pressing && (event.key === " " || event.key === "Enter")) return;
    const run = this.binding(event.key);
    if (!run) return;
    event.preventDefault();
    run();
  }

  binding(key) {
    const place = this.spec.levers.findIndex((lever) => lever.key === key);
    if (place >= 0) return () => (this.go("main"), this.levers.focus(place));
    const act = this.actions();
    const upper = key.length === 1 ? key.toUpperCase() : key;
    if (upper === "J" && this.spec.turns) return act.turn;
    return { " ": act.next, PageDown: act.next, PageUp: act.back, Backspace: act.back, R: act.reset, G: act.theme, L: act.table, A: act.assumptions, D: act.room, P: act.pollSheet, U: () => this.keepPicture(), T: () => this.clock.toggle(), F: () => this.fullScreen(), "?": act.help }[upper];
  }

  // ---- steps ----------------------------------------------------------------------------------------------------

  walk(by) {
    const at = STEPS.findIndex((step) => step.id === this.step) + by;
    if (at >= 0 && at < STEPS.length) this.go(STEPS[at].id);
  }

  go(step) {
    const entering = step !== this.step;
    this.step = step;
    this.root.dataset.step = step;
    const at = STEPS.findIndex((item) => item.id === step);
    this.parts.stepItems.forEach((item, k) => {
      item.classList.toggle("past", k < at);
      if (k === at) item.firstChild.setAttribute("aria-current", "step");
      else item.firstChild.removeAttribute("aria-current");
    });
    say(this.parts.place, `${at + 1} dari ${STEPS.length}: ${STEPS[at].label}`);
    this.parts.back.disabled = at === 0;
    this.parts.forward.disabled = at === STEPS.length - 1;
    this.room.watch(at > 0);
    if (step === "main" && entering && !this.played) this.firstMove();
    const { seq, result } = this.model.get("answer"); // of an older question after a fault: not what these levers led to
    if (step === "arti" && entering && seq === this.seq && Number.isFinite(result)) this.room.send({ run: { values: this.levers.values, result } });
    this.fitQuestion(this.root.dataset.view);
    this.show();
    if (entering && this.page.owned && this.root.dataset.view === "phone") scrollTo({ top: 0 });
  }

  /** Go on where the page was that this one replaces. */
  comeBack(kept) {
    if (!kept) return;
    Object.assign(this, { own: kept.own, locked: kept.locked, voted: kept.voted, played: kept.played, owed: kept.acts.length ? kept.acts : null });
    this.parts.guessSlider.value = kept.own;
    this.guessing();
    this.go(kept.step);
    if (kept.voted !== undefined) this.showVote();
    if (kept.played) this.levers.setAll(kept.values);
  }

  /** A game is lived again step by step: the same decisions meet the same luck. */
  takeOwed() {
    if (!this.owed || this.model.get("answer").seq !== this.seq) return;
    const step = this.owed.shift();
    if (step) this.ask(step.act, step.values);
    else this.owed = null;
    if (!step) this.ask(); // as the levers stand now
  }

  /** Playing starts with the very move that the question asks about. */
  firstMove() {
    this.played = true;
    this.levers.setAll(this.spec.move);
  }

  reset() {
    this.levers.reset();
    if (this.spec.turns) this.ask("restart");
  }

  /** A game goes on by a year; after the last one it begins anew. */
  turn() {
    this.go("main");
    this.ask(this.model.get("answer").turn?.over ? "restart" : "live");
  }

  guessing() {
    this.own = Number(this.parts.guessSlider.value);
    say(this.parts.guessValue, this.strip.label(this.own));
    this.showStrip();
  }

  lock() {
    this.locked = true;
    this.room.send({ prediction: this.own });
    this.go("main");
  }

  /** The sheet for the debrief, with the newest that the room has said. */
  async openRoom() {
    await this.room.fetch();
    this.roomSheet.toggle();
  }

  /** The closing question by itself, where the card has no room for it (a square wall). */
  fillPoll(body) {
    this.sheetOptions = pollOptions(this.spec, this.actions());
    this.sheetAnswer = h("p", { class: "soft", role: "status" });
    body.append(h("p", { class: "poll-question" }, this.spec.poll.question), h("div", { class: "options" }, this.sheetOptions), this.sheetAnswer);
    if (this.voted !== undefined) this.showVote();
  }

  poll(k) {
    this.voted = k;
    this.showVote();
    this.room.send({ poll: k });
  }

  showVote() {
    for (const options of [this.parts.pollOptions, this.sheetOptions ?? []]) options.forEach((option, j) => option.setAttribute("aria-pressed", String(j === this.voted)));
    for (const place of [this.parts.pollAnswer, this.sheetAnswer]) if (place) say(place, this.spec.poll.replies[this.voted] ?? "");
  }

  // ---- numbers --------------------------------------------------------------------------------------------------

  /** Ask for an answer; `act` is a step of a game ("live", "restart"). */
  ask(act = null, values = this.levers.values) {
    this.seq += 1;
    this.root.dataset.asked = this.seq;
    if (act) this.acts.push({ act, values });
    this.model.set("choice", { seq: this.seq, values, guess: this.locked ? this.own : null, act });
    this.model.save_changes();
  }

  show() {
    if (!this.answered) return;
    const answer = this.model.get("answer");
    const { parts } = this;
    say(parts.big, answer.big);
    say(parts.headline, whole(answer.headline));
    rich(parts.detail, answer.detail);
    parts.progress.value = answer.replications / answer.total;
    parts.progressSlot.classList.toggle("full", answer.replications >= answer.total);
    if (parts.turn) say(parts.turnWord, answer.turn.label);
    say(parts.grade, answer.score.grade);
    say(parts.gradeNow, answer.score.now);
    say(parts.gradeWas, answer.score.was);
    repeat(parts.sentences, answer.meaning.length, () => h("li"), (node, k) => say(node, answer.meaning[k]));
    this.showChart(answer);
    this.showStrip();
    this.fitMeaning();
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => say(parts.summary, answer.summary), 400);
    this.root.dataset.seq = answer.seq;
    this.root.dataset.replications = answer.replications;
  }

  showChart(answer) {
    const { playing } = this;
    this.download.node.hidden = !playing;
    this.root.classList.toggle("tall", (answer.chart.rows?.length ?? 0) > 4);
    const who = this.root.dataset.view === "projector" ? "Pilihan kelas" : "Pilihan Anda";
    this.chart.update({ description: answer.summary, ...answer.chart }, { playing, who });
  }

  showStrip() {
    const { playing } = this;
    const answer = this.model.get("answer");
    const own = this.root.dataset.view === "projector" && !this.locked ? null : this.locked || this.step === "tebak" ? this.own : null;
    this.strip.update({ predictions: this.room.predictions, own, result: playing ? answer?.result : null });
  }

  showError() {
    const fault = this.model.get("error");
    const { error } = this.parts;
    const before = error.hidden;
    error.hidden = !fault?.what;
    this.root.classList.toggle("faulty", !error.hidden);
    if (error.hidden) return;
    error.replaceChildren(
      h("div", {}, h("p", { class: "what" }, icon("triangle-alert"), h("b", {}, fault.what)), h("p", {}, fault.safe), h("p", {}, fault.fix)),
      // only the levers: the years of a game stay lived
      h("button", { type: "button", class: "btn quiet", onclick: () => this.levers.reset() }, icon("rotate-ccw"), "Kembalikan ke awal"));
    if (before && this.root.dataset.view !== "projector") error.scrollIntoView({ block: "nearest" });
  }
}

export default {
  render({ model, el }) {
    const simulator = new Simulator(model, el);
    put(el, { "data-iku": model.get("spec").id });
    return () => simulator.close();
  },
};
