// A game by years: the line of public reports above, the indicators of the last report as tiles below.

import { h, repeat, say } from "./dom.js";
import { icon } from "./icons.js";
import { Plot } from "./plot.js";
import { Series } from "./series.js";

/** data: {lines: data of a series, tiles: [{name, value, note, status, word}]}; status: good, warn, bad, none. */
export class Game extends Plot {
  constructor(spec) {
    super(spec);
    this.lines = new Series({ words: {} });
    this.tiles = h("ul", { class: "game-tiles" });
    this.node.remove();
    this.frame.append(h("div", { class: "game-frame" }, h("div", { class: "game-lines" }, this.lines.box), this.tiles));
  }

  update(data, context) {
    super.update(data, context);
    this.lines.update({ description: data.description, ...data.lines }, context);
  }

  draw() {
    if (!this.data) return;
    repeat(this.tiles, this.data.tiles.length, tile, (node, k) => fillTile(node, this.data.tiles[k]));
  }

  close() {
    super.close();
    this.lines.close();
  }
}

function tile() {
  return h("li", {}, h("span"), h("b"), h("small"), h("i", { class: "tag" }, h("span", { class: "shape" }), h("span")));
}

function fillTile(node, { name, value, note, status, word }) {
  const [label, number, target, tag] = node.childNodes;
  say(label, name);
  say(number, value || "–");
  say(target, note);
  if (tag.dataset.status !== status) {
    tag.dataset.status = status;
    tag.className = `tag ${status}`;
    tag.firstChild.replaceChildren(icon(`mark-${status}`));
  }
  say(tag.lastChild, word);
}
