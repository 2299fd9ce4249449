// An indicator card and what a review finds on it: fields left, findings right, the gravest first.

import { h, repeat, say } from "./dom.js";
import { icon } from "./icons.js";
import { Plot } from "./plot.js";

/** data: {fields: [{label, text, changed}], findings: [{status, field, message, advice}], more?: text, clear?: text} */
export class Card extends Plot {
  constructor(spec) {
    super(spec);
    this.fields = h("dl", { class: "card-fields" });
    this.list = h("ol", { class: "findings" });
    this.frame.replaceChildren(h("div", { class: "card-box", tabindex: "0" }, h("div", { class: "card-frame" }, this.fields, this.list)));
  }

  draw() {
    const { data } = this;
    if (!data) return;
    repeat(this.fields, data.fields.length, () => h("div", {}, h("dt"), h("dd")), (node, k) => {
      const field = data.fields[k];
      node.className = `${field.changed ? "changed" : ""} ${field.text ? "" : "empty"}`;
      say(node.firstChild, field.label);
      say(node.lastChild, field.text || "belum diisi");
    });
    const guessing = this.context.playing === false;
    const nothing = guessing ? { status: "none", field: "", message: data.hidden } : { status: "good", field: "", message: data.clear };
    const items = guessing || !data.findings.length ? [nothing] : data.findings;
    repeat(this.list, items.length, () => h("li", {}, h("i"), h("div", {}, h("b"), h("span"))), (node, k) => this.fill(node, items[k]));
    this.fit();
  }

  /** Where nothing scrolls (the wall), findings that do not fit are counted instead of cut. */
  fit() {
    const rows = [...this.list.children];
    for (const row of rows) row.hidden = false;
    if (!this.box.closest('[data-view="projector"]')) return;
    const room = this.frame.getBoundingClientRect().bottom;
    const fits = (row) => row.getBoundingClientRect().bottom <= room + 1;
    for (const row of this.fields.children) row.style.visibility = fits(row) ? "" : "hidden"; // whole or not at all
    let last = rows.length - 1;
    while (last > 0 && !fits(rows[last])) last -= 1;
    if (last === rows.length - 1) return;
    const hidden = this.data.count - last;
    this.fill(rows[last], { status: "none", field: "", message: `${hidden} temuan lagi, tekan L untuk melihat semua` });
    for (const row of rows.slice(last + 1)) row.hidden = true;
    if (!fits(rows[last]) && last > 0) rows[last - 1].hidden = true;
  }

  fill(node, finding) {
    if (node.dataset.status !== finding.status) {
      node.dataset.status = finding.status;
      node.className = finding.status;
      node.firstChild.replaceWith(icon(`mark-${finding.status}`));
    }
    say(node.lastChild.firstChild, finding.field);
    say(node.lastChild.lastChild, finding.message);
  }
}
