// Scorecard: indicator, target, realisation, achievement as a bar on 0–125 %, status as shape and word.

import { h, repeat, say } from "./dom.js";
import { icon } from "./icons.js";
import { Plot } from "./plot.js";

/** data: {head: [5 texts], rows: [{name, polarity, target, realisation, achievement, part, status, word, note?}],
 *  total?: {text, word, status}}; `part` is achievement / 125 between 0 and 1. */
export class Scorecard extends Plot {
  constructor(spec) {
    super(spec);
    this.head = h("tr");
    this.body = h("tbody");
    this.total = h("p", { class: "score-total" });
    this.frame.replaceChildren(h("div", { class: "score-frame", tabindex: "0" }, h("table", { class: "scorecard" }, h("thead", {}, this.head), this.body), this.total));
  }

  draw() {
    const { data } = this;
    if (!data) return;
    repeat(this.head, data.head.length, () => h("th", { scope: "col" }), (node, k) => say(node, data.head[k]));
    repeat(this.body, data.rows.length, scoreRow, (node, k) => fillScoreRow(node, data.rows[k]));
    say(this.total, data.total ? data.total.text : "");
  }
}

function scoreRow() {
  const bar = h("span", { class: "score-bar" }, h("i"), h("u"));
  return h("tr", {}, h("th", { scope: "row" }, h("span"), h("small")), h("td", { class: "num" }), h("td", { class: "num" }), h("td", {}, h("span", { class: "score-cell" }, bar, h("b"))), h("td", {}, h("span", { class: "tag" }, h("span", { class: "shape" }), h("span"))));
}

function fillScoreRow(node, row) {
  const [name, target, realisation, achievement, status] = node.childNodes;
  say(name.firstChild, row.name);
  say(name.lastChild, row.polarity);
  say(target, row.target);
  say(realisation, row.realisation);
  const cell = achievement.firstChild;
  cell.firstChild.style.setProperty("--part", row.part ?? 0);
  cell.className = `score-cell status-${row.status}`;
  say(cell.lastChild, row.achievement);
  const tag = status.firstChild;
  if (tag.dataset.status !== row.status) {
    tag.dataset.status = row.status;
    tag.className = `tag ${row.status}`;
    tag.firstChild.replaceChildren(icon(`mark-${row.status}`));
  }
  say(tag.lastChild, row.word);
}
