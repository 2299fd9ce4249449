// Slides: one at a time, by key, button or swipe; the wall and the facilitator's window of one browser move together.
"use strict";
(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const place = document.getElementById("ke");
  const theme = document.getElementById("tema");
  const others = "BroadcastChannel" in window ? new BroadcastChannel("slaid-" + document.body.dataset.slaid) : null;
  const KEYS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
  let now = 0;

  function show(next, tell) {
    now = Math.max(0, Math.min(slides.length - 1, next));
    slides.forEach((slide, at) => slide.classList.toggle("shown", at === now));
    place.textContent = String(now + 1);
    history.replaceState(null, "", "#s" + (now + 1));
    if (theme) theme.hash = "s" + (now + 1);
    if (tell && others) others.postMessage(now);
  }

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === " " && event.target.closest("a, button")) return;
    const target = event.key === "Home" ? 0 : event.key === "End" ? slides.length - 1 : event.key in KEYS ? now + KEYS[event.key] : null;
    if (target === null) return;
    event.preventDefault();
    show(target, true);
  });
  for (const button of document.querySelectorAll("[data-langkah]"))
    button.addEventListener("click", () => show(now + Number(button.dataset.langkah), true));

  let from = null;
  document.addEventListener("touchstart", (event) => { from = event.touches.length === 1 ? event.touches[0] : null; }, { passive: true });
  document.addEventListener("touchend", (event) => {
    const to = event.changedTouches[0];
    if (from && Math.abs(to.clientX - from.clientX) > 60 && Math.abs(to.clientX - from.clientX) > 2 * Math.abs(to.clientY - from.clientY))
      show(now + (to.clientX < from.clientX ? 1 : -1), true);
    from = null;
  });

  if (others) others.onmessage = (event) => show(event.data, false);
  document.documentElement.dataset.jalan = "";
  const asked = Number(location.hash.replace("#s", ""));
  show(asked >= 1 ? asked - 1 : 0, false);
})();
