// One part of an exercise: saves on every change, checks without a reload, keeps what could not be sent.
"use strict";
(() => {
  const form = document.getElementById("lembar");
  if (!form || form.dataset.ditutup !== undefined) return;
  const key = "iku:" + form.dataset.draf;
  const saved = document.getElementById("tersimpan");
  const hint = document.getElementById("petunjuk");
  const button = document.getElementById("periksa");
  const offline = document.getElementById("putus");
  const icons = document.querySelector("use").getAttribute("href").split("#")[0];

  const fields = (extra) => {
    const data = new URLSearchParams(new FormData(form));
    for (const [name, value] of Object.entries(extra || {})) data.set(name, value);
    return data;
  };
  const icon = (name) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", "i"); svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", icons + "#" + name); svg.append(use);
    return svg;
  };
  function say(name, text, wait) {
    if (saved.dataset.kata === text) return;
    saved.dataset.kata = text;
    saved.classList.toggle("wait", Boolean(wait));
    const span = document.createElement("span");
    span.textContent = text;
    saved.replaceChildren(icon(name), span);
  }

  // Written to this device first; taken off it only when the class has acknowledged the very same text.
  function keep() {
    const body = fields({ tindakan: "simpan" }).toString();
    try { localStorage.setItem(key, JSON.stringify({ to: form.action, body })); } catch (full) { /* private mode */ }
    return body;
  }
  function done(body) {
    const item = JSON.parse(localStorage.getItem(key) || "null");
    if (item && item.body === body) localStorage.removeItem(key);
  }

  let chain = Promise.resolve();
  let timer = 0;
  let failed = false;
  const send = (extra) => (chain = chain.then(() => post(extra), () => post(extra)));

  async function post(extra) {
    const body = keep();
    let reply;
    try {
      reply = await fetch(form.action, {
        method: "POST", body: extra ? fields(extra) : body, credentials: "same-origin", keepalive: true,
        headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Requested-With": "iku" },
      });
      const data = await reply.json();
      if (!reply.ok) { failed = reply.status >= 500; refused(data); return null; }
      failed = false; offline.hidden = true;
      done(body);
      say("cloud-check", "Tersimpan");
      steps(data.states);
      return data;
    } catch (fault) {
      failed = true; offline.hidden = false;
      say("wifi-off", "Belum terkirim", true);
      return null;
    }
  }
  function refused(data) {
    say("triangle-alert", "Belum tersimpan", true);
    const box = document.createElement("section");
    box.className = "hint warn"; box.setAttribute("role", "status");
    const head = document.createElement("h2"); head.textContent = data.closed ? "Latihan ditutup" : "Belum tersimpan";
    const text = document.createElement("p"); text.textContent = data.fault;
    box.append(head, text); hint.replaceChildren(box);
    if (data.login) { const link = document.createElement("a"); link.href = "/lanjut"; link.textContent = "Lanjutkan dengan kode pribadi"; box.append(link); }
  }
  function steps(states) {
    document.querySelectorAll(".steps li").forEach((item, k) => {
      const here = item.classList.contains("here");
      item.className = states[k] + (here ? " here" : "");
    });
  }
  function edge(state) {
    const colour = { correct: "good", close: "warn", partial: "warn", ask: "warn", wrong: "bad", invalid: "bad" }[state] || "";
    form.querySelectorAll(".field, textarea").forEach((field) => {
      field.classList.remove("good", "warn", "bad");
      if (colour) field.classList.add(colour);
    });
    const input = form.querySelector("#jawaban");
    if (input) input.setAttribute("aria-invalid", String(colour === "bad"));
  }

  async function check(extra) {
    if (!button) { await send(); return; } // a test: saved, not checked
    clearTimeout(timer);
    button.setAttribute("aria-busy", "true");
    const slow = setTimeout(() => { button.textContent = "Memeriksa…"; }, 600);
    const data = await send({ tindakan: "periksa", ...extra });
    clearTimeout(slow);
    button.removeAttribute("aria-busy");
    button.textContent = "Periksa lagi";
    if (!data) return;
    hint.innerHTML = data.hint;
    button.classList.toggle("quiet", data.state === "correct");
    edge(data.state);
    hint.scrollIntoView({ block: "nearest" });
  }

  form.addEventListener("input", () => {
    say("circle-dashed", "Menyimpan…", true);
    edge("");
    if (button) button.classList.remove("quiet");
    keep();
    clearTimeout(timer);
    timer = setTimeout(() => send(), 500);
  });
  form.addEventListener("change", () => { clearTimeout(timer); send(); });
  form.addEventListener("submit", async (event) => {
    const by = event.submitter;
    if (by && by.name === "jelas") {
      event.preventDefault();
      const input = form.querySelector("#jawaban");
      if (input) input.value = by.value;
      await check();
    } else if (!by || by.value === "periksa") {
      event.preventDefault();
      await check();
    } else if (failed || localStorage.getItem(key)) {
      // Not acknowledged yet: first that, so that no old draft stays on this device; out of reach we stay here.
      event.preventDefault();
      if (await send()) form.requestSubmit(by);
    }
  });
  document.addEventListener("iku:terhubung", () => { if (failed) { say("circle-dashed", "Terhubung lagi, jawaban sedang dikirim", true); send(); } });
  document.addEventListener("iku:terputus", () => { if (!failed && localStorage.getItem(key)) failed = true; });
  window.addEventListener("pagehide", () => {
    const item = JSON.parse(localStorage.getItem(key) || "null");
    if (item) navigator.sendBeacon(item.to, new URLSearchParams(item.body));
  });

  // What an earlier visit could not send is put back into the form and sent now.
  const left = JSON.parse(localStorage.getItem(key) || "null");
  if (left) {
    const values = new URLSearchParams(left.body);
    for (const element of form.elements) {
      if (!element.name || !element.name.startsWith("jawaban")) continue;
      const all = values.getAll(element.name);
      if (element.type === "radio" || element.type === "checkbox") element.checked = all.includes(element.value);
      else if (all.length) element.value = all[0];
    }
    say("circle-dashed", "Menyimpan…", true);
    send();
  }
})();
