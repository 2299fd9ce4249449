"""Key of "Gabungkan dahulu": consolidated periods, cumulative figures, a target of zero."""

from kpi_sim import achievement, consolidate
from kpi_sim.units import round_half_up

TARGETS = [(10, 20, 30, 40), (10, 15, 25, 40), (20, 30, 40, 60), (10, 30, 40, 40), (20, 30, 50, 60)]

ZERO_TARGETS = [(10, 4), (8, 3), (8, 2), (14, 9), (16, 10), (18, 12)]  # worst value, cases


def variant(rng):
    """Unequal quarters; one small quarter goes badly, so the mean of quarters misleads."""
    targets = TARGETS[int(rng.integers(len(TARGETS)))]
    done = [
        targets[0] // 2 + int(rng.integers(0, 3)),
        targets[1] - int(rng.integers(2, 7)),
        targets[2] + int(rng.integers(1, 5)),
        targets[3] + int(rng.integers(6, 13)),
    ]
    first, second = int(rng.integers(20, 30)), int(rng.integers(25, 33))
    worst, cases = ZERO_TARGETS[int(rng.integers(len(ZERO_TARGETS)))]
    return {
        "t": list(targets),
        "r": done,
        "k": [first, first + second, first + second + int(rng.integers(12, 22))],
        "terburuk": worst,
        "kasus": cases,
    }


def _reached(facts, through):
    pair = consolidate(facts["r"][:through], facts["t"][:through], "sum")
    return round_half_up(achievement(pair.realisation, pair.target, "maximize"))


def key(facts):
    return {
        "setahun": _reached(facts, 4),
        "semester": _reached(facts, 2),
        "kumulatif": consolidate(facts["k"], [100] * 3, "take_last").realisation,
        "aturan": {"dokumen": "jumlah", "fisik": "terakhir", "tepat": "ulang"},
        "target-nol": round_half_up(achievement(facts["kasus"], 0, "minimize", worst=facts["terburuk"])),
        "tanpa-terburuk": "kosong",
    }
