// Starts the widgets of a page that Voila rendered: no JupyterLab, no require.js, our modules by their address.

import { h } from "./dom.js";
import { Kernel } from "./kernel.js";

const MODULE = /^[a-z][a-z-]*$/;
const config = JSON.parse(document.getElementById("iku-config").textContent);

function bar(message, action) {
  document.querySelector(".cut-off")?.remove();
  if (!message) return;
  document.body.append(h("div", { class: "cut-off", role: "status" }, message, action ?? null));
}

const again = () => h("button", { type: "button", onclick: () => location.reload() }, "Buka lagi");

function onstate(state) {
  if (state === "open") bar(null);
  if (state === "lost") bar("Terputus. Gambar terakhir tetap tampil; menyambung lagi…");
  if (state === "broken") bar("Simulator ini terhenti di pihak kami. Data kelas aman.", again());
  if (state === "gone") bar("Simulator ini sudah ditutup karena lama tidak dipakai.", again());
}

const kernel = new Kernel(config.base, config.kernel, { onstate });

async function start(id, place) {
  const model = kernel.model(id);
  await model.ready;
  const name = model.get("_module");
  if (!MODULE.test(name ?? "")) throw new Error(`no module for ${id}`);
  const { default: widget } = await import(`./${name}.js`);
  await widget.initialize?.({ model });
  place.replaceChildren();
  await widget.render({ model, el: place });
}

/** A kernel that nobody looks at any more ends at once. A page kept by the browser ("back") stays. */
addEventListener("pagehide", (event) => {
  if (event.persisted) return;
  kernel.end();
  navigator.sendBeacon?.(`${config.base}voila/api/shutdown/${config.kernel}`);
});

for (const place of document.querySelectorAll("[data-model]")) {
  start(place.dataset.model, place).then(
    () => document.getElementById("iku-wait")?.remove(),
    (fault) => {
      console.error(fault);
      bar("Simulator belum dapat ditampilkan di peramban ini. Perbarui peramban, lalu coba lagi.", again());
    },
  );
}
