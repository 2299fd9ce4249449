// The wall: how many have joined, every three seconds.
"use strict";
(() => {
  const box = document.getElementById("hadir");
  async function ask() {
    try {
      const reply = await fetch("/meja/hadir", { headers: { "X-Requested-With": "iku" }, credentials: "same-origin" });
      if (reply.ok) box.textContent = (await reply.json()).joined;
    } catch (fault) { /* the number stays as it was */ }
    setTimeout(ask, 3000);
  }
  ask();
})();
