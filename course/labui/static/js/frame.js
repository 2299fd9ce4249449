// The parts of a simulator's page, built once; later only texts, attributes and classes change.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { formatValue } from "./numbers.js";

export const STEPS = [
  { id: "tanya", label: "Pertanyaan", icon: "circle-question-mark" },
  { id: "tebak", label: "Prediksi", icon: "lightbulb" },
  { id: "main", label: "Main", icon: "play" },
  { id: "arti", label: "Artinya", icon: "message-square-text" },
];

/** Everything that later changes, by name. */
export function buildFrame(spec, actions) {
  const parts = {};
  const keep = (name, node) => (parts[name] = node);
  keep("question", h("h1", {}, spec.question));
  keep("code", h("p", { class: "code" }));
  keep("top", h("header", { class: "top" }, h("p", { class: "app-title", "aria-hidden": "true" }, spec.title), parts.question, keep("clockSlot", h("div", { class: "clock-slot" })), parts.code));
  keep("chartSlot", h("div", { class: "chart" }));
  keep("stripSlot", h("div", { class: "strip" }));
  keep("progress", h("progress", { max: 1, value: 0, "aria-label": "Kemajuan perhitungan" }));
  keep("notice", h("div", { class: "notice", role: "status" }));
  keep("panel", h("section", { class: "panel", "aria-label": "Hasil" }, ask(spec, keep, actions), guess(spec, keep, actions), finding(keep), parts.chartSlot, parts.stripSlot));
  tools(keep, actions);
  keep("leverSlot", h("section", { class: "card levers", "aria-label": "Apa yang diubah" }, h("h2", {}, "Apa yang diubah"), turn(keep, spec, actions), reset(spec, actions)));
  keep("situation", situationCard(spec));
  keep("meaning", meaning(spec, keep, actions));
  keep("score", score(spec, keep));
  keep("side", h("div", { class: "side" }, parts.situation, parts.leverSlot, parts.meaning, parts.score));
  keep("summary", h("p", { class: "unseen", "aria-live": "polite", "aria-atomic": "true" }));
  keep("foot", foot(keep, actions));
  keep("error", h("section", { class: "error", role: "alert", hidden: true }));
  return parts;
}

function ask(spec, keep, actions) {
  return h("div", { class: "ask" },
    h("p", { class: "lead" }, spec.scene),
    keep("bigQuestion", h("p", { class: "big-question" }, spec.question)),
    h("ol", { class: "flow", "aria-label": "Alur layanan" }, spec.flow.map(({ label, value }) => h("li", {}, h("span", {}, label), value ? h("b", {}, value) : null))),
    h("div", { class: "stats" }, spec.situation.map(({ value, text }) => h("p", { class: "stat" }, h("b", {}, value), h("span", {}, text)))),
    h("button", { type: "button", class: "btn", onclick: actions.next }, "Mulai menebak", icon("arrow-right")));
}

function guess(spec, keep, actions) {
  const { prediction } = spec;
  const slider = keep("guessSlider", h("input", { type: "range", id: "iku-guess", min: prediction.low, max: prediction.high, step: prediction.step, value: prediction.start, oninput: actions.guessing }));
  return h("div", { class: "guess" },
    h("label", { for: "iku-guess" }, prediction.ask),
    keep("guessValue", h("output", { class: "guess-value", for: "iku-guess" })),
    h("div", { class: "track" }, slider),
    h("p", { class: "guess-buttons" },
      h("button", { type: "button", class: "btn", onclick: actions.lock }, icon("lock"), "Kunci tebakan"),
      h("button", { type: "button", class: "btn text", onclick: actions.next }, "Lewati")));
}

function finding(keep) {
  return h("div", { class: "finding" },
    keep("big", h("p", { class: "big" })),
    h("div", {}, keep("headline", h("h2", {})), h("p", { class: "detail" }, keep("detail", h("span", {})), keep("progressSlot", h("span", { class: "progress-slot" })))));
}

function tools(keep, actions) {
  const tool = (name, text, run) => h("button", { type: "button", class: "btn text", onclick: run }, icon(name), text);
  return keep("tools", h("p", { class: "tools" }, tool("table-2", "Lihat tabel", actions.table), tool("list-checks", "Tampilkan asumsi", actions.assumptions), tool("users", "Semua kelompok", actions.room), tool("moon", "Terang/gelap", actions.theme)));
}

function reset(spec, actions) {
  return h("button", { type: "button", class: "btn quiet reset", onclick: actions.reset }, icon("rotate-ccw"), spec.turns ? "Permainan baru" : "Kembalikan ke awal");
}

/** In a game: the button that lives the next year. */
function turn(keep, spec, actions) {
  if (!spec.turns) return null;
  const word = keep("turnWord", h("span", {}, "Jalani tahun berikutnya"));
  return keep("turn", h("button", { type: "button", class: "btn turn", onclick: actions.turn }, h("kbd", { class: "key", "aria-hidden": "true" }, "J"), word));
}

function situationCard(spec) {
  return h("section", { class: "card situation", "aria-label": "Keadaan sekarang" },
    h("h2", {}, "Keadaan sekarang"),
    h("dl", {}, (spec.now ?? spec.levers.map((lever) => [lever.label, formatValue(lever, lever.now)])).map(([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, value)))),
    joining(spec));
}

/** On the wall of a class: how everybody guesses along. */
function joining(spec) {
  return h("div", { class: "joining" },
    h("h2", {}, "Ikut menebak"),
    h("ol", {}, h("li", {}, "Di ponsel, buka ", h("b", {}, "Kelas saya"), "."), h("li", {}, "Pilih ", h("b", {}, spec.title), "."), h("li", {}, "Tekan ", h("b", {}, "Kunci tebakan"), ".")),
    h("p", { class: "soft" }, "Titik tiap tebakan muncul di layar ini, tanpa nama."));
}

/** The closing question with its answers. */
export function pollOptions(spec, actions) {
  return spec.poll.options.map((text, k) => h("button", { type: "button", class: "option", "aria-pressed": "false", onclick: () => actions.poll(k) }, text));
}

function meaning(spec, keep, actions) {
  const options = keep("pollOptions", pollOptions(spec, actions));
  return h("section", { class: "card meaning", "aria-label": "Artinya" },
    h("h2", {}, "Apa artinya bagi unit Anda?"),
    keep("sentences", h("ol", { class: "sentences" })),
    h("p", { class: "poll-question" }, spec.poll.question),
    h("div", { class: "options" }, options),
    h("button", { type: "button", class: "option poll-open", onclick: actions.pollSheet }, h("kbd", { class: "key", "aria-hidden": "true" }, "P"), "Jawab jajak pendapat"),
    keep("pollAnswer", h("p", { class: "soft", role: "status" })));
}

function score(spec, keep) {
  return h("section", { class: "card score", "aria-label": spec.score.title },
    h("h2", {}, spec.score.title),
    h("div", { class: "grade" }, keep("grade", h("b", {})), keep("gradeNow", h("span", {})), keep("gradeWas", h("span", { class: "soft" }))));
}

function foot(keep, actions) {
  const items = STEPS.map((step) => h("li", {}, h("button", { type: "button", onclick: () => actions.go(step.id) }, h("span", { class: "done" }, icon("check")), h("span", { class: "todo" }, icon(step.icon)), h("span", { class: "word" }, step.label))));
  keep("stepItems", items);
  const hint = (key, text, run) => h("button", { type: "button", class: `hint hint-${key}`, onclick: run }, h("kbd", {}, key), h("span", {}, text));
  return h("footer", { class: "foot" },
    h("nav", { "aria-label": "Langkah" }, h("ol", { class: "steps" }, items)),
    h("p", { class: "keys" }, hint("Spasi", "lanjut", actions.next), hint("R", "ulang", actions.reset), hint("G", "terang/gelap", actions.theme), hint("D", "semua kelompok", actions.room), hint("?", "lainnya", actions.help)),
    h("div", { class: "walk" },
      keep("back", h("button", { type: "button", class: "btn quiet", "aria-label": "Kembali", onclick: actions.back }, icon("arrow-left"), h("span", { class: "word" }, "Kembali"))),
      keep("place", h("p", { class: "place", role: "status" })),
      keep("forward", h("button", { type: "button", class: "btn", onclick: actions.next }, h("span", {}, "Berikutnya"), icon("arrow-right")))));
}
