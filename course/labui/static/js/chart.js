// One chart by itself (lessons, JupyterLab): title = finding, measure under it, picture, source, summary, table.

import { makeChart } from "./charts.js";
import { dialog, table } from "./dialogs.js";
import { Download } from "./download.js";
import { h, say } from "./dom.js";
import { icon } from "./icons.js";
import { chooseTheme, surroundings } from "./theme.js";

function render({ model, el }) {
  const page = surroundings();
  const spec = model.get("spec");
  const chart = makeChart(spec);
  const [title, subtitle, source] = [h("h2"), h("p", { class: "soft" }), h("p", { class: "soft source" })];
  const download = new Download(model);
  const summary = h("p", { class: "unseen", "aria-live": "polite" });
  const root = h("section", { class: "iku one-chart", "data-theme": chooseTheme(page), "data-lm-suppress-shortcuts": "true" }, title, subtitle, h("div", { class: "chart" }, chart.box), source);
  const sheet = dialog(root, "Angka di balik gambar", (body) => body.append(table(model.get("data").table)));
  root.append(h("p", { class: "tools" }, h("button", { type: "button", class: "btn text", onclick: () => sheet.toggle() }, icon("table-2"), "Lihat tabel"), download.node), summary);
  root.style.setProperty("--chart-height", spec.height ?? "20rem");
  const show = () => {
    const data = model.get("data");
    say(title, data.title);
    say(subtitle, data.subtitle ?? "");
    say(source, data.source ?? "");
    say(summary, data.summary);
    chart.update({ description: data.summary, ...data.chart });
  };
  model.on("change:data", show);
  el.append(root);
  show();
  return () => {
    model.off("change:data", show);
    chart.close();
    download.close();
  };
}

export default { render };
