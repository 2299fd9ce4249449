// What the whole room guessed, played and answered, in one sheet that can be printed; nobody's name is known.

import { table } from "./dialogs.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { formatNumber, formatValue } from "./numbers.js";
import { Strip } from "./strip.js";

/** Fill the sheet from what the room's server keeps; gives back what has to be closed with it. */
export function debrief(body, { spec, room, result }) {
  const guesses = new Strip({ ...spec.strip, words: { title: "", own: "", result: "hasil di layar" } });
  const ends = new Strip({ ...spec.strip, words: { title: "", own: "", result: "hasil di layar" } });
  const runs = [...room.runs].sort((a, b) => a.result - b.result);
  body.append(
    h("p", { class: "soft" }, spec.question),
    part(`Tebakan kelas: ${count(room.predictions.length)}`, h("div", { class: "debrief-strip" }, guesses.box)),
    part(`Hasil akhir semua kelompok: ${count(runs.length)}`, h("div", { class: "debrief-strip" }, ends.box), runs.length ? h("div", { class: "debrief-table" }, table(runTable(spec, runs))) : null),
    part(spec.poll.question, poll(spec, room.poll)),
    h("p", { class: "debrief-questions soft" }, "Apa yang mengejutkan? Apa sebabnya? Apa artinya bagi unit Anda?"),
    h("button", { type: "button", class: "btn quiet no-print", onclick: () => print() }, icon("printer"), "Cetak"));
  guesses.update({ predictions: room.predictions, result });
  ends.update({ predictions: runs.map((run) => run.result), result: null });
  return [guesses, ends];
}

const count = (number) => (number ? formatNumber(number) : "belum ada");

function part(title, ...children) {
  return h("section", { class: "debrief-part" }, h("h3", {}, title), children);
}

/** One line a group: where its levers stood and what came of it. */
function runTable(spec, runs) {
  const unit = spec.strip.unit ?? "%";
  const places = runs.every((run) => Number.isInteger(run.result)) ? 0 : 1;
  return {
    head: ["Kelompok", ...spec.levers.map((lever) => lever.short || lever.label), `Hasil (${unit})`],
    rows: runs.map((run, k) => [String(k + 1), ...spec.levers.map((lever) => formatValue(lever, run.values[lever.id] ?? lever.now)), formatNumber(run.result, places)]),
    numeric: [...spec.levers.map((_, k) => k + 1), spec.levers.length + 1],
  };
}

function poll(spec, counts) {
  const most = Math.max(1, ...counts);
  return h("ul", { class: "debrief-poll" }, spec.poll.options.map((text, k) => h("li", {},
    h("span", {}, text), h("i", { "aria-hidden": "true", style: { "--part": (counts[k] ?? 0) / most } }), h("b", {}, formatNumber(counts[k] ?? 0)))));
}
