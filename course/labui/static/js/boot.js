// Before the first paint: theme and view, so that nothing changes its looks while loading. A plain script, in <head>.
(function () {
  const root = document.documentElement;
  const query = new URLSearchParams(location.search);
  let kept = null;
  try {
    kept = localStorage.getItem("lab-iku-tema");
  } catch {
    // no storage: the system decides
  }
  const dark = { gelap: true, terang: false }[query.get("tema")] ?? (kept ? kept === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = dark ? "dark" : "light";
  if (query.get("view") === "projector") root.dataset.view = "projector";
})();
