// The wall: how many have joined, or the piece of a poll that changes.
"use strict";
(() => {
  const joined = document.getElementById("hadir");
  const live = document.getElementById("isi-langsung");
  const from = joined ? "/meja/hadir" : document.body.dataset.langsung;
  let shown = live ? live.innerHTML.trim() : "";
  async function ask() {
    try {
      const reply = await fetch(from, { headers: { "X-Requested-With": "iku" }, credentials: "same-origin" });
      if (reply.ok) {
        const data = await reply.json();
        if (joined) joined.textContent = data.joined;
        else if (data.isi.trim() !== shown) { shown = data.isi.trim(); live.innerHTML = data.isi; }
      }
    } catch (fault) { /* what is shown stays */ }
    setTimeout(ask, 2000);
  }
  ask();
})();
