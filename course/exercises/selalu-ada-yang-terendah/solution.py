"""Key of the exercise on the lowest of equals: ordinary spread, its limit, and chance."""

from math import sqrt

from kpi_sim.units import round_half_up


def _spread(facts):
    return sqrt(facts["peluang"] * (100 - facts["peluang"]) / facts["berkas"])


def variant(rng):
    facts = {
        "berkas": 10 * int(rng.integers(8, 16)),
        "peluang": int(rng.integers(85, 93)),
        "unit": int(rng.integers(7, 11)),
        "bulan": int(rng.choice([6, 9, 12])),
    }
    distance = float(rng.uniform(1.5, 2.4))
    return {**facts, "terendah": round_half_up(facts["peluang"] - distance * _spread(facts), 1)}


def key(facts):
    return {
        "simpangan": _spread(facts),
        "batas": facts["peluang"] - 3 * _spread(facts),
        "terendah": "biasa",
        "teguran": "bulan",
        "adil": ["jarak", "kendali", "data"],
        "undian": 100 * (1 - (1 - 1 / facts["unit"]) ** facts["bulan"]),
    }
