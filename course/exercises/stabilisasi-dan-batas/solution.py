"""Key of "Tepat pada target": stabilise, cap, floor, conversion, and classes at their ends."""

from decimal import Decimal

from kpi_sim import achievement, achievement_category, satisfaction_grade
from kpi_sim.units import round_half_up

CLASS_ENDS = ["91.00", "90.99", "76.00", "75.99", "66.00", "65.50", "51.00", "50.99"]
GRADE_ENDS = [("88.30", "88.31"), ("76.60", "76.61"), ("64.99", "65.00")]


def variant(rng):
    """Realisations on both sides of the target, one far below; values at the ends of classes."""
    over = int(rng.integers(4, 10))
    below, above = GRADE_ENDS[int(rng.integers(len(GRADE_ENDS)))]
    ends = [CLASS_ENDS[int(place)] for place in rng.choice(len(CLASS_ENDS), size=3, replace=False)]
    target, scale = int(rng.choice([75, 80])), int(rng.choice([4, 5]))
    days = int(rng.integers(8, 15))
    return {
        "r_kurang": 100 - int(rng.integers(2, 9)),
        "r_lebih": 100 + over,
        "r_jauh": int(rng.choice([36, 45, 54, 63, 72])),
        "t_maks": target,
        "r_maks": target + int(rng.integers(18, 21)),
        "t_min": days,
        "r_min": 2 * days + int(rng.integers(1, 4)),
        "skala": scale,
        "r_skala": int(rng.choice([scale, scale - 1])),
        "t_negatif": -10,
        "r_negatif": -int(rng.choice([4, 5, 7, 8, 11, 12])),
        **{f"c{i}": Decimal(value) for i, value in enumerate(ends, 1)},
        "m1": Decimal(below),
        "m2": Decimal(above),
    }


def _stable(done):
    return round_half_up(achievement(done, 100, "stabilize"))


def key(facts):
    return {
        "stabil": {
            "kurang": _stable(facts["r_kurang"]),
            "lebih": _stable(facts["r_lebih"]),
            "jauh": _stable(facts["r_jauh"]),
        },
        "batas": achievement(facts["r_maks"], facts["t_maks"], "maximize", cap=120),
        "lantai": achievement(facts["r_min"], facts["t_min"], "minimize", cap=120),
        "konversi": round_half_up(
            achievement(facts["r_skala"], facts["skala"], "maximize", cap=120, full_conversion=True)
        ),
        "negatif": achievement(facts["r_negatif"], facts["t_negatif"], "maximize"),
        "permendagri": {
            row: achievement_category(facts[name]).label.lower().replace(" ", "-")
            for row, name in (("satu", "c1"), ("dua", "c2"), ("tiga", "c3"))
        },
        "mutu": {
            "bawah": satisfaction_grade(facts["m1"]).lower(),
            "atas": satisfaction_grade(facts["m2"]).lower(),
        },
        "sebut-aturan": "nilai",
    }
