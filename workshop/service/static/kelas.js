// Every page of a trainee: says when the class is out of reach, sends what waits on this device,
// and shows news (an exercise opened, feedback released) on Kelas saya. Everything works without it.
"use strict";
(() => {
  const offline = document.getElementById("putus");
  const page = document.body.dataset.halaman; // "kelas" and "jajak" show themselves anew when something changed
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

  // "Semua lihat ke depan": the page rests behind a sign until the facilitator lifts it.
  function lookUp(on) {
    const there = document.querySelector(".look-up");
    if (on === Boolean(there)) return;
    for (const part of document.body.children) part.inert = on && part !== there;
    if (!on) { there.remove(); return; }
    const sign = document.createElement("div");
    sign.className = "look-up"; sign.setAttribute("role", "alert");
    const head = document.createElement("h2"); head.textContent = "Lihat ke depan";
    const text = document.createElement("p"); text.textContent = "Jawaban Anda tersimpan. Halaman ini kembali sendiri.";
    sign.append(head, text); document.body.append(sign);
  }

  // Seconds left, counted here between two answers of the class; in words at five and one minute.
  const clock = document.getElementById("waktu");
  let ends = null;
  function tick() {
    if (!clock) return;
    clock.hidden = ends === null;
    if (ends === null) return;
    const left = Math.max(0, Math.round((ends - Date.now()) / 1000));
    const digits = `${String(Math.floor(left / 60)).padStart(2, "0")}.${String(left % 60).padStart(2, "0")}`;
    const words = left === 0 ? "Waktu habis" : left <= 60 ? "Kurang dari 1 menit" : left <= 300 && left > 290 ? "Sisa 5 menit" : `Sisa ${digits}`;
    if (clock.textContent !== words) clock.textContent = words;
    clock.title = left === 0 ? "Waktu habis, jawaban Anda sudah tersimpan" : "";
    clock.classList.toggle("soon", left <= 300);
  }
  setInterval(tick, 1000);

  async function ask() {
    try {
      const reply = await fetch(page === "umum" ? "/umum/keadaan" : "/kelas/keadaan", { headers: { "X-Requested-With": "iku" }, credentials: "same-origin" });
      if (reply.status === 401 || reply.status === 403) return;
      if (!reply.ok) throw new Error(reply.status);
      const state = await reply.json();
      if (offline && !offline.hidden) offline.hidden = true;
      document.dispatchEvent(new CustomEvent("iku:terhubung"));
      pause = 5000;
      lookUp(state.look_up);
      ends = state.left === null ? null : Date.now() + state.left * 1000;
      tick();
      if (page && state[page] !== document.body.dataset.keadaan) location.reload();
    } catch (fault) {
      if (offline) offline.hidden = false;
      document.dispatchEvent(new CustomEvent("iku:terputus"));
      pause = Math.min(pause * 1.5, 20000);
      if (pause > 15000) lookUp(false); // nobody is held by a class that is gone
    }
    setTimeout(ask, pause + Math.random() * 1000);
  }

  if (page === "kelas") sendWaiting().catch(() => {});
  setTimeout(ask, 1000 + Math.random() * 1000);
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
