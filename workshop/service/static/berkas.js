// Files: a link to a paper that takes seconds to make says so until it is there, and a file that was chosen is named.
// Without it the links are plain downloads and the field says only that a file was chosen.
"use strict";
(() => {
  const before = new WeakMap(); // link → what it showed at first
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden"; spoken.setAttribute("role", "status");
  document.body.append(spoken);

  function say(link, text) {
    (link.querySelector(".soft") || link).textContent = text;
    spoken.textContent = text;
  }

  function keep(blob, name) {
    const file = document.createElement("a");
    file.href = URL.createObjectURL(blob); file.download = name;
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href), 60000);
  }

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-busy]");
    if (!link) return;
    event.preventDefault();
    if (link.ariaBusy === "true") return;
    link.ariaBusy = "true";
    if (!before.has(link)) before.set(link, link.innerHTML);
    const slow = setTimeout(() => say(link, link.dataset.busy), 300);
    try {
      const reply = await fetch(link.href, { credentials: "same-origin" });
      const sent = /filename="([^"]+)"/.exec(reply.headers.get("Content-Disposition") || "");
      if (!sent) { location.href = link.href; return; } // a page that says why, or asks to sign in
      keep(await reply.blob(), sent[1]);
      clearTimeout(slow);
      link.innerHTML = before.get(link);
      spoken.textContent = "Berkas sudah diunduh.";
    } catch (fault) {
      clearTimeout(slow);
      say(link, "Berkas belum jadi. Ketuk untuk mencoba lagi.");
    } finally {
      link.ariaBusy = "false";
    }
  });

  document.addEventListener("change", (event) => {
    const name = event.target.type === "file" && event.target.parentElement.querySelector(".chosen");
    if (name && event.target.files.length) name.textContent = event.target.files[0].name;
  });
})();
