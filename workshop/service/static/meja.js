// The desk: its live pieces are asked for every two seconds and replaced only when they changed.
"use strict";
(() => {
  const offline = document.getElementById("putus");
  const shown = {};
  let misses = 0;

  function swap(name, html) {
    if (shown[name] === html) return;
    const first = shown[name] === undefined;
    shown[name] = html;
    const box = document.getElementById(name);
    if (!box || first && box.innerHTML.trim() === html.trim()) return;
    // The keyboard stays where it was: the same control of the new piece gets the focus.
    const controls = () => [...box.querySelectorAll("a, button, summary")];
    const at = controls().indexOf(document.activeElement);
    box.innerHTML = html;
    if (at >= 0 && controls()[at]) controls()[at].focus({ preventScroll: true });
  }

  async function ask() {
    try {
      const reply = await fetch("/meja/langsung?latihan=" + encodeURIComponent(document.body.dataset.latihan), { headers: { "X-Requested-With": "iku" }, credentials: "same-origin" });
      if (reply.status === 403) { location.href = "/meja/masuk"; return; }
      if (!reply.ok) throw new Error(reply.status);
      const pieces = await reply.json();
      for (const name of Object.keys(pieces)) if (name !== "keadaan") swap(name, pieces[name]);
      misses = 0;
      offline.hidden = true;
    } catch (fault) {
      misses += 1;
      if (misses > 1) offline.hidden = false;
    }
    setTimeout(ask, document.hidden ? 8000 : 2000);
  }
  setTimeout(ask, 1500);

  // One open confirmation at a time; Escape closes it.
  document.querySelectorAll("details.confirm").forEach((item) => item.addEventListener("toggle", () => {
    if (item.open) document.querySelectorAll("details.confirm[open]").forEach((other) => { if (other !== item) other.open = false; });
  }));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") document.querySelectorAll("details.confirm[open]").forEach((item) => { item.open = false; item.querySelector("summary").focus(); }); });
})();
