"""Key of "Kode: capaian": reference functions by KMK 127/2026 and the values they are called with."""

from kpi_sim import achievement, consolidate, individual_result
from kpi_sim.units import round_half_up

WAYS = {"maks": "maximize", "min": "minimize"}
RULES = {"jumlah": "sum", "terakhir": "take_last"}
QUALITIES = [0.8, 0.9, 1.0, 1.05, 1.1, 1.15, 1.2]


def variant(rng):
    """Realisations on both sides of their targets, unequal quarters, qualities that differ."""
    target, days = int(rng.choice([60, 70, 80, 90])), int(rng.integers(10, 21))
    return {
        "tanpa": None,
        "t_maks": target,
        "r_maks": target + int(rng.choice([-9, -7, 5, 8, 11])),
        "t_min": days,
        "r_min": days - int(rng.integers(2, 5)),
        "t": [10, 20, 30, 40],
        "r": [5 + int(rng.integers(0, 3)), 16, 33, 44 + int(rng.integers(0, 5))],
        "r_bolong": [5, None, 33, 44],
        "c_nhk": [int(value) for value in rng.choice([72, 85, 96, 104, 115, 120], size=4, replace=False)],
        "k_nhk": [float(value) for value in rng.choice(QUALITIES, size=4, replace=False)],
    }


def shown(facts):
    """The NHK of the visible example, for the question on its meaning."""
    return {"nhk_contoh": round_half_up(nhk(facts["c_nhk"], facts["k_nhk"]))}


def key(facts):
    return {"arti-nhk": "target"}


def capaian(realisasi, target, polaritas, batas):
    percent = achievement(realisasi, target, WAYS[polaritas], cap=batas)
    return None if percent is None else float(percent)


def gabung_periode(realisasi, target, aturan):
    if None in realisasi:
        return None
    pair = consolidate(realisasi, target, RULES[aturan])
    return capaian(pair.realisation, pair.target, "maks", None)


def nhk(capaian, k3):
    return float(individual_result(capaian, k3).value)
