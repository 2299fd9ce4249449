// Every page of a trainee: says when the class is out of reach, sends what waits on this device,
// and shows news (an exercise opened, feedback released) on Kelas saya. Everything works without it.
"use strict";
(() => {
  const offline = document.getElementById("putus");
  const home = document.body.dataset.keadaan !== undefined;
  let known = null;
  let pause = 5000;

  // Only what this very trainee typed here: a shared phone may hold another's unsent answers.
  const mine = "iku:" + document.body.dataset.saya + "/";
  const waiting = () => Object.keys(localStorage).filter((key) => key.startsWith(mine));
  const token = () => (document.querySelector("input[name=_xsrf]") || {}).value || "";

  async function sendWaiting() {
    for (const key of waiting()) {
      const item = JSON.parse(localStorage.getItem(key) || "null");
      if (!item) { localStorage.removeItem(key); continue; }
      const body = new URLSearchParams(item.body);
      body.set("_xsrf", token());
      const reply = await fetch(item.to, {
        method: "POST", body, credentials: "same-origin",
        headers: { "X-Requested-With": "iku" },
      });
      if (reply.ok) localStorage.removeItem(key);
      else if (reply.status !== 403 && reply.status !== 409 && reply.status < 500) localStorage.removeItem(key);
    }
  }

  async function ask() {
    try {
      const reply = await fetch("/kelas/keadaan", { headers: { "X-Requested-With": "iku" }, credentials: "same-origin" });
      if (reply.status === 401) return;
      if (!reply.ok) throw new Error(reply.status);
      const state = await reply.json();
      if (offline && !offline.hidden) offline.hidden = true;
      document.dispatchEvent(new CustomEvent("iku:terhubung"));
      pause = 5000;
      const print = JSON.stringify([state.open, state.released, state.stamp]);
      if (known !== null && print !== known && home) location.reload();
      known = print;
    } catch (fault) {
      if (offline) offline.hidden = false;
      document.dispatchEvent(new CustomEvent("iku:terputus"));
      pause = Math.min(pause * 1.5, 20000);
    }
    setTimeout(ask, pause + Math.random() * 1000);
  }

  if (home) sendWaiting().catch(() => {});
  setTimeout(ask, home ? 3000 : 4000);
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
