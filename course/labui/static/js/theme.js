// View (projector, desk, phone) and theme (light, dark): by address, else by screen and by habit.

const REMEMBERED = "lab-iku-tema";

/** What the page was asked for, and whether the widget owns the whole page. */
export function surroundings() {
  const root = document.documentElement;
  const owned = root.dataset.ikuPage !== undefined;
  const query = new URLSearchParams(owned ? location.search : "");
  return { owned, asked: query.get("view"), code: query.get("kode"), theme: query.get("tema"), minutes: Number(query.get("menit")) || null };
}

/** The view for this much room: a projector is only taken for one when asked, or when the page is wide and landscape. */
export function chooseView({ owned, asked }, width, height) {
  if (!owned) return width >= 820 ? "desk" : "phone";
  if (asked === "projector") return "projector";
  if (asked === "phone" || asked === "desk") return width >= 900 ? "desk" : "phone";
  if (width < 700) return "phone";
  return width >= 1000 && width > height ? "projector" : "desk";
}

/** "light" or "dark". */
export function chooseTheme({ theme }) {
  if (theme) return theme === "gelap" ? "dark" : "light";
  const kept = recall();
  if (kept) return kept;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function recall() {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

/** Remember a choice of the user. */
export function keepTheme(theme) {
  try {
    localStorage.setItem(REMEMBERED, theme);
  } catch {
    // a browser without storage only forgets
  }
}
