"""Key of the exercise on a revision: clean coverage, the decision it changes, and the note."""

from kpi_sim import pooled_ratio

AREAS = ("a", "b", "c")


def _clean(facts, area):
    return facts[f"{area}_baris"] - facts[f"{area}_ganda"]


def variant(rng):
    """The area that looks second best in the raw rows is the one that is in need."""
    raw = [int(value) for value in rng.permutation([82, 86, 91])]
    need = raw.index(86)
    facts = {}
    for place, area in enumerate(AREAS):
        anak = 100 * int(rng.integers(6, 15))
        baris = anak * raw[place] // 100
        share = int(rng.integers(11, 15)) if place == need else int(rng.integers(2, 5))
        facts |= {
            f"{area}_anak": anak,
            f"{area}_baris": baris,
            f"{area}_ganda": anak * share // 100,
        }
    return facts


def key(facts):
    coverage = {area: pooled_ratio([_clean(facts, area)], [facts[f"{area}_anak"]]).value for area in AREAS}
    children = [facts[f"{area}_anak"] for area in AREAS]
    raw = pooled_ratio([facts[f"{area}_baris"] for area in AREAS], children).value
    clean = pooled_ratio([_clean(facts, area) for area in AREAS], children).value
    return {
        "cakupan": coverage,
        "anggaran": min(coverage, key=coverage.get),
        "selisih": raw - clean,
        "tanda-tangan": "catatan",
        "urutan": ["simpan", "tandai", "hitung", "umumkan", "cegah"],
    }
