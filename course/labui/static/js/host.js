// Starts the widgets of a page that Voila rendered: no JupyterLab, no require.js, our modules by their address.

import { h } from "./dom.js";
import { Kernel } from "./kernel.js";

const MODULE = /^[a-z][a-z-]*$/;
const config = JSON.parse(document.getElementById("iku-config").textContent);

const SAFE = "Tebakan yang terkunci sudah tersimpan. Tekan Buka lagi untuk melanjutkan dari langkah ini.";

// What happened, where, what to do; `again`: whether only a new page helps.
const NOTES = {
  lost: { what: "Sambungan ke simulator terputus.", where: () => `Sejak pukul ${clock()} di layar ini.`, fix: "Gambar terakhir tetap tampil. Periksa Wi-Fi; halaman ini menyambung lagi sendiri." },
  broken: { what: "Simulator ini terhenti di pihak kami.", where: () => "Hanya di layar ini; peserta lain tidak terganggu.", fix: SAFE, again: true },
  gone: { what: "Simulator ini sudah ditutup.", where: () => "Di layar ini, karena lama tidak dipakai atau kelas dimulai lagi.", fix: SAFE, again: true },
  unfit: { what: "Simulator belum dapat ditampilkan.", where: () => "Di peramban perangkat ini; kelas berjalan seperti biasa.", fix: "Tekan Buka lagi. Bila berulang, perbarui peramban atau pakai perangkat lain.", again: true },
};

const clock = () => new Date().toTimeString().slice(0, 5).replace(":", ".");

function tell(state) {
  const note = NOTES[state];
  const old = document.querySelector(".cut-off");
  if (old?.dataset.state === state) return; // still so: the hour at which it began stays
  old?.remove();
  if (!note) return;
  const words = h("div", {}, h("p", {}, h("b", {}, note.what), ` ${note.where()}`), h("p", {}, note.fix));
  const again = note.again && h("button", { type: "button", onclick: reopen }, "Buka lagi");
  document.body.append(h("section", { class: "cut-off", role: "alert", "data-state": state }, words, again));
}

/** A new page and kernel; the simulator keeps where its viewer was. */
function reopen() {
  dispatchEvent(new Event("iku-reopen"));
  location.reload();
}

const kernel = new Kernel(config.base, config.kernel, { onstate: tell });

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
      tell("unfit");
    },
  );
}
