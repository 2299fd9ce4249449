// Where a viewer was, kept over the one reload that a dead kernel makes necessary; any other reload begins anew.

const key = (id) => `lab-iku-${id}`;

/** Keep `place` (plain values) for the page that comes next. */
export function keepPlace(id, place) {
  try {
    sessionStorage.setItem(key(id), JSON.stringify(place));
  } catch {
    // a browser without storage begins anew
  }
}

/** What was kept, once; null if nothing was. */
export function takePlace(id) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key(id)));
    sessionStorage.removeItem(key(id));
    return kept;
  } catch {
    return null;
  }
}
