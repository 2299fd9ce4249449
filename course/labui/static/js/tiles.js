// Tile-grid map of the eleven kabupaten and kota (a scheme, not a map): value in every tile, five classes with breaks.

import { h, repeat, say } from "./dom.js";
import { Plot } from "./plot.js";

// [column, row] by name: visual.md §6; only by name, because the code systems disagree
const TILE_PLACES = {
  Bungo: [2, 1], Tebo: [3, 1], "Tanjung Jabung Barat": [4, 1], "Tanjung Jabung Timur": [5, 1],
  Kerinci: [1, 2], Merangin: [2, 2], "Batang Hari": [3, 2], "Muaro Jambi": [4, 2], "Kota Jambi": [5, 2],
  "Sungai Penuh": [1, 3], Sarolangun: [3, 3],
};
const TILE_NAMES = { "Tanjung Jabung Barat": "Tanjab Barat", "Tanjung Jabung Timur": "Tanjab Timur" };

/** data: {areas: [{name, text, level: 1..5|0, status?, note?}], legend: [{level, text}], title?} */
export class Tiles extends Plot {
  constructor(spec) {
    super(spec);
    this.grid = h("div", { class: "tiles", role: "img" });
    this.legend = h("div", { class: "tile-legend" });
    this.frame.replaceChildren(h("div", { class: "tile-frame" }, this.grid, this.legend));
  }

  draw() {
    const { data } = this;
    if (!data) return;
    this.grid.setAttribute("aria-label", data.description ?? "");
    const areas = data.areas.filter((area) => TILE_PLACES[area.name]);
    repeat(this.grid, areas.length, () => h("div", {}, h("span"), h("b"), h("i")), (node, k) => {
      const area = areas[k];
      const [column, row] = TILE_PLACES[area.name];
      node.className = `tile level-${area.level ?? 0} status-${area.status ?? "plain"}`;
      node.style.setProperty("--column", column);
      node.style.setProperty("--row", row);
      say(node.childNodes[0], TILE_NAMES[area.name] ?? area.name);
      say(node.childNodes[1], area.text);
      say(node.childNodes[2], area.note ?? "");
    });
    repeat(this.legend, data.legend.length, () => h("span", {}, h("i"), h("span")), (node, k) => {
      node.firstChild.className = `level-${data.legend[k].level}`;
      say(node.lastChild, data.legend[k].text);
    });
  }
}
